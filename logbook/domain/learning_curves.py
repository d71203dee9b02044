"""What a curriculum fixes about learning curves before there is a case, and what a curve then says.

Feedback, never a gate: in a published comparison one in three who were not competent got a signal
all the same (specificity 67 %; Anesth Analg 2024;139:281, doi 10.1213/ANE.0000000000006928).
Nothing else of this service may ask a curve before it lets something happen.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from logbook.domain.catalogue import CaseKind, CaseRole, Outcome, Procedure
from logbook.domain.cusum import Cusum, Rates
from logbook.domain.decisions import Message, say
from logbook.domain.document import Text
from logbook.domain.lc_cusum import LcCusum, lc_cusum_for

HANDS_ON = frozenset({CaseRole.PERFORMED_DIRECT, CaseRole.PERFORMED_INDIRECT})
"""Roles of the cases of a curve, as the supervisor stated them."""
FAILED = (Outcome.FAILED.value, Outcome.ABANDONED.value, Outcome.HANDED_OVER.value)


class Method(StrEnum):
    LC_CUSUM = "lc_cusum"
    CUSUM = "cusum"


@dataclass(frozen=True, slots=True)
class Failure:
    """When a case is a failure: it ended so, or one of these happened in it."""

    outcomes: tuple[str, ...] = FAILED
    complications: tuple[str, ...] = ()
    source: str | None = None

    def holds(self, outcome: str, complications: Collection[str]) -> bool:
        return outcome in self.outcomes or any(one in self.complications for one in complications)


@dataclass(frozen=True, slots=True)
class Mark:
    """After how many cases learners of a published series came to their teachers' figures."""

    time: int | None
    """Of the procedure's duration."""
    dose: int | None
    """Of the dose-area product."""
    source: str


@dataclass(frozen=True, slots=True)
class CurveRule:
    """One definition, for the procedures and categories that it names."""

    id: str
    name: Text | None
    """Nothing where no curriculum says it."""
    procedures: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    failure: Failure = Failure()
    acceptable: int = 10
    """Failure rates in percent."""
    unacceptable: int = 20
    cases: int = 100
    """For which the limit of the LC-CUSUM holds."""
    source: str | None = None
    """Of the rates."""
    mark: Mark | None = None

    @property
    def rates(self) -> Rates:
        return Rates(self.acceptable / 100, self.unacceptable / 100)

    @property
    def cusum(self) -> Cusum:
        return Cusum(self.rates)

    @property
    def lc_cusum(self) -> LcCusum:
        return lc_cusum_for(self.rates, self.cases)


USUAL = CurveRule("usual", None)
"""Holds where a curriculum says nothing, as those did that were published before it was asked."""


def rule_for(rules: Mapping[str, CurveRule], procedure: Procedure) -> CurveRule | None:
    """The definition that names the procedure, else its category, else that for all others. None
    for patients and examinations, which do not fail."""
    if procedure.kind is not CaseKind.PROCEDURE:
        return None
    asked: tuple[Callable[[CurveRule], bool], ...] = (
        lambda rule: procedure.id in rule.procedures,
        lambda rule: procedure.category in rule.categories,
        lambda rule: not rule.procedures and not rule.categories,
    )
    found = (next(filter(one, rules.values()), None) for one in asked)
    return next((rule for rule in found if rule is not None), USUAL)


class Says(StrEnum):
    """What a curve says, in short."""

    TOO_FEW = "too_few"
    NOTHING_YET = "nothing_yet"
    ACCEPTABLE = "acceptable"
    LOOK = "look"
    """Worth a look together; no more than that."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A curve and what can be said of it."""

    sums: tuple[float, ...]
    says: Says
    words: Message
    at: int | None = None
    """The number of the case, from 1, with which a limit was met."""


def read_lc_cusum(rule: CurveRule, failures: Sequence[bool]) -> Reading:
    chart, n = rule.lc_cusum, len(failures)
    sums = tuple(chart.course(failures))
    at, missed = chart.signal(sums), 100 - chart.limit.detects_percent
    if at is not None:
        words = say(
            "The line reached its limit with case %(at)s: in keeping with the acceptable failure "
            "rate.",
            at=at,
        )
        return Reading(sums, Says.ACCEPTABLE, words, at)
    if n < chart.fewest:
        words = say("Too few cases to say: %(n)s of %(needed)s.", n=n, needed=chart.fewest)
        return Reading(sums, Says.TOO_FEW, words)
    words = say(
        "No signal in %(n)s cases. Of 100 able fellows, %(missed)s have none within %(cases)s.",
        n=min(n, chart.limit.cases),
        missed=missed,
        cases=chart.limit.cases,
    )
    return Reading(sums, Says.NOTHING_YET, words)


def read_cusum(rule: CurveRule, failures: Sequence[bool]) -> Reading:
    """By the limit that the line went beyond last."""
    chart, n = rule.cusum, len(failures)
    sums = tuple(chart.course(failures))
    sides = [chart.side(value) for value in sums]
    entered = [
        (number, side)
        for number, (before, side) in enumerate(pairwise([0, *sides]), 1)
        if side and side != before
    ]
    if not entered:
        return Reading(sums, *_between(n, chart.fewest))
    at, side = entered[-1]
    if side > 0:
        return Reading(sums, Says.LOOK, _upper_met(at), at)
    words = say(
        "The line came down to the lower limit with case %(at)s: in keeping with the acceptable "
        "failure rate.",
        at=at,
    )
    return Reading(sums, Says.ACCEPTABLE, words, at)


def read_watch(rule: CurveRule, failures: Sequence[bool]) -> Reading:
    """Cases after a competency was signed. Only the upper limit says anything."""
    chart = rule.cusum
    sums = tuple(chart.watch(failures))
    at = next((number for number, value in enumerate(sums, 1) if chart.side(value) > 0), None)
    if at is not None:
        return Reading(sums, Says.LOOK, _upper_met(at), at)
    words = say("Nothing unusual in %(n)s cases since the sign-off.", n=len(failures))
    return Reading(sums, Says.NOTHING_YET, words)


READERS: Mapping[Method, Callable[[CurveRule, Sequence[bool]], Reading]] = {
    Method.LC_CUSUM: read_lc_cusum,
    Method.CUSUM: read_cusum,
}


def _between(n: int, needed: int) -> tuple[Says, Message]:
    if n < needed:
        return Says.TOO_FEW, say("Too few cases to say: %(n)s of %(needed)s.", n=n, needed=needed)
    return Says.NOTHING_YET, say(
        "Between the limits after %(n)s cases: nothing can be said yet.", n=n
    )


def _upper_met(at: int) -> Message:
    return say(
        "The line came up to the upper limit with case %(at)s: worth a look together.", at=at
    )
