"""Signatures. None of them ever changes."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def _words(name: str, *known: str) -> sa.Enum:
    return sa.Enum(*known, name=name, native_enum=False, create_constraint=True, length=32)


def upgrade() -> None:
    op.create_table(
        "signature",
        sa.Column("record", sa.String(length=24), nullable=False),
        sa.Column("record_id", sa.Uuid(), nullable=False),
        sa.Column(
            "meaning",
            _words("meaning", "supervised", "assessed", "proposes", "attests", "confirms", "ends"),
            nullable=False,
        ),
        sa.Column("signer_id", sa.Uuid(), nullable=False),
        sa.Column(
            "method",
            _words("method", "link", "session", "password", "password_and_code", "passkey"),
            nullable=False,
        ),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("proof", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("salt", sa.LargeBinary(length=16), nullable=False),
        sa.Column("program_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "(method = 'passkey') = (proof IS NOT NULL)",
            name=op.f("ck_signature_a_passkey_leaves_a_proof"),
        ),
        sa.ForeignKeyConstraint(
            ["program_id", "signer_id"],
            ["membership.program_id", "membership.id"],
            name=op.f("fk_signature_program_id_signer_id_membership"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("program_id", "id", name=op.f("pk_signature")),
        sa.UniqueConstraint(
            "program_id",
            "record",
            "record_id",
            "signer_id",
            "meaning",
            name=op.f("uq_signature_program_id_record_record_id_signer_id_meaning"),
        ),
    )
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "CREATE TRIGGER signature_stays BEFORE UPDATE OR DELETE ON signature"
            " FOR EACH ROW EXECUTE FUNCTION refuse_change()"
        )
        op.execute(
            "CREATE TRIGGER signature_stays_whole BEFORE TRUNCATE ON signature"
            " FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        )
        return
    for verb in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER signature_refuses_{verb.lower()} BEFORE {verb} ON signature"
            " BEGIN SELECT RAISE(ABORT, 'signature is append-only'); END"
        )


def downgrade() -> None:
    op.drop_table("signature")
