"""The committee: meetings, ratings before them, decisions, plans, minutes, letters and appeals.

What a member thought before the meeting, what was decided, who saw it otherwise and what the
minutes say stays as it was said: triggers refuse every change. They also refuse a rating and a
decision by somebody who has a declared conflict of interest with the fellow.
"""

import sqlalchemy as sa
from alembic import op

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None

LETTERS = ("digest", "nudge", "credential", "deputy")
STAYS = (
    "pre_rating",
    "self_rating",
    "committee_decision",
    "committee_dissent",
    "meeting_minutes",
)
AGREED = "decision_id, fellow_id, what, owner_id, starts_on, due_on"
RELATED = """
    EXISTS (
      SELECT 1 FROM conflict_of_interest AS declared
      WHERE declared.program_id = NEW.program_id AND declared.ended_at IS NULL
        AND ((declared.member_id = NEW.fellow_id AND declared.other_id = NEW.{who})
          OR (declared.member_id = NEW.{who} AND declared.other_id = NEW.fellow_id))
    )
"""
BY_WHOM = (("pre_rating", "member_id"), ("committee_decision", "recorded_by_id"))
REFUSAL = "a conflict of interest with this fellow is declared"


def _letters(*kinds: str) -> None:
    listed = ", ".join(f"'{kind}'" for kind in kinds)
    with op.batch_alter_table("letter") as letter:
        letter.drop_constraint(op.f("ck_letter_kind"), type_="check")
        letter.create_check_constraint(op.f("ck_letter_kind"), f"kind IN ({listed})")


def _committee_meeting() -> None:
    op.create_table(
        "committee_meeting",
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("place", sa.String(length=120), nullable=False),
        sa.Column("chair_id", sa.Uuid(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "planned",
                "pre_rating",
                "in_session",
                "closed",
                "approved",
                "cancelled",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("planned_by_id", sa.Uuid(), nullable=False),
        sa.Column("planned_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("opened_by_id", sa.Uuid(), nullable=True),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("missing", sa.Integer(), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("salt", sa.LargeBinary(length=16), nullable=False),
        sa.Column("program_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "(state IN ('closed', 'approved')) = (closed_at IS NOT NULL)",
            name=op.f("ck_committee_meeting_closed_has_time"),
        ),
        sa.CheckConstraint(
            "(state IN ('in_session', 'closed', 'approved')) = (opened_at IS NOT NULL)",
            name=op.f("ck_committee_meeting_opened_has_time"),
        ),
        sa.CheckConstraint(
            "(opened_at IS NULL) = (opened_by_id IS NULL)",
            name=op.f("ck_committee_meeting_opened_by_somebody"),
        ),
        sa.ForeignKeyConstraint(
            ["program_id", "chair_id"],
            ["membership.program_id", "membership.id"],
            name=op.f("fk_committee_meeting_program_id_chair_id_membership"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["program_id", "opened_by_id"],
            ["membership.program_id", "membership.id"],
            name=op.f("fk_committee_meeting_program_id_opened_by_id_membership"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["program_id", "planned_by_id"],
            ["membership.program_id", "membership.id"],
            name=op.f("fk_committee_meeting_program_id_planned_by_id_membership"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("program_id", "id", name=op.f("pk_committee_meeting")),
    )
    op.create_index(
        op.f("ix_committee_meeting_program_id_held_on"),
        "committee_meeting",
        ["program_id", "held_on"],
    )


def _agenda_item() -> None:
    op.create_table(
        "agenda_item",
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("fellow_id", sa.Uuid(), nullable=False),
        sa.Column("enrollment_id", sa.Uuid(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("listed", sa.Boolean(), nullable=False),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("levels", sa.JSON(), nullable=False),
        sa.Column("narrative", sa.String(length=3000), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("salt", sa.LargeBinary(length=16), nullable=False),
        sa.Column("program_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "ended_at IS NULL OR (began_at IS NOT NULL AND ended_at >= began_at)",
            name=op.f("ck_agenda_item_ends_after_it_began"),
        ),
        sa.ForeignKeyConstraint(
            ["program_id", "enrollment_id"],
            ["enrollment.program_id", "enrollment.id"],
            name=op.f("fk_agenda_item_program_id_enrollment_id_enrollment"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["program_id", "fellow_id"],
            ["membership.program_id", "membership.id"],
            name=op.f("fk_agenda_item_program_id_fellow_id_membership"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["program_id", "meeting_id"],
            ["committee_meeting.program_id", "committee_meeting.id"],
            name=op.f("fk_agenda_item_program_id_meeting_id_committee_meeting"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("program_id", "id", name=op.f("pk_agenda_item")),
        sa.UniqueConstraint(
            "program_id",
            "meeting_id",
            "fellow_id",
            name=op.f("uq_agenda_item_program_id_meeting_id_fellow_id"),
        ),
    )
    op.create_index(
        op.f("ix_agenda_item_program_id_fellow_id_meeting_id"),
        "agenda_item",
        ["program_id", "fellow_id", "meeting_id"],
    )


def _committee_packet() -> None:
    op.create_table(
        "committee_packet",
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ready_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("size", sa.Integer(), nullable=True),
        sa.Column("sha256", sa.String(length=64), nullable=True),
        sa.Column("program_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "(ready_at IS NULL) = (sha256 IS NULL) AND (ready_at IS NULL) = (size IS NULL)",
            name=op.f("ck_committee_packet_ready_whole"),
        ),
        sa.ForeignKeyConstraint(
            ["program_id", "meeting_id"],
            ["committee_meeting.program_id", "committee_meeting.id"],
            name=op.f("fk_committee_packet_program_id_meeting_id_committee_meeting"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["program_id", "member_id"],
            ["membership.program_id", "membership.id"],
            name=op.f("fk_committee_packet_program_id_member_id_membership"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("program_id", "id", name=op.f("pk_committee_packet")),
    )
    op.create_index(
        op.f("ix_committee_packet_program_id_meeting_id_asked_at"),
        "committee_packet",
        ["program_id", "meeting_id", "asked_at"],
    )


def _committee_seat() -> None:
    op.create_table(
        "committee_seat",
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("invited", sa.Boolean(), nullable=False),
        sa.Column("present", sa.Boolean(), nullable=True),
        sa.Column("salt", sa.LargeBinary(length=16), nullable=False),
        sa.Column("program_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["program_id", "meeting_id"],
            ["committee_meeting.program_id", "committee_meeting.id"],
            name=op.f("fk_committee_seat_program_id_meeting_id_committee_meeting"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["program_id", "member_id"],
            ["membership.program_id", "membership.id"],
            name=op.f("fk_committee_seat_program_id_member_id_membership"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("program_id", "id", name=op.f("pk_committee_seat")),
        sa.UniqueConstraint(
            "program_id",
            "meeting_id",
            "member_id",
            name=op.f("uq_committee_seat_program_id_meeting_id_member_id"),
        ),
    )


def _meeting_minutes() -> None:
    op.create_table(
        "meeting_minutes",
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("said", sa.JSON(), nullable=False),
        sa.Column("words", sa.String(length=3000), nullable=False),
        sa.Column("approved_by_id", sa.Uuid(), nullable=False),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("salt", sa.LargeBinary(length=16), nullable=False),
        sa.Column("program_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "number = 1 OR words <> ''", name=op.f("ck_meeting_minutes_an_amendment_says_what")
        ),
        sa.ForeignKeyConstraint(
            ["program_id", "approved_by_id"],
            ["membership.program_id", "membership.id"],
            name=op.f("fk_meeting_minutes_program_id_approved_by_id_membership"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["program_id", "meeting_id"],
            ["committee_meeting.program_id", "committee_meeting.id"],
            name=op.f("fk_meeting_minutes_program_id_meeting_id_committee_meeting"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("program_id", "id", name=op.f("pk_meeting_minutes")),
        sa.UniqueConstraint(
            "program_id",
            "meeting_id",
            "number",
            name=op.f("uq_meeting_minutes_program_id_meeting_id_number"),
        ),
    )


def _pre_rating() -> None:
    op.create_table(
        "pre_rating",
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("fellow_id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("levels", sa.JSON(), nullable=False),
        sa.Column(
            "proposes",
            sa.Enum(
                "progress",
                "targeted_support",
                "formal_plan",
                "promote",
                "complete",
                name="proposes",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("words", sa.String(length=600), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("salt", sa.LargeBinary(length=16), nullable=False),
        sa.Column("program_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("fellow_id <> member_id", name=op.f("ck_pre_rating_not_ones_own")),
        sa.ForeignKeyConstraint(
            ["program_id", "fellow_id"],
            ["membership.program_id", "membership.id"],
            name=op.f("fk_pre_rating_program_id_fellow_id_membership"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["program_id", "meeting_id"],
            ["committee_meeting.program_id", "committee_meeting.id"],
            name=op.f("fk_pre_rating_program_id_meeting_id_committee_meeting"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["program_id", "member_id"],
            ["membership.program_id", "membership.id"],
            name=op.f("fk_pre_rating_program_id_member_id_membership"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("program_id", "id", name=op.f("pk_pre_rating")),
        sa.UniqueConstraint(
            "program_id",
            "meeting_id",
            "fellow_id",
            "member_id",
            name=op.f("uq_pre_rating_program_id_meeting_id_fellow_id_member_id"),
        ),
    )


def _self_rating() -> None:
    op.create_table(
        "self_rating",
        sa.Column("enrollment_id", sa.Uuid(), nullable=False),
        sa.Column("fellow_id", sa.Uuid(), nullable=False),
        sa.Column("rated_on", sa.Date(), nullable=False),
        sa.Column("scale", sa.String(length=32), nullable=False),
        sa.Column("levels", sa.JSON(), nullable=False),
        sa.Column("words", sa.String(length=600), nullable=False),
        sa.Column("rated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("salt", sa.LargeBinary(length=16), nullable=False),
        sa.Column("program_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["program_id", "enrollment_id"],
            ["enrollment.program_id", "enrollment.id"],
            name=op.f("fk_self_rating_program_id_enrollment_id_enrollment"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["program_id", "fellow_id"],
            ["membership.program_id", "membership.id"],
            name=op.f("fk_self_rating_program_id_fellow_id_membership"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("program_id", "id", name=op.f("pk_self_rating")),
        sa.UniqueConstraint(
            "program_id",
            "enrollment_id",
            "rated_on",
            name=op.f("uq_self_rating_program_id_enrollment_id_rated_on"),
        ),
    )


def _committee_decision() -> None:
    op.create_table(
        "committee_decision",
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("fellow_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column(
            "outcome",
            sa.Enum(
                "progress",
                "targeted_support",
                "formal_plan",
                "promote",
                "complete",
                name="outcome",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("words", sa.String(length=600), nullable=False),
        sa.Column("narrative", sa.String(length=3000), nullable=False),
        sa.Column("review_id", sa.Uuid(), nullable=True),
        sa.Column("apart", sa.JSON(), nullable=False),
        sa.Column("recorded_by_id", sa.Uuid(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("salt", sa.LargeBinary(length=16), nullable=False),
        sa.Column("program_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("words <> ''", name=op.f("ck_committee_decision_says_why")),
        sa.CheckConstraint(
            "fellow_id <> recorded_by_id", name=op.f("ck_committee_decision_not_about_oneself")
        ),
        sa.ForeignKeyConstraint(
            ["program_id", "fellow_id"],
            ["membership.program_id", "membership.id"],
            name=op.f("fk_committee_decision_program_id_fellow_id_membership"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["program_id", "item_id"],
            ["agenda_item.program_id", "agenda_item.id"],
            name=op.f("fk_committee_decision_program_id_item_id_agenda_item"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["program_id", "meeting_id"],
            ["committee_meeting.program_id", "committee_meeting.id"],
            name=op.f("fk_committee_decision_program_id_meeting_id_committee_meeting"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["program_id", "recorded_by_id"],
            ["membership.program_id", "membership.id"],
            name=op.f("fk_committee_decision_program_id_recorded_by_id_membership"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["program_id", "review_id"],
            ["milestone_review.program_id", "milestone_review.id"],
            name=op.f("fk_committee_decision_program_id_review_id_milestone_review"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("program_id", "id", name=op.f("pk_committee_decision")),
        sa.UniqueConstraint(
            "program_id",
            "item_id",
            "number",
            name=op.f("uq_committee_decision_program_id_item_id_number"),
        ),
    )
    op.create_index(
        op.f("ix_committee_decision_program_id_fellow_id_decided_at"),
        "committee_decision",
        ["program_id", "fellow_id", "decided_at"],
    )


def _committee_dissent() -> None:
    op.create_table(
        "committee_dissent",
        sa.Column("decision_id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("words", sa.String(length=600), nullable=False),
        sa.Column("recorded_by_id", sa.Uuid(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("salt", sa.LargeBinary(length=16), nullable=False),
        sa.Column("program_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("words <> ''", name=op.f("ck_committee_dissent_says_why")),
        sa.ForeignKeyConstraint(
            ["program_id", "decision_id"],
            ["committee_decision.program_id", "committee_decision.id"],
            name=op.f("fk_committee_dissent_program_id_decision_id_committee_decision"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["program_id", "member_id"],
            ["membership.program_id", "membership.id"],
            name=op.f("fk_committee_dissent_program_id_member_id_membership"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["program_id", "recorded_by_id"],
            ["membership.program_id", "membership.id"],
            name=op.f("fk_committee_dissent_program_id_recorded_by_id_membership"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("program_id", "id", name=op.f("pk_committee_dissent")),
        sa.UniqueConstraint(
            "program_id",
            "decision_id",
            "member_id",
            name=op.f("uq_committee_dissent_program_id_decision_id_member_id"),
        ),
    )


def _committee_letter() -> None:
    op.create_table(
        "committee_letter",
        sa.Column("decision_id", sa.Uuid(), nullable=False),
        sa.Column("fellow_id", sa.Uuid(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("acknowledged_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("appealed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("appeal", sa.String(length=3000), nullable=False),
        sa.Column("answered_by_id", sa.Uuid(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "outcome",
            sa.Enum(
                "stands",
                "changed",
                name="outcome",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("answer", sa.String(length=3000), nullable=False),
        sa.Column("salt", sa.LargeBinary(length=16), nullable=False),
        sa.Column("program_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "(appealed_at IS NULL) = (appeal = '')",
            name=op.f("ck_committee_letter_appeal_says_why"),
        ),
        sa.CheckConstraint(
            "(answered_at IS NULL) = (answered_by_id IS NULL) AND (answered_at IS NULL) = (outcome IS NULL) AND (answered_at IS NULL OR appealed_at IS NOT NULL)",
            name=op.f("ck_committee_letter_answered_whole"),
        ),
        sa.ForeignKeyConstraint(
            ["program_id", "answered_by_id"],
            ["membership.program_id", "membership.id"],
            name=op.f("fk_committee_letter_program_id_answered_by_id_membership"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["program_id", "decision_id"],
            ["committee_decision.program_id", "committee_decision.id"],
            name=op.f("fk_committee_letter_program_id_decision_id_committee_decision"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["program_id", "fellow_id"],
            ["membership.program_id", "membership.id"],
            name=op.f("fk_committee_letter_program_id_fellow_id_membership"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("program_id", "id", name=op.f("pk_committee_letter")),
        sa.UniqueConstraint(
            "program_id", "decision_id", name=op.f("uq_committee_letter_program_id_decision_id")
        ),
    )
    op.create_index(
        op.f("ix_committee_letter_program_id_fellow_id_written_at"),
        "committee_letter",
        ["program_id", "fellow_id", "written_at"],
    )


def _committee_plan() -> None:
    op.create_table(
        "committee_plan",
        sa.Column("decision_id", sa.Uuid(), nullable=False),
        sa.Column("fellow_id", sa.Uuid(), nullable=False),
        sa.Column("what", sa.String(length=600), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("done_by_id", sa.Uuid(), nullable=True),
        sa.Column("done_words", sa.String(length=600), nullable=False),
        sa.Column("salt", sa.LargeBinary(length=16), nullable=False),
        sa.Column("program_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("what <> ''", name=op.f("ck_committee_plan_says_what")),
        sa.CheckConstraint(
            "(done_at IS NULL) = (done_by_id IS NULL)",
            name=op.f("ck_committee_plan_done_by_somebody"),
        ),
        sa.CheckConstraint(
            "due_on >= starts_on", name=op.f("ck_committee_plan_due_after_it_starts")
        ),
        sa.ForeignKeyConstraint(
            ["program_id", "decision_id"],
            ["committee_decision.program_id", "committee_decision.id"],
            name=op.f("fk_committee_plan_program_id_decision_id_committee_decision"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["program_id", "done_by_id"],
            ["membership.program_id", "membership.id"],
            name=op.f("fk_committee_plan_program_id_done_by_id_membership"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["program_id", "fellow_id"],
            ["membership.program_id", "membership.id"],
            name=op.f("fk_committee_plan_program_id_fellow_id_membership"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["program_id", "owner_id"],
            ["membership.program_id", "membership.id"],
            name=op.f("fk_committee_plan_program_id_owner_id_membership"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("program_id", "id", name=op.f("pk_committee_plan")),
        sa.UniqueConstraint(
            "program_id", "decision_id", name=op.f("uq_committee_plan_program_id_decision_id")
        ),
    )
    op.create_index(
        op.f("ix_committee_plan_program_id_fellow_id_due_on"),
        "committee_plan",
        ["program_id", "fellow_id", "due_on"],
    )
    op.create_index(
        op.f("ix_committee_plan_program_id_owner_id_due_on"),
        "committee_plan",
        ["program_id", "owner_id", "due_on"],
    )


def upgrade() -> None:
    _letters(*LETTERS, "committee")
    _committee_meeting()
    _agenda_item()
    _committee_packet()
    _committee_seat()
    _meeting_minutes()
    _pre_rating()
    _self_rating()
    _committee_decision()
    _committee_dissent()
    _committee_letter()
    _committee_plan()
    if op.get_bind().dialect.name == "postgresql":
        _guard_on_postgresql()
    else:
        _guard_on_sqlite()


def _guard_on_postgresql() -> None:
    for table in STAYS:
        op.execute(
            f"CREATE TRIGGER {table}_stays BEFORE UPDATE OR DELETE ON {table}"
            " FOR EACH ROW EXECUTE FUNCTION refuse_change()"
        )
        op.execute(
            f"CREATE TRIGGER {table}_stays_whole BEFORE TRUNCATE ON {table}"
            " FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        )
    op.execute(
        f"CREATE TRIGGER committee_plan_stays BEFORE UPDATE OF {AGREED} OR DELETE ON committee_plan"
        " FOR EACH ROW EXECUTE FUNCTION refuse_change()"
    )
    for table, who in BY_WHOM:
        op.execute(
            f"CREATE FUNCTION refuse_related_{table}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
            f" IF {RELATED.format(who=who)} THEN RAISE EXCEPTION '{REFUSAL}'; END IF;"
            " RETURN NEW; END $$"
        )
        op.execute(
            f"CREATE TRIGGER {table}_by_whom BEFORE INSERT ON {table}"
            f" FOR EACH ROW EXECUTE FUNCTION refuse_related_{table}()"
        )


def _guard_on_sqlite() -> None:
    for table in STAYS:
        for verb in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {table}_refuses_{verb.lower()} BEFORE {verb} ON {table}"
                f" BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
            )
    for verb, of in (("UPDATE", f" OF {AGREED}"), ("DELETE", "")):
        op.execute(
            f"CREATE TRIGGER committee_plan_refuses_{verb.lower()}"
            f" BEFORE {verb}{of} ON committee_plan"
            " BEGIN SELECT RAISE(ABORT, 'committee_plan is append-only: what was agreed stays'); END"
        )
    for table, who in BY_WHOM:
        op.execute(
            f"CREATE TRIGGER {table}_by_whom BEFORE INSERT ON {table}"
            f" WHEN {RELATED.format(who=who)} BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
        )


def downgrade() -> None:
    for table in (
        "committee_plan",
        "committee_letter",
        "committee_dissent",
        "committee_decision",
        "self_rating",
        "pre_rating",
        "meeting_minutes",
        "committee_seat",
        "committee_packet",
        "agenda_item",
        "committee_meeting",
    ):
        op.drop_table(table)
    if op.get_bind().dialect.name == "postgresql":
        for table, _ in BY_WHOM:
            op.execute(f"DROP FUNCTION refuse_related_{table}()")
    op.execute("DELETE FROM letter WHERE kind = 'committee'")
    _letters(*LETTERS)
