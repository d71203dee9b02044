"""The dashboard of an institution, and the page of each of its programs."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ColumnElement, false, select, true

from logbook.database import db
from logbook.domain.curriculum import Curriculum
from logbook.domain.rollups import NO_SUMS, Cell, Measure
from logbook.domain.suppression import USUAL, Published
from logbook.models.curriculum import CurriculumVersion
from logbook.models.institutions import Institution
from logbook.models.programs import Program
from logbook.policy.actors import Actor
from logbook.policy.institutions import may_view
from logbook.queries.curriculum import curriculum_of
from logbook.queries.institution_visibility import programs_visible_to
from logbook.queries.programs import Choice
from logbook.queries.rollups import (
    Month,
    last_changed,
    parts_of,
    published_parts,
    published_programs,
    published_tracks,
    tables_of,
    trend_of_all,
    trends_of,
)


@dataclass(frozen=True, slots=True)
class InstitutionRow:
    id: UUID
    name: str
    slug: str
    country: str
    least: int


INSTITUTION = select(
    Institution.id, Institution.name, Institution.slug, Institution.country, Institution.least
)


@dataclass(frozen=True, slots=True)
class Dashboard:
    """The programs of one institution side by side."""

    institution: InstitutionRow
    programs: list[Choice]
    changed: Mapping[UUID, datetime]
    measures: Mapping[Measure, Published[UUID]]
    measure: Measure
    """Whose course is shown."""
    in_trend: list[Choice]
    trend: list[Month]


def institutions(actor: Actor) -> list[InstitutionRow]:
    """Those whose dashboards the actor may open, by name: one statement."""
    rows = db.session.execute(INSTITUTION.order_by(Institution.name))
    return [one for one in (InstitutionRow(*row) for row in rows) if may_view(actor, one.id)]


def institution(actor: Actor, institution_id: UUID) -> InstitutionRow:
    """NoResultFound for one that is not there, or not for the actor."""
    seen = true() if may_view(actor, institution_id) else false()
    asked = INSTITUTION.where(Institution.id == institution_id, seen)
    return InstitutionRow(*db.session.execute(asked).one())


def dashboard(actor: Actor, institution_id: UUID, measure: Measure, today: date) -> Dashboard:
    """Five statements, however many programs there are."""
    found = institution(actor, institution_id)
    which = (Program.institution_id == institution_id) & programs_visible_to(actor)
    programs = _programs(which)
    ids = [one.id for one in programs]
    measures = published_programs(tables_of(ids, today), found.least)
    trends = trends_of(ids, measure, measures.get(measure), found.least, today)
    return Dashboard(
        found,
        programs,
        last_changed(ids),
        measures,
        measure,
        [one for one in programs if one.id in trends],
        trend_of_all(trends) if measure not in NO_SUMS else [],
    )


def _programs(which: ColumnElement[bool]) -> list[Choice]:
    asked = select(Program.id, Program.name).where(which).order_by(Program.name)
    return [Choice(*row) for row in db.session.execute(asked)]


@dataclass(frozen=True, slots=True)
class ProgramPage:
    """What officers see of one program: the rows that its numbers are sums of."""

    program: Choice
    institution: InstitutionRow | None
    least: int
    whole: Mapping[Measure, Cell | None]
    """By measure; None where it is withheld."""
    tracks: Mapping[Measure, Published[str]]
    parts: Mapping[Measure, Mapping[str, Published[str]]]
    """By measure, track and part."""
    curricula: Mapping[str, Curriculum]
    """By id, in their newest edition: what the parts are called."""
    trend: list[Month]


def program_page(actor: Actor, program_id: UUID, measure: Measure, today: date) -> ProgramPage:
    """NoResultFound for a program that is not there, or not for the actor. A fixed number of
    statements. The others of its institution are read to know what is withheld because of them."""
    program, home = _program(actor, program_id)
    least = home.least if home else USUAL
    beside_it = Program.institution_id == home.id if home else Program.id == program_id
    tables = tables_of([one.id for one in _programs(beside_it)], today)
    programs = published_programs(tables, least)
    tracks = published_tracks(tables, program_id, programs, least)
    return ProgramPage(
        program,
        home,
        least,
        {
            one: found.shown.get(program_id)
            for one, found in programs.items()
            if program_id in found.shown or program_id in found.withheld
        },
        tracks,
        published_parts(parts_of(program_id, today), tracks, least),
        _curricula(program_id),
        trends_of([program_id], measure, programs.get(measure), least, today).get(program_id, []),
    )


def _program(actor: Actor, program_id: UUID) -> tuple[Choice, InstitutionRow | None]:
    row = db.session.execute(
        select(Program.id, Program.name, Institution.id, Institution.name)
        .add_columns(Institution.slug, Institution.country, Institution.least)
        .outerjoin(Institution, Institution.id == Program.institution_id)
        .where(Program.id == program_id, programs_visible_to(actor))
    ).one()
    home = InstitutionRow(*row[2:]) if row[2] is not None else None
    return Choice(row[0], row[1]), home


def _curricula(program_id: UUID) -> dict[str, Curriculum]:
    rows = db.session.execute(
        select(CurriculumVersion.curriculum, CurriculumVersion.id)
        .where(CurriculumVersion.program_id == program_id)
        .order_by(CurriculumVersion.published_at)
    )
    newest = {row.curriculum: row.id for row in rows}
    return {name: curriculum_of(program_id, id_) for name, id_ in newest.items()}
