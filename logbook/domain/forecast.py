"""The forecast of readiness: how likely each requirement of a fellow is met on the last day.

Closed forms over sums by month, made for fellows one by one; nobody is put in an order. The models
are in `forecast_rates`, `forecast_counts` and `forecast_patterns`; `docs/forecast.md` has the
formulae and how well they hold.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from logbook.domain.chances import Stay
from logbook.domain.curriculum import Curriculum
from logbook.domain.forecast_making import Ahead, Basis, count_outlook, is_forecast
from logbook.domain.forecast_of_patterns import judged_months, pattern_outlook
from logbook.domain.forecast_patterns import Judged, Reaching, reaching
from logbook.domain.forecast_planned import not_forecast, of_a_group
from logbook.domain.forecast_rates import (
    SLOW_MONTHS,
    Months,
    Places,
    Rates,
    paces,
    rates_of,
    set_spreads,
    slow_start,
)
from logbook.domain.forecast_records import FellowRecord, ProgramRecord, Unanswered, record_of
from logbook.domain.months import month_of
from logbook.domain.outlook import Outlook
from logbook.domain.readiness import months_after
from logbook.domain.requirements import Requirement
from logbook.domain.rules import Rule
from logbook.domain.rules_of_judgement import EntrustmentPattern, GroupOf


@dataclass(frozen=True, slots=True)
class WhatIf:
    """What might be planned otherwise; nothing is changed by asking."""

    stays: tuple[Stay, ...] = ()
    """Rotations that are added."""
    more: Mapping[str, float] = field(default_factory=dict)
    """Pieces on top in a month of full-time service, by requirement."""


AS_PLANNED = WhatIf()


class Forecast:
    """Of one program on one day. What is common to its fellows is reckoned once."""

    def __init__(self, program: ProgramRecord) -> None:
        self.program, self.places = program, Places()
        self._behind = self._slowed()
        self._ahead = {one.id: Ahead(program, one, self.places) for one in program.fellows}
        self._unanswered: dict[tuple[UUID, str], Unanswered] = {}
        self._levels: dict[str, Reaching] = {}
        self._rates: dict[str, list[tuple[Rule, Rates]]] = {}
        for curriculum in {id(one.curriculum): one.curriculum for one in program.fellows}.values():
            for wanted in curriculum.requirements.values():
                if is_forecast(wanted) and self.rates(wanted) is None:
                    made = self._made(curriculum, wanted)
                    self._rates.setdefault(wanted.id, []).append((wanted.rule, made))
        everything = [rates for found in self._rates.values() for _, rates in found]
        self.pace = paces(everything)
        set_spreads(everything, self.pace)

    def _months(self, fellow: FellowRecord) -> Months:
        """A fellow's training so far, month by month."""
        found: dict[date, list[tuple[int, float]]] = {}
        behind = fellow.time.behind(self.program.today)
        for month, place, time in self.places.slices(behind):
            found.setdefault(month, []).append((place, time))
        return list(found.items())

    def _slowed(self) -> dict[UUID, Months]:
        """The same, the first months weighed by what they bring."""
        pieces, times = [0.0, 0.0], [0.0, 0.0]
        behind = {one.id: self._months(one) for one in self.program.fellows}
        for fellow in self.program.fellows:
            late = _late(fellow)
            for months in fellow.months.values():
                for month, one in months.items():
                    pieces[month >= late] += one.pieces
            for month, spent in behind[fellow.id]:
                times[month >= late] += sum(time for _, time in spent)
        share = slow_start(pieces[0], times[0], pieces[1], times[1])
        return {
            fellow.id: [
                (month, [(place, time * share) for place, time in spent])
                if month < _late(fellow)
                else (month, spent)
                for month, spent in behind[fellow.id]
            ]
            for fellow in self.program.fellows
        }

    def rates(self, wanted: Requirement) -> Rates | None:
        """Of all fellows of whom the same is asked, in whichever edition."""
        for rule, rates in self._rates.get(wanted.id, ()):
            if rule is wanted.rule or rule == wanted.rule:
                return rates
        return None

    def same(self, wanted: Requirement) -> list[FellowRecord]:
        """The fellows of whom the same is asked."""
        found = []
        for fellow in self.program.fellows:
            asked = fellow.curriculum.requirements.get(wanted.id)
            if asked and (asked.rule is wanted.rule or asked.rule == wanted.rule):
                found.append(fellow)
        return found

    def _made(self, curriculum: Curriculum, wanted: Requirement) -> Rates:
        records = [
            record_of(one, wanted, self._behind[one.id], self._waiting(one, wanted))
            for one in self.same(wanted)
        ]
        return rates_of(records, self.program.taken(curriculum, wanted, self.places.known))

    def _waiting(self, fellow: FellowRecord, wanted: Requirement) -> Unanswered:
        key = fellow.id, wanted.id
        if key not in self._unanswered:
            self._unanswered[key] = fellow.unanswered(wanted)
        return self._unanswered[key]

    def of(self, fellow: FellowRecord, what_if: WhatIf = AS_PLANNED) -> dict[str, Outlook]:
        """By requirement, those without a figure left out."""
        ahead = self._ahead[fellow.id]
        if what_if.stays:
            ahead = Ahead(self.program, fellow.staying(what_if.stays), self.places)
        found: dict[str, Outlook] = {}
        for wanted in fellow.curriculum.requirements.values():
            if isinstance(wanted.rule, GroupOf):  # stands after its parts
                met = sum(part in found and found[part].met for part in wanted.rule.parts)
                found[wanted.id] = of_a_group(met, wanted)
            elif wanted.required:
                more = what_if.more.get(wanted.id, 0.0)
                found[wanted.id] = self._one(ahead, wanted, more)
        return found

    def _one(self, ahead: Ahead, wanted: Requirement, more: float) -> Outlook:
        fellow = ahead.fellow
        rates = self.rates(wanted) if is_forecast(wanted) else None
        if rates is None:
            return not_forecast(fellow, wanted, self.program.today)
        pace, waiting = self.pace.get(fellow.id, 1.0), self._waiting(fellow, wanted)
        basis = Basis(self.program, fellow, wanted, ahead, rates, pace, waiting, more)
        if basis.too_little:
            return basis.not_enough()
        if isinstance(wanted.rule, EntrustmentPattern):
            return pattern_outlook(basis, self._reaching(wanted), wanted.rule)
        return count_outlook(basis)

    def _reaching(self, wanted: Requirement) -> Reaching:
        if wanted.id not in self._levels:
            self._levels[wanted.id] = reaching(
                Judged(at, month.pieces, month.credit)
                for fellow in self.same(wanted)
                for at, month in judged_months(fellow, wanted)
            )
        return self._levels[wanted.id]


def _late(fellow: FellowRecord) -> date:
    """The month in which the start of the training is over."""
    return month_of(months_after(fellow.time.starts_on, SLOW_MONTHS))
