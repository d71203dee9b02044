"""One meeting of the committee: who sits in it, whom it is about, and who has rated whom."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, select

from logbook.database import db
from logbook.domain.committee import MeetingState, next_to_rate
from logbook.models.committee import AgendaItem, CommitteeMeeting, CommitteeSeat, PreRating
from logbook.models.curriculum import Enrollment
from logbook.models.identity import Account
from logbook.models.programs import Membership
from logbook.policy.actors import Actor
from logbook.policy.committee import Place
from logbook.queries.committee_visibility import meetings_visible_to
from logbook.queries.conflicts import related_among


@dataclass(frozen=True, slots=True)
class Sitting:
    """A member who is invited."""

    id: UUID
    member_id: UUID
    name: str
    present: bool | None


@dataclass(frozen=True, slots=True)
class Item:
    """A fellow on the agenda."""

    id: UUID
    fellow_id: UUID
    fellow: str
    enrollment_id: UUID
    version_id: UUID
    place: int
    began_at: datetime | None
    ended_at: datetime | None
    levels: Mapping[str, str]
    narrative: str
    revision: int


@dataclass(frozen=True, slots=True)
class Board:
    """One meeting, who sits in it, whom it is about, and how far the ratings before it are."""

    id: UUID
    held_on: date
    place: str
    chair_id: UUID
    chair: str
    state: MeetingState
    revision: int
    opened_at: datetime | None
    closed_at: datetime | None
    missing: int
    """Ratings that were not in when the session was opened."""
    seats: tuple[Sitting, ...]
    agenda: tuple[Item, ...]
    given: frozenset[tuple[UUID, UUID]]
    """Member and fellow: whose ratings are in."""
    related: frozenset[frozenset[UUID]]

    def are_related(self, one: UUID, other: UUID) -> bool:
        return frozenset((one, other)) in self.related

    def item(self, fellow_id: UUID) -> Item | None:
        return next((one for one in self.agenda if one.fellow_id == fellow_id), None)

    def expected(self, fellow_id: UUID) -> list[Sitting]:
        """Who is to rate this fellow: those who are not absent and have no conflict."""
        return [
            one
            for one in self.seats
            if one.present is not False and not self.are_related(one.member_id, fellow_id)
        ]

    def apart(self, fellow_id: UUID) -> list[Sitting]:
        """Who takes no part in what is said about this fellow."""
        return [one for one in self.seats if self.are_related(one.member_id, fellow_id)]

    def lacking(self, fellow_id: UUID) -> list[Sitting]:
        """Whose rating of this fellow is not in."""
        return [
            one for one in self.expected(fellow_id) if (one.member_id, fellow_id) not in self.given
        ]

    def all_in(self, fellow_id: UUID) -> bool:
        return bool(self.expected(fellow_id)) and not self.lacking(fellow_id)

    @property
    def lacks(self) -> int:
        return sum(len(self.lacking(one.fellow_id)) for one in self.agenda)

    def next_of(self, member_id: UUID) -> UUID | None:
        """The fellow whom this member rates next."""
        return next_to_rate(
            [one.fellow_id for one in self.agenda],
            {fellow for member, fellow in self.given if member == member_id},
            {one.fellow_id for one in self.agenda if self.are_related(member_id, one.fellow_id)},
        )

    def place_of(self, actor: Actor, fellow_id: UUID) -> Place:
        seat = next((one for one in self.seats if one.member_id == actor.id), None)
        return Place(
            seated=seat is not None,
            present=seat.present if seat else None,
            related=self.are_related(actor.id, fellow_id),
            chair_related=self.are_related(self.chair_id, fellow_id),
            rated=(actor.id, fellow_id) in self.given,
            is_next=self.next_of(actor.id) == fellow_id,
        )

    def is_about(self, member_id: UUID) -> bool:
        return self.item(member_id) is not None

    @property
    def discussed(self) -> Item | None:
        """Whom they are talking about now."""
        return next((one for one in self.agenda if one.began_at and not one.ended_at), None)


CHAIRED = (
    select(CommitteeMeeting, Account.name.label("chair"))
    .join(
        Membership,
        (Membership.program_id == CommitteeMeeting.program_id)
        & (Membership.id == CommitteeMeeting.chair_id),
    )
    .join(Account, Account.id == Membership.account_id)
)


def board(actor: Actor, meeting_id: UUID) -> Board:
    """NoResultFound for one that is not there or not the actor's to see. Five statements."""
    row = db.session.execute(
        CHAIRED.where(meetings_visible_to(actor), CommitteeMeeting.id == meeting_id)
    ).one()
    one, seats, agenda = row[0], _seats(actor, meeting_id), _agenda(actor, meeting_id)
    ids = [seat.member_id for seat in seats] + [item.fellow_id for item in agenda]
    return Board(
        id=one.id,
        held_on=one.held_on,
        place=one.place,
        chair_id=one.chair_id,
        chair=row.chair,
        state=one.state,
        revision=one.revision,
        opened_at=one.opened_at,
        closed_at=one.closed_at,
        missing=one.missing,
        seats=tuple(seats),
        agenda=tuple(agenda),
        given=_given(actor, meeting_id),
        related=related_among(actor.program_id, ids),
    )


def _seats(actor: Actor, meeting_id: UUID) -> list[Sitting]:
    rows = db.session.execute(
        _with_name(
            select(CommitteeSeat.id, CommitteeSeat.member_id, Account.name, CommitteeSeat.present),
            CommitteeSeat.program_id,
            CommitteeSeat.member_id,
        )
        .where(
            CommitteeSeat.program_id == actor.program_id,
            CommitteeSeat.meeting_id == meeting_id,
            CommitteeSeat.invited,
        )
        .order_by(Account.name, CommitteeSeat.id)
    )
    return [Sitting(*row) for row in rows]


def _agenda(actor: Actor, meeting_id: UUID) -> list[Item]:
    rows = db.session.execute(
        _with_name(
            select(AgendaItem, Account.name, Enrollment.version_id),
            AgendaItem.program_id,
            AgendaItem.fellow_id,
        )
        .join(
            Enrollment,
            (Enrollment.program_id == AgendaItem.program_id)
            & (Enrollment.id == AgendaItem.enrollment_id),
        )
        .where(
            AgendaItem.program_id == actor.program_id,
            AgendaItem.meeting_id == meeting_id,
            AgendaItem.listed,
        )
        .order_by(AgendaItem.place, AgendaItem.id)
    )
    return [_item(row) for row in rows]


def _with_name(asked: Select[*tuple[Any, ...]], program_id: Any, member_id: Any) -> Any:
    return asked.join(
        Membership, (Membership.program_id == program_id) & (Membership.id == member_id)
    ).join(Account, Account.id == Membership.account_id)


def _item(row: Row[*tuple[Any, ...]]) -> Item:
    one: AgendaItem = row[0]
    return Item(
        id=one.id,
        fellow_id=one.fellow_id,
        fellow=row.name,
        enrollment_id=one.enrollment_id,
        version_id=row.version_id,
        place=one.place,
        began_at=one.began_at,
        ended_at=one.ended_at,
        levels=one.levels,
        narrative=one.narrative,
        revision=one.revision,
    )


def _given(actor: Actor, meeting_id: UUID) -> frozenset[tuple[UUID, UUID]]:
    rows = db.session.execute(
        select(PreRating.member_id, PreRating.fellow_id).where(
            PreRating.program_id == actor.program_id, PreRating.meeting_id == meeting_id
        )
    )
    return frozenset((row.member_id, row.fellow_id) for row in rows)
