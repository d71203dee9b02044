"""What waits for whom, and what was answered."""

from datetime import UTC, datetime, timedelta

import time_machine

from logbook.domain.cases import Answer
from logbook.domain.catalogue import CaseRole
from logbook.queries.approval import QueueAge, Waiting, answers_of, queue_age, waiting_of
from logbook.services import approval, cases
from tests.cast import Member
from tests.makers.cases import a_case

NOW = datetime.now(UTC)


def test_a_queue_knows_how_many_wait_and_for_how_long(
    asha: Member, finn: Member, ben: Member, eve: Member
) -> None:
    assert queue_age(ben.actor, NOW) == QueueAge(0, None)
    for days, fellow in ((9, asha), (4, finn)):
        with time_machine.travel(NOW - timedelta(days=days)):
            day = (NOW - timedelta(days=days)).date()
            a_case(fellow=fellow, supervisor=ben, performed_on=day)
    a_case(fellow=asha, supervisor=ben, submit=False)
    later = datetime.now(UTC) + timedelta(minutes=1)
    assert queue_age(ben.actor, later) == QueueAge(2, 9)
    assert queue_age(eve.actor, NOW) == QueueAge(0, None)


def test_a_fellow_sees_what_waits_with_whom(
    asha: Member, finn: Member, ben: Member, eve: Member
) -> None:
    with time_machine.travel(NOW - timedelta(days=3)):
        a_case(fellow=asha, supervisor=eve, performed_on=(NOW - timedelta(days=3)).date())
    for _ in range(2):
        a_case(fellow=asha, supervisor=ben)
    later = datetime.now(UTC) + timedelta(minutes=1)
    assert waiting_of(asha.actor, later) == [Waiting("Eve", 1, 3), Waiting("Ben", 2, 0)]
    assert waiting_of(finn.actor, later) == []


def test_all_answers_of_a_case_are_kept_the_newest_first(
    asha: Member, finn: Member, ben: Member, eve: Member, dana: Member, rin: Member
) -> None:
    case_id = a_case(fellow=asha, supervisor=ben, role=CaseRole.PERFORMED_INDIRECT)
    approval.undo(ben.actor, approval.return_(ben.actor, case_id, 1, reason="which side?"))
    approval.approve(
        ben.actor, case_id, 3, role_stated=CaseRole.ASSISTED, level="2", words="steady"
    )
    approved, returned = answers_of(asha.actor, case_id)
    assert (approved.answer, approved.words, approved.supervisor) == (
        Answer.APPROVED,
        "steady",
        "Ben",
    )
    assert approved.differs
    assert (str(approved.role_stated_label), str(approved.role_logged_label)) == (
        "Assisted",
        "Performed, supervisor nearby",
    )
    assert approved.level is not None
    assert approved.level.code == "2"
    assert (returned.undone, returned.role_logged, returned.differs) == (True, None, False)
    assert [answer.id for answer in answers_of(dana.actor, case_id)] == [approved.id, returned.id]
    for stranger in (finn, eve, rin):
        assert answers_of(stranger.actor, case_id) == []


def test_who_is_to_state_the_role_is_not_told_the_one_that_was_logged(
    asha: Member, ben: Member
) -> None:
    case_id = a_case(fellow=asha, supervisor=ben, role=CaseRole.TAUGHT)
    given = approval.approve(ben.actor, case_id, 1, role_stated=CaseRole.ASSISTED, level="2")
    approval.undo(ben.actor, given)
    [answer] = answers_of(ben.actor, case_id)
    assert (answer.role_logged, answer.differs) == (None, False)
    [answer] = answers_of(asha.actor, case_id)
    assert answer.role_logged == "taught"
    cases.withdraw(asha.actor, case_id)
    [answer] = answers_of(ben.actor, case_id)
    assert answer.role_logged == "taught"
