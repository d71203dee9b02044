"""Letters that wait to be mailed, links that open the queue, nudges, and who stands in for whom.

A letter is written in the transaction of what causes it, and mailed after it: nothing is lost and
nothing is mailed twice.
"""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def _keep(table: str) -> None:
    """Refuse to change what was once written."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            f"CREATE TRIGGER {table}_stays BEFORE UPDATE OR DELETE ON {table}"
            " FOR EACH ROW EXECUTE FUNCTION refuse_change()"
        )
        op.execute(
            f"CREATE TRIGGER {table}_stays_whole BEFORE TRUNCATE ON {table}"
            " FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        )
        return
    for verb in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER {table}_refuses_{verb.lower()} BEFORE {verb} ON {table}"
            f" BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        )


def upgrade() -> None:
    op.create_table(
        "queue_link",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("program_id", sa.Uuid(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_queue_link_account_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["program_id"], ["program.id"], name=op.f("fk_queue_link_program_id_program")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_queue_link")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_queue_link_token_hash")),
    )
    op.create_index(op.f("ix_queue_link_account_id"), "queue_link", ["account_id"], unique=False)

    op.create_table(
        "delegation",
        sa.Column("supervisor_id", sa.Uuid(), nullable=False),
        sa.Column("deputy_id", sa.Uuid(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("made_by_id", sa.Uuid(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("salt", sa.LargeBinary(length=16), nullable=False),
        sa.Column("program_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "ends_on IS NULL OR ends_on >= starts_on",
            name=op.f("ck_delegation_ends_after_it_starts"),
        ),
        sa.CheckConstraint(
            "supervisor_id <> deputy_id", name=op.f("ck_delegation_nobody_is_their_own_deputy")
        ),
        sa.ForeignKeyConstraint(
            ["program_id", "deputy_id"],
            ["membership.program_id", "membership.id"],
            name=op.f("fk_delegation_program_id_deputy_id_membership"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["program_id", "made_by_id"],
            ["membership.program_id", "membership.id"],
            name=op.f("fk_delegation_program_id_made_by_id_membership"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["program_id", "supervisor_id"],
            ["membership.program_id", "membership.id"],
            name=op.f("fk_delegation_program_id_supervisor_id_membership"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("program_id", "id", name=op.f("pk_delegation")),
    )
    op.create_index(
        op.f("ix_delegation_program_id_supervisor_id_starts_on"),
        "delegation",
        ["program_id", "supervisor_id", "starts_on"],
        unique=False,
    )

    op.create_table(
        "letter",
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "digest",
                "nudge",
                "credential",
                "deputy",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("key", sa.String(length=120), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "waiting",
                "sending",
                "sent",
                "failed",
                "cancelled",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_error", sa.String(length=200), nullable=False),
        sa.Column("program_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "(state = 'sent') = (sent_at IS NOT NULL)", name=op.f("ck_letter_sent_has_time")
        ),
        sa.CheckConstraint(
            "state <> 'sending' OR taken_at IS NOT NULL", name=op.f("ck_letter_taken_has_time")
        ),
        sa.CheckConstraint("tries >= 0", name=op.f("ck_letter_tries_are_counted")),
        sa.ForeignKeyConstraint(
            ["program_id", "member_id"],
            ["membership.program_id", "membership.id"],
            name=op.f("fk_letter_program_id_member_id_membership"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("program_id", "id", name=op.f("pk_letter")),
        sa.UniqueConstraint("program_id", "key", name=op.f("uq_letter_program_id_key")),
    )
    op.create_index(
        op.f("ix_letter_program_id_member_id_kind_written_at"),
        "letter",
        ["program_id", "member_id", "kind", "written_at"],
        unique=False,
    )
    op.create_index(
        op.f("ix_letter_program_id_state_due_at"),
        "letter",
        ["program_id", "state", "due_at"],
        unique=False,
    )

    op.create_table(
        "letter_wish",
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column(
            "digest",
            sa.Enum(
                "as_needed",
                "daily",
                "weekly",
                "off",
                name="digest",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("nudges", sa.Boolean(), nullable=False),
        sa.Column("program_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["program_id", "member_id"],
            ["membership.program_id", "membership.id"],
            name=op.f("fk_letter_wish_program_id_member_id_membership"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("program_id", "id", name=op.f("pk_letter_wish")),
        sa.UniqueConstraint(
            "program_id", "member_id", name=op.f("uq_letter_wish_program_id_member_id")
        ),
    )
    op.create_table(
        "nudge",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("supervisor_id", sa.Uuid(), nullable=False),
        sa.Column("week", sa.String(length=8), nullable=False),
        sa.Column("nudged_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("program_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["program_id", "case_id"],
            ["logged_case.program_id", "logged_case.id"],
            name=op.f("fk_nudge_program_id_case_id_logged_case"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["program_id", "supervisor_id"],
            ["membership.program_id", "membership.id"],
            name=op.f("fk_nudge_program_id_supervisor_id_membership"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("program_id", "id", name=op.f("pk_nudge")),
        sa.UniqueConstraint(
            "program_id", "case_id", "week", name=op.f("uq_nudge_program_id_case_id_week")
        ),
    )
    op.create_table(
        "stand_in",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("supervisor_id", sa.Uuid(), nullable=False),
        sa.Column("deputy_id", sa.Uuid(), nullable=False),
        sa.Column("delegation_id", sa.Uuid(), nullable=False),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("salt", sa.LargeBinary(length=16), nullable=False),
        sa.Column("program_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "supervisor_id <> deputy_id", name=op.f("ck_stand_in_nobody_stands_in_for_themselves")
        ),
        sa.ForeignKeyConstraint(
            ["program_id", "case_id"],
            ["logged_case.program_id", "logged_case.id"],
            name=op.f("fk_stand_in_program_id_case_id_logged_case"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["program_id", "delegation_id"],
            ["delegation.program_id", "delegation.id"],
            name=op.f("fk_stand_in_program_id_delegation_id_delegation"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["program_id", "deputy_id"],
            ["membership.program_id", "membership.id"],
            name=op.f("fk_stand_in_program_id_deputy_id_membership"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["program_id", "supervisor_id"],
            ["membership.program_id", "membership.id"],
            name=op.f("fk_stand_in_program_id_supervisor_id_membership"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("program_id", "id", name=op.f("pk_stand_in")),
    )
    op.create_index(
        op.f("ix_stand_in_program_id_case_id"), "stand_in", ["program_id", "case_id"], unique=False
    )
    op.create_index(
        op.f("ix_stand_in_program_id_delegation_id"),
        "stand_in",
        ["program_id", "delegation_id"],
        unique=False,
    )

    # Inline, as both databases take it: SQLite could add a named constraint to a table only by
    # making it anew, and everything hangs on this one.
    op.execute(
        "ALTER TABLE program ADD COLUMN deputy_after_days INTEGER DEFAULT 14 NOT NULL"
        " CONSTRAINT ck_program_deputy_after_some_days"
        " CHECK (deputy_after_days BETWEEN 1 AND 90)"
    )
    op.execute(
        "ALTER TABLE sign_in_session ADD COLUMN opened_by VARCHAR(32) DEFAULT 'password' NOT NULL"
        " CONSTRAINT ck_sign_in_session_opened_by CHECK (opened_by IN ('password', 'link'))"
    )
    _keep("nudge")


def downgrade() -> None:
    op.execute("ALTER TABLE sign_in_session DROP COLUMN opened_by")
    op.execute("ALTER TABLE program DROP COLUMN deputy_after_days")
    op.drop_table("stand_in")
    op.drop_table("nudge")
    op.drop_table("letter_wish")
    op.drop_table("letter")
    op.drop_table("delegation")
    op.drop_table("queue_link")
