"""Certificates, of which one states the same for ever; and how often one is handed in."""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

FIXED = (
    "program_id",
    "id",
    "fellow_id",
    "enrollment_id",
    "sign_off_id",
    "issued_by_id",
    "issued_at",
    "text",
    "salt",
)


BEFORE = ("sign_in", "password_link", "confirm")


def _throttle(*acts: str) -> None:
    listed = ", ".join(f"'{act}'" for act in acts)
    with op.batch_alter_table("attempt") as attempt:
        attempt.drop_constraint(op.f("ck_attempt_act"), type_="check")
        attempt.create_check_constraint(op.f("ck_attempt_act"), f"act IN ({listed})")


def upgrade() -> None:
    _throttle(*BEFORE, "verify")
    op.create_table(
        "certificate",
        sa.Column("fellow_id", sa.Uuid(), nullable=False),
        sa.Column("enrollment_id", sa.Uuid(), nullable=False),
        sa.Column("sign_off_id", sa.Uuid(), nullable=True),
        sa.Column("issued_by_id", sa.Uuid(), nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("proof", sa.Text(), nullable=True),
        sa.Column("badge", sa.Text(), nullable=True),
        sa.Column("token", sa.String(length=64), nullable=True),
        sa.Column("shared_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("shows", sa.JSON(), nullable=False),
        sa.Column("salt", sa.LargeBinary(length=16), nullable=False),
        sa.Column("program_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "(token IS NULL) = (shared_at IS NULL)",
            name=op.f("ck_certificate_a_link_is_there_once_it_is_shared"),
        ),
        sa.ForeignKeyConstraint(
            ["program_id", "fellow_id"],
            ["membership.program_id", "membership.id"],
            name=op.f("fk_certificate_program_id_fellow_id_membership"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["program_id", "issued_by_id"],
            ["membership.program_id", "membership.id"],
            name=op.f("fk_certificate_program_id_issued_by_id_membership"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["program_id", "enrollment_id"],
            ["enrollment.program_id", "enrollment.id"],
            name=op.f("fk_certificate_program_id_enrollment_id_enrollment"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["program_id", "sign_off_id"],
            ["sign_off.program_id", "sign_off.id"],
            name=op.f("fk_certificate_program_id_sign_off_id_sign_off"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("program_id", "id", name=op.f("pk_certificate")),
        sa.UniqueConstraint(
            "program_id", "sign_off_id", name=op.f("uq_certificate_program_id_sign_off_id")
        ),
        sa.UniqueConstraint("program_id", "token", name=op.f("uq_certificate_program_id_token")),
    )
    op.create_index(
        op.f("ix_certificate_program_id_fellow_id_issued_at"),
        "certificate",
        ["program_id", "fellow_id", "issued_at"],
    )
    fixed = ", ".join(FIXED)
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            f"CREATE TRIGGER certificate_stays BEFORE UPDATE OF {fixed} OR DELETE ON certificate"
            " FOR EACH ROW EXECUTE FUNCTION refuse_change()"
        )
        op.execute(
            "CREATE TRIGGER certificate_stays_whole BEFORE TRUNCATE ON certificate"
            " FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        )
        return
    for verb, of in (("UPDATE", f" OF {fixed}"), ("DELETE", "")):
        op.execute(
            f"CREATE TRIGGER certificate_refuses_{verb.lower()} BEFORE {verb}{of} ON certificate"
            " BEGIN SELECT RAISE(ABORT, 'what a certificate states never changes'); END"
        )


def downgrade() -> None:
    op.drop_table("certificate")
    op.execute("DELETE FROM attempt WHERE act = 'verify'")
    _throttle(*BEFORE)
