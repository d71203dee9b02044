"""Pinning a procedure to the first page, and taking it off again."""

from contextlib import suppress

from sqlalchemy import select

from logbook.database import db
from logbook.domain.decisions import say
from logbook.domain.events_pinned_kinds import KindPinned, KindUnpinned
from logbook.models.columns import new_id
from logbook.models.pinned_kinds import PinnedKind
from logbook.models.programs import Membership
from logbook.policy.actors import Actor
from logbook.policy.cases import may_log
from logbook.services.refusals import Invalid, insist
from logbook.services.unit import unit_of_work

MOST = 12
"""So many tiles are still found at a glance; the rest is what the catalogue is for."""


class AsItIs(Exception):
    """Nothing is to be done, and so nothing is recorded."""


def pin(actor: Actor, procedure: str) -> None:
    """A procedure that is pinned already stays pinned: a double tap does no harm."""
    with suppress(AsItIs), unit_of_work(actor) as unit:
        insist(may_log(actor))
        pinned = _own(actor)
        if procedure in pinned:
            raise AsItIs
        if len(pinned) >= MOST:
            wrong = say("%(most)s procedures are pinned at most. Take one off first.", most=MOST)
            raise Invalid({"procedure": wrong})
        kept = PinnedKind(
            program_id=actor.program_id, id=new_id(), member_id=actor.id, procedure=procedure
        )
        db.session.add(kept)
        unit.record(KindPinned(subject_id=kept.id, procedure=procedure))


def unpin(actor: Actor, procedure: str) -> None:
    """One that is not pinned stays so."""
    with suppress(AsItIs), unit_of_work(actor) as unit:
        insist(may_log(actor))
        kept = _own(actor).get(procedure)
        if kept is None:
            raise AsItIs
        db.session.delete(kept)
        unit.record(KindUnpinned(subject_id=kept.id, procedure=procedure))


def _own(actor: Actor) -> dict[str, PinnedKind]:
    """By code. Two taps at once come one after the other."""
    db.session.get_one(Membership, (actor.program_id, actor.id), with_for_update=True)
    rows = db.session.scalars(
        select(PinnedKind).where(
            PinnedKind.program_id == actor.program_id, PinnedKind.member_id == actor.id
        )
    )
    return {one.procedure: one for one in rows}
