"""Who may ask for an assessment, give one, read it, and answer it."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest

from logbook.domain.assessments import EXPIRES_DAYS, SIGNED, State
from logbook.policy import assessments as policy
from logbook.policy.actors import Actor, Role

PROGRAM = uuid4()
NOW = datetime(2026, 3, 1, tzinfo=UTC)


@dataclass(frozen=True)
class One:
    fellow_id: UUID
    assessor_id: UUID
    started_by_id: UUID
    state: State = State.REQUESTED
    asked_at: datetime = NOW
    self_rated: bool = True


def somebody(*roles: Role, left: bool = False) -> Actor:
    return Actor(uuid4(), PROGRAM, frozenset(roles), uuid4(), left)


ASHA, FINN = somebody(Role.FELLOW), somebody(Role.FELLOW)
BEN, EVE = somebody(Role.SUPERVISOR), somebody(Role.SUPERVISOR)
DANA, CORA = somebody(Role.DIRECTOR), somebody(Role.COORDINATOR)
MIA, OLA = somebody(Role.COMMITTEE), somebody(Role.AUDITOR)
EVERYBODY = [ASHA, FINN, BEN, EVE, DANA, CORA, MIA, OLA]
ASKED = One(ASHA.id, BEN.id, ASHA.id)
LONG_AGO = NOW - timedelta(days=EXPIRES_DAYS)


def those(question: object) -> list[Actor]:
    return [one for one in EVERYBODY if question(one)]  # type: ignore[operator]


def test_it_is_seen_by_those_it_concerns() -> None:
    assert those(lambda one: policy.may_view(one, ASKED)) == [ASHA, BEN, DANA, CORA, MIA, OLA]
    assert not policy.may_view(somebody(Role.DIRECTOR, left=True), ASKED)


@pytest.mark.parametrize("state", State)
def test_the_assessor_alone_fills_it_in_while_it_waits(state: State) -> None:
    one = replace(ASKED, state=state)
    expected = [BEN] if state is State.REQUESTED else []
    assert those(lambda who: policy.may_fill_in(who, one, NOW)) == expected


def test_a_lapsed_request_is_not_answered_but_moves() -> None:
    lapsed = replace(ASKED, asked_at=LONG_AGO)
    assert not policy.may_fill_in(BEN, lapsed, NOW)
    assert not policy.may_decline(BEN, lapsed, NOW)
    assert those(lambda one: policy.may_move(one, lapsed, NOW)) == [ASHA, DANA, CORA]
    assert policy.may_withdraw(ASHA, lapsed, NOW)


def test_nobody_assesses_themselves() -> None:
    both = Actor(ASHA.id, PROGRAM, frozenset({Role.FELLOW, Role.SUPERVISOR}))
    assert not policy.may_be_asked(both, "physician", ASHA.id, ())
    assert not policy.may_fill_in(both, replace(ASKED, assessor_id=ASHA.id), NOW)


def test_a_form_keeps_to_the_scope_of_professions() -> None:
    scope = ("physiotherapist", "nurse")
    assert policy.may_be_asked(EVE, "nurse", ASHA.id, scope)
    assert not policy.may_be_asked(EVE, "psychologist", ASHA.id, scope)
    assert policy.may_be_asked(EVE, "psychologist", ASHA.id, ())
    for one in (DANA, somebody(Role.SUPERVISOR, left=True)):
        assert not policy.may_be_asked(one, "nurse", ASHA.id, scope)


def test_either_side_starts_one_and_nobody_else() -> None:
    starters = those(lambda one: policy.may_start_for(one, ASHA.id, BEN.id))
    assert starters == [ASHA, BEN]
    assert not policy.may_start(somebody(Role.FELLOW, left=True))


def test_who_started_it_withdraws_and_who_was_asked_declines() -> None:
    begun = replace(ASKED, started_by_id=BEN.id)
    assert those(lambda one: policy.may_withdraw(one, ASKED, NOW)) == [ASHA]
    assert those(lambda one: policy.may_withdraw(one, begun, NOW)) == [BEN]
    assert those(lambda one: policy.may_decline(one, ASKED, NOW)) == [BEN]
    assert those(lambda one: policy.may_decline(one, begun, NOW)) == []


@pytest.mark.parametrize("state", State)
def test_both_sides_rate_before_seeing_the_others(state: State) -> None:
    one = replace(ASKED, state=state)
    unrated = replace(one, self_rated=False)
    assert bool(policy.may_read_judgement(ASHA, one)) is (state in SIGNED)
    assert not policy.may_read_judgement(ASHA, unrated)
    assert bool(policy.may_read_judgement(DANA, unrated)) is (state in SIGNED)
    assert bool(policy.may_read_own_rating(BEN, one)) is (state in SIGNED)
    assert bool(policy.may_read_own_rating(DANA, one)) is (state in SIGNED)
    assert policy.may_read_own_rating(ASHA, one)


def test_the_own_rating_is_given_once_and_by_the_fellow() -> None:
    unrated = replace(ASKED, state=State.FINISHED, self_rated=False)
    assert those(lambda one: policy.may_rate_oneself(one, unrated)) == [ASHA]
    assert not policy.may_rate_oneself(ASHA, ASKED)
    assert not policy.may_rate_oneself(ASHA, replace(unrated, state=State.DECLINED))


@pytest.mark.parametrize("state", State)
def test_the_fellow_alone_acknowledges_once_after_rating(state: State) -> None:
    one = replace(ASKED, state=state)
    expected = [ASHA] if state is State.FINISHED else []
    assert those(lambda who: policy.may_acknowledge(who, one)) == expected
    assert not policy.may_acknowledge(ASHA, replace(one, self_rated=False))


def test_every_no_says_why() -> None:
    for who in EVERYBODY:
        for decision in (
            policy.may_view(who, ASKED),
            policy.may_start(who),
            policy.may_open_own(who),
            policy.may_open_requests(who),
            policy.may_oversee(who),
            policy.may_fill_in(who, ASKED, NOW),
            policy.may_move(who, ASKED, NOW),
            policy.may_acknowledge(who, ASKED),
        ):
            assert decision.allowed or decision.reason is not None
