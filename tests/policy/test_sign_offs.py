"""Who may do what with a sign-off: actor × relation × state × step, as one reviewed file (see
matrix.py), and what it does not hold."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from itertools import product
from uuid import UUID

import pytest

from logbook.domain.decisions import Decision
from logbook.domain.sign_off_rule import DEFAULT, Proposer, Seat, SeatRole, Strength
from logbook.domain.sign_offs import Decided, State
from logbook.domain.signatures import Method, Presence
from logbook.policy import conflicts
from logbook.policy.actors import Actor, Role
from logbook.policy.sign_off_decisions import may_decide, may_override
from logbook.policy.sign_offs import (
    Candidate,
    Ties,
    has_evidence,
    is_proved,
    may_ask_another,
    may_judge,
    may_open_own,
    may_open_waiting,
    may_oversee,
    may_propose,
    may_read_judgement,
    may_sit,
    may_view,
    may_view_fellow,
    may_withdraw,
)
from tests.policy.matrix import is_as_reviewed, lines, said

HEAD = """\
# Who may take which step with a sign-off: actor, relation, step; then in which states, and in the
# others why not. The sign-off waits for the committee (`granted`) where the curriculum asks for it.
# relations: self = it is the actor's own; proposer; asked = named as a judge; judged = has judged;
# relative = a conflict of interest with the fellow is declared; none.
"""
TODAY = date(2026, 11, 25)
FELLOW, PROGRAM = UUID(int=1), UUID(int=9)
SOMEBODY = UUID(int=2)


@dataclass(frozen=True)
class ASignOff:
    state: State
    fellow_id: UUID = FELLOW
    proposed_by_id: UUID = FELLOW
    committee: bool = True
    lapses_on: date | None = None


def an_actor(*roles: Role, id_: UUID = SOMEBODY, left: bool = False) -> Actor:
    return Actor(id_, PROGRAM, frozenset(roles), left=left)


ACTORS = {
    "fellow": an_actor(Role.FELLOW),
    "supervisor": an_actor(Role.SUPERVISOR),
    "supervisor who left": an_actor(Role.SUPERVISOR, left=True),
    "director": an_actor(Role.DIRECTOR),
    "director who left": an_actor(Role.DIRECTOR, left=True),
    "director, supervisor": an_actor(Role.DIRECTOR, Role.SUPERVISOR),
    "committee": an_actor(Role.COMMITTEE),
    "coordinator": an_actor(Role.COORDINATOR),
    "auditor": an_actor(Role.AUDITOR),
}
RELATIONS = {
    "none": Ties(),
    "self": Ties(),
    "proposer": Ties(knows=True),
    "asked": Ties(knows=True, asked=True),
    "judged": Ties(knows=True, asked=True, judged=True),
    "relative": Ties(knows=True, related=True),
    "asked relative": Ties(knows=True, asked=True, related=True),
}
STEPS = ["view", "judge", "withdraw", "ask_another", *(one.value for one in Decided)]


def decision(actor: Actor, relation: str, state: State, step: str) -> Decision:
    ties = RELATIONS[relation]
    about = ASignOff(state)
    if relation == "self":
        about = replace(about, fellow_id=actor.id, proposed_by_id=actor.id)
    if relation == "proposer":
        about = replace(about, proposed_by_id=actor.id)
    if step == "view":
        return may_view(actor, about, ties.asked)
    if step == "judge":
        return may_judge(actor, about, ties, TODAY)
    if step == "withdraw":
        return may_withdraw(actor, about, TODAY)
    if step == "ask_another":
        return may_ask_another(actor, about, TODAY)
    return may_decide(actor, about, Decided(step), ties, TODAY)


def test_the_matrix_is_as_reviewed() -> None:
    kept = [one for one in State if one is not State.LAPSED]
    made = lines(
        ACTORS,
        RELATIONS,
        kept,
        STEPS,
        lambda who, tie, at, step: decision(who, tie, State(at), step),
    )
    is_as_reviewed("signoff_matrix.txt", HEAD, made)


STEPS_THAT_SIGN = [one for one in STEPS if one not in ("view", "withdraw", "ask_another")]


@pytest.mark.parametrize("step", STEPS_THAT_SIGN)
@pytest.mark.parametrize("relation", ["self", "relative", "asked relative"])
def test_nobody_signs_for_themselves_or_a_relative(relation: str, step: str) -> None:
    for actor, state in product(ACTORS.values(), State):
        assert not decision(actor, relation, state, step)


@pytest.mark.parametrize("step", [one for one in STEPS if one != "view"])
def test_who_has_left_changes_nothing(step: str) -> None:
    for actor, relation, state in product(ACTORS.values(), RELATIONS, State):
        if actor.left:
            assert not decision(actor, relation, state, step)


def test_a_lapsed_one_is_neither_suspended_nor_upheld() -> None:
    lapsed = ASignOff(State.CONFIRMED, lapses_on=TODAY)
    for decided in Decided:
        assert not may_decide(ACTORS["director"], lapsed, decided, Ties(), TODAY)
    standing = replace(lapsed, lapses_on=TODAY + timedelta(days=1))
    assert may_decide(ACTORS["director"], standing, Decided.SUSPENDED, Ties(), TODAY)


@pytest.mark.parametrize("decided", [Decided.CONFIRMED, Decided.RETURNED])
def test_the_committee_is_asked_only_where_the_curriculum_asks_it(decided: Decided) -> None:
    granted = ASignOff(State.GRANTED, committee=False)
    assert not may_decide(ACTORS["director"], granted, decided, Ties(), TODAY)


def test_who_decided_does_not_confirm() -> None:
    granted = ASignOff(State.GRANTED)
    director = ACTORS["director"]
    assert may_decide(director, granted, Decided.CONFIRMED, Ties(), TODAY)
    assert not may_decide(director, granted, Decided.CONFIRMED, Ties(decided=True), TODAY)


def test_in_order_one_waits() -> None:
    asked = Ties(asked=True, waits=True)
    assert not may_judge(ACTORS["supervisor"], ASignOff(State.PROPOSED), asked, TODAY)


def a_candidate(actor: Actor, **but: object) -> Candidate:
    usual: dict[str, object] = {
        "profession": "physician",
        "joined_on": date(2020, 1, 1),
        "related": False,
    }
    return Candidate(actor, **(usual | but))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("candidate", "seat", "sentence"),
    [
        (a_candidate(an_actor(Role.SUPERVISOR, id_=FELLOW)), Seat(SeatRole.SUPERVISOR), "own"),
        (a_candidate(ACTORS["supervisor who left"]), Seat(SeatRole.SUPERVISOR), "has left"),
        (
            a_candidate(ACTORS["supervisor"], joined_on=TODAY + timedelta(days=1)),
            Seat(SeatRole.SUPERVISOR),
            "on that day",
        ),
        (a_candidate(ACTORS["supervisor"]), Seat(SeatRole.DIRECTOR), "is no"),
        (a_candidate(ACTORS["supervisor"]), Seat(SeatRole.SUPERVISOR, ("nurse",)), "profession"),
        (a_candidate(ACTORS["supervisor"], related=True), Seat(SeatRole.SUPERVISOR), "conflict"),
    ],
)
def test_who_may_not_sit_is_told_why(candidate: Candidate, seat: Seat, sentence: str) -> None:
    assert sentence in said(may_sit(candidate, FELLOW, seat, TODAY))


def test_who_may_sit() -> None:
    assert may_sit(a_candidate(ACTORS["supervisor"]), FELLOW, Seat(SeatRole.SUPERVISOR), TODAY)


def test_who_proposes() -> None:
    knows, rule = Ties(knows=True), DEFAULT
    fellow = an_actor(Role.FELLOW, id_=FELLOW)
    assert may_propose(fellow, FELLOW, rule, Ties())
    assert not may_propose(replace(fellow, left=True), FELLOW, rule, Ties())
    assert not may_propose(fellow, FELLOW, replace(rule, proposers=(Proposer.SUPERVISOR,)), Ties())
    assert may_propose(ACTORS["supervisor"], FELLOW, rule, knows)
    assert not may_propose(ACTORS["supervisor"], FELLOW, rule, Ties())
    assert not may_propose(ACTORS["supervisor"], FELLOW, rule, Ties(knows=True, related=True))
    assert not may_propose(ACTORS["director"], FELLOW, rule, knows)
    only_fellows = replace(rule, proposers=(Proposer.FELLOW,))
    assert not may_propose(ACTORS["supervisor"], FELLOW, only_fellows, knows)


def test_who_sees_the_evidence() -> None:
    fellow = an_actor(Role.FELLOW, id_=FELLOW)
    assert may_view_fellow(fellow, FELLOW, Ties())
    assert may_view_fellow(ACTORS["auditor"], FELLOW, Ties())
    assert may_view_fellow(ACTORS["supervisor"], FELLOW, Ties(knows=True))
    assert not may_view_fellow(ACTORS["supervisor"], FELLOW, Ties())
    assert not may_view_fellow(ACTORS["supervisor who left"], FELLOW, Ties(knows=True))


@pytest.mark.parametrize("state", [State.PROPOSED, State.JUDGED])
def test_judgements_are_ones_own_until_all_are_in(state: State) -> None:
    judge_id, reader = UUID(int=5), ACTORS["director"]
    assert not may_read_judgement(reader, ASignOff(state), judge_id)
    assert may_read_judgement(an_actor(id_=judge_id), ASignOff(state), judge_id)
    assert may_read_judgement(reader, ASignOff(State.DIFFERING), judge_id)


NOW = datetime(2026, 11, 25, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("method", "strength", "proved"),
    [
        (Method.PASSKEY, Strength.STRONG, True),
        (Method.PASSWORD_AND_CODE, Strength.STRONG, True),
        (Method.PASSWORD, Strength.STRONG, False),
        (Method.SESSION, Strength.STRONG, False),
        (Method.SESSION, Strength.SESSION, True),
        (Method.LINK, Strength.SESSION, False),
    ],
)
def test_how_a_signer_proves_who_they_are(method: Method, strength: Strength, proved: bool) -> None:
    assert bool(is_proved(method, strength)) is proved


@pytest.mark.parametrize(("minutes", "proved"), [(10, True), (11, False), (-1, False)])
def test_a_proof_counts_for_ten_minutes(minutes: int, proved: bool) -> None:
    before = Presence(Method.PASSWORD_AND_CODE, NOW - timedelta(minutes=minutes))
    assert bool(is_proved(before.proves(NOW).method, Strength.STRONG)) is proved


def test_overriding_is_the_curriculums_to_allow() -> None:
    about = ASignOff(State.PROPOSED)
    assert may_override(ACTORS["director"], about, True)
    assert not may_override(ACTORS["director"], about, False)
    assert has_evidence(["a"], ["a", "b"]) and not has_evidence(["a", "c"], ["a"])


def test_conflicts_are_declared_by_either_and_ended_by_neither() -> None:
    pair = {FELLOW, SOMEBODY}
    one, coordinator = an_actor(Role.FELLOW, id_=FELLOW), ACTORS["coordinator"]
    third = replace(coordinator, id=UUID(int=7))
    assert conflicts.may_declare(one, pair) and conflicts.may_declare(third, pair)
    assert not conflicts.may_declare(an_actor(Role.AUDITOR, id_=UUID(int=7)), pair)
    assert not conflicts.may_end(one, pair) and not conflicts.may_end(coordinator, pair)
    assert conflicts.may_end(third, pair) and not conflicts.may_end(ACTORS["auditor"], ())
    assert conflicts.may_see(one, pair) and conflicts.may_see(ACTORS["auditor"], ())
    assert not conflicts.may_see(an_actor(Role.FELLOW, id_=UUID(int=7)), pair)
    assert not conflicts.may_open(an_actor(Role.ADMINISTRATOR))


def test_who_finds_which_list() -> None:
    assert may_open_own(ACTORS["fellow"]) and not may_open_own(ACTORS["supervisor"])
    assert may_open_waiting(ACTORS["committee"]) and not may_open_waiting(ACTORS["coordinator"])
    assert may_oversee(ACTORS["auditor"]) and not may_oversee(ACTORS["supervisor"])
