"""How often somebody asks for links of certificates that are none."""

from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None

BEFORE = ("sign_in", "password_link", "confirm", "verify", "code")


def _throttle(*acts: str) -> None:
    listed = ", ".join(f"'{act}'" for act in acts)
    with op.batch_alter_table("attempt") as attempt:
        attempt.drop_constraint(op.f("ck_attempt_act"), type_="check")
        attempt.create_check_constraint(op.f("ck_attempt_act"), f"act IN ({listed})")


def upgrade() -> None:
    _throttle(*BEFORE, "guess")


def downgrade() -> None:
    op.execute("DELETE FROM attempt WHERE act = 'guess'")
    _throttle(*BEFORE)
