"""Who may see, write, send, accept and strike out items of a portfolio."""

from datetime import datetime
from typing import Protocol
from uuid import UUID

from logbook.domain.decisions import YES, Decision, first_no, no
from logbook.domain.portfolio import ItemState, ItemStep, allows
from logbook.policy.actors import Actor, Role
from logbook.policy.cases import OVERSEERS, has_not_left

ACCEPTERS = (Role.SUPERVISOR, Role.COORDINATOR, Role.DIRECTOR)
"""Who can be named to accept an item."""
ANYBODY = (Role.COORDINATOR, Role.DIRECTOR)
"""Who accepts what names nobody; who records who was at a session."""


class ItemLike(Protocol):
    @property
    def fellow_id(self) -> UUID: ...
    @property
    def accepter_id(self) -> UUID | None: ...
    @property
    def state(self) -> ItemState: ...
    @property
    def shared_at(self) -> datetime | None: ...


def may_view(actor: Actor, item: ItemLike) -> Decision:
    """One's own; of others only what was shared, and sharing is never taken back."""
    if actor.id == item.fellow_id:
        return YES
    if item.shared_at is None:
        return no("This is its fellow's own until it is shared.")
    if actor.id == item.accepter_id and actor.is_(*ACCEPTERS):
        return YES
    if actor.is_(*OVERSEERS) and not actor.left:
        return YES
    return no("Only the fellow, who is asked, and those who oversee the program see this item.")


def may_open_own(actor: Actor) -> Decision:
    if actor.is_(Role.FELLOW):
        return YES
    return no("Only fellows keep a portfolio.")


def may_add(actor: Actor) -> Decision:
    return first_no(may_open_own(actor), has_not_left(actor))


def may_step(actor: Actor, item: ItemLike, step: ItemStep) -> Decision:
    """A step that belongs to the fellow: change, send, withdraw."""
    if actor.id != item.fellow_id:
        return no("Only the fellow whose item this is may do that.")
    return first_no(has_not_left(actor), _leads_somewhere(item, step))


def may_be_asked(accepter: Actor, fellow_id: UUID) -> Decision:
    """Whether this member can be named to accept an item."""
    if accepter.id == fellow_id:
        return no("Nobody accepts their own item.")
    if not accepter.is_(*ACCEPTERS) or accepter.left:
        return no("This person cannot accept items of the program now.")
    return YES


def may_open_queue(actor: Actor) -> Decision:
    if actor.is_(*ACCEPTERS):
        return has_not_left(actor)
    return no("Only supervisors, coordinators and directors accept items.")


def may_answer(actor: Actor, item: ItemLike) -> Decision:
    """Accept or return: who is named, or any coordinator or director where nobody is."""
    if actor.id == item.fellow_id:
        return no("Nobody accepts their own item.")
    if item.accepter_id is None and not actor.is_(*ANYBODY):
        return no("Only a coordinator or a director may answer this item.")
    if item.accepter_id is not None and (actor.id != item.accepter_id or not actor.is_(*ACCEPTERS)):
        return no("Only who is asked may answer this item.")
    return first_no(has_not_left(actor), _leads_somewhere(item, ItemStep.ACCEPT))


def may_void(actor: Actor, item: ItemLike) -> Decision:
    """Strike out an accepted item: who runs the program, with a reason."""
    if not actor.is_(*ANYBODY):
        return no("Only a coordinator or a director may strike out an item.")
    if actor.id == item.fellow_id:
        return no("You cannot strike out your own item.")
    return first_no(has_not_left(actor), _leads_somewhere(item, ItemStep.VOID))


def may_record_session(actor: Actor) -> Decision:
    if actor.is_(*ANYBODY):
        return has_not_left(actor)
    return no("Only a coordinator or a director records who was at a session.")


def may_record_hours(actor: Actor) -> Decision:
    if actor.is_(*ANYBODY):
        return has_not_left(actor)
    return no("Only a coordinator or a director records hours for others.")


def _leads_somewhere(item: ItemLike, step: ItemStep) -> Decision:
    if allows(item.state, step):
        return YES
    return no("This item is %(state)s; that is not possible now.", state=item.state)
