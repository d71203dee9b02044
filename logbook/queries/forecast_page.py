"""One fellow's forecast, requirement by requirement, and what it would be if."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from logbook.domain.competencies import Competency
from logbook.domain.forecast import Forecast, WhatIf
from logbook.domain.outlook import Outlook, OutlookKind
from logbook.policy.actors import Actor
from logbook.queries.forecast import forecasts_of_fellow, program_read
from logbook.queries.progress import FellowProgress, RequirementLine, progress_of
from logbook.queries.unchanged import WhileUnchanged

CHANGED = 0.005
"""A probability that moves by less has not moved."""


@dataclass(frozen=True, slots=True)
class ForecastRow:
    """One requirement that is not met for good."""

    competency: Competency
    line: RequirementLine
    outlook: Outlook


@dataclass(frozen=True, slots=True)
class ForecastPage:
    """All of one fellow's."""

    progress: FellowProgress
    rows: list[ForecastRow]

    @property
    def at_risk(self) -> list[ForecastRow]:
        """In the order of the curriculum; what is optional holds nobody up."""
        return [row for row in self._blocking if row.outlook.at_risk]

    @property
    def likely(self) -> list[ForecastRow]:
        return [row for row in self._blocking if _counted(row) and not row.outlook.at_risk]

    @property
    def unnumbered(self) -> list[ForecastRow]:
        """Planned, arranged, or of which there is too little evidence."""
        return [
            row for row in self._blocking if row.outlook.probability is None and not row.outlook.met
        ]

    @property
    def met(self) -> list[ForecastRow]:
        return [
            row
            for row in self._blocking
            if row.outlook.met and not row.outlook.at_risk and not _counted(row)
        ]

    @property
    def optional(self) -> list[ForecastRow]:
        return [row for row in self.rows if not row.line.requirement.blocks]

    @property
    def _blocking(self) -> list[ForecastRow]:
        return [row for row in self.rows if row.line.requirement.blocks]


def _counted(row: ForecastRow) -> bool:
    """Whether a probability is worth a line: of what is met for good it is not."""
    for_good = row.outlook.met and row.outlook.kind is OutlookKind.COUNT
    return row.outlook.probability is not None and not for_good


@dataclass(frozen=True, slots=True)
class Moved:
    """One requirement whose forecast moves."""

    competency: Competency
    line: RequirementLine
    before: Outlook
    after: Outlook


def forecast_page(actor: Actor, enrollment_id: UUID, today: date) -> ForecastPage:
    """NoResultFound for an enrollment of another program. Whether the actor may see it is for the
    caller to ask: the answer names the fellow."""
    progress = progress_of(actor, enrollment_id, today)
    read = program_read(actor, today)
    if enrollment_id not in read.fellow_of:
        return ForecastPage(progress, [])
    outlooks = Forecast(read.record).of(read.of(enrollment_id))
    return ForecastPage(progress, list(_rows(progress, outlooks)))


def forecast_beside(actor: Actor, progress: FellowProgress, today: date) -> ForecastPage:
    """The same for a page that has read the fellow's progress already."""
    outlooks = forecasts_of_fellow(actor, progress.enrolled.id, today)
    return ForecastPage(progress, list(_rows(progress, outlooks)))


@dataclass(frozen=True, slots=True)
class Risks:
    """How many requirements of a fellow stand how, until the training ends."""

    at_risk: int
    likely: int
    unnumbered: int


_RISKS: WhileUnchanged[Risks | None] = WhileUnchanged(256)


def risks_of(actor: Actor, progress: FellowProgress, today: date) -> Risks | None:
    """For a line that leads to the forecast; None where there is none. Kept while the program's
    records stay the same."""

    def counted() -> Risks | None:
        page = forecast_beside(actor, progress, today)
        if not page.rows:
            return None
        return Risks(len(page.at_risk), len(page.likely), len(page.unnumbered))

    return _RISKS.of(actor.program_id, (progress.enrolled.id, today), counted)


class WhatIfs:
    """The same fellow, and what would move if something were planned otherwise; the database is
    read once, and nothing is changed."""

    def __init__(self, actor: Actor, enrollment_id: UUID, today: date) -> None:
        self.progress = progress_of(actor, enrollment_id, today)
        read = program_read(actor, today)
        self.rows: list[ForecastRow] = []
        if enrollment_id in read.fellow_of:
            self._forecast, self._fellow = Forecast(read.record), read.of(enrollment_id)
            self.rows = list(_rows(self.progress, self._forecast.of(self._fellow)))

    def moved(self, what_if: WhatIf) -> list[Moved]:
        if not self.rows:
            return []
        after = self._forecast.of(self._fellow, what_if)
        found = [
            Moved(row.competency, row.line, row.outlook, after[row.line.requirement.id])
            for row in self.rows
        ]
        return [one for one in found if _has_moved(one.before, one.after)]


def _rows(progress: FellowProgress, outlooks: Mapping[str, Outlook]) -> Iterable[ForecastRow]:
    for group in progress.groups:
        for line in group.lines:
            if line.requirement.id in outlooks:
                yield ForecastRow(group.competency, line, outlooks[line.requirement.id])


def _has_moved(before: Outlook, after: Outlook) -> bool:
    if before.probability is None or after.probability is None:
        return False
    return abs(after.probability - before.probability) >= CHANGED
