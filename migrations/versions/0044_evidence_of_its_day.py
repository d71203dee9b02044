"""Evidence of its day beside what the committee decided, weekly letters to directors, and feeds of
dates for calendars.

What was kept of a meeting stays as it was: triggers refuse every change. Papers of a meeting are
a kind of reading; SQLite makes that table anew, so its triggers are made again.
"""

import sqlalchemy as sa
from alembic import op

revision = "0044"
down_revision = "0043"
branch_labels = None
depends_on = None

LETTERS = ("digest", "nudge", "credential", "deputy", "committee", "reopened")
PAGES = (
    *("progress", "case", "queue", "assessment", "item", "competencies", "sign_off"),
    *("credential", "time", "round", "results", "milestones", "export"),
)
READINGS = (
    "CREATE TRIGGER record_read_refuses_update BEFORE UPDATE ON record_read"
    " BEGIN SELECT RAISE(ABORT, 'readings are append-only'); END",
    "CREATE TRIGGER record_read_refuses_delete BEFORE DELETE ON record_read"
    " WHEN OLD.hour >= datetime('now', '-365 days')"
    " BEGIN SELECT RAISE(ABORT, 'readings are append-only'); END",
)


def _on_sqlite() -> bool:
    return op.get_bind().dialect.name == "sqlite"


def _allow(table: str, column: str, values: tuple[str, ...]) -> None:
    listed = ", ".join(f"'{one}'" for one in values)
    with op.batch_alter_table(table) as changed:
        changed.drop_constraint(op.f(f"ck_{table}_{column}"), type_="check")
        changed.create_check_constraint(op.f(f"ck_{table}_{column}"), f"{column} IN ({listed})")


def _pages(*values: str) -> None:
    _allow("record_read", "page", values)
    if _on_sqlite():
        for trigger in READINGS:
            op.execute(trigger)


def _within(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["program_id", column],
        [f"{other}.program_id", f"{other}.id"],
        name=op.f(f"fk_{table}_program_id_{column}_{other}"),
        ondelete="RESTRICT",
    )


def _meeting_evidence() -> None:
    op.create_table(
        "meeting_evidence",
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("said", sa.JSON(), nullable=False),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("salt", sa.LargeBinary(length=16), nullable=False),
        sa.Column("program_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        _within("meeting_evidence", "item_id", "agenda_item"),
        sa.PrimaryKeyConstraint("program_id", "id", name=op.f("pk_meeting_evidence")),
        sa.UniqueConstraint(
            "program_id",
            "item_id",
            "number",
            name=op.f("uq_meeting_evidence_program_id_item_id_number"),
        ),
    )
    if _on_sqlite():
        for verb in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER meeting_evidence_refuses_{verb.lower()}"
                f" BEFORE {verb} ON meeting_evidence"
                " BEGIN SELECT RAISE(ABORT, 'meeting_evidence is append-only'); END"
            )
        return
    op.execute(
        "CREATE TRIGGER meeting_evidence_stays BEFORE UPDATE OR DELETE ON meeting_evidence"
        " FOR EACH ROW EXECUTE FUNCTION refuse_change()"
    )
    op.execute(
        "CREATE TRIGGER meeting_evidence_stays_whole BEFORE TRUNCATE ON meeting_evidence"
        " FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
    )


def _week_standing() -> None:
    op.create_table(
        "week_standing",
        sa.Column("week", sa.String(length=8), nullable=False),
        sa.Column("said", sa.JSON(), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("program_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["program_id"],
            ["program.id"],
            name=op.f("fk_week_standing_program_id_program"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("program_id", "id", name=op.f("pk_week_standing")),
        sa.UniqueConstraint("program_id", "week", name=op.f("uq_week_standing_program_id_week")),
    )


def _calendar_feed() -> None:
    op.create_table(
        "calendar_feed",
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("program_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        _within("calendar_feed", "member_id", "membership"),
        sa.PrimaryKeyConstraint("program_id", "id", name=op.f("pk_calendar_feed")),
        sa.UniqueConstraint(
            "program_id", "member_id", name=op.f("uq_calendar_feed_program_id_member_id")
        ),
        sa.UniqueConstraint(
            "program_id", "token_hash", name=op.f("uq_calendar_feed_program_id_token_hash")
        ),
    )


def upgrade() -> None:
    _meeting_evidence()
    op.create_index(
        op.f("ix_committee_decision_program_id_review_id"),
        "committee_decision",
        ["program_id", "review_id"],
    )
    _pages(*PAGES, "packet")
    _allow("letter", "kind", (*LETTERS, "weekly"))
    op.add_column(
        "letter_wish",
        sa.Column("weekly", sa.Boolean(), nullable=False, server_default=sa.true()),
    )
    _week_standing()
    _calendar_feed()


def downgrade() -> None:
    op.drop_table("calendar_feed")
    op.drop_table("week_standing")
    op.drop_column("letter_wish", "weekly")
    op.execute("DELETE FROM letter WHERE kind = 'weekly'")
    _allow("letter", "kind", LETTERS)
    _forget_packets()
    op.drop_index(
        op.f("ix_committee_decision_program_id_review_id"), table_name="committee_decision"
    )
    op.drop_table("meeting_evidence")


def _forget_packets() -> None:
    """The form of before has no word for them."""
    if _on_sqlite():
        op.execute("DROP TRIGGER record_read_refuses_delete")
    else:
        op.execute("ALTER TABLE record_read DISABLE TRIGGER record_read_stays")
    op.execute("DELETE FROM record_read WHERE page = 'packet'")
    if not _on_sqlite():
        op.execute("ALTER TABLE record_read ENABLE TRIGGER record_read_stays")
    _pages(*PAGES)
