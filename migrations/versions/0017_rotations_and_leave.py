"""Rotations and leave of fellows, how much leave a program allows, and what its sites have."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

KINDS = ("annual", "sick", "parental", "study", "other")


def upgrade() -> None:
    op.create_table(
        "rotation",
        sa.Column("enrollment_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=64), nullable=False),
        sa.Column("site_id", sa.Uuid(), nullable=True),
        *_what_all_have("rotation"),
        sa.ForeignKeyConstraint(
            ["program_id", "site_id"],
            ["site.program_id", "site.id"],
            name=op.f("fk_rotation_program_id_site_id_site"),
            ondelete="RESTRICT",
        ),
    )
    kind = sa.Enum(*KINDS, name="kind", native_enum=False, create_constraint=True, length=32)
    op.create_table(
        "leave",
        sa.Column("enrollment_id", sa.Uuid(), nullable=False),
        sa.Column("kind", kind, nullable=False),
        *_what_all_have("leave"),
    )
    for name in ("rotation", "leave"):
        with op.batch_alter_table(name) as table:
            table.create_index(
                table.f(f"ix_{name}_program_id_enrollment_id_starts_on"),
                ["program_id", "enrollment_id", "starts_on"],
                unique=False,
            )
    op.add_column("program", sa.Column("leave_weeks", sa.Integer(), nullable=True))
    op.add_column("site", sa.Column("capabilities", sa.String(length=120), nullable=True))


def _what_all_have(name: str) -> list[sa.schema.SchemaItem]:
    return [
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("salt", sa.LargeBinary(length=16), nullable=False),
        sa.Column("program_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("ends_on >= starts_on", name=op.f(f"ck_{name}_ends_after_it_starts")),
        sa.ForeignKeyConstraint(
            ["program_id", "enrollment_id"],
            ["enrollment.program_id", "enrollment.id"],
            name=op.f(f"fk_{name}_program_id_enrollment_id_enrollment"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("program_id", "id", name=op.f(f"pk_{name}")),
    ]


def downgrade() -> None:
    # Not in a batch: it would put other tables in the place of these, and many rows point at them.
    op.drop_column("site", "capabilities")
    op.drop_column("program", "leave_weeks")
    op.drop_table("leave")
    op.drop_table("rotation")
