"""What evidence came to, month by month."""

from datetime import date

from logbook.domain.months import MonthKey, MonthSum, changes, month_sums
from tests.domain.forecasting import BEGAN, CURRICULUM, PATTERN, RF, cases, judgements

JANUARY, FEBRUARY = date(2026, 1, 1), date(2026, 2, 1)


def test_a_month_has_its_cases_and_its_judgements_apart():
    sums = month_sums([*cases(2, 1), *judgements("2", "4")], CURRICULUM)
    assert sums[MonthKey(RF, JANUARY)] == MonthSum(2, 2)
    assert sums[MonthKey(RF, FEBRUARY)] == MonthSum(1, 1)
    assert sums[MonthKey(PATTERN, JANUARY)] == MonthSum(0, 1)
    assert sums[MonthKey(PATTERN, FEBRUARY)] == MonthSum(1, 1)


def test_what_is_reckoned_anew_changes_by_no_difference():
    assert {key.requirement for key in changes([], judgements("4"), CURRICULUM)} == {"epa09.dops"}


def test_evidence_that_is_another_than_it_was_leaves_one_month_for_another():
    [before], [after] = cases(1), cases(0, 1)
    assert changes([before], [after], CURRICULUM) == {
        MonthKey(RF, JANUARY): MonthSum(-1, -1),
        MonthKey(RF, FEBRUARY): MonthSum(1, 1),
    }
    assert changes([before], [before], CURRICULUM) == {}


def test_the_months_come_to_the_sum():
    evidence = cases(3, 0, 2)
    wanted = CURRICULUM.requirements[RF]
    found = month_sums(evidence, CURRICULUM, [wanted])
    assert sum(one.credit for one in found.values()) == wanted.rule.tally(evidence).amount
    assert min(key.month for key in found) == BEGAN
