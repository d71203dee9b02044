"""Who brings the hospital's record in, says what its names mean, and sees what of it is logged."""

from typing import Protocol
from uuid import UUID

from logbook.domain.decisions import YES, Decision, no
from logbook.policy.actors import Actor, Role
from logbook.policy.cases import OVERSEERS, has_not_left, may_log


class Share(Protocol):
    """One fellow's part in a procedure; nobody's, where the record names no fellow."""

    @property
    def fellow_id(self) -> UUID | None: ...


def may_import(actor: Actor) -> Decision:
    """Also what follows from it: saying what columns and names mean, and comparing anew."""
    if actor.is_(Role.COORDINATOR, Role.DIRECTOR, Role.JOB):
        return has_not_left(actor)
    return no("Only coordinators and directors bring the hospital’s record in.")


def may_oversee(actor: Actor) -> Decision:
    """How complete the logs of all fellows are."""
    if actor.is_(*OVERSEERS):
        return has_not_left(actor)
    return no("Only those who oversee the program see how complete all logs are.")


def may_open_own(actor: Actor) -> Decision:
    if actor.is_(Role.FELLOW):
        return YES
    return no("Only fellows have a log to compare.")


def may_view(actor: Actor, share: Share) -> Decision:
    """One's own share, also after leaving; every share for those who oversee the program."""
    if share.fellow_id is not None and share.fellow_id == actor.id:
        return YES
    return may_oversee(actor)


def may_answer(actor: Actor, fellow_id: UUID | None) -> Decision:
    """Only the fellow says what a difference is, and only the fellow drafts the case of it."""
    if fellow_id is None or actor.id != fellow_id:
        return no("Only the fellow answers for their own log.")
    return may_log(actor)
