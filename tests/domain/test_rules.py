"""The kinds of requirement that count: what each accepts, what that comes to, and what it says."""

from datetime import date
from uuid import UUID

import pytest

from logbook.domain.catalogue import CaseRole
from logbook.domain.evidence import ActivityEvidence, CaseEvidence, RotationEvidence
from logbook.domain.rules import (
    CountCases,
    CountUnit,
    DistinctSupervisors,
    Exposure,
    Hours,
    Recency,
    Rule,
    Sessions,
    TimeOnRotation,
)

PERFORMED = frozenset({CaseRole.PERFORMED_DIRECT, CaseRole.PERFORMED_INDIRECT})
TODAY = date(2026, 11, 25)
BEN, EVE = UUID(int=1), UUID(int=2)


def a_case(
    on: date = date(2026, 9, 1),
    category: str = "rf",
    role: CaseRole = CaseRole.PERFORMED_DIRECT,
    by: UUID | None = BEN,
    level_sides: int = 1,
) -> CaseEvidence:
    return CaseEvidence("rfa", category, role, level_sides, on, by)


def said(rule: Rule, shown: list, required: int | None, today: date = TODAY) -> str:
    """The sentence, with its blanks filled in."""
    accepted = [one for one in shown if rule.accepts(one)]
    message = rule.why(rule.tally(accepted), required, today)
    return message.id % message.params


def credit(rule: Rule, shown: list, required: int | None = None, today: date = TODAY) -> int:
    accepted = [one for one in shown if rule.accepts(one)]
    return rule.credit(rule.tally(accepted), required, today)


def test_cases_count_by_category_and_role():
    rule = CountCases("rf", PERFORMED)
    shown = [a_case(), a_case(role=CaseRole.OBSERVED), a_case(category="other"), a_case()]
    assert credit(rule, shown) == 2
    assert said(rule, shown, 5) == "3 more: 2 of 5."
    assert said(rule, shown, 2) == "Met: 2 of 2."
    assert said(rule, shown, None) == "2 so far; no figure is set."


def test_levels_and_sides_count_where_the_program_counts_those():
    rule = CountCases("rf", PERFORMED, CountUnit.LEVEL_SIDE)
    assert credit(rule, [a_case(level_sides=4), a_case()]) == 5


def test_the_same_supervisor_twice_is_one():
    rule = DistinctSupervisors("rf", PERFORMED)
    shown = [a_case(by=BEN), a_case(by=BEN), a_case(by=None), a_case(by=EVE, category="other")]
    assert credit(rule, shown) == 1
    assert said(rule, shown, 2) == (
        "2 cases were approved by 1 supervisors; 2 different ones are asked for."
    )
    assert credit(rule, [*shown, a_case(by=EVE)]) == 2


def test_a_case_is_recent_for_so_many_months_and_not_a_day_longer():
    rule = Recency("rf", PERFORMED, months=6)
    shown = [a_case(on=date(2026, 5, 25)), a_case(on=date(2026, 5, 26)), a_case()]
    assert credit(rule, shown, today=date(2026, 11, 24)) == 3
    assert credit(rule, shown, today=date(2026, 11, 25)) == 2
    assert credit(rule, shown, today=date(2026, 11, 26)) == 1
    assert said(rule, shown, 3) == "2 of 3 in the last 6 months."


def test_a_case_of_tomorrow_is_not_recent_today():
    assert credit(Recency("rf", PERFORMED, months=6), [a_case(on=date(2026, 11, 26))]) == 0


@pytest.mark.parametrize(("today", "weeks"), [(date(2026, 2, 1), 0), (date(2026, 2, 2), 2)])
def test_a_rotation_counts_from_the_day_after_its_last(today, weeks):
    rule = TimeOnRotation(frozenset({"neurology"}))
    shown = [
        RotationEvidence("neurology", date(2026, 2, 1), days=20),
        RotationEvidence("radiology", date(2026, 1, 1), days=50),
    ]
    assert credit(rule, shown, today=today) == weeks


def test_weeks_of_several_rotations_add_up_by_their_days():
    rule = TimeOnRotation(frozenset({"neurology", "pmr"}))
    shown = [RotationEvidence(name, date(2026, 1, 1), days=10) for name in ("neurology", "pmr")]
    assert credit(rule, shown) == 2
    assert said(rule, shown, 4) == "2 of 4 weeks on this rotation."


def test_exposure_asks_for_different_rotations():
    rule = Exposure(frozenset({"neurology", "pmr", "psychology"}))
    shown = [
        RotationEvidence("neurology", date(2026, 1, 31), 10),
        RotationEvidence("neurology", date(2026, 3, 31), 10),
        RotationEvidence("pmr", date(2026, 12, 31), 10),
        RotationEvidence("psychology", date(2026, 1, 31), 0),
    ]
    assert credit(rule, shown) == 1
    assert credit(rule, shown, today=date(2027, 1, 1)) == 2
    assert said(rule, shown, 3) == "Has been on 1 of 3 rotations."


def test_sessions_count_one_by_one_and_hours_by_their_minutes():
    shown = [ActivityEvidence("course", TODAY, 90), ActivityEvidence("course", TODAY, 45)]
    assert credit(Sessions(frozenset({"course"})), shown) == 2
    assert credit(Hours(frozenset({"course"})), shown) == 2
    assert said(Hours(frozenset({"course"})), shown, 8) == "2 of 8 hours."
    assert credit(Sessions(frozenset({"teaching"})), shown) == 0


def test_hours_fall_out_of_their_window():
    """2,000 hours of practice within three years, as the pain management nurse needs them."""
    rule = Hours(frozenset({"practice"}), months=36)
    year = [ActivityEvidence("practice", date(2023, month, 15), 180 * 60) for month in range(1, 13)]
    assert credit(rule, year, today=date(2025, 12, 31)) == 2160
    assert credit(rule, year, today=date(2026, 1, 14)) == 2160
    assert credit(rule, year, today=date(2026, 1, 15)) == 1980
    assert said(rule, year, 2000, date(2026, 1, 15)) == "1980 of 2000 hours in the last 36 months."
    assert said(rule, year, 2000, date(2026, 1, 14)) == "Met: 2160 of 2000."


def test_a_rule_of_its_own_must_say_what_it_accepts():
    with pytest.raises(TypeError, match="accepts"):
        Rule()  # type: ignore[abstract]


def test_only_rotations_are_rotations():
    """A tally is handed what was accepted, and counts nothing else even if it is handed more."""
    exposed = Exposure(frozenset({"ward"}))
    shown = [a_case(), RotationEvidence("ward", date(2026, 9, 1), 20)]
    assert exposed.tally(shown).on(TODAY) == 1
