"""Curriculum versions, confirmed figures and enrollments.

A fellow is bound to one version; what a version said never changes.
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "curriculum_version",
        sa.Column("curriculum", sa.String(length=64), nullable=False),
        sa.Column("edition", sa.String(length=32), nullable=False),
        sa.Column("document", sa.JSON(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("program_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["program_id"],
            ["program.id"],
            name=op.f("fk_curriculum_version_program_id_program"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("program_id", "id", name=op.f("pk_curriculum_version")),
        sa.UniqueConstraint(
            "program_id",
            "curriculum",
            "edition",
            name=op.f("uq_curriculum_version_program_id_curriculum_edition"),
        ),
    )
    op.create_table(
        "figure_confirmation",
        sa.Column("version_id", sa.Uuid(), nullable=False),
        sa.Column("requirement", sa.String(length=80), nullable=False),
        sa.Column("value", sa.Integer(), nullable=False),
        sa.Column("document", sa.String(length=200), nullable=False),
        sa.Column("edition", sa.String(length=80), nullable=False),
        sa.Column("dated", sa.Date(), nullable=False),
        sa.Column("confirmed_by_id", sa.Uuid(), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("program_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("value >= 0", name=op.f("ck_figure_confirmation_not_negative")),
        sa.ForeignKeyConstraint(
            ["program_id", "confirmed_by_id"],
            ["membership.program_id", "membership.id"],
            name=op.f("fk_figure_confirmation_program_id_confirmed_by_id_membership"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["program_id", "version_id"],
            ["curriculum_version.program_id", "curriculum_version.id"],
            name=op.f("fk_figure_confirmation_program_id_version_id_curriculum_version"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("program_id", "id", name=op.f("pk_figure_confirmation")),
        sa.UniqueConstraint(
            "program_id",
            "version_id",
            "requirement",
            "confirmed_at",
            name=op.f("uq_figure_confirmation_program_id_version_id_requirement_confirmed_at"),
        ),
    )
    op.create_table(
        "enrollment",
        sa.Column("fellow_id", sa.Uuid(), nullable=False),
        sa.Column("version_id", sa.Uuid(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("full_time_percent", sa.Integer(), nullable=False),
        sa.Column("salt", sa.LargeBinary(length=16), nullable=False),
        sa.Column("program_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("ends_on > starts_on", name=op.f("ck_enrollment_ends_after_it_starts")),
        sa.CheckConstraint(
            "full_time_percent BETWEEN 1 AND 100", name=op.f("ck_enrollment_share_of_full_time")
        ),
        sa.ForeignKeyConstraint(
            ["program_id", "fellow_id"],
            ["membership.program_id", "membership.id"],
            name=op.f("fk_enrollment_program_id_fellow_id_membership"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["program_id", "version_id"],
            ["curriculum_version.program_id", "curriculum_version.id"],
            name=op.f("fk_enrollment_program_id_version_id_curriculum_version"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("program_id", "id", name=op.f("pk_enrollment")),
        sa.UniqueConstraint(
            "program_id",
            "fellow_id",
            "version_id",
            name=op.f("uq_enrollment_program_id_fellow_id_version_id"),
        ),
    )


def downgrade() -> None:
    op.drop_table("enrollment")
    op.drop_table("figure_confirmation")
    op.drop_table("curriculum_version")
