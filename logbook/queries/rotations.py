"""The rotations and leave of fellows, one by one and a year of all side by side."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, or_, select

from logbook.database import db
from logbook.domain.chances import Stay
from logbook.domain.curriculum import Curriculum
from logbook.domain.document import Text
from logbook.domain.leave import LeaveKind
from logbook.domain.periods import Period
from logbook.models.curriculum import Enrollment
from logbook.models.identity import Account
from logbook.models.programs import Membership, Program, Site
from logbook.models.rotations import Leave, Rotation
from logbook.policy.actors import Actor
from logbook.policy.rotations import may_see_kind_of_leave
from logbook.queries.curriculum import curriculum_of
from logbook.queries.rotation_visibility import time_visible_to


@dataclass(frozen=True, slots=True)
class Trained:
    """Whose time it is."""

    id: UUID
    """Of the enrollment."""
    fellow_id: UUID
    fellow: str
    version_id: UUID
    starts_on: date
    ends_on: date
    full_time_percent: int

    @property
    def training(self) -> Period:
        return Period(self.starts_on, self.ends_on)


@dataclass(frozen=True, slots=True)
class RotationView:
    """One rotation, as a page shows it."""

    id: UUID
    enrollment_id: UUID
    kind: str
    name: Text
    """Of the kind; its code where the curriculum does not know it any more."""
    site_id: UUID | None
    site: str | None
    period: Period
    cancelled: bool
    revision: int


@dataclass(frozen=True, slots=True)
class LeaveView:
    """One leave. `kind`: for those only who may know."""

    id: UUID
    enrollment_id: UUID
    kind: LeaveKind | None
    period: Period
    cancelled: bool
    revision: int


@dataclass(frozen=True, slots=True)
class FellowYear:
    """One fellow's part of the plan."""

    trained: Trained
    rotations: tuple[RotationView, ...]
    away: tuple[LeaveView, ...]


def trained(actor: Actor, enrollment_id: UUID) -> Trained:
    """NoResultFound when it is not there or not the actor's to see."""
    asked = _trained(actor).where(Enrollment.id == enrollment_id, time_visible_to(actor))
    return Trained(*db.session.execute(asked).one())


def everybody_within(actor: Actor, period: Period) -> list[Trained]:
    """Who is in training on any of these days and has not left before them, by name."""
    asked = _trained(actor).where(
        Enrollment.starts_on <= period.last,
        Enrollment.ends_on >= period.first,
        or_(Membership.left_on.is_(None), Membership.left_on > period.first),
        time_visible_to(actor),
    )
    found = [Trained(*row) for row in db.session.execute(asked)]
    return sorted(found, key=lambda one: (one.fellow, one.starts_on))


def _trained(actor: Actor) -> Select[*tuple[Any, ...]]:
    return (
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
            (Membership.program_id == Enrollment.program_id)
            & (Membership.id == Enrollment.fellow_id),
        )
        .join(Account, Account.id == Membership.account_id)
        .where(Enrollment.program_id == actor.program_id)
    )


def plan(actor: Actor, year: Period) -> list[FellowYear]:
    """The rotations and leave of everybody in training in this year: three statements."""
    people = everybody_within(actor, year)
    ids = [one.id for one in people]
    versions = {one.id: curriculum_of(actor.program_id, one.version_id) for one in people}
    rotations = _by_enrollment(
        _rotation(row, versions[row.enrollment_id])
        for row in db.session.execute(
            _rotations(actor).where(
                Rotation.enrollment_id.in_(ids),
                Rotation.cancelled_at.is_(None),
                Rotation.starts_on <= year.last,
                Rotation.ends_on >= year.first,
            )
        )
    )
    away = _by_enrollment(
        _leave_view(row, may_know=False)
        for row in db.session.execute(
            _leave(actor).where(
                Leave.enrollment_id.in_(ids),
                Leave.cancelled_at.is_(None),
                Leave.starts_on <= year.last,
                Leave.ends_on >= year.first,
            )
        )
    )
    return [FellowYear(one, tuple(rotations[one.id]), tuple(away[one.id])) for one in people]


def time_of(actor: Actor, of: Trained) -> FellowYear:
    """All rotations and leave of one fellow whose time the actor may see: two statements."""
    curriculum = curriculum_of(actor.program_id, of.version_id)
    rotations = _rotations(actor).where(
        Rotation.enrollment_id == of.id, Rotation.cancelled_at.is_(None)
    )
    leave = _leave(actor).where(Leave.enrollment_id == of.id, Leave.cancelled_at.is_(None))
    may_know = bool(may_see_kind_of_leave(actor, of.fellow_id))
    return FellowYear(
        of,
        tuple(_rotation(row, curriculum) for row in db.session.execute(rotations)),
        tuple(_leave_view(row, may_know) for row in db.session.execute(leave)),
    )


def rotation(actor: Actor, rotation_id: UUID) -> tuple[RotationView, Trained]:
    """One, and whose; also one that was cancelled. NoResultFound where it is not to be seen."""
    row = db.session.execute(_rotations(actor).where(Rotation.id == rotation_id)).one()
    whose = trained(actor, row.enrollment_id)
    return _rotation(row, curriculum_of(actor.program_id, whose.version_id)), whose


def leave(actor: Actor, leave_id: UUID) -> tuple[LeaveView, Trained]:
    """One, and whose; also one that was cancelled. NoResultFound where it is not to be seen."""
    row = db.session.execute(_leave(actor).where(Leave.id == leave_id)).one()
    whose = trained(actor, row.enrollment_id)
    return _leave_view(row, bool(may_see_kind_of_leave(actor, whose.fellow_id))), whose


def stays_of(actor: Actor, enrollment_id: UUID, curriculum: Curriculum) -> tuple[Stay, ...]:
    """One fellow's rotations in order of their days, those whose kind the curriculum knows."""
    asked = _rotations(actor).where(
        Rotation.enrollment_id == enrollment_id, Rotation.cancelled_at.is_(None)
    )
    known = curriculum.offers.rotations
    return tuple(
        Stay(known[row.kind], Period(row.starts_on, row.ends_on), row.site_id)
        for row in db.session.execute(asked)
        if row.kind in known
    )


def year_begins_month(actor: Actor) -> int:
    asked = select(Program.year_begins_month).where(Program.id == actor.program_id)
    return db.session.scalars(asked).one()


def leave_allowed(actor: Actor) -> int | None:
    """Weeks a year, as the program has set it."""
    asked = select(Program.leave_weeks).where(Program.id == actor.program_id)
    return db.session.scalars(asked).one()


def _rotations(actor: Actor) -> Select[*tuple[Any, ...]]:
    return (
        select(
            Rotation.id,
            Rotation.enrollment_id,
            Rotation.kind,
            Rotation.site_id,
            Site.name.label("site"),
            Rotation.starts_on,
            Rotation.ends_on,
            Rotation.cancelled_at,
            Rotation.revision,
        )
        .outerjoin(Site, (Site.program_id == Rotation.program_id) & (Site.id == Rotation.site_id))
        .where(Rotation.program_id == actor.program_id)
        .order_by(Rotation.starts_on)
    )


def _rotation(row: Row[*tuple[Any, ...]], curriculum: Curriculum) -> RotationView:
    kind = curriculum.offers.rotations.get(row.kind)
    return RotationView(
        id=row.id,
        enrollment_id=row.enrollment_id,
        kind=row.kind,
        name=kind.name if kind else Text({"en": row.kind}),
        site_id=row.site_id,
        site=row.site,
        period=Period(row.starts_on, row.ends_on),
        cancelled=row.cancelled_at is not None,
        revision=row.revision,
    )


def _leave(actor: Actor) -> Select[*tuple[Any, ...]]:
    return (
        select(
            Leave.id,
            Leave.enrollment_id,
            Leave.kind,
            Leave.starts_on,
            Leave.ends_on,
            Leave.cancelled_at,
            Leave.revision,
        )
        .where(Leave.program_id == actor.program_id)
        .order_by(Leave.starts_on)
    )


def _leave_view(row: Row[*tuple[Any, ...]], may_know: bool) -> LeaveView:
    return LeaveView(
        id=row.id,
        enrollment_id=row.enrollment_id,
        kind=row.kind if may_know else None,
        period=Period(row.starts_on, row.ends_on),
        cancelled=row.cancelled_at is not None,
        revision=row.revision,
    )


def _by_enrollment(found: Iterable[Any]) -> Mapping[UUID, list[Any]]:
    kept: dict[UUID, list[Any]] = defaultdict(list)
    for one in found:
        kept[one.enrollment_id].append(one)
    return kept
