"""Sittings of knowledge tests and reviews of milestones.

A result or a review is never changed: another one says that it takes its place.
"""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "milestone_review",
        sa.Column("enrollment_id", sa.Uuid(), nullable=False),
        sa.Column("fellow_id", sa.Uuid(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "draft",
                "recorded",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("reviewed_on", sa.Date(), nullable=False),
        sa.Column("scale", sa.String(length=32), nullable=False),
        sa.Column("levels", sa.JSON(), nullable=False),
        sa.Column("amends_id", sa.Uuid(), nullable=True),
        sa.Column("written_by_id", sa.Uuid(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("salt", sa.LargeBinary(length=16), nullable=False),
        sa.Column("program_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "(state = 'recorded') = (recorded_at IS NOT NULL)",
            name=op.f("ck_milestone_review_recorded_has_time"),
        ),
        sa.CheckConstraint(
            "fellow_id <> written_by_id", name=op.f("ck_milestone_review_not_ones_own_review")
        ),
        sa.ForeignKeyConstraint(
            ["program_id", "amends_id"],
            ["milestone_review.program_id", "milestone_review.id"],
            name=op.f("fk_milestone_review_program_id_amends_id_milestone_review"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["program_id", "enrollment_id"],
            ["enrollment.program_id", "enrollment.id"],
            name=op.f("fk_milestone_review_program_id_enrollment_id_enrollment"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["program_id", "fellow_id"],
            ["membership.program_id", "membership.id"],
            name=op.f("fk_milestone_review_program_id_fellow_id_membership"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["program_id", "written_by_id"],
            ["membership.program_id", "membership.id"],
            name=op.f("fk_milestone_review_program_id_written_by_id_membership"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("program_id", "id", name=op.f("pk_milestone_review")),
        sa.UniqueConstraint(
            "program_id", "amends_id", name=op.f("uq_milestone_review_program_id_amends_id")
        ),
    )
    op.create_index(
        op.f("ix_milestone_review_program_id_enrollment_id_reviewed_on"),
        "milestone_review",
        ["program_id", "enrollment_id", "reviewed_on"],
        unique=False,
    )
    op.create_table(
        "test_sitting",
        sa.Column("enrollment_id", sa.Uuid(), nullable=False),
        sa.Column("fellow_id", sa.Uuid(), nullable=False),
        sa.Column("test", sa.String(length=64), nullable=False),
        sa.Column("sat_on", sa.Date(), nullable=False),
        sa.Column("score", sa.Integer(), nullable=True),
        sa.Column(
            "outcome",
            sa.Enum(
                "passed",
                "not_passed",
                "mistaken",
                name="outcome",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("amends_id", sa.Uuid(), nullable=True),
        sa.Column("entered_by_id", sa.Uuid(), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("salt", sa.LargeBinary(length=16), nullable=False),
        sa.Column("program_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "outcome <> 'mistaken' OR amends_id IS NOT NULL",
            name=op.f("ck_test_sitting_mistake_names_what_it_was"),
        ),
        sa.CheckConstraint(
            "fellow_id <> entered_by_id", name=op.f("ck_test_sitting_not_ones_own_result")
        ),
        sa.CheckConstraint(
            "score IS NULL OR score BETWEEN 0 AND 100", name=op.f("ck_test_sitting_percent")
        ),
        sa.ForeignKeyConstraint(
            ["program_id", "amends_id"],
            ["test_sitting.program_id", "test_sitting.id"],
            name=op.f("fk_test_sitting_program_id_amends_id_test_sitting"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["program_id", "enrollment_id"],
            ["enrollment.program_id", "enrollment.id"],
            name=op.f("fk_test_sitting_program_id_enrollment_id_enrollment"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["program_id", "entered_by_id"],
            ["membership.program_id", "membership.id"],
            name=op.f("fk_test_sitting_program_id_entered_by_id_membership"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["program_id", "fellow_id"],
            ["membership.program_id", "membership.id"],
            name=op.f("fk_test_sitting_program_id_fellow_id_membership"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("program_id", "id", name=op.f("pk_test_sitting")),
        sa.UniqueConstraint(
            "program_id", "amends_id", name=op.f("uq_test_sitting_program_id_amends_id")
        ),
    )
    op.create_index(
        op.f("ix_test_sitting_program_id_enrollment_id_sat_on"),
        "test_sitting",
        ["program_id", "enrollment_id", "sat_on"],
        unique=False,
    )


def downgrade() -> None:
    op.drop_table("test_sitting")
    op.drop_table("milestone_review")
