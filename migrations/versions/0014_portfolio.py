"""Portfolio items and teaching sessions.

Who adds a thing makes its id, so that what is sent twice is one row.
"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "teaching_session",
        sa.Column("kind", sa.String(length=64), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("recorded_by_id", sa.Uuid(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("salt", sa.LargeBinary(length=16), nullable=False),
        sa.Column("program_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("minutes > 0", name=op.f("ck_teaching_session_lasted")),
        sa.ForeignKeyConstraint(
            ["program_id", "recorded_by_id"],
            ["membership.program_id", "membership.id"],
            name=op.f("fk_teaching_session_program_id_recorded_by_id_membership"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("program_id", "id", name=op.f("pk_teaching_session")),
    )
    op.create_index(
        op.f("ix_teaching_session_program_id_held_on_id"),
        "teaching_session",
        ["program_id", "held_on", "id"],
        unique=False,
    )
    op.create_table(
        "portfolio_item",
        sa.Column("enrollment_id", sa.Uuid(), nullable=False),
        sa.Column("fellow_id", sa.Uuid(), nullable=False),
        sa.Column("accepter_id", sa.Uuid(), nullable=True),
        sa.Column("session_id", sa.Uuid(), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "draft",
                "sent",
                "accepted",
                "returned",
                "withdrawn",
                "voided",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("kind", sa.String(length=64), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=False),
        sa.Column("since", sa.Date(), nullable=True),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("link", sa.String(length=300), nullable=False),
        sa.Column("certificate", sa.String(length=60), nullable=False),
        sa.Column("answered_by_id", sa.Uuid(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answer_words", sa.String(length=300), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("shared_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("salt", sa.LargeBinary(length=16), nullable=False),
        sa.Column("program_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "state IN ('draft', 'withdrawn') OR shared_at IS NOT NULL",
            name=op.f("ck_portfolio_item_sent_is_shared"),
        ),
        sa.CheckConstraint(
            "state NOT IN ('accepted', 'voided') OR (answered_by_id IS NOT NULL AND answered_at IS NOT NULL)",
            name=op.f("ck_portfolio_item_accepted_by_somebody"),
        ),
        sa.CheckConstraint(
            "state NOT IN ('returned', 'voided') OR answer_words <> ''",
            name=op.f("ck_portfolio_item_says_why"),
        ),
        sa.CheckConstraint(
            "fellow_id <> accepter_id", name=op.f("ck_portfolio_item_not_ones_own_accepter")
        ),
        sa.CheckConstraint(
            "fellow_id <> answered_by_id", name=op.f("ck_portfolio_item_not_answered_by_oneself")
        ),
        sa.CheckConstraint("minutes >= 0", name=op.f("ck_portfolio_item_not_negative")),
        sa.CheckConstraint(
            "since IS NULL OR since <= done_on", name=op.f("ck_portfolio_item_ends_after_it_begins")
        ),
        sa.ForeignKeyConstraint(
            ["program_id", "accepter_id"],
            ["membership.program_id", "membership.id"],
            name=op.f("fk_portfolio_item_program_id_accepter_id_membership"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["program_id", "answered_by_id"],
            ["membership.program_id", "membership.id"],
            name=op.f("fk_portfolio_item_program_id_answered_by_id_membership"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["program_id", "enrollment_id"],
            ["enrollment.program_id", "enrollment.id"],
            name=op.f("fk_portfolio_item_program_id_enrollment_id_enrollment"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["program_id", "fellow_id"],
            ["membership.program_id", "membership.id"],
            name=op.f("fk_portfolio_item_program_id_fellow_id_membership"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["program_id", "session_id"],
            ["teaching_session.program_id", "teaching_session.id"],
            name=op.f("fk_portfolio_item_program_id_session_id_teaching_session"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("program_id", "id", name=op.f("pk_portfolio_item")),
        sa.UniqueConstraint(
            "program_id",
            "session_id",
            "enrollment_id",
            name=op.f("uq_portfolio_item_program_id_session_id_enrollment_id"),
        ),
    )
    op.create_index(
        op.f("ix_portfolio_item_program_id_enrollment_id_state_kind"),
        "portfolio_item",
        ["program_id", "enrollment_id", "state", "kind"],
        unique=False,
    )
    op.create_index(
        op.f("ix_portfolio_item_program_id_fellow_id_done_on_id"),
        "portfolio_item",
        ["program_id", "fellow_id", "done_on", "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_portfolio_item_program_id_state_accepter_id"),
        "portfolio_item",
        ["program_id", "state", "accepter_id"],
        unique=False,
    )


def downgrade() -> None:
    op.drop_table("portfolio_item")
    op.drop_table("teaching_session")
