"""Keys of the installation, and the checkpoints that they have signed.

A checkpoint never changes. Of a key, only the day on which it was retired is ever written.
"""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0018"
branch_labels = None
depends_on = None

ONLY_RETIRED = "NEW.id = OLD.id AND NEW.public = OLD.public AND NEW.created_at = OLD.created_at"
FUNCTION = f"""
    CREATE FUNCTION refuse_another_key() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP = 'UPDATE' AND {ONLY_RETIRED} AND OLD.retired_at IS NULL THEN RETURN NEW; END IF;
        RAISE EXCEPTION 'a key never changes' USING ERRCODE = 'restrict_violation';
    END $$
"""


def upgrade() -> None:
    op.create_table(
        "signing_key",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("public", sa.LargeBinary(length=32), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signing_key")),
        sa.UniqueConstraint("public", name=op.f("uq_signing_key_public")),
    )
    op.create_table(
        "checkpoint",
        sa.Column("log", sa.String(length=8), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("root", sa.LargeBinary(length=32), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("key_id", sa.Uuid(), nullable=False),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("program_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("size > 0", name=op.f("ck_checkpoint_of_something")),
        sa.ForeignKeyConstraint(
            ["key_id"], ["signing_key.id"], name=op.f("fk_checkpoint_key_id_signing_key")
        ),
        sa.ForeignKeyConstraint(
            ["program_id"],
            ["program.id"],
            name=op.f("fk_checkpoint_program_id_program"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("program_id", "id", name=op.f("pk_checkpoint")),
        sa.UniqueConstraint(
            "program_id", "log", "size", name=op.f("uq_checkpoint_program_id_log_size")
        ),
    )
    if op.get_bind().dialect.name == "postgresql":
        _stay_on_postgresql()
    else:
        _stay_on_sqlite()


def _stay_on_postgresql() -> None:
    op.execute(FUNCTION)
    for table, function in (("checkpoint", "refuse_change"), ("signing_key", "refuse_another_key")):
        op.execute(
            f"CREATE TRIGGER {table}_stays BEFORE UPDATE OR DELETE ON {table}"
            f" FOR EACH ROW EXECUTE FUNCTION {function}()"
        )
        op.execute(
            f"CREATE TRIGGER {table}_stays_whole BEFORE TRUNCATE ON {table}"
            " FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        )


def _stay_on_sqlite() -> None:
    for table in ("checkpoint", "signing_key"):
        op.execute(
            f"CREATE TRIGGER {table}_refuses_delete BEFORE DELETE ON {table}"
            f" BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        )
    op.execute(
        "CREATE TRIGGER checkpoint_refuses_update BEFORE UPDATE ON checkpoint"
        " BEGIN SELECT RAISE(ABORT, 'checkpoint is append-only'); END"
    )
    op.execute(
        "CREATE TRIGGER signing_key_refuses_update BEFORE UPDATE ON signing_key"
        f" WHEN NOT ({ONLY_RETIRED} AND OLD.retired_at IS NULL)"
        " BEGIN SELECT RAISE(ABORT, 'a key never changes'); END"
    )


def downgrade() -> None:
    op.drop_table("checkpoint")
    op.drop_table("signing_key")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION refuse_another_key()")
