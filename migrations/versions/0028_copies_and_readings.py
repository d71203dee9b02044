"""Copies of records that their owners take away, and readings of records by others.

A reading never changes. It may be deleted once it is older than a year: how long it is kept
beyond that, a setting says.
"""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None

PAGES = [
    "progress",
    "case",
    "queue",
    "assessment",
    "item",
    "competencies",
    "sign_off",
    "credential",
    "time",
    "round",
    "results",
    "milestones",
    "export",
]
WHY = ("asked", "oversees")
FUNCTION = """
    CREATE FUNCTION refuse_to_forget_a_reading() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP = 'DELETE' AND OLD.hour < now() - interval '365 days' THEN RETURN OLD; END IF;
        RAISE EXCEPTION 'readings are append-only' USING ERRCODE = 'restrict_violation';
    END $$
"""


def upgrade() -> None:
    op.create_table(
        "record_copy",
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ready_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("size", sa.Integer(), nullable=True),
        sa.Column("sha256", sa.String(length=64), nullable=True),
        sa.Column("swept_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("program_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "(ready_at IS NULL) = (sha256 IS NULL) AND (ready_at IS NULL) = (size IS NULL)",
            name=op.f("ck_record_copy_ready_whole"),
        ),
        sa.CheckConstraint(
            "swept_at IS NULL OR ready_at IS NOT NULL",
            name=op.f("ck_record_copy_swept_after_ready"),
        ),
        _within("record_copy", "member_id"),
        sa.PrimaryKeyConstraint("program_id", "id", name=op.f("pk_record_copy")),
    )
    op.create_index(
        op.f("ix_record_copy_program_id_member_id_asked_at"),
        "record_copy",
        ["program_id", "member_id", "asked_at"],
    )
    _make_readings()
    if op.get_bind().dialect.name == "postgresql":
        _stay_on_postgresql()
    else:
        _stay_on_sqlite()


def _within(table: str, column: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["program_id", column],
        ["membership.program_id", "membership.id"],
        name=op.f(f"fk_{table}_program_id_{column}_membership"),
        ondelete="RESTRICT",
    )


def _make_readings() -> None:
    keys = ["program_id", "reader_id", "record_id", "page", "hour"]
    op.create_table(
        "record_read",
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.Column("reader_id", sa.Uuid(), nullable=False),
        sa.Column("record_id", sa.Uuid(), nullable=False),
        sa.Column("page", _enum(PAGES, "page"), nullable=False),
        sa.Column("why", _enum(WHY, "why"), nullable=False),
        sa.Column("hour", sa.DateTime(timezone=True), nullable=False),
        sa.Column("first_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("program_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("owner_id <> reader_id", name=op.f("ck_record_read_not_ones_own")),
        _within("record_read", "owner_id"),
        _within("record_read", "reader_id"),
        sa.PrimaryKeyConstraint("program_id", "id", name=op.f("pk_record_read")),
        sa.UniqueConstraint(*keys, name=op.f(f"uq_record_read_{'_'.join(keys)}")),
    )
    for columns in (["program_id", "owner_id", "hour"], ["program_id", "hour"]):
        op.create_index(op.f(f"ix_record_read_{'_'.join(columns)}"), "record_read", columns)


def _enum(values: tuple[str, ...] | list[str], name: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=32)


def _stay_on_postgresql() -> None:
    op.execute(FUNCTION)
    op.execute(
        "CREATE TRIGGER record_read_stays BEFORE UPDATE OR DELETE ON record_read"
        " FOR EACH ROW EXECUTE FUNCTION refuse_to_forget_a_reading()"
    )
    op.execute(
        "CREATE TRIGGER record_read_stays_whole BEFORE TRUNCATE ON record_read"
        " FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
    )


def _stay_on_sqlite() -> None:
    op.execute(
        "CREATE TRIGGER record_read_refuses_update BEFORE UPDATE ON record_read"
        " BEGIN SELECT RAISE(ABORT, 'readings are append-only'); END"
    )
    op.execute(
        "CREATE TRIGGER record_read_refuses_delete BEFORE DELETE ON record_read"
        " WHEN OLD.hour >= datetime('now', '-365 days')"
        " BEGIN SELECT RAISE(ABORT, 'readings are append-only'); END"
    )


def downgrade() -> None:
    op.drop_table("record_read")
    op.drop_table("record_copy")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION refuse_to_forget_a_reading()")
