"""What a program asks of the credentials of whoever signs, and seals of confirmed figures.

Where the program refuses it, the database itself lets nobody approve a case, finish an assessment
or judge as a supervisor with a lapsed credential of the kinds that signing needs, or without any
good one of them; nor assess what happened before they came. Instants are compared with a day to spare: which day it is where the program is,
policy knows.
"""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None

NEEDED = "replace(',' || strict.signing_credentials || ',', ',' || {kind} || ',', '')"
"""The program's kinds without one; another text than with it, if it is among them."""
IS_NEEDED = f"{NEEDED} <> ',' || strict.signing_credentials || ','"
GOOD = """
    good.program_id = NEW.program_id AND good.member_id = {who}
    AND good.verified_at IS NOT NULL AND good.withdrawn_at IS NULL
    AND good.issued_on <= {latest} AND (good.expires_on IS NULL OR good.expires_on >= {earliest})
"""
LACKS = """
    EXISTS (
      SELECT 1 FROM program AS strict WHERE strict.id = NEW.program_id
        AND strict.credentials_checked = 'refuse' AND strict.signing_credentials <> ''
        AND (
          NOT EXISTS (SELECT 1 FROM credential AS good WHERE {good} AND {good_is_needed})
          OR EXISTS (
            SELECT 1 FROM credential AS lapsed
            WHERE lapsed.program_id = NEW.program_id AND lapsed.member_id = {who}
              AND lapsed.verified_at IS NOT NULL AND lapsed.withdrawn_at IS NULL
              AND lapsed.expires_on < {earliest} AND {lapsed_is_needed}
              AND NOT EXISTS (
                SELECT 1 FROM credential AS good WHERE {good} AND good.kind = lapsed.kind
              )
          )
        )
    )
"""
SEATED = """
    EXISTS (
      SELECT 1 FROM membership AS seated WHERE seated.program_id = NEW.program_id
        AND seated.id = NEW.judge_id AND seated.roles LIKE '%supervisor%'
        AND seated.roles NOT LIKE '%director%'
    )
"""
CAME_LATER = """
    NOT EXISTS (
      SELECT 1 FROM membership AS early WHERE early.program_id = NEW.program_id
        AND early.id = NEW.assessor_id AND early.joined_on <= NEW.happened_on
    )
"""
REFUSAL = "this member may not sign this on that day"
GUARDS = (
    ("case_answer_credentials", "case_answer", "INSERT", "NEW.answer = 'approved'"),
    ("assessment_begun_credentials", "assessment", "INSERT", "NEW.finished_at IS NOT NULL"),
    (
        "assessment_credentials",
        "assessment",
        "UPDATE OF finished_at",
        "NEW.finished_at IS NOT NULL AND OLD.finished_at IS NULL",
    ),
    ("judgement_credentials", "judgement", "INSERT", ""),
)
BY = {"case_answer": "supervisor_id", "assessment": "assessor_id", "judgement": "judge_id"}
SINCE = {"case_answer": "answered_at", "assessment": "finished_at", "judgement": "given_on"}


def _lacks(table: str, postgresql: bool) -> str:
    who, at = f"NEW.{BY[table]}", f"NEW.{SINCE[table]}"
    day = f"date({at} AT TIME ZONE 'UTC')" if postgresql else f"date({at})"
    days = (f"{day} - 1", f"{day} + 1")
    if not postgresql:
        days = (f"date({at}, '-1 day')", f"date({at}, '+1 day')")
    if table == "judgement":
        days = (at, at)
    good = GOOD.format(who=who, earliest=days[0], latest=days[1])
    lacks = LACKS.format(
        who=who,
        good=good,
        earliest=days[0],
        good_is_needed=IS_NEEDED.format(kind="good.kind"),
        lapsed_is_needed=IS_NEEDED.format(kind="lapsed.kind"),
    )
    if table == "assessment":
        return f"({lacks} OR {CAME_LATER})"
    return f"{lacks} AND {SEATED}" if table == "judgement" else lacks


def upgrade() -> None:
    postgresql = op.get_bind().dialect.name == "postgresql"
    # Inline, as both databases take it: SQLite could add a named constraint to a table only by
    # making it anew, and everything hangs on this one.
    op.execute(
        "ALTER TABLE program ADD COLUMN credentials_checked VARCHAR(32) DEFAULT 'off' NOT NULL"
        " CONSTRAINT ck_program_credentials_checked"
        " CHECK (credentials_checked IN ('off', 'warn', 'refuse'))"
    )
    op.execute(
        "ALTER TABLE program ADD COLUMN signing_credentials VARCHAR(600) DEFAULT '' NOT NULL"
    )
    _salt(postgresql)
    for name, table, on, when in GUARDS:
        _guard(name, table, on, when, postgresql)


def _salt(postgresql: bool) -> None:
    """A salt each, as a seal needs one. What was confirmed before has no seal in the ledger."""
    with op.batch_alter_table("figure_confirmation") as figures:
        figures.add_column(sa.Column("salt", sa.LargeBinary(length=16), nullable=True))
    if postgresql:
        op.execute("UPDATE figure_confirmation SET salt = uuid_send(gen_random_uuid())")
    else:
        op.execute("UPDATE figure_confirmation SET salt = randomblob(16)")
    with op.batch_alter_table("figure_confirmation") as figures:
        figures.alter_column("salt", existing_type=sa.LargeBinary(length=16), nullable=False)


def _guard(name: str, table: str, on: str, when: str, postgresql: bool) -> None:
    lacks = _lacks(table, postgresql)
    if not postgresql:
        op.execute(
            f"CREATE TRIGGER {name} BEFORE {on} ON {table}"
            f" WHEN {f'{when} AND ' if when else ''}{lacks}"
            f" BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
        )
        return
    op.execute(
        f"CREATE FUNCTION refuse_{name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
        f" IF {lacks} THEN RAISE EXCEPTION '{REFUSAL}'; END IF;"
        " RETURN NEW; END $$"
    )
    op.execute(
        f"CREATE TRIGGER {name} BEFORE {on} ON {table} FOR EACH ROW"
        f"{f' WHEN ({when})' if when else ''} EXECUTE FUNCTION refuse_{name}()"
    )


def downgrade() -> None:
    postgresql = op.get_bind().dialect.name == "postgresql"
    for name, table, _, _ in GUARDS:
        op.execute(f"DROP TRIGGER {name}{f' ON {table}' if postgresql else ''}")
        if postgresql:
            op.execute(f"DROP FUNCTION refuse_{name}()")
    with op.batch_alter_table("figure_confirmation") as figures:
        figures.drop_column("salt")
    op.execute("ALTER TABLE program DROP COLUMN signing_credentials")
    op.execute("ALTER TABLE program DROP COLUMN credentials_checked")
