"""What a supervisor has answered this month, and how soon."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import time_machine
from sqlalchemy import select, text

from logbook.database import db
from logbook.models.cases import CaseAnswer
from logbook.queries.home import Answered, answered_since
from logbook.services import approval, cases
from logbook.services.approval import return_
from tests.cast import Member
from tests.makers.cases import a_case, an_approved_case, entered
from tests.statements import statements

NOW = datetime.now(UTC)
SINCE = NOW - timedelta(days=20)


def returned_after(days: float, fellow: Member, supervisor: Member, ago: int = 0) -> UUID:
    """A case that was answered so many days after it was handed in; its answer."""
    answered = NOW - timedelta(days=ago)
    handed_in = answered - timedelta(days=days)
    with time_machine.travel(handed_in, tick=False):
        case_id = a_case(fellow=fellow, supervisor=supervisor, performed_on=handed_in.date())
    with time_machine.travel(answered, tick=False):
        return return_(supervisor.actor, case_id, 1, reason="Which side?")


def test_half_of_the_answers_came_within(asha: Member, finn: Member, ben: Member) -> None:
    assert answered_since(ben.actor, SINCE) == Answered(0, None)
    for days, fellow in ((9, asha), (0.1, asha), (2.5, finn)):
        returned_after(days, fellow, ben)
    assert answered_since(ben.actor, SINCE) == Answered(3, 3)
    returned_after(0.2, asha, ben)
    returned_after(0.3, finn, ben)
    assert answered_since(ben.actor, SINCE) == Answered(5, 1)


def test_what_is_older_undone_or_anothers_does_not_count(
    asha: Member, ben: Member, eve: Member, rin: Member
) -> None:
    returned_after(1, asha, eve)
    returned_after(1, asha, ben, ago=21)
    undone = a_case(fellow=asha, supervisor=ben)
    approval.undo(ben.actor, return_(ben.actor, undone, 1, reason="Which side?"))
    assert answered_since(ben.actor, SINCE) == Answered(0, None)
    assert answered_since(rin.actor, SINCE) == Answered(0, None)


def test_how_long_a_case_waited_before_it_came_back_is_not_known(asha: Member, ben: Member) -> None:
    answer = db.session.scalars(
        select(CaseAnswer).where(CaseAnswer.id == returned_after(3, asha, ben))
    ).one()
    cases.change(asha.actor, answer.case_id, 2, entered(ben))
    assert answered_since(ben.actor, SINCE) == Answered(1, None)


def test_as_many_statements_for_many_answers_as_for_one(asha: Member, ben: Member) -> None:
    an_approved_case(fellow=asha, supervisor=ben)
    with statements() as for_one:
        answered_since(ben.actor, SINCE)
    for _ in range(9):
        an_approved_case(fellow=asha, supervisor=ben)
    with statements() as for_ten:
        assert answered_since(ben.actor, SINCE).n == 10
    assert len(for_one) == len(for_ten) == 1


def test_only_the_answers_of_one_supervisor_are_read(ben: Member) -> None:
    """Told by SQLite itself; PostgreSQL reads so few rows without any index."""
    with statements() as sent:
        answered_since(ben.actor, SINCE)
    if db.engine.dialect.name != "sqlite":
        return
    plan = db.session.execute(
        text(f"EXPLAIN QUERY PLAN {sent[0]}".replace("?", "x''")),
    )
    index = "ix_case_answer_program_id_supervisor_id_answered_at"
    where = f"{index} (program_id=? AND supervisor_id=? AND answered_at>?)"
    assert any(where in row[3] for row in plan), "the index is not used"
