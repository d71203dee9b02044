"""The cohort as a table of states: each fellow with each competency and requirement.

What is reckoned stays in the process until something of the program changes: no change without a
line in the ledger, so its head says whether anything did. The first look after a change pays for
the forecasts, those after it for two small statements.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from sqlalchemy import bindparam, or_, select

from logbook.domain.document import Text
from logbook.domain.forecast import Forecast
from logbook.domain.forecast_records import FellowRecord
from logbook.domain.forecast_time import UNPLANNED, Place
from logbook.domain.heat import HOTTEST_FIRST, RISKS, Heat, heat, of_competency, of_fellow
from logbook.domain.heat_reasons import Risk, risk, strongest_of
from logbook.domain.outlook import Outlook
from logbook.domain.plan import academic_year
from logbook.domain.readiness import Standing
from logbook.models.curriculum import Enrollment
from logbook.models.identity import Account
from logbook.models.programs import Membership
from logbook.policy.actors import Actor
from logbook.prepared import Prepared
from logbook.queries.cohort import GRADUATES_STAY_DAYS, CohortRow, cohort
from logbook.queries.forecast import Outlooks, Read, program_read
from logbook.queries.progress import CompetencyGroup, Enrolled, RequirementLine
from logbook.queries.rotations import year_begins_month
from logbook.queries.unchanged import WhileUnchanged


@dataclass(frozen=True, slots=True)
class HeatCell:
    """One requirement of one fellow."""

    line: RequirementLine
    outlook: Outlook | None
    heat: Heat

    @property
    def chance(self) -> float:
        """For an order only: what is met comes last, what is not forecast before it."""
        chance = self.outlook.probability if self.outlook else None
        return chance if chance is not None else 1.0


@dataclass(frozen=True, slots=True)
class HeatGroup:
    """One competency of one fellow."""

    group: CompetencyGroup
    cells: list[HeatCell]
    heat: Heat

    @property
    def hottest(self) -> HeatCell:
        return min(self.cells, key=lambda one: (HOTTEST_FIRST.index(one.heat), one.chance))


@dataclass(frozen=True)
class HeatRow:
    """One fellow."""

    row: CohortRow
    groups: Mapping[str, HeatGroup]
    """By competency."""
    heat: Heat
    why: Risk | None
    """What drives most of the risk; None: there is none."""
    class_year: int
    """In which the academic year began in which the training did."""
    place: Place
    """Where the fellow is today, as far as the plan says."""
    long_waiting: bool
    """Whether any case has waited for longer than is good."""

    @property
    def enrolled(self) -> Enrolled:
        return self.row.enrolled

    @cached_property
    def cells(self) -> dict[str, HeatCell]:
        """By requirement."""
        return {
            cell.line.requirement.id: cell for group in self.groups.values() for cell in group.cells
        }

    @cached_property
    def counts(self) -> dict[Heat, int]:
        """How many requirements are in each state."""
        heats = [cell.heat for cell in self.cells.values()]
        return {one: heats.count(one) for one in Heat}

    @property
    def hottest_first(self) -> tuple[object, ...]:
        """An order of rows: how many are behind, how many at risk, the smallest chance."""
        least = min((one.chance for one in self.cells.values()), default=1.0)
        behind, at_risk = (-self.counts[one] for one in RISKS)
        return HOTTEST_FIRST.index(self.heat), behind, at_risk, least, self.enrolled.fellow


@dataclass(frozen=True)
class HeatTable:
    """The whole cohort, the hottest first."""

    rows: list[HeatRow]
    sites: Mapping[str, str]
    """Where anybody is today: names by id."""
    rotations: Mapping[str, Text]
    """On which anybody is today."""


# A name is the account's, and its change is in no program's ledger.
_NAMES = Prepared(
    select(Account.name)
    .select_from(Enrollment)
    .join(
        Membership,
        (Membership.program_id == Enrollment.program_id) & (Membership.id == Enrollment.fellow_id),
    )
    .join(Account, Account.id == Membership.account_id)
    .where(
        Enrollment.program_id == bindparam("in_program"),
        Enrollment.ends_on >= bindparam("ended_after"),
        or_(Membership.left_on.is_(None), Membership.left_on > bindparam("today")),
    )
    .order_by(Enrollment.id)
)

_TABLES: WhileUnchanged[HeatTable] = WhileUnchanged(8)
"""A table of a dozen fellows weighs a quarter of a megabyte; a worker is to stay small."""


def heat_table(actor: Actor, today: date) -> HeatTable:
    """Two statements as long as nothing has changed. Whether the actor may see it is for the caller
    to ask."""
    since = today - timedelta(days=GRADUATES_STAY_DAYS)
    named = _NAMES.all(in_program=actor.program_id, ended_after=since, today=today)
    key = today, tuple(row.name for row in named)
    return _TABLES.of(actor.program_id, key, lambda: _reckoned(actor, today))


def _reckoned(actor: Actor, today: date) -> HeatTable:
    read = program_read(actor, today)
    forecast = Forecast(read.record)
    known = {one.id: one for one in read.record.fellows}
    first_month = year_begins_month(actor)
    rows = [
        _row(row, read, known.get(row.enrolled.id), forecast, first_month)
        for row in cohort(actor, today)
    ]
    return HeatTable(
        sorted(rows, key=lambda row: row.hottest_first),
        {str(at): read.record.sites[at].name for row in rows if (at := row.place.site_id)},
        {
            on: known[row.enrolled.id].curriculum.offers.rotations[on].name
            for row in rows
            if (on := row.place.rotation)
        },
    )


def _row(
    row: CohortRow, read: Read, fellow: FellowRecord | None, forecast: Forecast, first_month: int
) -> HeatRow:
    """`fellow`: None for a training that has not begun."""
    outlooks: Outlooks = forecast.of(fellow) if fellow else {}
    groups = {
        group.competency.id: _group(group, outlooks, bool(fellow)) for group in row.progress.groups
    }
    cells = [cell for group in groups.values() for cell in group.cells]
    return HeatRow(
        row,
        groups,
        of_fellow([cell.heat for cell in cells]),
        strongest_of([_risk(cell) for cell in cells if cell.heat in RISKS]),
        academic_year(row.enrolled.starts_on, first_month).first.year,
        fellow.time.place(read.record.today) if fellow else UNPLANNED,
        any(one.long for one in fellow.waiting) if fellow else False,
    )


def _group(group: CompetencyGroup, outlooks: Outlooks, begun: bool) -> HeatGroup:
    cells = [_cell(line, outlooks.get(line.requirement.id), begun) for line in group.lines]
    return HeatGroup(group, cells, of_competency(cell.heat for cell in cells))


def _cell(line: RequirementLine, outlook: Outlook | None, begun: bool) -> HeatCell:
    """Of a training that has not begun nothing is behind."""
    late = line.standing if begun or line.standing is not Standing.BEHIND else Standing.EARLY
    return HeatCell(line, outlook, heat(late, outlook, line.requirement.blocks))


def _risk(cell: HeatCell) -> Risk:
    return risk(cell.line.requirement.id, cell.outlook, cell.line.why)
