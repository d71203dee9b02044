"""Cases that a supervisor thinks a fellow forgot: suggested, and no cases until they are logged."""

import sqlalchemy as sa
from alembic import op

revision = "0052"
down_revision = "0051"
branch_labels = None
depends_on = None

TABLE = "suggestion"


def _within(column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["program_id", column],
        [f"{target}.program_id", f"{target}.id"],
        name=op.f(f"fk_{TABLE}_program_id_{column}_{target}"),
        ondelete="RESTRICT",
    )


def upgrade() -> None:
    side = sa.Enum(
        "left",
        "right",
        "bilateral",
        name="side",
        native_enum=False,
        create_constraint=True,
        length=32,
    )
    op.create_table(
        TABLE,
        sa.Column("enrollment_id", sa.Uuid(), nullable=False),
        sa.Column("fellow_id", sa.Uuid(), nullable=False),
        sa.Column("supervisor_id", sa.Uuid(), nullable=False),
        sa.Column("site_id", sa.Uuid(), nullable=True),
        sa.Column("procedure", sa.String(length=64), nullable=False),
        sa.Column("performed_on", sa.Date(), nullable=False),
        sa.Column("side", side, nullable=True),
        sa.Column("words", sa.String(length=200), nullable=False),
        sa.Column("suggested_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("begins", sa.Uuid(), nullable=False),
        sa.Column("declined_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("salt", sa.LargeBinary(length=16), nullable=False),
        sa.Column("program_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("fellow_id <> supervisor_id", name=op.f(f"ck_{TABLE}_not_to_oneself")),
        _within("enrollment_id", "enrollment"),
        _within("fellow_id", "membership"),
        _within("supervisor_id", "membership"),
        _within("site_id", "site"),
        sa.PrimaryKeyConstraint("program_id", "id", name=op.f(f"pk_{TABLE}")),
        sa.UniqueConstraint("program_id", "begins", name=op.f(f"uq_{TABLE}_program_id_begins")),
    )
    for who in ("fellow_id", "supervisor_id"):
        names = ["program_id", who, "suggested_at"]
        op.create_index(op.f(f"ix_{TABLE}_{'_'.join(names)}"), TABLE, names)


def downgrade() -> None:
    op.drop_table(TABLE)
