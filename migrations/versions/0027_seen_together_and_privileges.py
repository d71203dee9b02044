"""Codes that are shown in the room, privileges of supervisors, and who may not answer.

An answer to a case and a finished assessment are refused by the database itself where policy would
refuse them: from somebody who was no supervisor of the program then, or who has a declared conflict
of interest with the fellow; an approval and a judgement also without a privilege, where the
program refuses those.
"""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

THROTTLED = ("sign_in", "password_link", "confirm", "verify")
RELATED = """
    EXISTS (
      SELECT 1 FROM conflict_of_interest AS declared
      WHERE declared.program_id = NEW.program_id AND declared.ended_at IS NULL
        AND ((declared.member_id = {one} AND declared.other_id = {other})
          OR (declared.member_id = {other} AND declared.other_id = {one}))
    )
"""
MEMBER = """
    SELECT 1 FROM membership AS who
    WHERE who.program_id = NEW.program_id AND who.id = {who}
      AND who.roles LIKE '%supervisor%'
      AND who.joined_on <= {day} AND (who.left_on IS NULL OR who.left_on > {day})
"""
PRIVILEGED = """
    SELECT 1 FROM privilege AS held
    WHERE held.program_id = NEW.program_id AND held.supervisor_id = {who}
      AND held.ended_at IS NULL AND held.starts_on <= {day}
      AND (held.ends_on IS NULL OR held.ends_on >= {day})
"""
REFUSES = """
    EXISTS (
      SELECT 1 FROM program AS strict WHERE strict.id = NEW.program_id
        AND strict.privileges = 'refuse'
    )
"""
NO_ANSWER = """
    SELECT 1 FROM logged_case AS about
    WHERE about.program_id = NEW.program_id AND about.id = NEW.case_id AND (
      about.fellow_id = NEW.supervisor_id
      OR NOT EXISTS ({member})
      OR (NEW.answer = 'approved' AND {related})
      OR (NEW.answer = 'approved' AND NOT EXISTS (
        SELECT 1 FROM membership AS early
        WHERE early.program_id = NEW.program_id AND early.id = NEW.supervisor_id
          AND early.joined_on <= about.performed_on
      ))
      OR (NEW.answer = 'approved' AND {refuses} AND NOT EXISTS (
        {privileged} AND (held.scope = 'all'
          OR (held.scope = 'category' AND held.code = about.category)
          OR (held.scope = 'procedure' AND held.code = about.procedure))
      ))
    )
"""
ANSWER_REFUSAL = "this member may not answer this case on that day"
ASSESSMENT_REFUSAL = "this member may not assess this fellow on that day"
JUDGE_REFUSAL = "this member has no privilege to judge on that day"


def _no_answer(day: str) -> str:
    return NO_ANSWER.format(
        member=MEMBER.format(who="NEW.supervisor_id", day=day),
        related=RELATED.format(one="NEW.supervisor_id", other="about.fellow_id"),
        refuses=REFUSES,
        privileged=PRIVILEGED.format(who="NEW.supervisor_id", day="about.performed_on"),
    )


def _no_assessment(day: str) -> str:
    member = MEMBER.format(who="NEW.assessor_id", day=day)
    related = RELATED.format(one="NEW.assessor_id", other="NEW.fellow_id")
    return f"SELECT 1 WHERE NOT EXISTS ({member}) OR {related}"


def _no_judge() -> str:
    held = PRIVILEGED.format(who="NEW.judge_id", day="NEW.given_on")
    judge = (
        "EXISTS (SELECT 1 FROM membership AS seated WHERE seated.program_id = NEW.program_id"
        " AND seated.id = NEW.judge_id AND seated.roles LIKE '%supervisor%'"
        " AND seated.roles NOT LIKE '%director%')"
    )
    return f"SELECT 1 WHERE {REFUSES} AND {judge} AND NOT EXISTS ({held})"


def _throttle(*acts: str) -> None:
    listed = ", ".join(f"'{act}'" for act in acts)
    with op.batch_alter_table("attempt") as attempt:
        attempt.drop_constraint(op.f("ck_attempt_act"), type_="check")
        attempt.create_check_constraint(op.f("ck_attempt_act"), f"act IN ({listed})")


def _member(table: str, column: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["program_id", column],
        ["membership.program_id", "membership.id"],
        name=op.f(f"fk_{table}_program_id_{column}_membership"),
        ondelete="RESTRICT",
    )


def _code_secret() -> None:
    op.create_table(
        "code_secret",
        sa.Column("supervisor_id", sa.Uuid(), nullable=False),
        sa.Column("seed", sa.LargeBinary(length=16), nullable=False),
        sa.Column("masked", sa.LargeBinary(length=20), nullable=False),
        sa.Column("key_id", sa.String(length=16), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("program_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        _member("code_secret", "supervisor_id"),
        sa.PrimaryKeyConstraint("program_id", "id", name=op.f("pk_code_secret")),
        sa.UniqueConstraint(
            "program_id", "supervisor_id", name=op.f("uq_code_secret_program_id_supervisor_id")
        ),
    )


def _seen_together() -> None:
    op.create_table(
        "seen_together",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("fellow_id", sa.Uuid(), nullable=False),
        sa.Column("supervisor_id", sa.Uuid(), nullable=False),
        sa.Column("step", sa.BigInteger(), nullable=False),
        sa.Column("code_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("salt", sa.LargeBinary(length=16), nullable=False),
        sa.Column("program_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "fellow_id <> supervisor_id", name=op.f("ck_seen_together_not_with_oneself")
        ),
        sa.ForeignKeyConstraint(
            ["program_id", "case_id"],
            ["logged_case.program_id", "logged_case.id"],
            name=op.f("fk_seen_together_program_id_case_id_logged_case"),
            ondelete="RESTRICT",
        ),
        _member("seen_together", "fellow_id"),
        _member("seen_together", "supervisor_id"),
        sa.PrimaryKeyConstraint("program_id", "id", name=op.f("pk_seen_together")),
        sa.UniqueConstraint(
            "program_id", "case_id", name=op.f("uq_seen_together_program_id_case_id")
        ),
        sa.UniqueConstraint(
            "program_id",
            "supervisor_id",
            "fellow_id",
            "step",
            name=op.f("uq_seen_together_program_id_supervisor_id_fellow_id_step"),
        ),
    )


def _privilege() -> None:
    scopes = ("all", "category", "procedure")
    op.create_table(
        "privilege",
        sa.Column("supervisor_id", sa.Uuid(), nullable=False),
        sa.Column(
            "scope",
            sa.Enum(*scopes, name="scope", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("code", sa.String(length=64), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("given_by_id", sa.Uuid(), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_by_id", sa.Uuid(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("salt", sa.LargeBinary(length=16), nullable=False),
        sa.Column("program_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("(scope = 'all') = (code = '')", name=op.f("ck_privilege_for_what")),
        sa.CheckConstraint(
            "ends_on IS NULL OR ends_on >= starts_on", name=op.f("ck_privilege_ends_after_start")
        ),
        sa.CheckConstraint(
            "(ended_at IS NULL) = (ended_by_id IS NULL)",
            name=op.f("ck_privilege_ended_by_somebody"),
        ),
        sa.CheckConstraint(
            "supervisor_id <> given_by_id", name=op.f("ck_privilege_not_given_to_oneself")
        ),
        _member("privilege", "supervisor_id"),
        _member("privilege", "given_by_id"),
        _member("privilege", "ended_by_id"),
        sa.PrimaryKeyConstraint("program_id", "id", name=op.f("pk_privilege")),
    )
    op.create_index(
        op.f("ix_privilege_program_id_supervisor_id"), "privilege", ["program_id", "supervisor_id"]
    )


def upgrade() -> None:
    _throttle(*THROTTLED, "code")
    _code_secret()
    _seen_together()
    _privilege()
    # Inline, as both databases take it: SQLite could add a named constraint to a table only by
    # making it anew, and everything hangs on this one.
    op.execute(
        "ALTER TABLE program ADD COLUMN privileges VARCHAR(32) DEFAULT 'off' NOT NULL"
        " CONSTRAINT ck_program_privileges CHECK (privileges IN ('off', 'warn', 'refuse'))"
    )
    if op.get_bind().dialect.name == "postgresql":
        _guard_on_postgresql()
    else:
        _guard_on_sqlite()


def _guard_on_postgresql() -> None:
    op.execute(
        "CREATE TRIGGER seen_together_stays BEFORE UPDATE OR DELETE ON seen_together"
        " FOR EACH ROW EXECUTE FUNCTION refuse_change()"
    )
    op.execute(
        "CREATE TRIGGER seen_together_stays_whole BEFORE TRUNCATE ON seen_together"
        " FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
    )
    for name, found, refusal in (
        ("refuse_answer", _no_answer("date(NEW.answered_at AT TIME ZONE 'UTC')"), ANSWER_REFUSAL),
        (
            "refuse_assessor",
            _no_assessment("date(NEW.finished_at AT TIME ZONE 'UTC')"),
            ASSESSMENT_REFUSAL,
        ),
        ("refuse_unprivileged", _no_judge(), JUDGE_REFUSAL),
    ):
        op.execute(
            f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
            f" IF EXISTS ({found}) THEN RAISE EXCEPTION '{refusal}'; END IF;"
            " RETURN NEW; END $$"
        )
    op.execute(
        "CREATE TRIGGER case_answer_by_whom BEFORE INSERT ON case_answer"
        " FOR EACH ROW EXECUTE FUNCTION refuse_answer()"
    )
    op.execute(
        "CREATE TRIGGER assessment_begins_finished BEFORE INSERT ON assessment FOR EACH ROW"
        " WHEN (NEW.finished_at IS NOT NULL) EXECUTE FUNCTION refuse_assessor()"
    )
    op.execute(
        "CREATE TRIGGER assessment_by_whom BEFORE UPDATE OF finished_at ON assessment FOR EACH ROW"
        " WHEN (NEW.finished_at IS NOT NULL AND OLD.finished_at IS NULL)"
        " EXECUTE FUNCTION refuse_assessor()"
    )
    op.execute(
        "CREATE TRIGGER judgement_privileged BEFORE INSERT ON judgement"
        " FOR EACH ROW EXECUTE FUNCTION refuse_unprivileged()"
    )


def _guard_on_sqlite() -> None:
    for verb in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER seen_together_refuses_{verb.lower()} BEFORE {verb} ON seen_together"
            " BEGIN SELECT RAISE(ABORT, 'seen_together is append-only'); END"
        )
    assessed = _no_assessment("date(NEW.finished_at)")
    for name, on, found, refusal in (
        (
            "case_answer_by_whom",
            "INSERT ON case_answer WHEN ",
            _no_answer("date(NEW.answered_at)"),
            ANSWER_REFUSAL,
        ),
        (
            "assessment_begins_finished",
            "INSERT ON assessment WHEN NEW.finished_at IS NOT NULL AND ",
            assessed,
            ASSESSMENT_REFUSAL,
        ),
        (
            "assessment_by_whom",
            "UPDATE OF finished_at ON assessment"
            " WHEN NEW.finished_at IS NOT NULL AND OLD.finished_at IS NULL AND ",
            assessed,
            ASSESSMENT_REFUSAL,
        ),
        ("judgement_privileged", "INSERT ON judgement WHEN ", _no_judge(), JUDGE_REFUSAL),
    ):
        op.execute(
            f"CREATE TRIGGER {name} BEFORE {on} EXISTS ({found})"
            f" BEGIN SELECT RAISE(ABORT, '{refusal}'); END"
        )


GUARDS = (
    ("case_answer_by_whom", "case_answer"),
    ("assessment_begins_finished", "assessment"),
    ("assessment_by_whom", "assessment"),
    ("judgement_privileged", "judgement"),
)


def downgrade() -> None:
    postgresql = op.get_bind().dialect.name == "postgresql"
    for name, table in GUARDS:
        op.execute(f"DROP TRIGGER {name}{f' ON {table}' if postgresql else ''}")
    if postgresql:
        for name in ("refuse_answer", "refuse_assessor", "refuse_unprivileged"):
            op.execute(f"DROP FUNCTION {name}()")
    for table in ("privilege", "seen_together", "code_secret"):
        op.drop_table(table)
    op.execute("ALTER TABLE program DROP COLUMN privileges")
    op.execute("DELETE FROM attempt WHERE act = 'code'")
    _throttle(*THROTTLED)
