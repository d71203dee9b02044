"""What a fellow does with an item of their portfolio: add, change, send, withdraw."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select

from logbook.database import db
from logbook.domain import portfolio as life
from logbook.domain.decisions import Message, say
from logbook.domain.events_portfolio import ItemChanged, ItemDrafted, ItemSent, ItemWithdrawn
from logbook.domain.portfolio import ItemContent, ItemState, ItemStep, Period
from logbook.models.columns import new_id
from logbook.models.curriculum import Enrollment
from logbook.models.portfolio import PortfolioItem
from logbook.models.programs import Membership, Program
from logbook.policy import portfolio as policy
from logbook.policy.actors import Actor
from logbook.queries.curriculum import curriculum_of
from logbook.queries.portfolio_visibility import items_visible_to
from logbook.services.refusals import Conflict, Invalid, insist
from logbook.services.unit import Unit, unit_of_work


class StaleItem(Conflict):
    """The item is no longer as the page showed it. What was typed is kept by the caller."""

    def __init__(self) -> None:
        super().__init__(say("This item was changed while you were writing."))


@dataclass(frozen=True, slots=True)
class Entered:
    """What a fellow enters: the item, whom to ask, and whether it goes to them now."""

    content: ItemContent
    accepter_id: UUID | None = None
    """None: any coordinator or director."""
    send: bool = False


def new_item_id() -> UUID:
    return new_id()


def add(actor: Actor, item_id: UUID, enrollment_id: UUID, entered: Entered) -> UUID:
    """Add an item under the id that the client made; sent twice, it is still one item.

    Raises Invalid with a message for each field, Refused, and StaleItem when an item of this id
    says something else already.
    """
    entered = replace(entered, content=entered.content.tidied())
    if is_there(actor, [(item_id, entered)]):
        return item_id
    with unit_of_work(actor) as unit:
        insist(policy.may_add(actor))
        enrollment = own_enrollment(actor, enrollment_id)
        put(unit, item_id, enrollment, entered)
    return item_id


def add_hours(
    actor: Actor,
    enrollment_id: UUID,
    kind: str,
    rows: Sequence[tuple[UUID, Period, int]],
    *,
    title: str,
    accepter_id: UUID | None,
) -> None:
    """Hours of several weeks or months at once, each a row of its own, sent together. `rows`: the
    id that the client made, the period, and the minutes; Invalid names a row as `hours-<n>`."""
    entered = [
        (
            item_id,
            Entered(
                ItemContent(kind, period.until, title, period.since, minutes).tidied(),
                accepter_id,
                send=True,
            ),
        )
        for item_id, period, minutes in rows
    ]
    if not entered:
        raise Invalid({"kind": say("Enter the hours of at least one period.")})
    if is_there(actor, entered):
        return
    with unit_of_work(actor) as unit:
        insist(policy.may_add(actor))
        enrollment = own_enrollment(actor, enrollment_id)
        wrong: dict[str, Message] = {}
        for n, (item_id, one) in enumerate(entered):
            try:
                put(unit, item_id, enrollment, one)
            except Invalid as bad:
                wrong.update(_of_row(bad, n))
        if wrong:
            raise Invalid(wrong)


def change(actor: Actor, item_id: UUID, revision: int, entered: Entered) -> None:
    """Change an open item, and send it if asked. StaleItem when it is not at that revision."""
    with unit_of_work(actor) as unit:
        item = visible_item(actor, item_id)
        insist(policy.may_step(actor, item, ItemStep.CHANGE))
        if item.revision != revision:
            raise StaleItem
        enrollment = own_enrollment(actor, item.enrollment_id)
        send = entered.send or item.state is ItemState.SENT  # what is sent stays whole
        entered = replace(entered, content=entered.content.tidied(), send=send)
        _check(unit, item, enrollment, entered)
        _enter(item, entered)
        _tell(unit, item, entered.send, ItemChanged(subject_id=item.id))


def withdraw(actor: Actor, item_id: UUID) -> None:
    """Take an open item out. What others have seen of it, they have seen."""
    with unit_of_work(actor) as unit:
        item = visible_item(actor, item_id)
        insist(policy.may_step(actor, item, ItemStep.WITHDRAW))
        item.state = life.after(item.state, ItemStep.WITHDRAW)
        unit.record(ItemWithdrawn(subject_id=item.id), of=item)


def visible_item(actor: Actor, item_id: UUID) -> PortfolioItem:
    """An item that the actor may see, locked for a change. NoResultFound otherwise."""
    return db.session.scalars(
        select(PortfolioItem)
        .where(items_visible_to(actor), PortfolioItem.id == item_id)
        .with_for_update()
    ).one()


def own_enrollment(actor: Actor, enrollment_id: UUID) -> Enrollment:
    """Locked: of two who give hours for the same days at once, the later one sees the earlier's.
    NoResultFound for another fellow's."""
    return db.session.scalars(
        select(Enrollment)
        .where(
            Enrollment.program_id == actor.program_id,
            Enrollment.id == enrollment_id,
            Enrollment.fellow_id == actor.id,
        )
        .with_for_update()
    ).one()


def today_in(program_id: UUID, now: datetime) -> date:
    zone = db.session.scalars(select(Program.time_zone).where(Program.id == program_id)).one()
    return now.astimezone(ZoneInfo(zone)).date()


def is_there(actor: Actor, entered: Sequence[tuple[UUID, Entered]]) -> bool:
    """Whether all of this was sent before. StaleItem if an id is there and says something else."""
    found = [
        (db.session.get(PortfolioItem, (actor.program_id, item_id)), one)
        for item_id, one in entered
    ]
    there = [(item, one) for item, one in found if item is not None]
    if any(item.fellow_id != actor.id or item.says() != one.content for item, one in there):
        raise StaleItem
    return len(there) == len(entered)


def put(unit: Unit, item_id: UUID, enrollment: Enrollment, entered: Entered) -> PortfolioItem:
    """A new item of this fellow, or Invalid with all that is wrong with it."""
    item = PortfolioItem(
        program_id=enrollment.program_id,
        id=item_id,
        enrollment_id=enrollment.id,
        fellow_id=enrollment.fellow_id,
        state=ItemState.DRAFT,
        answer_words="",
        added_at=unit.now,
        revision=1,
    )
    _check(unit, item, enrollment, entered)
    _enter(item, entered)
    _tell(unit, item, entered.send, ItemDrafted(subject_id=item.id))
    db.session.add(item)
    db.session.flush()
    return item


def overlapping(
    item: PortfolioItem,
    content: ItemContent,
    among: Collection[ItemState] = life.STANDING_STATES,
) -> PortfolioItem | None:
    """Another item of this fellow and kind that gives hours for some of the same days."""
    with db.session.no_autoflush:
        others = db.session.scalars(
            select(PortfolioItem).where(
                PortfolioItem.program_id == item.program_id,
                PortfolioItem.fellow_id == item.fellow_id,
                PortfolioItem.kind == content.kind,
                PortfolioItem.state.in_(among),
                PortfolioItem.id != item.id,
                PortfolioItem.done_on >= content.period.since,
            )
        ).all()
    return next((one for one in others if life.counted_twice(one.says(), content)), None)


def _check(unit: Unit, item: PortfolioItem, enrollment: Enrollment, entered: Entered) -> None:
    content = entered.content
    curriculum = curriculum_of(enrollment.program_id, enrollment.version_id)
    wrong = life.complaints(
        content,
        curriculum.offers.activities,
        today=today_in(enrollment.program_id, unit.now),
        complete=entered.send,
    )
    if entered.accepter_id is not None:
        wrong.update(_about_accepter(unit, item, entered.accepter_id))
    if not wrong and (twice := overlapping(item, content)) is not None:
        wrong["done_on"] = say(
            "Hours of these days are given already: %(title)s, until %(day)s.",
            title=twice.title,
            day=twice.done_on.isoformat(),
        )
    if wrong:
        raise Invalid(wrong)


def _about_accepter(unit: Unit, item: PortfolioItem, accepter_id: UUID) -> dict[str, Message]:
    found = db.session.get(Membership, (item.program_id, accepter_id))
    if found is None:
        return {"accepter": say("Choose a member of this program.")}
    asked = policy.may_be_asked(found.as_actor(unit.now.date()), item.fellow_id)
    return {} if asked.reason is None else {"accepter": asked.reason}


def _enter(item: PortfolioItem, entered: Entered) -> None:
    for name in ItemContent.__slots__:
        setattr(item, name, getattr(entered.content, name))
    item.accepter_id = entered.accepter_id


def _tell(
    unit: Unit, item: PortfolioItem, send: bool, otherwise: ItemDrafted | ItemChanged
) -> None:
    """Send the item, or leave it as it is, and record which."""
    step = ItemStep.SEND if send and item.state is not ItemState.SENT else ItemStep.CHANGE
    item.state = life.after(item.state, step)
    if step is ItemStep.CHANGE:
        unit.record(otherwise, of=item)
        return
    item.shared_at = item.shared_at or unit.now
    unit.record(ItemSent(subject_id=item.id, accepter_id=item.accepter_id), of=item)


def _of_row(wrong: Invalid, n: int) -> dict[str, Message]:
    """What is wrong with one row of several; what all rows share keeps its own name."""
    shared = ("kind", "title", "accepter")
    return {
        name if name in shared else f"hours-{n}": message
        for name, message in wrong.complaints.items()
    }
