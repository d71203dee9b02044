"""Who brings a clinic list in, and who sees what is expected of a log."""

from typing import Protocol
from uuid import UUID

from logbook.domain.decisions import YES, Decision, no
from logbook.policy.actors import Actor, Role
from logbook.policy.cases import has_not_left, may_log, may_open_own_log


class ExpectedLike(Protocol):
    @property
    def fellow_id(self) -> UUID: ...


def may_open_own(actor: Actor) -> Decision:
    return may_open_own_log(actor)


def may_open_bringing(actor: Actor) -> Decision:
    if actor.is_(Role.FELLOW, Role.COORDINATOR, Role.DIRECTOR):
        return has_not_left(actor)
    return no("Only fellows and coordinators bring a clinic list in.")


def may_bring(actor: Actor, fellow_id: UUID) -> Decision:
    """One's own list; those of all fellows for who runs the program."""
    if actor.id == fellow_id:
        return may_log(actor)
    if actor.is_(Role.COORDINATOR, Role.DIRECTOR):
        return has_not_left(actor)
    return no("Only coordinators and directors bring in lists of others.")


def may_view(actor: Actor, expected: ExpectedLike) -> Decision:
    """The fellow, and nobody else: it reminds, it does not accuse."""
    if actor.id == expected.fellow_id:
        return YES
    return no("Only the fellow sees what their log is expected to hold.")


def may_answer(actor: Actor, expected: ExpectedLike) -> Decision:
    if actor.id != expected.fellow_id:
        return no("Only the fellow answers for their own log.")
    return may_log(actor)
