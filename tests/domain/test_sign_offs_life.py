"""The life of a sign-off, what judgements come to, and what a rule says."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from logbook.domain.curriculum import Curriculum, CurriculumError
from logbook.domain.life import ImpossibleStep
from logbook.domain.sign_off_rule import (
    DEFAULT,
    Proposer,
    Seat,
    SeatRole,
    SignOffRule,
    Strength,
)
from logbook.domain.sign_offs import (
    DECIDED,
    OPEN,
    STEPS,
    TRANSITIONS,
    Decided,
    State,
    Step,
    after,
    allows,
    holds,
    lapses_on,
    outcome,
    state_at,
)
from tests.domain.shipped import shipped_document

ENDS = {State.RETURNED, State.WITHDRAWN, State.REVOKED, State.AMENDED, State.LAPSED}


def test_what_has_ended_has_no_step_more() -> None:
    assert {state for state, _ in TRANSITIONS} == set(State) - ENDS
    with pytest.raises(ImpossibleStep):
        after(State.REVOKED, Step.UPHOLD)


def test_every_decision_takes_a_step_that_leads_somewhere() -> None:
    for decided in Decided:
        assert any(step is STEPS[decided] for _, step in TRANSITIONS)


def test_only_what_was_decided_holds_is_suspended_or_amended() -> None:
    for step in (Step.SUSPEND, Step.AMEND, Step.REVOKE):
        assert {state for state in State if allows(state, step)} <= DECIDED
    assert not OPEN & DECIDED


@given(st.lists(st.integers(1, 5), min_size=1, max_size=4), st.integers(1, 5), st.integers(1, 4))
def test_judgements_are_compared_and_never_averaged(
    levels: list[int], target: int, seats: int
) -> None:
    levels = levels[:seats]
    step = outcome(levels, target, seats)
    assert (step is Step.JUDGE) == (len(levels) < seats)
    if step is Step.AGREE:
        assert len(set(levels)) == 1 and min(levels) >= target
    if step is Step.FALL_SHORT:
        assert len(set(levels)) == 1 and max(levels) < target
    if step is Step.DIFFER:
        assert len(set(levels)) > 1


def test_it_lapses_on_its_day_and_not_before() -> None:
    ends = lapses_on(date(2026, 11, 30), 3)
    assert ends == date(2027, 2, 28)
    assert state_at(State.CONFIRMED, ends, date(2027, 2, 27)) is State.CONFIRMED
    assert state_at(State.CONFIRMED, ends, date(2027, 2, 28)) is State.LAPSED
    assert state_at(State.REVOKED, ends, date(2027, 2, 28)) is State.REVOKED
    assert lapses_on(date(2026, 11, 30), None) is None


def test_what_the_committee_is_asked_about_holds_once_it_is_confirmed() -> None:
    assert holds(State.GRANTED, committee=False) and not holds(State.GRANTED, committee=True)
    assert holds(State.CONFIRMED, committee=True) and not holds(State.REVIEW, committee=False)


def read(**rule: object) -> SignOffRule:
    """The rule of the first competency, of which the document says this."""
    usual = shipped_document()
    first, *others = usual["competencies"]
    competencies = [{**first, "sign_off": rule}, *others]
    found = Curriculum.from_document({**usual, "sign_off": None, "competencies": competencies})
    return found.competencies[first["id"]].sign_off


def test_what_a_document_does_not_say_is_as_usual() -> None:
    assert read() == DEFAULT
    assert DEFAULT.strength is Strength.STRONG and not DEFAULT.may_override


def test_a_rule_is_read_whole() -> None:
    assert read(
        judges=[{"role": "supervisor", "professions": ["nurse"]}, {"role": "director"}],
        in_order=True,
        proposers=["supervisor"],
        evidence=["epa01.mini_cex"],
        may_override=True,
        committee=True,
        lapses_months=24,
        signed_with="session",
    ) == SignOffRule(
        (Seat(SeatRole.SUPERVISOR, ("nurse",)), Seat(SeatRole.DIRECTOR)),
        True,
        (Proposer.SUPERVISOR,),
        ("epa01.mini_cex",),
        True,
        True,
        24,
        Strength.SESSION,
    )
    assert read(evidence="all", lapses_months=0) == DEFAULT


@pytest.mark.parametrize(
    ("rule", "place"),
    [
        ({"judges": [{"role": "chief"}]}, "competencies[0].sign_off.judges[0].role"),
        ({"proposers": ["director"]}, "competencies[0].sign_off.proposers[0]"),
        ({"evidence": ["epa01.nothing"]}, "competencies.epa01.sign_off.evidence"),
        ({"signed_with": "ink"}, "competencies[0].sign_off.signed_with"),
        ({"lapses_months": -1}, "competencies[0].sign_off.lapses_months"),
    ],
)
def test_what_is_wrong_in_a_rule_is_told_with_its_place(
    rule: dict[str, object], place: str
) -> None:
    with pytest.raises(CurriculumError) as wrong:
        read(**rule)
    assert wrong.value.path == place
