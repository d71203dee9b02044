"""Meetings of the committee as a list, and who can be invited to one."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import and_, func, or_, select

from logbook.database import db
from logbook.domain.committee import AHEAD, MeetingState
from logbook.models.committee import AgendaItem, CommitteeMeeting
from logbook.models.identity import Account
from logbook.models.programs import Membership
from logbook.policy.actors import Actor, Role
from logbook.policy.committee import READERS
from logbook.queries.committee_board import CHAIRED
from logbook.queries.committee_visibility import meetings_visible_to


@dataclass(frozen=True, slots=True)
class MeetingRow:
    """A meeting in a list."""

    id: UUID
    held_on: date
    place: str
    chair: str
    state: MeetingState
    fellows: int


_FELLOWS = (
    select(func.count())
    .where(
        AgendaItem.program_id == CommitteeMeeting.program_id,
        AgendaItem.meeting_id == CommitteeMeeting.id,
        AgendaItem.listed,
    )
    .scalar_subquery()
)
MOST = 100


def meetings(actor: Actor) -> list[MeetingRow]:
    """Those that the actor may see, the latest first: one statement."""
    asked = CHAIRED.add_columns(_FELLOWS.label("fellows")).where(meetings_visible_to(actor))
    rows = db.session.execute(
        asked.order_by(CommitteeMeeting.held_on.desc(), CommitteeMeeting.id.desc()).limit(MOST)
    )
    return [
        MeetingRow(one.id, one.held_on, one.place, chair, one.state, fellows)
        for one, chair, fellows in rows
    ]


def next_meeting(actor: Actor, today: date) -> MeetingRow | None:
    """The one that is ahead or sits: one statement."""
    asked = CHAIRED.add_columns(_FELLOWS.label("fellows")).where(
        meetings_visible_to(actor),
        or_(
            CommitteeMeeting.state == MeetingState.IN_SESSION,
            and_(CommitteeMeeting.state.in_(AHEAD), CommitteeMeeting.held_on >= today),
        ),
    )
    row = db.session.execute(asked.order_by(CommitteeMeeting.held_on).limit(1)).one_or_none()
    if row is None:
        return None
    one, chair, fellows = row
    return MeetingRow(one.id, one.held_on, one.place, chair, one.state, fellows)


@dataclass(frozen=True, slots=True)
class Person:
    id: UUID
    name: str
    roles: frozenset[Role]


def who_can_sit(actor: Actor, today: date) -> list[Person]:
    """Members of the committee and directors who are there on that day, by name."""
    return [one for one in members(actor, today) if one.roles & set(READERS)]


def members(actor: Actor, today: date) -> list[Person]:
    """All members of the program who are there on that day, by name: one statement."""
    rows = db.session.execute(
        select(Membership.id, Account.name, Membership.roles)
        .join(Account, Account.id == Membership.account_id)
        .where(
            Membership.program_id == actor.program_id,
            (Membership.left_on.is_(None)) | (Membership.left_on > today),
        )
        .order_by(Account.name)
    )
    return [Person(*row) for row in rows]
