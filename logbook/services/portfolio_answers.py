"""Answering an item: accept it, return it; and striking an accepted one out."""

from uuid import UUID

from logbook.database import db
from logbook.domain import portfolio as life
from logbook.domain.case_content import plain
from logbook.domain.events_portfolio import ItemAccepted, ItemReturned, ItemVoided
from logbook.domain.evidence import ActivityEvidence, Evidence
from logbook.domain.portfolio import ItemState, ItemStep, about_reason
from logbook.models.curriculum import Enrollment
from logbook.models.portfolio import PortfolioItem
from logbook.policy import portfolio as policy
from logbook.policy.actors import Actor
from logbook.services import progress
from logbook.services.portfolio import StaleItem, visible_item
from logbook.services.refusals import Invalid, insist
from logbook.services.sign_off_grounds import shake
from logbook.services.unit import Unit, unit_of_work


def accept(actor: Actor, item_id: UUID, revision: int) -> None:
    """Vouch for an item: from now on it is evidence."""
    with unit_of_work(actor) as unit:
        item = _to_answer(actor, item_id, revision)
        item.state = life.after(item.state, ItemStep.ACCEPT)
        _answer(unit, item, "")
        follow(unit, item, come=as_evidence(item))
        unit.record(ItemAccepted(subject_id=item.id), of=item)


def return_(actor: Actor, item_id: UUID, revision: int, reason: str) -> None:
    """Send an item back to its fellow with a reason."""
    with unit_of_work(actor) as unit:
        item = _to_answer(actor, item_id, revision)
        _require(reason)
        item.state = life.after(item.state, ItemStep.RETURN)
        _answer(unit, item, reason)
        unit.record(ItemReturned(subject_id=item.id), of=item)


def void(actor: Actor, item_id: UUID, reason: str) -> None:
    """Strike an accepted item out; what it added goes with it, the reason stays."""
    with unit_of_work(actor) as unit:
        strike(unit, visible_item(actor, item_id), reason)


def strike(unit: Unit, item: PortfolioItem, reason: str) -> None:
    """Strike out one accepted item within a unit."""
    insist(policy.may_void(unit.actor, item))
    _require(reason)
    follow(unit, item, gone=as_evidence(item))
    item.state = life.after(item.state, ItemStep.VOID)
    _answer(unit, item, reason)
    shake(unit, "portfolio_item", item.id)
    unit.record(ItemVoided(subject_id=item.id), of=item)


def as_evidence(item: PortfolioItem) -> list[Evidence]:
    """What the item shows now: nothing unless it is accepted."""
    if item.state is not ItemState.ACCEPTED:
        return []
    return [ActivityEvidence(item.kind, item.done_on, item.minutes)]


def follow(
    unit: Unit,
    item: PortfolioItem,
    *,
    gone: list[Evidence] | None = None,
    come: list[Evidence] | None = None,
) -> None:
    version_id = db.session.get_one(Enrollment, (item.program_id, item.enrollment_id)).version_id
    progress.move(unit, item.enrollment_id, version_id, gone=gone or [], come=come or [])


def _to_answer(actor: Actor, item_id: UUID, revision: int) -> PortfolioItem:
    item = visible_item(actor, item_id)
    insist(policy.may_answer(actor, item))
    if item.revision != revision:
        raise StaleItem
    return item


def _answer(unit: Unit, item: PortfolioItem, words: str) -> None:
    item.answered_by_id, item.answered_at = unit.actor.id, unit.now
    item.answer_words = plain(words)


def _require(reason: str) -> None:
    if wrong := life.first_per_field(about_reason("reason", reason)):
        raise Invalid(wrong)
