"""The states of the cohort: what decides each of them, and what is told of a fellow."""

import pytest

from logbook.domain.decisions import say
from logbook.domain.forecast_reasons import NO_DRIVER, at_this_rate
from logbook.domain.heat import LEVELS, Heat, heat, of_competency, of_fellow
from logbook.domain.heat_reasons import risk, strongest_of
from logbook.domain.outlook import Outlook, OutlookKind
from logbook.domain.readiness import Standing
from tests.domain.forecasting import TODAY

COUNT, PLANNED, NONE = OutlookKind.COUNT, OutlookKind.PLANNED, OutlookKind.NONE


def chance(probability: float | None) -> Outlook:
    return Outlook(COUNT, 3, 10, probability)


@pytest.mark.parametrize(
    ("probability", "state"),
    [
        (0.0, Heat.BEHIND),
        (0.099, Heat.BEHIND),
        (0.1, Heat.AT_RISK),
        (0.399, Heat.AT_RISK),
        (0.4, Heat.ON_COURSE),
        (1.0, Heat.ON_COURSE),
    ],
)
@pytest.mark.parametrize("standing", [Standing.ON_COURSE, Standing.BEHIND, Standing.EARLY])
def test_a_forecast_decides_whatever_the_pace_is(
    standing: Standing, probability: float, state: Heat
) -> None:
    assert heat(standing, chance(probability)) is state


@pytest.mark.parametrize("outlook", [None, chance(None), Outlook(NONE, 0, 1)])
def test_without_a_forecast_the_pace_does(outlook: Outlook | None) -> None:
    assert heat(Standing.BEHIND, outlook) is Heat.BEHIND
    assert heat(Standing.ON_COURSE, outlook) is Heat.UNKNOWN
    assert heat(Standing.EARLY, outlook) is Heat.UNKNOWN
    assert heat(Standing.MET, outlook) is Heat.MET


def test_what_is_met_may_not_last() -> None:
    assert heat(Standing.MET, chance(0.6)) is Heat.MET
    assert heat(Standing.MET, chance(0.3)) is Heat.AT_RISK


def test_nobody_is_behind_with_what_is_not_asked_for() -> None:
    for outlook in (chance(0.0), None):
        assert heat(Standing.OPTIONAL, outlook) is Heat.OPTIONAL
        assert heat(Standing.BEHIND, outlook, asked=False) is Heat.OPTIONAL
        assert heat(Standing.UNSET, outlook) is Heat.OPTIONAL


def test_what_is_planned_is_a_risk_only_once_it_is_due() -> None:
    short, enough = Outlook(PLANNED, 0, 4, least=2), Outlook(PLANNED, 0, 4, least=4)
    assert heat(Standing.EARLY, short) is Heat.UNKNOWN
    assert heat(Standing.BEHIND, short) is Heat.AT_RISK
    assert heat(Standing.BEHIND, enough) is Heat.ON_COURSE


def test_a_competency_is_as_hot_as_its_hottest_requirement() -> None:
    assert of_competency([Heat.MET, Heat.AT_RISK, Heat.ON_COURSE]) is Heat.AT_RISK
    assert of_competency([Heat.MET, Heat.UNKNOWN]) is Heat.UNKNOWN
    assert of_competency([Heat.OPTIONAL, Heat.MET]) is Heat.MET
    assert of_competency([]) is Heat.OPTIONAL


@pytest.mark.parametrize(
    ("behind", "at_risk", "state"),
    [
        (0, 0, Heat.ON_COURSE),
        (0, 2, Heat.ON_COURSE),
        (0, 3, Heat.AT_RISK),
        (1, 0, Heat.AT_RISK),
        (4, 5, Heat.AT_RISK),
        (0, 10, Heat.BEHIND),
        (9, 1, Heat.BEHIND),
    ],
)
def test_a_fellow_is_judged_by_the_share_that_is_at_risk(
    behind: int, at_risk: int, state: Heat
) -> None:
    rest = 40 - behind - at_risk
    heats = [Heat.BEHIND] * behind + [Heat.AT_RISK] * at_risk + [Heat.ON_COURSE] * rest
    assert of_fellow([*heats, *[Heat.OPTIONAL] * 60]) is state


def test_a_fellow_who_has_everything_and_one_of_whom_nothing_is_known() -> None:
    assert of_fellow([Heat.MET, Heat.MET, Heat.OPTIONAL]) is Heat.MET
    assert of_fellow([Heat.MET, Heat.UNKNOWN]) is Heat.UNKNOWN
    assert of_fellow([Heat.OPTIONAL]) is Heat.OPTIONAL


def test_digits_tell_the_states_apart() -> None:
    assert sorted(LEVELS.values()) == [1, 2, 3, 4]


SLOW, SITE, MISSING = say("Slow."), say("Site."), say("Missing.")
SHORT = at_this_rate(2, TODAY)


def told(requirement: str, probability: float, why: object) -> object:
    return risk(requirement, Outlook(COUNT, 0, 9, probability, why=why), MISSING)  # type: ignore[arg-type]


def test_the_driver_behind_most_of_the_risk_is_told_with_its_smallest_chance() -> None:
    risks = [told("a", 0.05, SITE), told("b", 0.3, SLOW), told("c", 0.2, SLOW)]
    found = strongest_of(risks)  # type: ignore[arg-type]
    assert found is not None and (found.requirement, found.why) == ("c", SLOW)


def test_a_sentence_without_a_driver_is_told_only_alone() -> None:
    assert SHORT.id in NO_DRIVER
    short = [told("a", 0.0, SHORT), told("b", 0.0, SHORT)]
    found = strongest_of([*short, told("c", 0.39, SITE)])  # type: ignore[list-item]
    assert found is not None and found.requirement == "c"
    alone = strongest_of(short)  # type: ignore[arg-type]
    assert alone is not None and alone.why == SHORT
    assert strongest_of([]) is None


def test_without_a_forecast_it_is_said_what_is_missing() -> None:
    for outlook in (None, Outlook(NONE, 0, 1, why=SHORT)):
        assert risk("a", outlook, MISSING).why == MISSING
