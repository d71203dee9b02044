"""Who runs a round of multi-source feedback, and who sees what came of it."""

from typing import Protocol
from uuid import UUID

from logbook.domain.decisions import YES, Decision, first_no, no
from logbook.domain.rounds import RoundState
from logbook.policy.actors import Actor, Role
from logbook.policy.cases import has_not_left
from logbook.policy.programs import may_run

READERS = (Role.DIRECTOR, Role.COMMITTEE)
"""Who reads the result beside its fellow."""


class RoundLike(Protocol):
    @property
    def fellow_id(self) -> UUID: ...
    @property
    def state(self) -> RoundState: ...


def may_list(actor: Actor) -> Decision:
    """Fellows their own; those who run the program or read results all of it."""
    if actor.is_(Role.FELLOW):
        return YES
    if actor.is_(Role.DIRECTOR, Role.COORDINATOR, Role.COMMITTEE):
        return has_not_left(actor)
    return no("Only fellows and those who run the program see rounds of feedback.")


def may_view(actor: Actor, round_: RoundLike) -> Decision:
    if actor.id == round_.fellow_id:
        return YES
    if actor.is_(Role.DIRECTOR, Role.COORDINATOR, Role.COMMITTEE):
        return has_not_left(actor)
    return no("Only the fellow and those who run the program see this round.")


def may_open(actor: Actor) -> Decision:
    return may_run(actor)


def may_manage(actor: Actor, round_: RoundLike) -> Decision:
    """See who has answered, ask again, close, cancel; never one's own."""
    if actor.id == round_.fellow_id:
        return no("Nobody runs a round about themselves.")
    return may_run(actor)


def may_change(actor: Actor, round_: RoundLike) -> Decision:
    return first_no(may_manage(actor, round_), is_open(round_))


def may_rate_self(actor: Actor, round_: RoundLike) -> Decision:
    if actor.id != round_.fellow_id:
        return no("Only the fellow whom a round is about rates themselves.")
    return first_no(has_not_left(actor), is_open(round_))


def may_read_result(actor: Actor, round_: RoundLike) -> Decision:
    """Once it is closed. Who runs the round without reading it, as a coordinator, does not."""
    if round_.state is not RoundState.CLOSED:
        return no("Nothing is shown before the round is closed.")
    if actor.id == round_.fellow_id:
        return YES
    if actor.is_(*READERS):
        return has_not_left(actor)
    return no("Only the fellow, a director and the committee read the result.")


def may_release(actor: Actor, round_: RoundLike) -> Decision:
    """Free text reaches the fellow when a director has read it."""
    if actor.id == round_.fellow_id:
        return no("Nobody releases words about themselves.")
    if not actor.is_(Role.DIRECTOR):
        return no("Only a program director releases what raters wrote.")
    return first_no(has_not_left(actor), may_read_result(actor, round_))


def is_open(round_: RoundLike) -> Decision:
    if round_.state is RoundState.OPEN:
        return YES
    return no("This round is over.")
