"""What webhooks are told: read from the ledger, kept until it is delivered or given up.

The ledger is written in the transaction of each change. What is read from it has happened, whole,
and nothing that has happened is missing: no use case has to think of webhooks. A telling that was
taken by a worker which died is told again; its receiver knows it by its id.
"""

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import Select, and_, delete, or_, select

from logbook.database import db
from logbook.domain.audit import instant
from logbook.domain.events_api import WebhookDelivered, WebhookGivenUp
from logbook.domain.webhooks import (
    LOST_AFTER,
    TOLD_OF,
    DeliveryState,
    Told,
    told_of,
    wait_after,
)
from logbook.models.audit import LedgerEntry, LedgerHead
from logbook.models.columns import new_id
from logbook.models.webhooks import Webhook, WebhookDelivery
from logbook.policy.actors import job
from logbook.services import masks
from logbook.services.unit import beside_the_ledger, unit_of_work
from logbook.services.webhooks import PURPOSE

KEPT = timedelta(days=90)
AT_ONCE = 500
"""Entries read in one go; a minute later the next."""

Place = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Telling:
    """One thing to be told, in the hands of a worker."""

    id: UUID
    program_id: UUID
    webhook_id: UUID
    address: str
    secret: bytes | None
    """None when the service has lost the key that it was hidden under."""
    told: Told
    about_id: UUID
    tries: int
    body: bytes


def gather(program_id: UUID, now: datetime) -> int:
    """Read on in the ledger for each webhook of the program. Returns how much is to be told."""
    head = _head(program_id)
    if head is None or not any(_place(one) < head for one in _active(program_id)):
        return 0
    with beside_the_ledger():
        locked = db.session.scalars(_webhooks(program_id).with_for_update()).all()
        return sum(_read_on(one, head, now) for one in locked)


def _read_on(webhook: Webhook, head: Place, now: datetime) -> int:
    entries = db.session.scalars(_entries(webhook, head)).all()
    n = 0
    for entry in entries:
        said = told_of(entry.event, entry.subject_id, json.loads(entry.facts))
        if said is not None and said[0] in webhook.tells:
            db.session.add(_delivery(webhook, entry, *said, now))
            n += 1
    if len(entries) < AT_ONCE:
        webhook.log, webhook.next_seq = head
    else:
        webhook.log, webhook.next_seq = entries[-1].log, entries[-1].seq + 1
    return n


def _entries(webhook: Webhook, head: Place) -> Select[LedgerEntry]:
    """What the ledger tells since then, up to the head that was seen: whatever is below it has
    been committed, for the head moves last."""
    log, size = head
    begins = or_(
        LedgerEntry.log > webhook.log,
        and_(LedgerEntry.log == webhook.log, LedgerEntry.seq >= webhook.next_seq),
    )
    ends = or_(LedgerEntry.log < log, and_(LedgerEntry.log == log, LedgerEntry.seq < size))
    return (
        select(LedgerEntry)
        .where(
            LedgerEntry.program_id == webhook.program_id,
            LedgerEntry.event.in_(TOLD_OF),
            begins,
            ends,
        )
        .order_by(LedgerEntry.log, LedgerEntry.seq)
        .limit(AT_ONCE)
    )


def _delivery(
    webhook: Webhook, entry: LedgerEntry, told: Told, facts: dict[str, object], now: datetime
) -> WebhookDelivery:
    return WebhookDelivery(
        program_id=webhook.program_id,
        id=new_id(),
        webhook_id=webhook.id,
        log=entry.log,
        seq=entry.seq,
        told=told,
        about_id=entry.subject_id,
        happened_at=entry.at,
        facts=facts,
        due_at=now,
    )


def take(program_id: UUID, now: datetime, passing_over: Collection[UUID] = ()) -> Telling | None:
    """Take what has been due for longest, but for the webhooks whose receiver has just been found
    out of reach. None when nothing is due."""
    asked = _due(program_id, now, passing_over)
    if db.session.execute(asked).first() is None:  # as a reader: most of the time nothing is
        return None
    with beside_the_ledger():
        locked = asked.with_for_update(skip_locked=True, of=WebhookDelivery)
        row = db.session.execute(locked).first()
        if row is None:
            return None
        delivery, webhook = row
        delivery.state, delivery.taken_at = DeliveryState.SENDING, now
        delivery.tries += 1
        return _telling(delivery, webhook)


def _due(
    program_id: UUID, now: datetime, passing_over: Collection[UUID]
) -> Select[WebhookDelivery, Webhook]:
    waits = and_(WebhookDelivery.state == DeliveryState.WAITING, WebhookDelivery.due_at <= now)
    lost = and_(
        WebhookDelivery.state == DeliveryState.SENDING,
        WebhookDelivery.taken_at < now - LOST_AFTER,
    )
    return (
        select(WebhookDelivery, Webhook)
        .join(
            Webhook,
            (Webhook.program_id == WebhookDelivery.program_id)
            & (Webhook.id == WebhookDelivery.webhook_id),
        )
        .where(
            WebhookDelivery.program_id == program_id,
            or_(waits, lost),
            Webhook.removed_at.is_(None),
            WebhookDelivery.webhook_id.not_in(passing_over),
        )
        .order_by(WebhookDelivery.due_at, WebhookDelivery.id)
        .limit(1)
    )


def _telling(delivery: WebhookDelivery, webhook: Webhook) -> Telling:
    hidden = masks.Masked(webhook.seed, webhook.key_id, webhook.masked)
    said = {
        "type": delivery.told.value,
        "timestamp": instant(delivery.happened_at),
        "data": {"program_id": str(delivery.program_id), **delivery.facts},
    }
    return Telling(
        id=delivery.id,
        program_id=delivery.program_id,
        webhook_id=webhook.id,
        address=webhook.address,
        secret=masks.reveal(PURPOSE, hidden),
        told=delivery.told,
        about_id=delivery.about_id,
        tries=delivery.tries,
        body=json.dumps(said, separators=(",", ":")).encode(),
    )


def delivered(telling: Telling, answer: str) -> None:
    """The receiver has it: that something left the house stands in the ledger."""
    with unit_of_work(job(telling.program_id)) as unit:
        delivery = _held(telling)
        delivery.state, delivery.delivered_at = DeliveryState.DELIVERED, unit.now
        delivery.last_answer = answer
        unit.record(
            WebhookDelivered(
                subject_id=telling.webhook_id,
                delivery_id=telling.id,
                told=telling.told,
                about_id=telling.about_id,
            )
        )


def failed(telling: Telling, answer: str, now: datetime) -> None:
    """It was not taken: try again later, unless there were too many tries."""
    wait = wait_after(telling.tries)
    if wait is None:
        return _give_up(telling, answer)
    with beside_the_ledger():
        delivery = _held(telling)
        if delivery.state is DeliveryState.SENDING:  # not removed meanwhile
            delivery.state, delivery.due_at = DeliveryState.WAITING, now + wait
            delivery.last_answer = answer
    return None


def _give_up(telling: Telling, answer: str) -> None:
    with unit_of_work(job(telling.program_id)) as unit:
        delivery = _held(telling)
        delivery.state, delivery.last_answer = DeliveryState.FAILED, answer
        unit.record(
            WebhookGivenUp(
                subject_id=telling.webhook_id,
                delivery_id=telling.id,
                told=telling.told,
                about_id=telling.about_id,
            )
        )


def _held(telling: Telling) -> WebhookDelivery:
    return db.session.get_one(
        WebhookDelivery, (telling.program_id, telling.id), with_for_update=True
    )


def sweep(program_id: UUID, now: datetime) -> int:
    """Forget what became of tellings long ago; that they left the house stays in the ledger."""
    with beside_the_ledger():
        gone = db.session.execute(
            delete(WebhookDelivery)
            .where(
                WebhookDelivery.program_id == program_id,
                WebhookDelivery.state.in_([DeliveryState.DELIVERED, DeliveryState.FAILED]),
                WebhookDelivery.due_at < now - KEPT,
            )
            .returning(WebhookDelivery.id)
            .execution_options(synchronize_session=False)
        ).all()
    return len(gone)


def _head(program_id: UUID) -> Place | None:
    row = db.session.execute(
        select(LedgerHead.log, LedgerHead.size)
        .where(LedgerHead.program_id == program_id)
        .order_by(LedgerHead.log.desc())
        .limit(1)
    ).first()
    return None if row is None else (row.log, row.size)


def _webhooks(program_id: UUID) -> Select[Webhook]:
    return (
        select(Webhook)
        .where(Webhook.program_id == program_id, Webhook.removed_at.is_(None))
        .order_by(Webhook.id)
    )


def _active(program_id: UUID) -> list[Webhook]:
    return list(db.session.scalars(_webhooks(program_id)))


def _place(webhook: Webhook) -> Place:
    return webhook.log, webhook.next_seq
