"""Views of a page that members named, each for themselves."""

import sqlalchemy as sa
from alembic import op

revision = "0043"
down_revision = "0037"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "saved_view",
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("page", sa.String(length=32), nullable=False),
        sa.Column("query", sa.String(length=500), nullable=False),
        sa.Column("program_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["program_id", "member_id"],
            ["membership.program_id", "membership.id"],
            name=op.f("fk_saved_view_program_id_member_id_membership"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("program_id", "id", name=op.f("pk_saved_view")),
        sa.UniqueConstraint(
            "program_id",
            "member_id",
            "page",
            "name",
            name=op.f("uq_saved_view_program_id_member_id_page_name"),
        ),
    )


def downgrade() -> None:
    op.drop_table("saved_view")
