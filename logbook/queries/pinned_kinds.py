"""The procedures that a fellow pinned."""

from sqlalchemy import bindparam, select

from logbook.models.pinned_kinds import PinnedKind
from logbook.policy.actors import Actor
from logbook.prepared import Prepared

_OWN = Prepared(
    select(PinnedKind.procedure)
    .where(
        PinnedKind.program_id == bindparam("in_program"),
        PinnedKind.member_id == bindparam("member_id"),
    )
    .order_by(PinnedKind.id),
    keep=256,
)


def pinned_kinds(actor: Actor) -> list[str]:
    """Their codes, in the order of pinning: one statement."""
    rows = _OWN.all(in_program=actor.program_id, member_id=actor.id)
    return [row.procedure for row in rows]
