"""The outlook of a pattern of judgements, from a fellow's months and the program's."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta

from logbook.domain.decisions import Message
from logbook.domain.forecast_counts import FURTHEST, HIGH, LOW, MIDDLE, Course
from logbook.domain.forecast_making import Basis
from logbook.domain.forecast_patterns import PatternCourse, Reaching, Wanted, own_share
from logbook.domain.forecast_rates import Rate
from logbook.domain.forecast_reasons import why_a_pattern
from logbook.domain.forecast_records import FellowRecord
from logbook.domain.forecast_time import DAYS_A_MONTH
from logbook.domain.months import MonthSum
from logbook.domain.outlook import WHY_BELOW, Outlook, OutlookKind
from logbook.domain.requirements import Requirement
from logbook.domain.rules_of_judgement import EntrustmentPattern


def judged_months(fellow: FellowRecord, wanted: Requirement) -> Iterator[tuple[int, MonthSum]]:
    """By month of training, the first being 0."""
    began = fellow.time.starts_on
    for month, one in fellow.months.get(wanted.id, {}).items():
        yield (month.year - began.year) * 12 + month.month - began.month, one


def pattern_outlook(basis: Basis, usual: Reaching, rule: EntrustmentPattern) -> Outlook:
    """Of a pattern of judgements."""
    today, time = basis.program.today, basis.fellow.time
    at = (today.year - time.starts_on.year) * 12 + today.month - time.starts_on.month
    months = basis.fellow.months.get(basis.wanted.id, {})
    pattern = PatternCourse(
        Wanted(basis.figure, rule.last, rule.assessors, basis.program.supervisors),
        [months[month] for month in sorted(months)],
        basis.tally.facts.get("assessors", 0),
        *own_share(usual.at(at), months, today),
        rise=usual.rise,
    )
    course = basis.course(0, 0)
    ahead = max(0.0, (time.ends_on - today).days / DAYS_A_MONTH)
    chance = pattern.probability(course.counted, ahead)
    middle, low, high = _days_of_pattern(pattern, course, ahead, today)
    why = None
    if chance < WHY_BELOW:
        why = _why(pattern, course, chance, ahead, usual.at(at), basis.rates.mean)
    return Outlook(
        OutlookKind.PATTERN,
        basis.have,
        basis.figure,
        chance,
        course.counted.mean,
        None,
        None,
        middle,
        low,
        high,
        why=why,
    )


def _why(
    pattern: PatternCourse, course: Course, chance: float, ahead: float, share: float, rate: float
) -> Message:
    """`share`, `rate`: what is usual in the program."""
    rising = pattern.at_share(max(pattern.share, share))
    busier = course.but(rate=Rate(course.rate.shape, max(course.rate.mean, rate)))
    return why_a_pattern(
        chance,
        rising.probability(course.counted, ahead),
        pattern.probability(busier.counted, ahead),
        pattern.share,
        share,
        course.counted.mean,
    )


def _days_of_pattern(
    pattern: PatternCourse, course: Course, ahead: float, today: date
) -> list[date | None]:
    """By whole months: the first in which it holds with these probabilities."""
    speed = course.time / ahead if ahead else course.full_time_percent / 100
    furthest = round(ahead + FURTHEST.days / DAYS_A_MONTH)
    known: dict[int, float] = {}

    def chance(month: int) -> float:
        if month not in known:
            even = course.but(ahead=tuple((today, speed) for _ in range(month)))
            known[month] = pattern.probability(even.counted, month)
        return known[month]

    return [_first_day(chance, share, furthest, today) for share in (MIDDLE, LOW, HIGH)]


def _first_day(
    chance: Callable[[int], float], share: float, furthest: int, today: date
) -> date | None:
    """By halving: the chance rises with the months as a rule."""
    if chance(furthest) < share:
        return None
    low, high = -1, furthest
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if chance(middle) >= share else (middle, high)
    return today + timedelta(days=round(high * DAYS_A_MONTH))
