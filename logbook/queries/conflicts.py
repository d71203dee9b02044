"""Declared conflicts of interest."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, exists, or_, select, true
from sqlalchemy.orm import aliased

from logbook.database import db
from logbook.models.identity import Account
from logbook.models.programs import Membership
from logbook.models.sign_offs import ConflictOfInterest
from logbook.policy.actors import Actor
from logbook.policy.conflicts import may_see_all


@dataclass(frozen=True, slots=True)
class ConflictView:
    id: UUID
    member_id: UUID
    member: str
    other_id: UUID
    other: str
    declared_by: str
    declared_at: datetime
    ended_at: datetime | None

    @property
    def between(self) -> tuple[UUID, UUID]:
        return self.member_id, self.other_id


def declared_between(program_id: Any, one: Any, other: Any) -> ColumnElement[bool]:
    """Whether a conflict of interest between the two holds, as part of a statement."""
    pair = (ConflictOfInterest.member_id, ConflictOfInterest.other_id)
    return exists().where(
        ConflictOfInterest.program_id == program_id,
        or_(
            and_(pair[0] == one, pair[1] == other),
            and_(pair[0] == other, pair[1] == one),
        ),
        ConflictOfInterest.ended_at.is_(None),
    )


def are_related(program_id: UUID, one: UUID, other: UUID) -> bool:
    """Whether one between the two holds."""
    return bool(db.session.scalar(select(declared_between(program_id, one, other))))


def related_to(program_id: UUID, member_id: UUID) -> frozenset[UUID]:
    """With whom this member has a declared conflict of interest."""
    rows = db.session.execute(
        select(ConflictOfInterest.member_id, ConflictOfInterest.other_id).where(
            ConflictOfInterest.program_id == program_id,
            ConflictOfInterest.ended_at.is_(None),
            or_(
                ConflictOfInterest.member_id == member_id,
                ConflictOfInterest.other_id == member_id,
            ),
        )
    )
    return frozenset(one for row in rows for one in row if one != member_id)


def conflicts_visible_to(actor: Actor) -> ColumnElement[bool]:
    """List twin of `policy.conflicts.may_see`, within the actor's program."""
    if may_see_all(actor):
        return true()
    return or_(ConflictOfInterest.member_id == actor.id, ConflictOfInterest.other_id == actor.id)


def conflicts(actor: Actor) -> list[ConflictView]:
    """Those that the actor may see, the ended ones last: one statement."""
    asked: Any = select(ConflictOfInterest).where(
        ConflictOfInterest.program_id == actor.program_id, conflicts_visible_to(actor)
    )
    for column in (
        ConflictOfInterest.member_id,
        ConflictOfInterest.other_id,
        ConflictOfInterest.declared_by_id,
    ):
        member, account = aliased(Membership), aliased(Account)
        asked = asked.join(
            member, (member.program_id == ConflictOfInterest.program_id) & (member.id == column)
        ).join(account, account.id == member.account_id)
        asked = asked.add_columns(account.name)
    rows = db.session.execute(
        asked.order_by(
            ConflictOfInterest.ended_at.is_not(None), ConflictOfInterest.declared_at.desc()
        )
    )
    return [
        ConflictView(one.id, one.member_id, a, one.other_id, b, by, one.declared_at, one.ended_at)
        for one, a, b, by in rows
    ]


def related_among(program_id: UUID, members: Collection[UUID]) -> frozenset[frozenset[UUID]]:
    """Each pair of these members between whom one holds: one statement."""
    rows = db.session.execute(
        select(ConflictOfInterest.member_id, ConflictOfInterest.other_id).where(
            ConflictOfInterest.program_id == program_id,
            ConflictOfInterest.ended_at.is_(None),
            ConflictOfInterest.member_id.in_(members),
            ConflictOfInterest.other_id.in_(members),
        )
    )
    return frozenset(frozenset((row.member_id, row.other_id)) for row in rows)
