"""Who runs a program, and which roles they give."""

from uuid import UUID

import pytest

from logbook.policy.actors import Actor, Role
from logbook.policy.programs import may_give, may_run, may_see_members


def member(*roles: Role, left: bool = False) -> Actor:
    return Actor(UUID(int=1), UUID(int=2), frozenset(roles), None, left)


@pytest.mark.parametrize("role", Role)
def test_who_may_run_a_program(role: Role) -> None:
    runs = role in (Role.DIRECTOR, Role.COORDINATOR)
    assert bool(may_run(member(role))) == runs
    assert bool(may_see_members(member(role))) == (runs or role is Role.AUDITOR)
    assert not may_run(member(role, left=True))
    assert not may_see_members(member(role, left=True))


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.JOB])
def test_nobody_gives_a_role_of_the_installation(role: Role) -> None:
    for giver in (Role.DIRECTOR, Role.ADMINISTRATOR):
        assert not may_give(member(giver), frozenset({role, Role.FELLOW}))


def test_only_a_director_or_the_administrator_makes_directors() -> None:
    director = frozenset({Role.DIRECTOR})
    assert may_give(member(Role.DIRECTOR), director)
    assert may_give(member(Role.ADMINISTRATOR), director)
    assert not may_give(member(Role.COORDINATOR), director)
    assert may_give(member(Role.COORDINATOR), frozenset({Role.FELLOW}))
    assert not may_give(member(Role.SUPERVISOR), frozenset({Role.FELLOW}))
