"""Rounds of multi-source feedback.

No row joins an invitation to an answer: who said what is not kept anywhere.
"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "feedback_round",
        sa.Column("enrollment_id", sa.Uuid(), nullable=False),
        sa.Column("fellow_id", sa.Uuid(), nullable=False),
        sa.Column("opened_by_id", sa.Uuid(), nullable=False),
        sa.Column("form", sa.String(length=64), nullable=False),
        sa.Column("minimum", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "open",
                "closed",
                "cancelled",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closes_on", sa.Date(), nullable=False),
        sa.Column("own_answers", sa.JSON(), nullable=True),
        sa.Column("answered", sa.Integer(), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("closing_words", sa.String(length=300), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("salt", sa.LargeBinary(length=16), nullable=False),
        sa.Column("program_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "(state = 'closed') = (closed_at IS NOT NULL)",
            name=op.f("ck_feedback_round_closed_has_time"),
        ),
        sa.CheckConstraint(
            "state <> 'cancelled' OR closing_words <> ''",
            name=op.f("ck_feedback_round_cancelled_says_why"),
        ),
        sa.CheckConstraint(
            "fellow_id <> opened_by_id", name=op.f("ck_feedback_round_not_about_oneself")
        ),
        sa.CheckConstraint("minimum >= 3", name=op.f("ck_feedback_round_enough_to_hide_among")),
        sa.ForeignKeyConstraint(
            ["program_id", "enrollment_id"],
            ["enrollment.program_id", "enrollment.id"],
            name=op.f("fk_feedback_round_program_id_enrollment_id_enrollment"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["program_id", "fellow_id"],
            ["membership.program_id", "membership.id"],
            name=op.f("fk_feedback_round_program_id_fellow_id_membership"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["program_id", "opened_by_id"],
            ["membership.program_id", "membership.id"],
            name=op.f("fk_feedback_round_program_id_opened_by_id_membership"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("program_id", "id", name=op.f("pk_feedback_round")),
    )
    with op.batch_alter_table("feedback_round") as table:
        table.create_index(
            table.f("ix_feedback_round_program_id_enrollment_id_state"),
            ["program_id", "enrollment_id", "state"],
            unique=False,
        )

    op.create_table(
        "rater_invitation",
        sa.Column("round_id", sa.Uuid(), nullable=False),
        sa.Column("address", sa.String(length=254), nullable=False),
        sa.Column(
            "rater_group",
            sa.Enum(
                "physician",
                "nurse",
                "psychologist",
                "physiotherapist",
                "technician",
                "patient_representative",
                "other",
                name="rater_group",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("has_answered", sa.Boolean(), nullable=False),
        sa.Column("program_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["program_id", "round_id"],
            ["feedback_round.program_id", "feedback_round.id"],
            name=op.f("fk_rater_invitation_program_id_round_id_feedback_round"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("program_id", "id", name=op.f("pk_rater_invitation")),
        sa.UniqueConstraint(
            "program_id",
            "round_id",
            "address",
            name=op.f("uq_rater_invitation_program_id_round_id_address"),
        ),
        sa.UniqueConstraint(
            "program_id", "token_hash", name=op.f("uq_rater_invitation_program_id_token_hash")
        ),
    )
    with op.batch_alter_table("rater_invitation") as table:
        table.create_index("ix_rater_invitation_token_hash", ["token_hash"], unique=False)

    op.create_table(
        "round_answer",
        sa.Column("round_id", sa.Uuid(), nullable=False),
        sa.Column(
            "rater_group",
            sa.Enum(
                "physician",
                "nurse",
                "psychologist",
                "physiotherapist",
                "technician",
                "patient_representative",
                "other",
                name="rater_group",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("went_well", sa.String(length=500), nullable=False),
        sa.Column("next_step", sa.String(length=500), nullable=False),
        sa.Column("is_released", sa.Boolean(), nullable=False),
        sa.Column("salt", sa.LargeBinary(length=16), nullable=False),
        sa.Column("program_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["program_id", "round_id"],
            ["feedback_round.program_id", "feedback_round.id"],
            name=op.f("fk_round_answer_program_id_round_id_feedback_round"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("program_id", "id", name=op.f("pk_round_answer")),
    )
    with op.batch_alter_table("round_answer") as table:
        table.create_index(
            table.f("ix_round_answer_program_id_round_id_id"),
            ["program_id", "round_id", "id"],
            unique=False,
        )


def downgrade() -> None:
    with op.batch_alter_table("round_answer") as table:
        table.drop_index(table.f("ix_round_answer_program_id_round_id_id"))

    op.drop_table("round_answer")
    with op.batch_alter_table("rater_invitation") as table:
        table.drop_index("ix_rater_invitation_token_hash")

    op.drop_table("rater_invitation")
    with op.batch_alter_table("feedback_round") as table:
        table.drop_index(table.f("ix_feedback_round_program_id_enrollment_id_state"))

    op.drop_table("feedback_round")
