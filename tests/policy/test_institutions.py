"""Who sees what programs come to: an officer their own institution, a national officer all, who
oversees a program that one, and nobody else anything."""

from dataclasses import dataclass
from uuid import UUID, uuid4

import pytest

from logbook.policy.actors import INSTALLATION, Actor, Role
from logbook.policy.institutions import (
    may_compare,
    may_open,
    may_open_rollups,
    may_view,
    may_view_rollup,
)
from logbook.policy.programs import may_give

HERE, THERE = uuid4(), uuid4()
OURS, THEIRS, ALONE = uuid4(), uuid4(), uuid4()


@dataclass(frozen=True)
class Home:
    id: UUID
    institution_id: UUID | None


PROGRAMS = {"ours": Home(OURS, HERE), "theirs": Home(THEIRS, THERE), "alone": Home(ALONE, None)}


def member(*roles: Role, of: UUID = OURS, left: bool = False) -> Actor:
    return Actor(uuid4(), of, frozenset(roles), uuid4(), left)


def installed(role: Role, institution_id: UUID | None = None) -> Actor:
    return Actor(uuid4(), INSTALLATION, frozenset({role}), uuid4(), institution_id=institution_id)


SEES = {
    "officer": (installed(Role.OFFICER, HERE), {"ours"}),
    "officer of another": (installed(Role.OFFICER, THERE), {"theirs"}),
    "national officer": (installed(Role.NATIONAL_OFFICER), {"ours", "theirs"}),
    "officer of nothing": (installed(Role.OFFICER), set()),
    "administrator": (installed(Role.ADMINISTRATOR), set()),
    "director": (member(Role.DIRECTOR), {"ours"}),
    "director outside": (member(Role.DIRECTOR, of=ALONE), {"alone"}),
    "coordinator": (member(Role.COORDINATOR), {"ours"}),
    "committee": (member(Role.COMMITTEE), {"ours"}),
    "auditor": (member(Role.AUDITOR), {"ours"}),
    "director who left": (member(Role.DIRECTOR, left=True), set()),
    "supervisor": (member(Role.SUPERVISOR), set()),
    "fellow": (member(Role.FELLOW), set()),
    "who calls themselves officer in a program": (member(Role.OFFICER), set()),
    "who calls themselves national in a program": (member(Role.NATIONAL_OFFICER), set()),
}


@pytest.mark.parametrize("who", SEES)
def test_whose_roll_up_is_seen(who: str) -> None:
    actor, expected = SEES[who]
    assert {name for name, one in PROGRAMS.items() if may_view_rollup(actor, one)} == expected
    if expected:
        assert may_open_rollups(actor)


@pytest.mark.parametrize("who", SEES)
def test_which_institution_is_seen(who: str) -> None:
    actor, _ = SEES[who]
    seen = {one for one in (HERE, THERE) if may_view(actor, one)}
    assert seen == {
        "officer": {HERE},
        "officer of another": {THERE},
        "national officer": {HERE, THERE},
    }.get(who, set())
    assert bool(may_compare(actor)) == (who == "national officer")
    assert bool(may_open(actor)) == (
        who in {"officer", "officer of another", "national officer"}
    ) or (who == "officer of nothing")


def test_every_refusal_says_why() -> None:
    fellow, officer = member(Role.FELLOW), installed(Role.OFFICER, HERE)
    for refusal in (
        may_open(fellow),
        may_compare(officer),
        may_view(officer, THERE),
        may_open_rollups(fellow),
        may_view_rollup(officer, PROGRAMS["alone"]),
    ):
        assert refusal.reason is not None and refusal.reason.id


@pytest.mark.parametrize("role", [Role.OFFICER, Role.NATIONAL_OFFICER])
def test_no_program_makes_an_officer(role: Role) -> None:
    assert not may_give(member(Role.DIRECTOR), frozenset({role}))
