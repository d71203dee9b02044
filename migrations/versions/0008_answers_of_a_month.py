"""What a supervisor answered since a day is read from an index.

The first page of a supervisor says how much was answered this month; without the index every look
would read all answers of the program.
"""

from alembic import op

revision = "0008"
down_revision = "0006"
branch_labels = None
depends_on = None

INDEX = "ix_case_answer_program_id_supervisor_id_answered_at"


def upgrade() -> None:
    op.create_index(INDEX, "case_answer", ["program_id", "supervisor_id", "answered_at"])


def downgrade() -> None:
    op.drop_index(INDEX, "case_answer")
