"""What clinic lists say that fellows would do, so that what is not logged can be shown to them."""

import sqlalchemy as sa
from alembic import op

revision = "0050"
down_revision = "0048"
branch_labels = None
depends_on = None

TABLE = "expected_case"


def _within(column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["program_id", column],
        [f"{target}.program_id", f"{target}.id"],
        name=op.f(f"fk_{TABLE}_program_id_{column}_{target}"),
        ondelete="RESTRICT",
    )


def _enum(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=32)


def upgrade() -> None:
    bands = _enum("band", "morning", "afternoon", "evening")
    op.create_table(
        TABLE,
        sa.Column("fellow_id", sa.Uuid(), nullable=False),
        sa.Column("brought_by_id", sa.Uuid(), nullable=False),
        sa.Column("brought_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("list_name", sa.String(length=80), nullable=False),
        sa.Column("expected_on", sa.Date(), nullable=False),
        sa.Column("band", bands, nullable=True),
        sa.Column("procedure", sa.String(length=64), nullable=True),
        sa.Column("text", sa.String(length=120), nullable=False),
        sa.Column("site_id", sa.Uuid(), nullable=True),
        sa.Column("said", _enum("said", "not_mine", "not_done"), nullable=True),
        sa.Column("dismissed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("program_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "(said IS NULL) = (dismissed_at IS NULL)", name=op.f(f"ck_{TABLE}_dismissed_says_why")
        ),
        sa.CheckConstraint(
            "procedure IS NULL OR text = ''", name=op.f(f"ck_{TABLE}_known_needs_no_words")
        ),
        _within("fellow_id", "membership"),
        _within("brought_by_id", "membership"),
        _within("site_id", "site"),
        sa.PrimaryKeyConstraint("program_id", "id", name=op.f(f"pk_{TABLE}")),
    )
    names = ["program_id", "fellow_id", "expected_on"]
    op.create_index(op.f(f"ix_{TABLE}_{'_'.join(names)}"), TABLE, names)


def downgrade() -> None:
    op.drop_table(TABLE)
