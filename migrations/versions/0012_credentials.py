"""Credentials of members, with their documents."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "credential",
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=64), nullable=False),
        sa.Column("issuer", sa.String(length=120), nullable=False),
        sa.Column("number", sa.String(length=40), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=True),
        sa.Column("document_name", sa.String(length=120), nullable=True),
        sa.Column("document_type", sa.String(length=40), nullable=True),
        sa.Column("document_size", sa.Integer(), nullable=True),
        sa.Column("document_sha256", sa.String(length=64), nullable=True),
        sa.Column("document", sa.LargeBinary(), nullable=True),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("verified_by_id", sa.Uuid(), nullable=True),
        sa.Column("verified_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("salt", sa.LargeBinary(length=16), nullable=False),
        sa.Column("program_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "(verified_by_id IS NULL) = (verified_at IS NULL)",
            name=op.f("ck_credential_verified_by_somebody"),
        ),
        sa.CheckConstraint(
            "verified_by_id <> member_id", name=op.f("ck_credential_not_verified_by_its_holder")
        ),
        sa.CheckConstraint(
            "expires_on IS NULL OR expires_on >= issued_on",
            name=op.f("ck_credential_ends_after_it_starts"),
        ),
        sa.CheckConstraint(
            "(document_sha256 IS NULL) = (document_name IS NULL)"
            " AND (document_sha256 IS NULL) = (document_type IS NULL)"
            " AND (document_sha256 IS NULL) = (document_size IS NULL)",
            name=op.f("ck_credential_document_whole"),
        ),
        sa.ForeignKeyConstraint(
            ["program_id", "member_id"],
            ["membership.program_id", "membership.id"],
            name=op.f("fk_credential_program_id_member_id_membership"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["program_id", "verified_by_id"],
            ["membership.program_id", "membership.id"],
            name=op.f("fk_credential_program_id_verified_by_id_membership"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("program_id", "id", name=op.f("pk_credential")),
    )
    with op.batch_alter_table("credential") as table:
        table.create_index(
            table.f("ix_credential_program_id_member_id_kind"),
            ["program_id", "member_id", "kind"],
            unique=False,
        )


def downgrade() -> None:
    with op.batch_alter_table("credential") as table:
        table.drop_index(table.f("ix_credential_program_id_member_id_kind"))

    op.drop_table("credential")
