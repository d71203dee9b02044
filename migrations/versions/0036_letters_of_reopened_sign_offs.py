"""Letters to those who signed a competency of which evidence is gone wait in the outbox too."""

import sqlalchemy as sa
from alembic import op

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None

BEFORE = ("digest", "nudge", "credential", "deputy", "committee")


def _kinds(*kinds: str) -> None:
    listed = ", ".join(f"'{kind}'" for kind in kinds)
    with op.batch_alter_table("letter") as letter:
        letter.drop_constraint(op.f("ck_letter_kind"), type_="check")
        letter.create_check_constraint(op.f("ck_letter_kind"), f"kind IN ({listed})")


def upgrade() -> None:
    _kinds(*BEFORE, "reopened")


def downgrade() -> None:
    op.execute(sa.text("DELETE FROM letter WHERE kind = 'reopened'"))
    _kinds(*BEFORE)
