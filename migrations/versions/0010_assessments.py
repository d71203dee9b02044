"""Assessments: requests, drafts and what was said on a form of the curriculum.

One row from the request to the fellow's acknowledgement, so that nothing is typed twice.
"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "assessment",
        sa.Column("enrollment_id", sa.Uuid(), nullable=False),
        sa.Column("version_id", sa.Uuid(), nullable=False),
        sa.Column("fellow_id", sa.Uuid(), nullable=False),
        sa.Column("assessor_id", sa.Uuid(), nullable=False),
        sa.Column("started_by_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "requested",
                "finished",
                "acknowledged",
                "declined",
                "expired",
                "withdrawn",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("form", sa.String(length=64), nullable=False),
        sa.Column(
            "purpose",
            sa.Enum(
                "formative",
                "summative",
                name="purpose",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("competency", sa.String(length=64), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("context", sa.String(length=200), nullable=False),
        sa.Column("own", sa.JSON(), nullable=True),
        sa.Column("draft", sa.JSON(), nullable=True),
        sa.Column("items", sa.JSON(), nullable=False),
        sa.Column("scale", sa.String(length=32), nullable=True),
        sa.Column("level", sa.String(length=24), nullable=True),
        sa.Column("went_well", sa.String(length=600), nullable=False),
        sa.Column("next_step", sa.String(length=600), nullable=False),
        sa.Column("discipline", sa.String(length=40), nullable=False),
        sa.Column("useful", sa.Boolean(), nullable=True),
        sa.Column("comment", sa.String(length=300), nullable=False),
        sa.Column("closing_words", sa.String(length=300), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("acknowledged_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("salt", sa.LargeBinary(length=16), nullable=False),
        sa.Column("program_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "(state = 'acknowledged') = (acknowledged_at IS NOT NULL AND useful IS NOT NULL)",
            name=op.f("ck_assessment_acknowledged_has_time"),
        ),
        sa.CheckConstraint(
            "(state IN ('finished', 'acknowledged')) = (finished_at IS NOT NULL)",
            name=op.f("ck_assessment_said_has_time"),
        ),
        sa.CheckConstraint(
            "finished_at IS NULL OR (went_well <> '' AND next_step <> '' AND discipline <> '')",
            name=op.f("ck_assessment_said_is_whole"),
        ),
        sa.CheckConstraint("state <> 'expired'", name=op.f("ck_assessment_expiry_is_reckoned")),
        sa.CheckConstraint(
            "fellow_id <> assessor_id", name=op.f("ck_assessment_not_ones_own_assessor")
        ),
        sa.ForeignKeyConstraint(
            ["program_id", "assessor_id"],
            ["membership.program_id", "membership.id"],
            name=op.f("fk_assessment_program_id_assessor_id_membership"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["program_id", "case_id"],
            ["logged_case.program_id", "logged_case.id"],
            name=op.f("fk_assessment_program_id_case_id_logged_case"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["program_id", "enrollment_id"],
            ["enrollment.program_id", "enrollment.id"],
            name=op.f("fk_assessment_program_id_enrollment_id_enrollment"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["program_id", "fellow_id"],
            ["membership.program_id", "membership.id"],
            name=op.f("fk_assessment_program_id_fellow_id_membership"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["program_id", "started_by_id"],
            ["membership.program_id", "membership.id"],
            name=op.f("fk_assessment_program_id_started_by_id_membership"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["program_id", "version_id"],
            ["curriculum_version.program_id", "curriculum_version.id"],
            name=op.f("fk_assessment_program_id_version_id_curriculum_version"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("program_id", "id", name=op.f("pk_assessment")),
    )
    with op.batch_alter_table("assessment") as batch_op:
        batch_op.create_index(
            batch_op.f("ix_assessment_program_id_assessor_id_state_asked_at"),
            ["program_id", "assessor_id", "state", "asked_at"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_assessment_program_id_case_id"), ["program_id", "case_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_assessment_program_id_enrollment_id_state"),
            ["program_id", "enrollment_id", "state"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_assessment_program_id_fellow_id_happened_on_id"),
            ["program_id", "fellow_id", "happened_on", "id"],
            unique=False,
        )


def downgrade() -> None:
    with op.batch_alter_table("assessment") as batch_op:
        batch_op.drop_index(batch_op.f("ix_assessment_program_id_fellow_id_happened_on_id"))
        batch_op.drop_index(batch_op.f("ix_assessment_program_id_enrollment_id_state"))
        batch_op.drop_index(batch_op.f("ix_assessment_program_id_case_id"))
        batch_op.drop_index(batch_op.f("ix_assessment_program_id_assessor_id_state_asked_at"))

    op.drop_table("assessment")
