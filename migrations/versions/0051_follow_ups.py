"""How it went with a case later: a record of its own beside the case, written once.

After how many days fellows are asked is the program's to set.
"""

import sqlalchemy as sa
from alembic import op

revision = "0051"
down_revision = "0050"
branch_labels = None
depends_on = None

TABLE = "follow_up"


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
    # Inline, as both databases take it: SQLite could add a named constraint to a table only by
    # making it anew, and everything hangs on this one.
    op.execute(
        "ALTER TABLE program ADD COLUMN follow_up_days INTEGER DEFAULT 14 NOT NULL"
        " CONSTRAINT ck_program_follow_up_in_time"
        " CHECK (follow_up_days BETWEEN 0 AND 180)"
    )
    relief = _enum("relief", "none", "some", "half", "most", "not_known")
    function = _enum("function", "better", "same", "worse", "not_known")
    op.create_table(
        TABLE,
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("fellow_id", sa.Uuid(), nullable=False),
        sa.Column("relief", relief, nullable=False),
        sa.Column("function", function, nullable=False),
        sa.Column("complications", sa.JSON(), nullable=False),
        sa.Column("note", sa.String(length=300), nullable=False),
        sa.Column("days_after", sa.Integer(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("salt", sa.LargeBinary(length=16), nullable=False),
        sa.Column("program_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        _within("case_id", "logged_case"),
        _within("fellow_id", "membership"),
        sa.PrimaryKeyConstraint("program_id", "id", name=op.f(f"pk_{TABLE}")),
        sa.UniqueConstraint("program_id", "case_id", name=op.f(f"uq_{TABLE}_program_id_case_id")),
    )
    _refuse_changes()


def _refuse_changes() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            f"CREATE TRIGGER {TABLE}_stays BEFORE UPDATE OR DELETE ON {TABLE}"
            " FOR EACH ROW EXECUTE FUNCTION refuse_change()"
        )
        op.execute(
            f"CREATE TRIGGER {TABLE}_stays_whole BEFORE TRUNCATE ON {TABLE}"
            " FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        )
        return
    for verb in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER {TABLE}_refuses_{verb.lower()} BEFORE {verb} ON {TABLE}"
            f" BEGIN SELECT RAISE(ABORT, '{TABLE} is append-only'); END"
        )


def downgrade() -> None:
    op.drop_table(TABLE)
    op.execute("ALTER TABLE program DROP COLUMN follow_up_days")
