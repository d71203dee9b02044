"""Drafts of a curriculum: what a director changes before it is published."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "curriculum_draft",
        sa.Column("document", sa.JSON(), nullable=False),
        sa.Column("based_on_id", sa.Uuid(), nullable=True),
        sa.Column("version_id", sa.Uuid(), nullable=True),
        sa.Column("begun_by_id", sa.Uuid(), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("program_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "version_id IS NULL OR ended_at IS NOT NULL",
            name=op.f("ck_curriculum_draft_published_has_ended"),
        ),
        sa.ForeignKeyConstraint(
            ["program_id", "based_on_id"],
            ["curriculum_version.program_id", "curriculum_version.id"],
            name=op.f("fk_curriculum_draft_program_id_based_on_id_curriculum_version"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["program_id", "version_id"],
            ["curriculum_version.program_id", "curriculum_version.id"],
            name=op.f("fk_curriculum_draft_program_id_version_id_curriculum_version"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["program_id", "begun_by_id"],
            ["membership.program_id", "membership.id"],
            name=op.f("fk_curriculum_draft_program_id_begun_by_id_membership"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("program_id", "id", name=op.f("pk_curriculum_draft")),
    )


def downgrade() -> None:
    op.drop_table("curriculum_draft")
