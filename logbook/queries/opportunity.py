"""How the cases of the last twelve months are shared: among fellows, by site, by supervisor.

The cost follows the size of the program, not the length of its history nor of the installation's:
cases are reached through the fellows' own index, from the first day that is looked at. A fixed
number of statements, whatever there is.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import and_, bindparam, func, select

from logbook.database import db
from logbook.domain.cases import State
from logbook.domain.catalogue import Category
from logbook.domain.chances import SiteNow
from logbook.domain.competencies import Scale
from logbook.domain.curriculum import Curriculum
from logbook.domain.days import day_after
from logbook.domain.document import Text
from logbook.domain.leave import Away
from logbook.domain.readiness import months_after
from logbook.domain.sharing import Had, Sharing, months_of, sharing_of
from logbook.domain.small_cells import Crossed, crossed
from logbook.models.cases import Case
from logbook.models.curriculum import Enrollment
from logbook.models.identity import Account
from logbook.models.programs import Membership, Program, Site
from logbook.policy.actors import Actor
from logbook.queries.amendments import COUNTS_BESIDE
from logbook.queries.curriculum import curriculum_of, versions
from logbook.queries.time_away import away_in_training

MONTHS = 12
"""So far back everything is looked at."""
COUNTED = (State.SUBMITTED, State.APPROVED, State.RETURNED)
"""Handed in and neither taken back nor struck out: it was met, whatever was answered."""


@dataclass(frozen=True, slots=True)
class Window:
    """The days that are looked at, both included."""

    since: date
    until: date


def window(today: date) -> Window:
    return Window(day_after(months_after(today, -MONTHS)), today)


@dataclass(frozen=True, slots=True)
class Trained:
    """An enrollment with training within the window."""

    id: UUID
    fellow_id: UUID
    fellow: str
    version_id: UUID
    starts_on: date
    ends_on: date
    full_time_percent: int
    curriculum: Curriculum
    away: Away

    def months(self, within: Window) -> float:
        """Of training within the window: leave is taken off, part time counts for its share."""
        first, before = (
            max(self.starts_on, within.since),
            day_after(min(self.ends_on, within.until)),
        )
        days = max(0, (before - first).days)
        gone = self.away.taken(first, before) if days else 0
        return months_of(days - gone, self.full_time_percent)


IN_TRAINING = (
    Enrollment.program_id == bindparam("in_program"),
    Enrollment.ends_on >= bindparam("since"),
    Enrollment.starts_on <= bindparam("until"),
)
MET = and_(
    Case.program_id == Enrollment.program_id,
    Case.fellow_id == Enrollment.fellow_id,
    Case.enrollment_id == Enrollment.id,
    Case.performed_on >= bindparam("since"),
    Case.performed_on <= bindparam("until"),
    Case.state.in_(COUNTED),
    COUNTS_BESIDE,
)
"""What an enrollment met within the window."""

_TRAINED = (
    select(
        Enrollment.id,
        Enrollment.fellow_id,
        Account.name,
        Enrollment.version_id,
        Enrollment.starts_on,
        Enrollment.ends_on,
        Enrollment.full_time_percent,
    )
    .join(
        Membership,
        (Membership.program_id == Enrollment.program_id) & (Membership.id == Enrollment.fellow_id),
    )
    .join(Account, Account.id == Membership.account_id)
    .where(*IN_TRAINING)
    .order_by(Account.name, Enrollment.starts_on, Enrollment.id)
)


def trained_within(actor: Actor, within: Window) -> list[Trained]:
    """By name: two statements, and one for each version that this process has not read yet."""
    asked = {"in_program": actor.program_id, "since": within.since, "until": within.until}
    rows = db.session.connection().execute(_TRAINED, asked).all()
    away = away_in_training(actor.program_id, within.since)
    return [
        Trained(*row, curriculum_of(actor.program_id, row.version_id), away[row.id]) for row in rows
    ]


# From the fellows to their cases: the index on a fellow's days is read where it stands open, and
# every grouping begins with the program. The outer join, with all that is asked of a case in it,
# keeps SQLite from beginning with the cases: it would walk through all that the program ever had.
_COUNTED = (
    select(Enrollment.id, Case.category, Case.site_id, Case.supervisor_id, func.count().label("n"))
    .select_from(Enrollment)
    .outerjoin(Case, MET)
    .where(*IN_TRAINING)
    .group_by(Enrollment.program_id, Enrollment.id, Case.category, Case.site_id, Case.supervisor_id)
)


@dataclass(frozen=True, slots=True)
class CategoryRow:
    """One category: who had how much of it."""

    category: Category
    had: dict[UUID, Had]
    """By enrollment; of those whose curriculum knows the category."""
    sharing: Sharing | None
    """None: not enough to say how it is shared."""


@dataclass(frozen=True, slots=True)
class Opportunity:
    """All of it, on one day."""

    within: Window
    minimum: int
    fellows: list[Trained]
    categories: list[CategoryRow]
    by_fellow: Crossed
    """Categories in rows, enrollments in columns."""
    by_site: Crossed
    """Categories in rows, sites in columns; None: no site was named."""
    by_supervisor: Crossed
    """Categories in rows, supervisors in columns."""
    sites: Mapping[UUID, SiteNow]
    supervisors: Mapping[UUID, str]
    brought: frozenset[tuple[UUID, str]]
    """Site and category of every case."""


def minimum_of(actor: Actor) -> int:
    """How much evidence this program wants before anything is said of a person."""
    asked = select(Program.evidence_minimum).where(Program.id == actor.program_id)
    return db.session.scalars(asked).one()


def opportunity(actor: Actor, today: date) -> Opportunity:
    """Six statements."""
    within, minimum = window(today), minimum_of(actor)
    fellows = trained_within(actor, within)
    asked = {"in_program": actor.program_id, "since": within.since, "until": within.until}
    rows = db.session.connection().execute(_COUNTED, asked)
    counted = [row for row in rows if row.category is not None]
    sites, supervisors = _sites(actor), supervisors_of(actor)
    categories = {one.id: one for each in fellows for one in each.curriculum.categories.values()}
    lines = _rows(fellows, categories, counted, within, minimum)
    return Opportunity(
        within=within,
        minimum=minimum,
        fellows=fellows,
        categories=lines,
        by_fellow=_crossed(lines, [one.id for one in fellows], counted, "id"),
        by_site=_crossed(lines, _order_of(sites, counted, "site_id"), counted, "site_id"),
        by_supervisor=_crossed(
            lines, _order_of(supervisors, counted, "supervisor_id"), counted, "supervisor_id"
        ),
        sites=sites,
        supervisors=supervisors,
        brought=frozenset((row.site_id, row.category) for row in counted if row.site_id),
    )


def _rows(
    fellows: list[Trained],
    categories: Mapping[str, Category],
    counted: Any,
    within: Window,
    minimum: int,
) -> list[CategoryRow]:
    """Those of which there is a case, in the order of the curriculum."""
    cases, of_all = Counter[tuple[UUID, str]](), Counter[UUID]()
    for row in counted:
        cases[row.id, row.category] += row.n
        of_all[row.id] += row.n
    months = {one.id: one.months(within) for one in fellows}
    found = []
    for category in categories.values():
        had = {
            one.id: Had(one.id, cases[one.id, category.id], months[one.id], of_all[one.id])
            for one in fellows
            if category.id in one.curriculum.categories
        }
        if any(one.cases for one in had.values()):
            sharing = sharing_of(list(had.values()), minimum)
            found.append(CategoryRow(category, had, sharing))
    return found


def _crossed(rows: list[CategoryRow], columns: list[Any], counted: Any, column: str) -> Crossed:
    counts = Counter[Any]()
    for row in counted:
        counts[row.category, getattr(row, column)] += row.n
    return crossed([one.category.id for one in rows], columns, counts)


def _order_of(known: Mapping[UUID, Any], counted: Any, column: str) -> list[UUID | None]:
    """By name, those with cases; what has none comes last."""
    met = {getattr(row, column) for row in counted}
    return [*(one for one in known if one in met), *([None] if None in met else [])]


def _sites(actor: Actor) -> dict[UUID, SiteNow]:
    rows = db.session.execute(
        select(Site.id, Site.name, Site.capabilities)
        .where(Site.program_id == actor.program_id)
        .order_by(Site.name)
    )
    return {row.id: SiteNow(row.name, row.capabilities) for row in rows}


def supervisors_of(actor: Actor) -> dict[UUID, str]:
    """Everybody's name, by name: whoever supervised once may be something else by now."""
    rows = db.session.execute(
        select(Membership.id, Account.name)
        .join(Account, Account.id == Membership.account_id)
        .where(Membership.program_id == actor.program_id)
        .order_by(Account.name, Membership.id)
    )
    return {row.id: row.name for row in rows}


def names_of(actor: Actor) -> dict[str, Text]:
    """What procedures, categories and forms are called, by code, in the newest edition."""
    found: dict[str, Text] = {}
    for version in reversed(versions(actor)):
        curriculum = curriculum_of(actor.program_id, version.id)
        for each in (curriculum.categories, curriculum.procedures, curriculum.forms):
            found.update({one.id: one.name for one in each.values()})
    return found


def scales_of(actor: Actor, within: Window) -> dict[str, Scale]:
    """Of the curricula that are followed."""
    fellows = trained_within(actor, within)
    return {one.id: one for each in fellows for one in each.curriculum.scales.values()}
