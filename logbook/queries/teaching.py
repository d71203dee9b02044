"""Teaching sessions with who was there, and what a fellow's attendance and hours come to."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, ScalarSelect, Select, and_, exists, func, or_, select

from logbook.database import db
from logbook.domain.curriculum import Curriculum
from logbook.domain.document import Text
from logbook.domain.opportunities import ActivityKind
from logbook.domain.portfolio import ItemState
from logbook.domain.requirements import RequirementKind
from logbook.domain.rules import Hours, Sessions
from logbook.models.curriculum import CurriculumVersion, Enrollment
from logbook.models.identity import Account
from logbook.models.portfolio import PortfolioItem, TeachingSession
from logbook.models.programs import Membership
from logbook.policy.actors import Actor
from logbook.queries.curriculum import curriculum_of
from logbook.queries.portfolio_visibility import items_visible_to, sessions_visible_to

PAGE = 25


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page begins: after this session in the order of the list."""

    held_on: date
    id: UUID


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which sessions are asked for; None asks for all."""

    kind: str | None = None
    fellow_id: UUID | None = None
    """At which this fellow was."""
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class SessionRow:
    id: UUID
    kind: str
    held_on: date
    title: str
    minutes: int
    present: int
    """Fellows whose attendance stands; none: the session was struck out."""


@dataclass(frozen=True, slots=True)
class SessionPage:
    rows: Sequence[SessionRow]
    next: Place | None
    """None on the last page."""


@dataclass(frozen=True, slots=True)
class Present:
    """A fellow who was at a session, or was said to be by mistake."""

    item_id: UUID
    enrollment_id: UUID
    fellow: str
    state: ItemState
    answer_words: str
    """Why it was struck out."""


@dataclass(frozen=True, slots=True)
class SessionView:
    id: UUID
    kind: str
    held_on: date
    title: str
    minutes: int
    recorded_by: str
    recorded_at: datetime
    people: list[Present]

    @property
    def standing(self) -> list[Present]:
        return [one for one in self.people if one.state is ItemState.ACCEPTED]


def kinds_of(program_id: UUID) -> dict[str, ActivityKind]:
    """By id, the activities of the program's curricula that are not private; the newest edition
    says what they are called."""
    found: dict[str, ActivityKind] = {}
    for curriculum in _curricula(program_id):
        found.update(curriculum.offers.activities)
    return {code: one for code, one in found.items() if not one.private}


def _curricula(program_id: UUID) -> list[Curriculum]:
    """Of all versions, the oldest first."""
    ids = db.session.scalars(
        select(CurriculumVersion.id)
        .where(CurriculumVersion.program_id == program_id)
        .order_by(CurriculumVersion.published_at)
    )
    return [curriculum_of(program_id, id_) for id_ in ids]


def session_kinds(program_id: UUID) -> dict[str, ActivityKind]:
    """Of these, what requirements of sessions ask for, then what those of hours do; all of them
    where none does."""
    kinds, curricula = kinds_of(program_id), _curricula(program_id)
    asked = {
        code: kinds[code]
        for wanted in (RequirementKind.SESSIONS, RequirementKind.HOURS)
        for curriculum in curricula
        for code in sorted(_asked(curriculum, wanted))
        if code in kinds
    }
    return asked or kinds


def _asked(curriculum: Curriculum, wanted: RequirementKind) -> set[str]:
    return {
        code
        for one in curriculum.requirements.values()
        if one.kind is wanted and isinstance(one.rule, Sessions | Hours)
        for code in one.rule.activities
    }


def name_of(kinds: dict[str, ActivityKind], code: str) -> Text:
    """What a kind is called; one that no curriculum names any more is its code."""
    return kinds[code].name if code in kinds else Text({"en": code})


def _items(*which: ColumnElement[bool]) -> ColumnElement[bool]:
    return and_(
        PortfolioItem.program_id == TeachingSession.program_id,
        PortfolioItem.session_id == TeachingSession.id,
        PortfolioItem.state == ItemState.ACCEPTED,
        *which,
    )


def _present() -> ScalarSelect[int]:
    return select(func.count()).select_from(PortfolioItem).where(_items()).scalar_subquery()


def page(actor: Actor, wanted: Wanted, after: Place | None) -> SessionPage:
    """Sessions, the newest first: one statement."""
    session = TeachingSession
    asked = (
        select(
            session.id, session.kind, session.held_on, session.title, session.minutes, _present()
        )
        .where(sessions_visible_to(actor), *_narrowed(wanted, after))
        .order_by(session.held_on.desc(), session.id.desc())
        .limit(PAGE + 1)
    )
    rows = [SessionRow(*row) for row in db.session.execute(asked)]
    shown, more = rows[:PAGE], len(rows) > PAGE
    return SessionPage(shown, Place(shown[-1].held_on, shown[-1].id) if more else None)


def _narrowed(wanted: Wanted, after: Place | None) -> list[ColumnElement[bool]]:
    session, found = TeachingSession, []
    if wanted.kind is not None:
        found.append(session.kind == wanted.kind)
    if wanted.since is not None:
        found.append(session.held_on >= wanted.since)
    if wanted.until is not None:
        found.append(session.held_on <= wanted.until)
    if wanted.fellow_id is not None:
        found.append(exists().where(_items(PortfolioItem.fellow_id == wanted.fellow_id)))
    if after is not None:
        same_day = and_(session.held_on == after.held_on, session.id < after.id)
        found.append(or_(session.held_on < after.held_on, same_day))
    return found


def session(actor: Actor, session_id: UUID) -> SessionView:
    """Two statements. NoResultFound for one that is not there or not the actor's to see."""
    row = db.session.execute(
        _with_person(TeachingSession, TeachingSession.recorded_by_id).where(
            sessions_visible_to(actor), TeachingSession.id == session_id
        )
    ).one()
    found, recorded_by = row
    return SessionView(
        id=found.id,
        kind=found.kind,
        held_on=found.held_on,
        title=found.title,
        minutes=found.minutes,
        recorded_by=recorded_by,
        recorded_at=found.recorded_at,
        people=_people(actor, session_id),
    )


def _people(actor: Actor, session_id: UUID) -> list[Present]:
    rows = db.session.execute(
        select(
            PortfolioItem.id,
            PortfolioItem.enrollment_id,
            Account.name,
            PortfolioItem.state,
            PortfolioItem.answer_words,
        )
        .join(
            Membership,
            (Membership.program_id == PortfolioItem.program_id)
            & (Membership.id == PortfolioItem.fellow_id),
        )
        .join(Account, Account.id == Membership.account_id)
        .where(items_visible_to(actor), PortfolioItem.session_id == session_id)
        .order_by(Account.name, PortfolioItem.id)
    )
    return [Present(*row) for row in rows]


def _with_person(what: Any, by: Any) -> Select[*tuple[Any, ...]]:
    """A record with the name of the member of this column."""
    return (
        select(what, Account.name)
        .join(Membership, (Membership.program_id == what.program_id) & (Membership.id == by))
        .join(Account, Account.id == Membership.account_id)
    )


@dataclass(frozen=True, slots=True)
class Trained:
    """A fellow on a curriculum version."""

    id: UUID
    """Of the enrollment."""
    fellow_id: UUID
    fellow: str
    version_id: UUID
    ends_on: date


GRADUATES_STAY_DAYS = 92
"""For so long after the end of training results still come in."""


def trained(actor: Actor, today: date) -> list[Trained]:
    """Everybody in training, by name: one statement."""
    ended_after = date.fromordinal(today.toordinal() - GRADUATES_STAY_DAYS)
    here = or_(Membership.left_on.is_(None), Membership.left_on > today)
    rows = _enrolled(actor).where(Enrollment.ends_on >= ended_after, here).order_by(Account.name)
    return [Trained(*row) for row in db.session.execute(rows)]


def enrolled(actor: Actor, enrollment_id: UUID) -> Trained:
    """One of them; NoResultFound when not of this program. Whether the actor may see what belongs
    to it is for the caller to ask."""
    row = db.session.execute(_enrolled(actor).where(Enrollment.id == enrollment_id)).one()
    return Trained(*row)


def _enrolled(actor: Actor) -> Select[*tuple[Any, ...]]:
    return (
        select(
            Enrollment.id,
            Enrollment.fellow_id,
            Account.name,
            Enrollment.version_id,
            Enrollment.ends_on,
        )
        .join(
            Membership,
            (Membership.program_id == Enrollment.program_id)
            & (Membership.id == Enrollment.fellow_id),
        )
        .join(Account, Account.id == Membership.account_id)
        .where(Enrollment.program_id == actor.program_id)
    )
