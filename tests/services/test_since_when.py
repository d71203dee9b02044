"""Since when somebody is in a program: it says which days they may be asked about and sign for,
and who runs the program sets it right, in sight of the ledger."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select

from logbook.database import db
from logbook.domain.audit import canonical
from logbook.domain.cases import State
from logbook.domain.catalogue import CaseRole
from logbook.models.audit import LedgerEntry
from logbook.models.cases import Case
from logbook.models.programs import Membership
from logbook.policy.actors import Role
from logbook.services import approval, assessments, audit, cases, delegations, programs, stand_ins
from logbook.services.refusals import Invalid, Refused
from tests.cast import CAST, RIVERSIDE, TODAY, Member
from tests.makers.assessments import an_assessment
from tests.makers.cases import a_case
from tests.makers.people import a_member
from tests.makers.reminders import a_deputy, a_waiting_case

YESTERDAY = TODAY - timedelta(days=1)
NOT_THERE = "This person was no supervisor of this program on that day."


@pytest.fixture
def newcomer(cora: Member) -> Member:
    """A supervisor since today."""
    lars = a_member("Lars", Role.SUPERVISOR)
    programs.set_since(cora.actor, lars.id, TODAY)
    return lars


def reasons(act: Callable[[], object]) -> list[str]:
    with pytest.raises(Invalid) as wrong:
        act()
    return [message.id for message in wrong.value.complaints.values()]


def test_nobody_is_asked_about_a_day_before_they_came(
    asha: Member, ben: Member, newcomer: Member
) -> None:
    waiting = a_case(fellow=asha, supervisor=ben, performed_on=YESTERDAY)
    asked = an_assessment(fellow=asha, assessor=ben, happened_on=YESTERDAY)
    for act in (
        lambda: a_case(fellow=asha, supervisor=newcomer, performed_on=YESTERDAY),
        lambda: cases.reassign(asha.actor, waiting, newcomer.id),
        lambda: an_assessment(fellow=asha, assessor=newcomer, happened_on=YESTERDAY),
        lambda: assessments.move(asha.actor, asked, newcomer.id),
    ):
        assert reasons(act) == [NOT_THERE]


def test_who_came_today_is_asked_about_today(asha: Member, newcomer: Member) -> None:
    case_id = a_case(fellow=asha, supervisor=newcomer, performed_on=TODAY)
    an_assessment(fellow=asha, assessor=newcomer, happened_on=TODAY)
    approval.approve(newcomer.actor, case_id, 1, role_stated=CaseRole.ASSISTED, level="3")
    assert db.session.get_one(Case, (RIVERSIDE, case_id)).state is State.APPROVED


def test_no_case_goes_to_a_deputy_who_could_not_sign_it(
    asha: Member, ben: Member, newcomer: Member, dana: Member
) -> None:
    a_deputy(of=ben, deputy=newcomer, ends_on=None)
    delegations.set_deputy_days(dana.actor, 5)
    case_id = a_waiting_case(fellow=asha, supervisor=ben, days=6)  # on a day six days ago
    assert stand_ins.pass_on(RIVERSIDE) == 0
    performed_on = db.session.get_one(Case, (RIVERSIDE, case_id)).performed_on
    programs.set_since(CAST["cora"].actor, newcomer.id, performed_on)
    assert stand_ins.pass_on(RIVERSIDE) == 1


def test_set_right_the_days_before_count_and_the_ledger_tells_both(
    asha: Member, cora: Member, newcomer: Member
) -> None:
    programs.set_since(cora.actor, newcomer.id, YESTERDAY)
    case_id = a_case(fellow=asha, supervisor=newcomer, performed_on=YESTERDAY)
    approval.approve(newcomer.actor, case_id, 1, role_stated=CaseRole.ASSISTED, level="3")
    told = db.session.scalars(
        select(LedgerEntry.facts)
        .where(LedgerEntry.event == "member.since_changed", LedgerEntry.subject_id == newcomer.id)
        .order_by(LedgerEntry.seq)
    ).all()
    facts = {"since": YESTERDAY.isoformat(), "before": TODAY.isoformat()}
    assert told[-1] == canonical(facts).decode()
    assert audit.verify() == []


@pytest.mark.parametrize("name", ["ben", "asha", "mia", "ola"])
def test_who_does_not_run_the_program_sets_nothing(
    name: str, cast: dict[str, Member], newcomer: Member
) -> None:
    with pytest.raises(Refused):
        programs.set_since(cast[name].actor, newcomer.id, YESTERDAY)


def test_nobody_says_it_of_themselves(dana: Member, cora: Member) -> None:
    for one in (dana, cora):
        with pytest.raises(Refused, match="Nobody says of themselves"):
            programs.set_since(one.actor, one.id, YESTERDAY)
    with pytest.raises(Refused, match="Only a director"):
        programs.set_since(cora.actor, dana.id, YESTERDAY)


def test_no_day_to_come_and_none_after_they_left(cora: Member, newcomer: Member) -> None:
    def since(day: timedelta) -> Callable[[], object]:
        return lambda: programs.set_since(cora.actor, newcomer.id, TODAY + day)

    assert reasons(since(timedelta(1))) == ["This day lies in the future, or after they left."]
    since(timedelta(-30))()
    programs.leave(cora.actor, newcomer.id, TODAY - timedelta(20))
    assert reasons(since(timedelta(-10))) == ["This day lies in the future, or after they left."]
    kept = db.session.get_one(Membership, (RIVERSIDE, newcomer.id))
    assert kept.joined_on == TODAY - timedelta(30)
