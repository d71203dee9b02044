"""Who may bring cases in from a file, and take a log out."""

from uuid import uuid4

import pytest

from logbook.policy import exchange as policy
from logbook.policy.actors import Actor, Role, job

PROGRAM, FELLOW = uuid4(), uuid4()
RUNNING = {Role.COORDINATOR, Role.DIRECTOR}
SEEING = RUNNING | {Role.COMMITTEE, Role.AUDITOR}


def member(role: Role, left: bool = False) -> Actor:
    return Actor(uuid4(), PROGRAM, frozenset({role}), uuid4(), left)


@pytest.mark.parametrize("role", Role)
def test_import(role: Role) -> None:
    assert bool(policy.may_import(member(role))) == (role in RUNNING | {Role.FELLOW})
    assert bool(policy.may_import_for(member(role), FELLOW)) == (role in RUNNING | {Role.JOB})
    assert not policy.may_import(member(role, left=True))
    assert not policy.may_import_for(member(role, left=True), FELLOW)


@pytest.mark.parametrize("role", Role)
def test_export(role: Role) -> None:
    assert bool(policy.may_open_export(member(role))) == (role in SEEING | {Role.FELLOW})
    assert bool(policy.may_export(member(role), FELLOW)) == (role in SEEING)
    assert not policy.may_export(member(role, left=True), FELLOW)


def test_a_fellows_own_log() -> None:
    own = member(Role.FELLOW)
    assert policy.may_import_for(own, own.id)
    assert policy.may_export(own, own.id)


def test_a_fellow_who_has_left_takes_the_log_along_and_adds_nothing() -> None:
    gone = member(Role.FELLOW, left=True)
    assert policy.may_open_export(gone)
    assert policy.may_export(gone, gone.id)
    assert not policy.may_import_for(gone, gone.id)


def test_a_job_imports_under_its_own_name() -> None:
    assert policy.may_import_for(job(PROGRAM), FELLOW)
