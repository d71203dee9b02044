"""Who enters, sees and verifies credentials."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest

from logbook.policy import credentials as policy
from logbook.policy.actors import Actor, Role

PROGRAM = uuid4()
NOW = datetime(2026, 3, 1, tzinfo=UTC)


@dataclass(frozen=True)
class One:
    member_id: UUID
    verified_at: datetime | None = None
    withdrawn_at: datetime | None = None


def somebody(*roles: Role, left: bool = False) -> Actor:
    return Actor(uuid4(), PROGRAM, frozenset(roles), uuid4(), left)


ASHA, FINN, BEN = somebody(Role.FELLOW), somebody(Role.FELLOW), somebody(Role.SUPERVISOR)
DANA, CORA = somebody(Role.DIRECTOR), somebody(Role.COORDINATOR)
MIA, OLA = somebody(Role.COMMITTEE), somebody(Role.AUDITOR)
GONE = somebody(Role.DIRECTOR, left=True)
EVERYBODY = [ASHA, FINN, BEN, DANA, CORA, MIA, OLA, GONE]
HERS = One(ASHA.id)


@pytest.mark.parametrize("question", [policy.may_view, policy.may_change])
def test_its_holder_and_who_runs_the_program_see_and_change_it(question: object) -> None:
    assert [one for one in EVERYBODY if question(one, HERS)] == [ASHA, DANA, CORA]  # type: ignore[operator]


def test_its_holder_and_who_runs_the_program_enter_it() -> None:
    assert [one for one in EVERYBODY if policy.may_enter(one, ASHA.id)] == [ASHA, DANA, CORA]


def test_only_who_runs_the_program_verifies_and_never_their_own() -> None:
    assert [one for one in EVERYBODY if policy.may_verify(one, HERS)] == [DANA, CORA]
    own = policy.may_verify(DANA, One(DANA.id))
    assert own.reason is not None and own.reason.id == "Nobody verifies a credential of their own."


def test_it_is_verified_once_and_nothing_withdrawn_is_touched() -> None:
    assert not policy.may_verify(DANA, replace(HERS, verified_at=NOW))
    gone = replace(HERS, withdrawn_at=NOW)
    assert not policy.may_verify(DANA, gone) and not policy.may_change(ASHA, gone)


def test_who_has_left_still_reads_and_enters_nothing() -> None:
    left = replace(ASHA, left=True)
    assert policy.may_view(left, HERS) and not policy.may_enter(left, ASHA.id)


def test_an_administrator_keeps_no_credentials() -> None:
    assert not policy.may_open(somebody(Role.ADMINISTRATOR))
    assert not policy.may_oversee(OLA)
