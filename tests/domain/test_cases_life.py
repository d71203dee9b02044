"""The life of a case has no other ways through than the table's."""

import pytest

from logbook.domain.cases import (
    OPEN_STATES,
    TRANSITIONS,
    State,
    Step,
    after,
    allows,
)
from logbook.domain.life import ImpossibleStep

ANSWERS = {Step.APPROVE, Step.RETURN, Step.NOT_OBSERVED}


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("step", Step)
def test_a_step_leads_where_the_table_says_or_nowhere(state: State, step: Step) -> None:
    if (state, step) in TRANSITIONS:
        assert allows(state, step)
        assert after(state, step) is TRANSITIONS[state, step]
        return
    assert not allows(state, step)
    with pytest.raises(ImpossibleStep) as refusal:
        after(state, step)
    assert (refusal.value.state, refusal.value.step) == (state, step)


def test_only_a_submitted_case_is_answered() -> None:
    answered = {state for state, step in TRANSITIONS if step in ANSWERS}
    assert answered == {State.SUBMITTED}


def test_approval_is_the_only_way_to_approved_for_what_was_not_approved_before() -> None:
    ways = {way for way, leads_to in TRANSITIONS.items() if leads_to is State.APPROVED}
    assert ways == {(State.SUBMITTED, Step.APPROVE), (State.AMENDED, Step.PUT_BACK)}


def test_what_was_amended_was_approved_and_only_comes_back_to_that() -> None:
    ways = {way for way, leads_to in TRANSITIONS.items() if leads_to is State.AMENDED}
    assert ways == {(State.APPROVED, Step.AMEND)}
    assert [step for step in Step if allows(State.AMENDED, step)] == [Step.PUT_BACK]


def test_taking_an_answer_back_lets_the_case_wait_again() -> None:
    undone = {state for state, step in TRANSITIONS if step is Step.UNDO}
    assert undone == {after(State.SUBMITTED, step) for step in ANSWERS}
    assert {after(state, Step.UNDO) for state in undone} == {State.SUBMITTED}


def test_a_voided_case_stays_voided_and_a_draft_cannot_be_voided() -> None:
    assert not [step for step in Step if allows(State.VOIDED, step)]
    assert not allows(State.DRAFT, Step.VOID)


def test_a_withdrawn_case_comes_back_as_a_draft_only() -> None:
    ways = {step: after(State.WITHDRAWN, step) for step in Step if allows(State.WITHDRAWN, step)}
    assert ways == {Step.REOPEN: State.DRAFT}


def test_open_cases_are_those_that_their_fellow_may_change() -> None:
    assert {state for state in State if allows(state, Step.CHANGE)} == OPEN_STATES
