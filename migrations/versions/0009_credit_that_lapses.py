"""Beside a kept sum, what of it lapses with time.

Hours fall out of their window and licences end without anybody doing anything; a plain sum would
have to be counted anew each night.
"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("progress") as table:
        table.add_column(sa.Column("kept", sa.JSON(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("progress") as table:
        table.drop_column("kept")
