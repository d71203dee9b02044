"""Who sees a round of feedback, and who runs it."""

from dataclasses import dataclass
from uuid import UUID

import pytest

from logbook.domain.rounds import RoundState
from logbook.policy.actors import Actor, Role
from logbook.policy.rounds import may_list, may_manage, may_rate_self, may_view

FELLOW, SOMEBODY = UUID(int=7), UUID(int=1)
READING = (Role.DIRECTOR, Role.COORDINATOR, Role.COMMITTEE)


@dataclass(frozen=True)
class Round:
    fellow_id: UUID = FELLOW
    state: RoundState = RoundState.OPEN


def member(*roles: Role, id: UUID = SOMEBODY, left: bool = False) -> Actor:
    return Actor(id, UUID(int=2), frozenset(roles), None, left)


@pytest.mark.parametrize("role", Role)
def test_those_who_run_the_program_or_read_results_see_every_round(role: Role) -> None:
    assert bool(may_view(member(role), Round())) == (role in READING)
    assert not may_view(member(role, left=True), Round())
    assert bool(may_list(member(role))) == (role in (*READING, Role.FELLOW))
    assert bool(may_manage(member(role), Round())) == (role in READING[:2])


def test_a_fellow_sees_their_own_round_and_does_not_run_it() -> None:
    fellow = member(Role.FELLOW, Role.DIRECTOR, id=FELLOW)
    assert may_view(fellow, Round())
    assert may_rate_self(fellow, Round())
    assert not may_manage(fellow, Round())
    assert not may_rate_self(member(Role.FELLOW), Round())
    assert not may_rate_self(fellow, Round(state=RoundState.CLOSED))
