"""Who opens the pages of teaching, and who records for others: asked of everybody."""

from uuid import UUID

import pytest

from logbook.policy.actors import Actor, Role
from logbook.policy.portfolio import may_record_hours, may_record_session
from logbook.policy.teaching import may_open, may_see_sessions

OVERSEE = {Role.DIRECTOR, Role.COORDINATOR, Role.COMMITTEE, Role.AUDITOR}
RECORD = {Role.DIRECTOR, Role.COORDINATOR}


def member(role: Role, left: bool = False) -> Actor:
    return Actor(UUID(int=1), UUID(int=2), frozenset({role}), None, left)


@pytest.mark.parametrize("role", Role)
def test_each_role(role: Role) -> None:
    assert bool(may_open(member(role))) == (role in OVERSEE | {Role.FELLOW})
    assert bool(may_see_sessions(member(role))) == (role in OVERSEE)
    for may in (may_record_session, may_record_hours):
        assert bool(may(member(role))) == (role in RECORD)


@pytest.mark.parametrize("role", Role)
def test_who_has_left_keeps_only_their_own(role: Role) -> None:
    gone = member(role, left=True)
    assert bool(may_open(gone)) == (role is Role.FELLOW)
    assert not may_see_sessions(gone)
    assert not may_record_session(gone)
    assert not may_record_hours(gone)
