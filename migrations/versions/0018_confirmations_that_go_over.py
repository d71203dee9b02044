"""A confirmed figure that another edition has unchanged goes over to it, and says from where."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

CARRIED = "fk_figure_confirmation_program_id_carried_from_id_curriculum_version"


def upgrade() -> None:
    with op.batch_alter_table("figure_confirmation") as table:
        table.add_column(sa.Column("carried_from_id", sa.Uuid(), nullable=True))
        table.create_foreign_key(
            op.f(CARRIED),
            "curriculum_version",
            ["program_id", "carried_from_id"],
            ["program_id", "id"],
            ondelete="RESTRICT",
        )


def downgrade() -> None:
    with op.batch_alter_table("figure_confirmation") as table:
        table.drop_constraint(op.f(CARRIED), type_="foreignkey")
        table.drop_column("carried_from_id")
