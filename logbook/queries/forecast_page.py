"""One fellow's forecast, requirement by requirement, and what it would be if."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from logbook.domain.competencies import Competency
from logbook.domain.forecast import Forecast, WhatIf
from logbook.domain.heat import RISKS, Heat, heat
from logbook.domain.outlook import Outlook
from logbook.policy.actors import Actor
from logbook.queries.forecast import forecasts_of_fellow, program_read
from logbook.queries.progress import FellowProgress, RequirementLine, progress_of
from logbook.queries.unchanged import WhileUnchanged

CHANGED = 0.005
"""A probability that moves by less has not moved."""


@dataclass(frozen=True, slots=True)
class ForecastRow:
    """One requirement."""

    competency: Competency
    line: RequirementLine
    outlook: Outlook

    @property
    def heat(self) -> Heat:
        return heat(self.line.standing, self.outlook, self.line.requirement.blocks)


@dataclass(frozen=True, slots=True)
class ForecastPage:
    """All of one fellow's."""

    progress: FellowProgress
    rows: list[ForecastRow]

    def of(self, state: Heat) -> list[ForecastRow]:
        """In the order of the curriculum. What is optional holds nobody up, and is by itself."""
        return [row for row in self.rows if row.heat is state]

    @property
    def at_risk(self) -> list[ForecastRow]:
        """What is behind comes first."""
        return [row for state in RISKS for row in self.of(state)]

    @property
    def likely(self) -> list[ForecastRow]:
        return self.of(Heat.ON_COURSE)

    @property
    def unnumbered(self) -> list[ForecastRow]:
        return self.of(Heat.UNKNOWN)


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
