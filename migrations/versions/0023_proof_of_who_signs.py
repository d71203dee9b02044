"""How a person proves who they are when they sign: the sitting, codes, passkeys."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

BEFORE = ("sign_in", "password_link")
METHODS = ("link", "session", "password", "password_and_code", "passkey")


def _words(name: str, *known: str) -> sa.Enum:
    return sa.Enum(*known, name=name, native_enum=False, create_constraint=True, length=32)


def _throttle(*acts: str) -> None:
    listed = ", ".join(f"'{act}'" for act in acts)
    with op.batch_alter_table("attempt") as attempt:
        attempt.drop_constraint(op.f("ck_attempt_act"), type_="check")
        attempt.create_check_constraint(op.f("ck_attempt_act"), f"act IN ({listed})")


def upgrade() -> None:
    with op.batch_alter_table("sign_in_session") as session:
        session.add_column(sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True))
        session.add_column(
            sa.Column("confirmed_by", _words("confirmed_by", *METHODS), nullable=True)
        )
        session.create_check_constraint(
            op.f("ck_sign_in_session_confirmed_somehow"),
            "(confirmed_at IS NULL) = (confirmed_by IS NULL)",
        )
    _throttle(*BEFORE, "confirm")
    op.create_table(
        "second_factor",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("seed", sa.LargeBinary(length=16), nullable=False),
        sa.Column("masked", sa.LargeBinary(length=20), nullable=False),
        sa.Column("key_id", sa.String(length=16), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_step", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_second_factor_account_id_account")
        ),
        sa.PrimaryKeyConstraint("account_id", name=op.f("pk_second_factor")),
    )
    op.create_table(
        "recovery_code",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_recovery_code_account_id_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recovery_code")),
        sa.UniqueConstraint("code_hash", name=op.f("uq_recovery_code_code_hash")),
    )
    op.create_index(op.f("ix_recovery_code_account_id"), "recovery_code", ["account_id"])
    op.create_table(
        "passkey",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("credential_id", sa.String(length=1400), nullable=False),
        sa.Column("public_key", sa.Text(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("sign_count", sa.BigInteger(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_passkey_account_id_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_passkey")),
        sa.UniqueConstraint("credential_id", name=op.f("uq_passkey_credential_id")),
    )
    op.create_index(op.f("ix_passkey_account_id"), "passkey", ["account_id"])


def downgrade() -> None:
    for table in ("passkey", "recovery_code", "second_factor"):
        op.drop_table(table)
    op.execute("DELETE FROM attempt WHERE act = 'confirm'")
    _throttle(*BEFORE)
    with op.batch_alter_table("sign_in_session") as session:
        session.drop_constraint(op.f("ck_sign_in_session_confirmed_somehow"), type_="check")
        session.drop_constraint(op.f("ck_sign_in_session_confirmed_by"), type_="check")
        session.drop_column("confirmed_by")
        session.drop_column("confirmed_at")
