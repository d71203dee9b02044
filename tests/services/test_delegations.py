"""Deputies: named, asked, and both names kept."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select, update
from sqlalchemy.exc import NoResultFound

from logbook.cli import posting
from logbook.database import db
from logbook.domain.catalogue import CaseRole
from logbook.domain.reminders import Absence
from logbook.models.cases import Case
from logbook.models.programs import Program
from logbook.models.reminders import Delegation, StandIn
from logbook.policy.actors import Role
from logbook.queries.approval import answers_of
from logbook.queries.stand_ins import place_of, stand_ins_of, standing_in
from logbook.services import approval, audit, cases, delegations, progress, stand_ins
from logbook.services.delegations import Named
from logbook.services.mail import OUTBOX
from logbook.services.refusals import Invalid, Refused
from tests.cast import RIVERSIDE, TODAY, Member
from tests.makers.cases import a_case
from tests.makers.people import a_fellow, a_member
from tests.makers.reminders import a_deputy, a_waiting_case


def asked_of(case_id: UUID) -> UUID | None:
    db.session.rollback()
    return db.session.get_one(Case, (RIVERSIDE, case_id)).supervisor_id


def whole() -> bool:
    return audit.verify(RIVERSIDE) == [] and progress.differences() == []


def later(days: int) -> datetime:
    return datetime.now(UTC) + timedelta(days=days)


def approve(actor: Member, case_id: UUID) -> UUID:
    db.session.rollback()
    revision = db.session.get_one(Case, (RIVERSIDE, case_id)).revision
    return approval.approve(
        actor.actor, case_id, revision, role_stated=CaseRole.PERFORMED_DIRECT, level="3"
    )


def test_during_an_absence_the_deputy_answers_and_both_names_stay(
    asha: Member, ben: Member, eve: Member
) -> None:
    case_id = a_case(fellow=asha, supervisor=ben)
    a_deputy(of=ben, deputy=eve)
    assert asked_of(case_id) == eve.id
    assert standing_in(eve.actor) == {case_id: "Ben"}
    approve(eve, case_id)
    [given] = answers_of(asha.actor, case_id)
    found = stand_ins_of(asha.actor, case_id)
    assert (given.supervisor, place_of(given.at, given.supervisor_id, found)) == ("Eve", "Ben")
    assert [(one.supervisor, one.deputy) for one in found] == [("Ben", "Eve")]
    assert standing_in(eve.actor) == {}
    assert whole()


def test_what_is_handed_in_during_it_goes_over_with_the_clock(
    asha: Member, ben: Member, eve: Member
) -> None:
    a_deputy(of=ben, deputy=eve)
    case_id = a_case(fellow=asha, supervisor=ben)
    assert stand_ins.pass_on(RIVERSIDE) == 1
    assert stand_ins.pass_on(RIVERSIDE) == 0
    assert asked_of(case_id) == eve.id
    assert whole()


def test_before_its_first_day_nothing_moves(asha: Member, ben: Member, eve: Member) -> None:
    case_id = a_case(fellow=asha, supervisor=ben)
    first = TODAY + timedelta(days=2)
    a_deputy(of=ben, deputy=eve, starts_on=first, ends_on=first)
    assert asked_of(case_id) == ben.id
    assert stand_ins.pass_on(RIVERSIDE, later(1)) == 0
    assert stand_ins.pass_on(RIVERSIDE, later(2)) == 1


def test_after_its_last_day_it_goes_back_and_the_deputy_answers_no_more(
    asha: Member, ben: Member, eve: Member
) -> None:
    case_id = a_case(fellow=asha, supervisor=ben)
    a_deputy(of=ben, deputy=eve, ends_on=TODAY)
    with time_machine.travel(later(1), tick=False), pytest.raises(Refused, match="no longer"):
        approve(eve, case_id)
    assert stand_ins.pass_on(RIVERSIDE, later(1)) == 1
    assert asked_of(case_id) == ben.id
    assert stand_ins_of(asha.actor, case_id)[0].ended_at is not None
    approve(ben, case_id)
    assert whole()


def test_ended_early_it_goes_back_at_once(asha: Member, ben: Member, eve: Member) -> None:
    case_id, answered = (a_case(fellow=asha, supervisor=ben) for _ in range(2))
    delegation_id = a_deputy(of=ben, deputy=eve)
    approve(eve, answered)
    delegations.end(ben.actor, delegation_id)
    assert (asked_of(case_id), asked_of(answered)) == (ben.id, eve.id)
    with pytest.raises(Refused, match="ended already"):
        delegations.end(ben.actor, delegation_id)
    assert whole()


def test_a_standing_deputy_is_asked_after_the_programs_days(
    asha: Member, ben: Member, eve: Member, dana: Member
) -> None:
    a_deputy(of=ben, deputy=eve, ends_on=None)
    fresh = a_waiting_case(fellow=asha, supervisor=ben, days=9)
    old = a_waiting_case(fellow=asha, supervisor=ben, days=10)
    assert stand_ins.pass_on(RIVERSIDE) == 0  # 14 days, unless the program says otherwise
    delegations.set_deputy_days(dana.actor, 10)
    assert stand_ins.pass_on(RIVERSIDE) == 1
    assert (asked_of(fresh), asked_of(old)) == (ben.id, eve.id)
    assert whole()


@pytest.mark.parametrize("days", [0, 91])
def test_the_days_have_bounds(dana: Member, days: int) -> None:
    with pytest.raises(Invalid):
        delegations.set_deputy_days(dana.actor, days)


@pytest.mark.parametrize("name", ["asha", "ben", "mia", "ola", "rin"])
def test_who_does_not_run_the_program_sets_no_days(name: str, cast: dict[str, Member]) -> None:
    if name == "rin":  # a director, of another program: sets it there
        delegations.set_deputy_days(cast[name].actor, 30)
        assert db.session.get_one(Program, RIVERSIDE).deputy_after_days == 14
        return
    with pytest.raises(Refused):
        delegations.set_deputy_days(cast[name].actor, 30)


def test_a_case_is_passed_on_once(asha: Member, ben: Member, eve: Member, dana: Member) -> None:
    """Not from deputy to deputy, until nobody knows whom the fellow asked."""
    third = a_member("Uma", Role.SUPERVISOR)
    case_id = a_case(fellow=asha, supervisor=ben)
    a_deputy(of=ben, deputy=eve)
    a_deputy(of=eve, deputy=third)
    assert stand_ins.pass_on(RIVERSIDE) == 0
    assert asked_of(case_id) == eve.id


def test_nobody_gets_their_own_case(ben: Member, dana: Member) -> None:
    both = a_member("Tom", Role.FELLOW, Role.SUPERVISOR)
    fellow = a_fellow("Ulf")
    case_id = a_case(fellow=fellow, supervisor=ben)
    db.session.execute(update(Case).where(Case.id == case_id).values(fellow_id=both.id))
    db.session.commit()
    a_deputy(of=ben, deputy=both)
    assert asked_of(case_id) == ben.id


def test_who_is_away_stays_away_whoever_asks_them_again(
    asha: Member, ben: Member, eve: Member
) -> None:
    case_id = a_case(fellow=asha, supervisor=ben)
    delegation_id = a_deputy(of=ben, deputy=eve)
    cases.reassign(asha.actor, case_id, ben.id)
    assert stand_ins.pass_on(RIVERSIDE) == 1
    assert asked_of(case_id) == eve.id
    delegations.end(ben.actor, delegation_id)
    approve(ben, case_id)
    assert whole()


def test_whom_the_fellow_chose_needs_no_delegation(asha: Member, ben: Member, eve: Member) -> None:
    """A case that its fellow gave to the deputy stays with them when the delegation ends."""
    case_id = a_case(fellow=asha, supervisor=ben)
    delegation_id = a_deputy(of=ben, deputy=eve)
    third = a_member("Yan", Role.SUPERVISOR)
    cases.reassign(asha.actor, case_id, third.id)
    delegations.end(ben.actor, delegation_id)
    assert asked_of(case_id) == third.id
    approve(third, case_id)
    [given] = answers_of(asha.actor, case_id)
    assert place_of(given.at, given.supervisor_id, stand_ins_of(asha.actor, case_id)) == ""
    assert whole()


def test_the_deputy_gets_a_letter(ben: Member, eve: Member) -> None:
    OUTBOX.clear()
    a_deputy(of=ben, deputy=eve)
    posting.post()
    [letter] = OUTBOX
    assert (letter.to, letter.subject) == ("eve@example.org", "You stand in for somebody")
    assert "you stand in for Ben in Riverside" in letter.text
    assert "List-Unsubscribe" not in dict(letter.headers)


def named(of: Member, deputy: Member, first: date, last: date | None) -> Named:
    return Named(of.id, deputy.id, Absence(first, last))


WEEK = timedelta(days=7)


@pytest.mark.parametrize(
    ("deputy", "first", "last", "field"),
    [
        ("ben", TODAY, TODAY, "deputy"),
        ("asha", TODAY, TODAY, "deputy"),
        ("lee", TODAY, TODAY, "deputy"),
        ("rin", TODAY, TODAY, "deputy"),
        ("eve", TODAY - WEEK, TODAY, "starts_on"),
        ("eve", TODAY + WEEK, TODAY, "ends_on"),
    ],
)
def test_what_makes_no_deputy(
    cast: dict[str, Member], ben: Member, deputy: str, first: date, last: date, field: str
) -> None:
    with pytest.raises(Invalid) as wrong:
        delegations.make(ben.actor, uuid4(), named(ben, cast[deputy], first, last))
    assert field in wrong.value.complaints


def test_two_for_the_same_days_are_one_too_many(ben: Member, eve: Member, cora: Member) -> None:
    third = a_member("Vera", Role.SUPERVISOR)
    a_deputy(of=ben, deputy=eve, ends_on=TODAY + WEEK)
    with pytest.raises(Invalid, match="starts_on"):
        a_deputy(of=ben, deputy=third, by=cora, starts_on=TODAY + WEEK, ends_on=TODAY + 2 * WEEK)
    a_deputy(of=ben, deputy=third, by=cora, ends_on=None)  # a standing one beside it
    a_deputy(of=ben, deputy=third, starts_on=TODAY + 2 * WEEK, ends_on=TODAY + 3 * WEEK)


@pytest.mark.parametrize("name", ["asha", "eve", "mia", "ola"])
def test_nobody_names_a_deputy_for_ben_but_he_and_who_runs_the_program(
    cast: dict[str, Member], ben: Member, name: str
) -> None:
    third = a_member("Wim", Role.SUPERVISOR)
    with pytest.raises(Refused):
        a_deputy(of=ben, deputy=third, by=cast[name])


def test_a_stranger_names_and_ends_nothing_here(ben: Member, eve: Member, rin: Member) -> None:
    with pytest.raises(Invalid):
        a_deputy(of=ben, deputy=eve, by=rin)
    delegation_id = a_deputy(of=ben, deputy=eve)
    with pytest.raises(NoResultFound):
        delegations.end(rin.actor, delegation_id)
    with pytest.raises(NoResultFound):
        delegations.end(eve.actor, delegation_id)  # a duty is not shaken off alone


@pytest.mark.parametrize(
    ("table", "change"),
    [
        (Delegation, {"ends_on": TODAY + timedelta(days=300)}),
        (StandIn, {"deputy_id": "ben"}),
    ],
)
def test_an_altered_row_is_named(
    app: Flask, asha: Member, ben: Member, eve: Member, table: type, change: dict[str, object]
) -> None:
    a_case(fellow=asha, supervisor=ben)
    a_deputy(of=ben, deputy=eve)
    if "deputy_id" in change:
        change = {"supervisor_id": a_member("Xia", Role.SUPERVISOR).id}
    row = db.session.scalars(select(table).where(table.program_id == RIVERSIDE)).one()  # type: ignore[attr-defined]
    db.session.execute(update(table).where(table.id == row.id).values(**change))  # type: ignore[attr-defined]
    db.session.commit()
    faults = [str(fault.what.params) for fault in audit.verify(RIVERSIDE)]
    assert len(faults) == 1 and str(row.id) in faults[0]
