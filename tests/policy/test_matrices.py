"""Who may do what with a case, an assessment, a deputy and a conflict of interest: each as one
reviewed file beside this one. Sign-offs have their own in test_sign_offs.py."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import product
from uuid import UUID

import pytest

from logbook.domain.assessments import EXPIRES_DAYS
from logbook.domain.assessments import State as AssessmentState
from logbook.domain.cases import UNDO_SECONDS, Step
from logbook.domain.cases import State as CaseState
from logbook.domain.decisions import YES, Decision, first_no
from logbook.domain.reminders import Absence
from logbook.policy import amending, approval, assessments, cases, conflicts, reminders
from logbook.policy.actors import Actor, Role
from tests.policy.matrix import is_as_reviewed, lines

SELF, FELLOW, OTHER, THIRD = (UUID(int=number) for number in (2, 1, 3, 4))
NOW = datetime(2026, 11, 25, 9, tzinfo=UTC)
TODAY = NOW.date()


def an_actor(*roles: Role, left: bool = False) -> Actor:
    return Actor(SELF, UUID(int=9), frozenset(roles), UUID(int=10), left)


ACTORS = {
    "fellow": an_actor(Role.FELLOW),
    "fellow who left": an_actor(Role.FELLOW, left=True),
    "supervisor": an_actor(Role.SUPERVISOR),
    "supervisor who left": an_actor(Role.SUPERVISOR, left=True),
    "director": an_actor(Role.DIRECTOR),
    "director, supervisor": an_actor(Role.DIRECTOR, Role.SUPERVISOR),
    "coordinator": an_actor(Role.COORDINATOR),
    "committee": an_actor(Role.COMMITTEE),
    "auditor": an_actor(Role.AUDITOR),
}


@dataclass(frozen=True)
class ACase:
    state: CaseState
    fellow_id: UUID = FELLOW
    supervisor_id: UUID | None = OTHER


@dataclass(frozen=True)
class AnAnswer:
    supervisor_id: UUID
    answered_at: datetime
    undone_at: datetime | None = None


CASE_HEAD = """\
# Who may take which step with a case: actor, relation, step; then in which states, and in the
# others why not.
# relations: none; own = the actor logged it; asked = named as its supervisor; asked relative = the
# same, and a conflict of interest with the fellow is declared; deputy = it was passed on to them in
# another's absence; deputy too late = and that absence is over.
"""
CASE_RELATIONS = ("none", "own", "asked", "asked relative", "deputy", "deputy too late")
CASE_STEPS = (
    "view",
    "change",
    "submit",
    "withdraw",
    "reopen",
    "reassign",
    "void",
    "amend",
    "answer",
    "see_role",
    "nudge",
)


def about_case(actor: Actor, relation: str, state: str, step: str) -> Decision:
    asked = relation not in ("none", "own")
    case = ACase(
        CaseState(state),
        fellow_id=actor.id if relation == "own" else FELLOW,
        supervisor_id=actor.id if asked else OTHER,
    )
    if step == "view":
        return cases.may_view(actor, case)
    if step == "reassign":
        return cases.may_reassign(actor, case)
    if step == "amend":
        return amending.may_amend(actor, case, other_waits=False)
    if step == "void":
        return cases.may_void(actor, case)
    if step == "answer":
        return first_no(
            approval.may_answer(actor, case),
            conflicts.may_judge("relative" in relation),
            in_place(relation),
        )
    if step == "see_role":
        return first_no(cases.may_view(actor, case), approval.may_see_role(actor, case))
    if step == "nudge":
        return reminders.may_nudge(actor, case, NOW - timedelta(days=9), None, NOW)
    return cases.may_step(actor, case, Step(step))


def in_place(relation: str) -> Decision:
    """Of what was passed on to a deputy."""
    if not relation.startswith("deputy"):
        return YES
    ends_on = TODAY - timedelta(days=1) if "late" in relation else TODAY
    held = ADelegation(span=Absence(TODAY - timedelta(days=7), ends_on))
    return reminders.may_answer_in_place(held, TODAY)


def test_cases_are_as_reviewed() -> None:
    made = lines(ACTORS, CASE_RELATIONS, [*CaseState], CASE_STEPS, about_case)
    is_as_reviewed("case_matrix.txt", CASE_HEAD, made)


ANSWER_HEAD = """\
# Who may take an answer to a case back: actor, relation, step; then in which states of the answer.
"""
ANSWER_STATES = ("just given", "given ten seconds ago", "longer ago", "taken back")


def about_answer(actor: Actor, relation: str, state: str, _step: str) -> Decision:
    ago = {"just given": 0, "given ten seconds ago": UNDO_SECONDS}.get(state, UNDO_SECONDS + 1)
    given = AnAnswer(
        supervisor_id=actor.id if relation == "own" else OTHER,
        answered_at=NOW - timedelta(seconds=0 if state == "taken back" else ago),
        undone_at=NOW if state == "taken back" else None,
    )
    return approval.may_undo(actor, given, NOW)


def test_answers_are_as_reviewed() -> None:
    made = lines(ACTORS, ("none", "own"), ANSWER_STATES, ("undo",), about_answer)
    is_as_reviewed("answer_matrix.txt", ANSWER_HEAD, made)


@dataclass(frozen=True)
class AnAssessment:
    state: AssessmentState
    fellow_id: UUID = FELLOW
    assessor_id: UUID = OTHER
    started_by_id: UUID = FELLOW
    asked_at: datetime = NOW
    self_rated: bool = True


ASSESSMENT_HEAD = """\
# Who may take which step with an assessment: actor, relation, step; then in which states, and in
# the others why not. `expired`: asked for so long ago that it has lapsed by itself.
# relations: none; own = about the actor; own, not rated = and the actor has not rated themselves;
# asked = named as the assessor by the fellow; began = the assessor began it; asked relative = as
# asked, and a conflict of interest with the fellow is declared.
"""
ASSESSMENT_RELATIONS = ("none", "own", "own, not rated", "asked", "began", "asked relative")
AT_A_TIME = {
    "decline": assessments.may_decline,
    "move": assessments.may_move,
    "withdraw": assessments.may_withdraw,
}
AT_ANY_TIME = {
    "view": assessments.may_view,
    "rate_oneself": assessments.may_rate_oneself,
    "read_judgement": assessments.may_read_judgement,
    "read_own_rating": assessments.may_read_own_rating,
    "acknowledge": assessments.may_acknowledge,
}
READING = ("read_judgement", "read_own_rating")
"""Asked only of what may be seen at all."""
ASSESSMENT_STEPS = ("give", "amend", *AT_A_TIME, *AT_ANY_TIME)


def about_assessment(actor: Actor, relation: str, state: str, step: str) -> Decision:
    own, asked = relation.startswith("own"), relation.startswith(("asked", "began"))
    one = AnAssessment(
        AssessmentState(state),
        fellow_id=actor.id if own else FELLOW,
        assessor_id=actor.id if asked else OTHER,
        started_by_id=actor.id if own or relation == "began" else FELLOW,
        asked_at=NOW - timedelta(days=EXPIRES_DAYS if state == AssessmentState.EXPIRED else 0),
        self_rated="not rated" not in relation,
    )
    related = conflicts.may_judge("relative" in relation)
    if step == "give":
        return first_no(assessments.may_fill_in(actor, one, NOW), related)
    if step == "amend":
        return first_no(amending.may_amend_assessment(actor, one), related)
    if step in AT_A_TIME:
        return AT_A_TIME[step](actor, one, NOW)
    answer = AT_ANY_TIME[step](actor, one)
    return first_no(assessments.may_view(actor, one), answer) if step in READING else answer


def test_assessments_are_as_reviewed() -> None:
    made = lines(
        ACTORS, ASSESSMENT_RELATIONS, [*AssessmentState], ASSESSMENT_STEPS, about_assessment
    )
    is_as_reviewed("assessment_matrix.txt", ASSESSMENT_HEAD, made)


@dataclass(frozen=True)
class ADelegation:
    supervisor_id: UUID = OTHER
    deputy_id: UUID = THIRD
    span: Absence = Absence(TODAY, TODAY)  # noqa: RUF009  (frozen)
    ended_at: datetime | None = None


DEPUTY_HEAD = """\
# Who names a deputy, sees it, ends it, and answers in another's place: actor, relation, step; then
# in which states, and in the others why not.
# relations: none; away = the supervisor who is away; deputy = named as the deputy.
"""
DELEGATION_STATES = ("to come", "lasting", "past", "ended early")


def about_delegation(actor: Actor, relation: str, state: str, step: str) -> Decision:
    first = TODAY + timedelta(days={"to come": 1, "past": -9}.get(state, -1))
    one = ADelegation(
        supervisor_id=actor.id if relation == "away" else OTHER,
        deputy_id=actor.id if relation == "deputy" else THIRD,
        span=Absence(first, first + timedelta(days=3)),
        ended_at=NOW if state == "ended early" else None,
    )
    if step == "name":
        return reminders.may_delegate(actor, one.supervisor_id)
    if step == "see":
        return reminders.may_see_delegation(actor, one)
    if step == "end":
        return reminders.may_end_delegation(actor, one)
    if step == "be_named":
        return reminders.may_be_deputy(actor, one.supervisor_id)
    # A case that was passed on names its deputy as the one who is asked.
    case = ACase(CaseState.SUBMITTED, supervisor_id=one.deputy_id)
    return first_no(approval.may_answer(actor, case), reminders.may_answer_in_place(one, TODAY))


def test_deputies_are_as_reviewed() -> None:
    steps = ("name", "be_named", "see", "end", "answer_in_place")
    made = lines(ACTORS, ("none", "away", "deputy"), DELEGATION_STATES, steps, about_delegation)
    is_as_reviewed("deputy_matrix.txt", DEPUTY_HEAD, made)


CONFLICT_HEAD = """\
# Who declares a conflict of interest, sees it and ends it: actor, relation, step; then the answer.
# relations: none; one of the two.
"""


def about_conflict(actor: Actor, relation: str, _state: str, step: str) -> Decision:
    between = {actor.id if relation != "none" else THIRD, OTHER}
    policies = {
        "declare": conflicts.may_declare,
        "see": conflicts.may_see,
        "end": conflicts.may_end,
    }
    return policies[step](actor, between)


def test_conflicts_are_as_reviewed() -> None:
    steps = ("declare", "see", "end")
    made = lines(ACTORS, ("none", "one of the two"), ("declared",), steps, about_conflict)
    is_as_reviewed("conflict_matrix.txt", CONFLICT_HEAD, made)


# -- what must hold whatever anybody reviews


@pytest.mark.parametrize("relation", ["own", "none", "asked relative", "deputy too late"])
def test_no_case_is_signed_by_who_has_no_business_with_it(relation: str) -> None:
    for actor, state in product(ACTORS.values(), CaseState):
        assert not about_case(actor, relation, state, "answer")


@pytest.mark.parametrize("relation", ["own", "own, not rated", "none", "asked relative"])
def test_no_assessment_is_given_by_who_has_no_business_with_it(relation: str) -> None:
    for actor, state, step in product(ACTORS.values(), AssessmentState, ("give", "amend")):
        assert not about_assessment(actor, relation, state, step)


def test_who_has_left_signs_nothing_and_names_nobody() -> None:
    for actor in (one for one in ACTORS.values() if one.left):
        for relation, state in product(CASE_RELATIONS, CaseState):
            assert not about_case(actor, relation, state, "answer")
        for place in product(ASSESSMENT_RELATIONS, AssessmentState, ("give", "amend")):
            assert not about_assessment(actor, *place)
        for state in DELEGATION_STATES:
            assert not about_delegation(actor, "away", state, "name")
            assert not about_delegation(actor, "away", state, "be_named")
        assert not about_conflict(replace(actor), "one of the two", "declared", "declare")


def test_a_relative_who_ends_the_conflict_is_another() -> None:
    for actor in ACTORS.values():
        assert not about_conflict(actor, "one of the two", "declared", "end")
