"""How often the roll-up of a program has changed, so that nobody counts its rows to learn it."""

import sqlalchemy as sa
from alembic import op

revision = "0054"
down_revision = "0053"
branch_labels = None
depends_on = None


def upgrade() -> None:
    column = sa.Column("times_summed_up", sa.Integer(), server_default="0", nullable=False)
    op.add_column("program", column)


def downgrade() -> None:
    op.drop_column("program", "times_summed_up")
