"""Who sees how chances are shared, who decides how much is enough, and whose a mirror is."""

from collections.abc import Callable
from uuid import UUID

import pytest

from logbook.domain.decisions import Decision
from logbook.policy.actors import Actor, Role
from logbook.policy.mirror import may_look_into_mirror
from logbook.policy.opportunity import may_see_opportunity, may_set_minimum

OVERSEE = {Role.DIRECTOR, Role.COORDINATOR, Role.COMMITTEE, Role.AUDITOR}


def an_actor(role: Role, left: bool = False) -> Actor:
    return Actor(UUID(int=1), UUID(int=2), frozenset({role}), UUID(int=3), left)


@pytest.mark.parametrize("role", list(Role))
def test_by_role(role: Role) -> None:
    actor = an_actor(role)
    assert bool(may_see_opportunity(actor)) is (role in OVERSEE)
    assert bool(may_set_minimum(actor)) is (role is Role.DIRECTOR)
    assert bool(may_look_into_mirror(actor)) is (role is Role.SUPERVISOR)


@pytest.mark.parametrize(
    ("role", "question"),
    [
        (Role.DIRECTOR, may_see_opportunity),
        (Role.DIRECTOR, may_set_minimum),
        (Role.SUPERVISOR, may_look_into_mirror),
    ],
)
def test_who_has_left_sees_nothing(role: Role, question: Callable[[Actor], Decision]) -> None:
    said = question(an_actor(role, left=True))
    assert not said
    assert said.reason is not None
