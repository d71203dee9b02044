"""Progress by month, for forecasts.

A forecast needs to know how fast credit came, and must not read the history to know it. What the
months of older evidence came to is not filled in here: which evidence counts for what is said by
the curriculum's rules, and no plain SQL knows those. `flask progress rebuild` fills it in; until
then `flask progress verify` names the months that are missing, and forecasts say that there is not
enough evidence.
"""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0030"
branch_labels = None
depends_on = None

KEYS = ("program_id", "enrollment_id", "requirement", "month")


def upgrade() -> None:
    op.create_table(
        "progress_month",
        sa.Column("enrollment_id", sa.Uuid(), nullable=False),
        sa.Column("requirement", sa.String(length=80), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("credit", sa.Integer(), nullable=False),
        sa.Column("pieces", sa.Integer(), nullable=False),
        sa.Column("program_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "credit >= 0 AND pieces >= 0", name=op.f("ck_progress_month_not_negative")
        ),
        sa.ForeignKeyConstraint(
            ["program_id", "enrollment_id"],
            ["enrollment.program_id", "enrollment.id"],
            name=op.f("fk_progress_month_program_id_enrollment_id_enrollment"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("program_id", "id", name=op.f("pk_progress_month")),
        sa.UniqueConstraint(*KEYS, name=op.f(f"uq_progress_month_{'_'.join(KEYS)}")),
    )


def downgrade() -> None:
    op.drop_table("progress_month")
