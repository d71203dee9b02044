"""The dates of one member: what is in their feed. Each comes from the query of its room, so that a
feed shows nobody more than their pages do."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select

from logbook.database import db
from logbook.domain.calendars import AHEAD, BACK, DateKind
from logbook.domain.certificates import program_of
from logbook.domain.committee import MeetingState
from logbook.domain.document import Text
from logbook.domain.periods import Period
from logbook.models.calendars import CalendarFeed
from logbook.models.curriculum import Enrollment
from logbook.models.identity import Account
from logbook.models.programs import Membership, Program
from logbook.models.rotations import Rotation
from logbook.policy.actors import Actor
from logbook.policy.cohort import may_see_cohort
from logbook.queries import credentials
from logbook.queries.committee import meetings
from logbook.queries.committee_decisions import open_plans
from logbook.queries.curriculum import curriculum_of
from logbook.queries.rotation_visibility import time_visible_to


@dataclass(frozen=True, slots=True)
class Dated:
    """One day of one member's feed."""

    kind: DateKind
    record_id: UUID
    on: date
    what: Text | str
    whose: str | None
    """None: the reader's own."""
    page_id: UUID
    """Of what its page is named by."""


@dataclass(frozen=True, slots=True)
class Subscriber:
    """Whose feed an address opens."""

    actor: Actor
    locale: str
    program: str
    today: date


def made_at(actor: Actor) -> datetime | None:
    """Of the actor's address; None where there is none."""
    return db.session.scalars(
        select(CalendarFeed.made_at).where(
            CalendarFeed.program_id == actor.program_id, CalendarFeed.member_id == actor.id
        )
    ).one_or_none()


def subscriber(token: str, token_hash: str, now: datetime) -> Subscriber | None:
    """None for what opens nothing, also for who has left or whose account is closed."""
    program_id = program_of(token)
    if program_id is None:
        return None
    row = db.session.execute(
        select(Membership, Account, Program)
        .select_from(CalendarFeed)
        .join(
            Membership,
            (Membership.program_id == CalendarFeed.program_id)
            & (Membership.id == CalendarFeed.member_id),
        )
        .join(Account, Account.id == Membership.account_id)
        .join(Program, Program.id == CalendarFeed.program_id)
        .where(CalendarFeed.program_id == program_id, CalendarFeed.token_hash == token_hash)
    ).one_or_none()
    if row is None:
        return None
    membership, account, program = row
    today = program.day_of(now)
    actor = membership.as_actor(today)
    if actor.left or account.closed_at is not None:
        return None
    return Subscriber(actor, account.locale or "en", program.name, today)


def dates_of(actor: Actor, today: date) -> list[Dated]:
    """What was in the last weeks and comes within a year, by day. Four statements, and one for
    each version of a curriculum that is not kept yet."""
    shown = Period(today - BACK, today + AHEAD)
    found = [*_meetings(actor), *_credentials(actor, today), *_time(actor), *_plans(actor, today)]
    near = [one for one in found if shown.holds(one.on)]
    return sorted(near, key=lambda one: (one.on, one.kind, one.record_id))


def _meetings(actor: Actor) -> Iterable[Dated]:
    for one in meetings(actor):
        if one.state is not MeetingState.CANCELLED:
            yield Dated(DateKind.MEETING, one.id, one.held_on, one.place, None, one.id)


def _credentials(actor: Actor, today: date) -> Iterable[Dated]:
    """Of all whom the actor may see; a withdrawn one is gone."""
    names = credentials.kinds_of(actor.program_id)
    for one in credentials.of_all(actor, today):
        if one.expires_on:
            name = names[one.kind].name if one.kind in names else one.kind
            whose = None if one.member_id == actor.id else one.holder
            yield Dated(DateKind.CREDENTIAL, one.id, one.expires_on, name, whose, one.id)


def _time(actor: Actor) -> Iterable[Dated]:
    """Ends of rotations and of the training: the fellow's own, or all for those who plan them."""
    rows = db.session.execute(
        select(Enrollment, Account.name, Rotation)
        .select_from(Enrollment)
        .join(
            Membership,
            (Membership.program_id == Enrollment.program_id)
            & (Membership.id == Enrollment.fellow_id),
        )
        .join(Account, Account.id == Membership.account_id)
        .outerjoin(
            Rotation,
            (Rotation.program_id == Enrollment.program_id)
            & (Rotation.enrollment_id == Enrollment.id)
            & Rotation.cancelled_at.is_(None),
        )
        .where(Enrollment.program_id == actor.program_id, time_visible_to(actor))
    ).all()
    ended: set[UUID] = set()
    for one, name, rotation in rows:
        whose = None if one.fellow_id == actor.id else name
        if one.id not in ended and (whose is None or may_see_cohort(actor)):
            ended.add(one.id)
            yield Dated(DateKind.TRAINING, one.id, one.ends_on, "", whose, one.id)
        if rotation is not None:
            kinds = curriculum_of(actor.program_id, one.version_id).offers.rotations
            kind = kinds[rotation.kind].name if rotation.kind in kinds else rotation.kind
            yield Dated(DateKind.ROTATION, rotation.id, rotation.ends_on, kind, whose, one.id)


def _plans(actor: Actor, today: date) -> Iterable[Dated]:
    """Whose plan it is, and not what: that is read on its page."""
    for one in open_plans(actor, today):
        whose = None if one.fellow_id == actor.id else one.fellow
        yield Dated(DateKind.PLAN, one.id, one.due_on, "", whose, one.id)
