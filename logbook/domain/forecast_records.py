"""What a forecast is made from: of a program and its fellows, sums only."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from uuid import UUID

from logbook.domain.chances import SiteNow, Stay
from logbook.domain.credit import counts
from logbook.domain.curriculum import Curriculum
from logbook.domain.evidence import CaseEvidence
from logbook.domain.forecast_rates import LACKING, Months, Record
from logbook.domain.forecast_time import Place, TrainingTime
from logbook.domain.leave import SUGGESTED_WEEKS
from logbook.domain.months import MonthSum, month_of
from logbook.domain.requirements import Requirement, cases_asked
from logbook.domain.rules import Hours, Recency
from logbook.domain.sites import can_offer
from logbook.domain.tally import Tally

COUNTS_SOON, COUNTS_LATE = 0.95, 0.6
"""Which share of what waits will count: of what was handed in lately, and of what has waited for
longer than is good. Taken, not measured."""

ByMonth = Mapping[date, MonthSum]


@dataclass(frozen=True, slots=True)
class Waiting:
    """What would count once somebody has answered."""

    evidence: CaseEvidence
    long: bool


@dataclass(frozen=True, slots=True)
class Unanswered:
    """How much waits for one requirement."""

    n: int = 0
    long: int = 0

    @property
    def counting(self) -> float:
        """The share of it that will count."""
        if not self.n:
            return 1.0
        return (COUNTS_LATE * self.long + COUNTS_SOON * (self.n - self.long)) / self.n


NOTHING = Unanswered()


@dataclass(frozen=True, slots=True)
class FellowRecord:
    """One fellow of the program: in training, or done with it lately."""

    id: UUID
    """Of the enrollment."""
    curriculum: Curriculum
    time: TrainingTime
    sums: Mapping[str, Tally]
    months: Mapping[str, ByMonth]
    waiting: tuple[Waiting, ...] = ()

    def unanswered(self, wanted: Requirement) -> Unanswered:
        """What waits that would count for it."""
        asked = cases_asked(wanted)
        if asked is None:
            return NOTHING
        found = [
            one
            for one in self.waiting
            if one.evidence.category == asked.category
            and wanted.accepts(one.evidence)
            and counts(one.evidence, self.curriculum)
        ]
        return Unanswered(len(found), sum(one.long for one in found)) if found else NOTHING

    def staying(self, stays: tuple[Stay, ...]) -> "FellowRecord":
        """The same, with these rotations on top: where days are named twice, these hold."""
        return replace(self, time=replace(self.time, stays=(*stays, *self.time.stays)))

    def by_month(self, wanted: Requirement) -> ByMonth:
        """What came in each month: kept so, or seen from the days of what lapses."""
        if not isinstance(wanted.rule, Recency | Hours) or wanted.rule.months is None:
            return self.months.get(wanted.id, {})
        sums: dict[date, MonthSum] = {}
        for span in self.sums.get(wanted.id, Tally()).spans:
            month = month_of(span.since)
            pieces = span.amount if isinstance(wanted.rule, Recency) else 1
            sums[month] = sums.get(month, MonthSum()) + MonthSum(span.amount, pieces)
        return sums


@dataclass(frozen=True, slots=True)
class ProgramRecord:
    """All fellows whose months say something about the program, on one day."""

    today: date
    fellows: tuple[FellowRecord, ...]
    sites: Mapping[UUID, SiteNow] = field(default_factory=dict)
    supervisors: int = 1
    """How many there are who may judge."""
    enough: int = 10
    """With fewer pieces of evidence in the program there is no forecast."""
    leave_weeks: int = SUGGESTED_WEEKS
    """A year, that belong to the training."""

    def taken(
        self, curriculum: Curriculum, wanted: Requirement, places: Iterable[Place]
    ) -> list[float]:
        """What each place is taken to bring of the usual, before what came there is looked at:
        little where the site lacks what the cases need; all, where nobody has said."""
        asked = cases_asked(wanted)
        if asked is None:
            return [1.0 for _ in places]
        lacking = {
            site_id
            for site_id, site in self.sites.items()
            if site.capabilities is not None
            and not can_offer(curriculum, asked.category, site.capabilities)
        }
        return [LACKING if place.site_id in lacking else 1.0 for place in places]


def record_of(
    fellow: FellowRecord, wanted: Requirement, months: Months, unanswered: Unanswered
) -> Record:
    """A fellow's months as rates are made from."""
    came = fellow.by_month(wanted)
    return Record(
        fellow.id,
        months,
        {month: one.pieces for month, one in came.items()},
        unanswered.n * unanswered.counting,
        sum(one.credit for one in came.values()),
    )
