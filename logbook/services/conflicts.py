"""Declaring a conflict of interest between two members, and ending it."""

from uuid import UUID

from sqlalchemy import select

from logbook.database import db
from logbook.domain.decisions import say
from logbook.domain.events_sign_offs import ConflictDeclared, ConflictEnded
from logbook.models.programs import Membership
from logbook.models.sign_offs import ConflictOfInterest
from logbook.policy import conflicts as policy
from logbook.policy.actors import Actor
from logbook.queries.conflicts import are_related, conflicts_visible_to
from logbook.services.refusals import Conflict, Invalid, insist
from logbook.services.unit import unit_of_work


class AlreadyDeclared(Exception):
    """The same was sent before; nothing more is to be done."""


def declare(actor: Actor, conflict_id: UUID, one_id: UUID, other_id: UUID | None) -> None:
    """From now on neither judges the other. Under the id that the client made."""
    try:
        with unit_of_work(actor) as unit:
            insist(policy.may_declare(actor, {one_id, other_id or one_id}))
            if other_id is None or other_id == one_id or not _are_members(actor, one_id, other_id):
                raise Invalid({"other": say("Choose two different people of the program.")})
            if are_related(actor.program_id, one_id, other_id):
                raise AlreadyDeclared
            member_id, other = sorted((one_id, other_id))
            conflict = ConflictOfInterest(
                program_id=actor.program_id,
                id=conflict_id,
                member_id=member_id,
                other_id=other,
                declared_by_id=actor.id,
                declared_at=unit.now,
            )
            db.session.add(conflict)
            event = ConflictDeclared(subject_id=conflict_id, member_id=member_id, other_id=other)
            unit.record(event, of=conflict)
    except AlreadyDeclared:
        pass


def end(actor: Actor, conflict_id: UUID) -> None:
    """It is over. That it was declared stays readable."""
    with unit_of_work(actor) as unit:
        conflict = db.session.scalars(
            select(ConflictOfInterest)
            .where(
                ConflictOfInterest.program_id == actor.program_id,
                ConflictOfInterest.id == conflict_id,
                conflicts_visible_to(actor),
            )
            .with_for_update()
        ).one()
        insist(policy.may_end(actor, {conflict.member_id, conflict.other_id}))
        if conflict.ended_at is not None:
            raise Conflict(say("Somebody has ended this already."))
        conflict.ended_by_id, conflict.ended_at = actor.id, unit.now
        unit.record(ConflictEnded(subject_id=conflict.id), of=conflict)


def _are_members(actor: Actor, *ids: UUID) -> bool:
    return all(db.session.get(Membership, (actor.program_id, one)) is not None for one in ids)
