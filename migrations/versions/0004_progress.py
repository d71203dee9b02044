"""Progress, kept.

Dashboards read sums; their cost does not grow with history.
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "progress",
        sa.Column("enrollment_id", sa.Uuid(), nullable=False),
        sa.Column("requirement", sa.String(length=80), nullable=False),
        sa.Column("credit", sa.Integer(), nullable=False),
        sa.Column("program_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("credit >= 0", name=op.f("ck_progress_not_negative")),
        sa.ForeignKeyConstraint(
            ["program_id", "enrollment_id"],
            ["enrollment.program_id", "enrollment.id"],
            name=op.f("fk_progress_program_id_enrollment_id_enrollment"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("program_id", "id", name=op.f("pk_progress")),
        sa.UniqueConstraint(
            "program_id",
            "enrollment_id",
            "requirement",
            name=op.f("uq_progress_program_id_enrollment_id_requirement"),
        ),
    )


def downgrade() -> None:
    op.drop_table("progress")
