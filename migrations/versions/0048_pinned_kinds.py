"""Procedures that fellows pinned, each for themselves."""

import sqlalchemy as sa
from alembic import op

revision = "0048"
down_revision = "0047"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "pinned_kind",
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("procedure", sa.String(length=64), nullable=False),
        sa.Column("program_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["program_id", "member_id"],
            ["membership.program_id", "membership.id"],
            name=op.f("fk_pinned_kind_program_id_member_id_membership"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("program_id", "id", name=op.f("pk_pinned_kind")),
        sa.UniqueConstraint(
            "program_id",
            "member_id",
            "procedure",
            name=op.f("uq_pinned_kind_program_id_member_id_procedure"),
        ),
    )


def downgrade() -> None:
    op.drop_table("pinned_kind")
