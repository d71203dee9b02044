"""Who may ask for an answer, name a deputy, end it, and answer in another's place."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest

from logbook.domain.cases import State
from logbook.domain.reminders import Absence
from logbook.policy import reminders as policy
from logbook.policy.actors import Actor, Role

PROGRAM = UUID(int=1)
NOW = datetime(2026, 11, 25, 9, tzinfo=UTC)
TODAY = date(2026, 11, 25)


def actor(n: int, *roles: Role, left: bool = False) -> Actor:
    return Actor(UUID(int=n), PROGRAM, frozenset(roles), UUID(int=n + 100), left)


ASHA, BEN, EVE = actor(2, Role.FELLOW), actor(3, Role.SUPERVISOR), actor(4, Role.SUPERVISOR)
DANA, CORA = actor(5, Role.DIRECTOR), actor(6, Role.COORDINATOR)
OLA, MIA = actor(7, Role.AUDITOR), actor(8, Role.COMMITTEE)
GONE = actor(3, Role.SUPERVISOR, left=True)


@dataclass
class ACase:
    fellow_id: UUID = ASHA.id
    supervisor_id: UUID | None = BEN.id
    state: State = State.SUBMITTED


@dataclass
class ADelegation:
    supervisor_id: UUID = BEN.id
    deputy_id: UUID = EVE.id
    span: Absence = Absence(TODAY, TODAY + timedelta(days=3))  # noqa: RUF009  (frozen)
    ended_at: datetime | None = None


def days_ago(n: int) -> datetime:
    return NOW - timedelta(days=n)


@pytest.mark.parametrize(
    ("who", "case", "handed_in", "last", "allowed"),
    [
        (ASHA, ACase(), days_ago(1), None, True),
        (ASHA, ACase(), days_ago(20), days_ago(7), True),
        (ASHA, ACase(), days_ago(20), days_ago(6), False),
        (ASHA, ACase(), NOW, None, False),
        (ASHA, ACase(state=State.APPROVED), days_ago(9), None, False),
        (ASHA, ACase(state=State.DRAFT), None, None, False),
        (BEN, ACase(), days_ago(9), None, False),
        (EVE, ACase(), days_ago(9), None, False),
        (DANA, ACase(), days_ago(9), None, False),
        (actor(2, Role.FELLOW, left=True), ACase(), days_ago(9), None, False),
    ],
)
def test_asking_for_an_answer(
    who: Actor, case: ACase, handed_in: datetime | None, last: datetime | None, allowed: bool
) -> None:
    decision = policy.may_nudge(who, case, handed_in, last, NOW)
    assert bool(decision) is allowed
    assert (decision.reason is None) is allowed


@pytest.mark.parametrize(
    ("who", "names", "sees", "ends"),
    [
        (BEN, True, True, True),
        (EVE, False, True, False),
        (DANA, True, True, True),
        (CORA, True, True, True),
        (OLA, False, True, False),
        (MIA, False, False, False),
        (ASHA, False, False, False),
        (actor(9, Role.SUPERVISOR), False, False, False),
        (GONE, False, True, False),
        (actor(6, Role.COORDINATOR, left=True), False, False, False),
    ],
)
def test_delegations(who: Actor, names: bool, sees: bool, ends: bool) -> None:
    assert bool(policy.may_delegate(who, BEN.id)) is names
    assert bool(policy.may_see_delegation(who, ADelegation())) is sees
    assert bool(policy.may_end_delegation(who, ADelegation())) is ends
    assert not policy.may_end_delegation(who, ADelegation(ended_at=NOW))


@pytest.mark.parametrize(
    ("who", "opens"),
    [(BEN, True), (GONE, False), (DANA, True), (OLA, True), (MIA, False), (ASHA, False)],
)
def test_who_opens_the_page_of_deputies(who: Actor, opens: bool) -> None:
    assert bool(policy.may_open_delegations(who)) is opens


@pytest.mark.parametrize(
    ("who", "may"), [(EVE, True), (BEN, False), (ASHA, False), (GONE, False), (DANA, False)]
)
def test_who_can_be_bens_deputy(who: Actor, may: bool) -> None:
    assert bool(policy.may_be_deputy(who, BEN.id)) is may


@pytest.mark.parametrize(
    ("delegation", "day", "may"),
    [
        (ADelegation(), TODAY, True),
        (ADelegation(), TODAY + timedelta(days=3), True),
        (ADelegation(), TODAY + timedelta(days=4), False),
        (ADelegation(), TODAY - timedelta(days=1), False),
        (ADelegation(span=Absence(TODAY, None)), TODAY + timedelta(days=400), True),
        (ADelegation(ended_at=NOW), TODAY, False),
    ],
)
def test_a_deputy_answers_while_it_lasts(delegation: ADelegation, day: date, may: bool) -> None:
    assert bool(policy.may_answer_in_place(delegation, day)) is may


def test_letters_and_the_log_of_teaching() -> None:
    assert policy.may_choose_letters(BEN) and policy.may_choose_letters(ASHA)
    assert not policy.may_choose_letters(GONE)
    assert not policy.may_choose_letters(actor(9, Role.ADMINISTRATOR))
    assert policy.may_keep_teaching_log(GONE)  # it stays theirs
    assert not policy.may_keep_teaching_log(DANA)
    assert policy.may_set_deputy_days(CORA) and not policy.may_set_deputy_days(OLA)
