"""Who may see, log, change, withdraw, void and reassign a case."""

from dataclasses import dataclass
from uuid import UUID, uuid4

import pytest

from logbook.domain.cases import State, Step, allows
from logbook.policy import cases as policy
from logbook.policy.actors import Actor, Role

PROGRAM = uuid4()


@dataclass(frozen=True)
class OneCase:
    fellow_id: UUID
    supervisor_id: UUID | None
    state: State


def somebody(*roles: Role, left: bool = False) -> Actor:
    return Actor(uuid4(), PROGRAM, frozenset(roles), uuid4(), left)


ASHA, BEN, EVE = somebody(Role.FELLOW), somebody(Role.SUPERVISOR), somebody(Role.SUPERVISOR)
DANA, CORA = somebody(Role.DIRECTOR), somebody(Role.COORDINATOR)
MIA, OLA = somebody(Role.COMMITTEE), somebody(Role.AUDITOR)
EVERYBODY = [ASHA, BEN, EVE, DANA, CORA, MIA, OLA]


def a_case(state: State) -> OneCase:
    return OneCase(ASHA.id, BEN.id, state)


@pytest.mark.parametrize("state", State)
def test_a_draft_is_its_fellows_own_and_the_rest_is_seen_by_those_it_concerns(state: State) -> None:
    seers = [one for one in EVERYBODY if policy.may_view(one, a_case(state))]
    others = [] if state is State.DRAFT else [BEN, DANA, CORA, MIA, OLA]
    assert seers == [ASHA, *others]


def test_who_oversees_no_longer_sees_no_longer() -> None:
    gone = somebody(Role.DIRECTOR, left=True)
    assert not policy.may_view(gone, a_case(State.SUBMITTED))


def test_a_fellow_keeps_seeing_the_own_log_but_adds_nothing_after_leaving() -> None:
    gone = Actor(ASHA.id, PROGRAM, frozenset({Role.FELLOW}), ASHA.account_id, left=True)
    assert policy.may_view(gone, a_case(State.APPROVED))
    assert policy.may_open_own_log(gone)
    assert not policy.may_log(gone)
    assert not policy.may_step(gone, a_case(State.DRAFT), Step.CHANGE)


@pytest.mark.parametrize("other", [BEN, EVE, DANA, CORA, MIA, OLA])
def test_only_fellows_keep_a_log(other: Actor) -> None:
    assert not policy.may_open_own_log(other)
    assert not policy.may_log(other)


@pytest.mark.parametrize("step", [Step.CHANGE, Step.SUBMIT, Step.WITHDRAW, Step.REOPEN])
@pytest.mark.parametrize("state", State)
def test_a_step_is_the_fellows_and_only_where_it_leads_somewhere(state: State, step: Step) -> None:
    assert bool(policy.may_step(ASHA, a_case(state), step)) is allows(state, step)
    others = [one for one in EVERYBODY if one is not ASHA]
    assert not any(policy.may_step(one, a_case(state), step) for one in others)


@pytest.mark.parametrize("state", State)
def test_a_director_alone_voids_and_never_the_own_case(state: State) -> None:
    voiders = [one for one in EVERYBODY if policy.may_void(one, a_case(state))]
    assert voiders == ([DANA] if allows(state, Step.VOID) else [])
    own = OneCase(DANA.id, BEN.id, state)
    assert not policy.may_void(DANA, own)


def test_another_supervisor_is_asked_by_the_fellow_or_those_who_run_the_program() -> None:
    case = a_case(State.SUBMITTED)
    assert [one for one in EVERYBODY if policy.may_reassign(one, case)] == [ASHA, DANA, CORA]
    for state in set(State) - {State.SUBMITTED}:
        assert not any(policy.may_reassign(one, a_case(state)) for one in EVERYBODY)


def test_nobody_is_asked_about_their_own_case_nor_after_leaving_nor_without_the_role() -> None:
    case = a_case(State.SUBMITTED)
    both = Actor(ASHA.id, PROGRAM, frozenset({Role.FELLOW, Role.SUPERVISOR}), ASHA.account_id)
    assert policy.may_be_asked(EVE, case)
    for one in (both, DANA, somebody(Role.SUPERVISOR, left=True)):
        assert not policy.may_be_asked(one, case)


def test_the_programs_list_is_for_those_who_oversee_it() -> None:
    assert [one for one in EVERYBODY if policy.may_oversee(one)] == [DANA, CORA, MIA, OLA]
    assert not policy.may_oversee(somebody(Role.DIRECTOR, left=True))


def test_every_no_says_why() -> None:
    for state in State:
        case = a_case(state)
        for one in EVERYBODY:
            for decision in (
                policy.may_view(one, case),
                policy.may_void(one, case),
                policy.may_reassign(one, case),
                policy.may_be_asked(one, case),
                policy.may_step(one, case, Step.CHANGE),
            ):
                assert decision.allowed or decision.reason is not None
