"""How much evidence a program wants before anything is said of a person."""

from alembic import op

revision = "0034"
down_revision = "0032"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Inline, as both databases take it: SQLite could add a named constraint to a table only by
    # making it anew, and everything hangs on this one.
    op.execute(
        "ALTER TABLE program ADD COLUMN evidence_minimum INTEGER DEFAULT 10 NOT NULL"
        " CONSTRAINT ck_program_enough_evidence"
        " CHECK (evidence_minimum BETWEEN 5 AND 100)"
    )


def downgrade() -> None:
    op.execute("ALTER TABLE program DROP COLUMN evidence_minimum")
