"""Webhooks: made and removed by a director. What they are told is the worker's: see
`services/tellings.py`."""

import secrets
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select, update

from logbook.database import db
from logbook.domain.decisions import Message, say
from logbook.domain.events_api import WebhookMade, WebhookRemoved
from logbook.domain.webhooks import (
    MOST_WEBHOOKS,
    SECRET_BYTES,
    DeliveryState,
    Told,
    secret_in_words,
    wrong_with,
)
from logbook.models.audit import LedgerHead
from logbook.models.webhooks import Webhook, WebhookDelivery
from logbook.policy.actors import Actor
from logbook.policy.webhooks import may_manage
from logbook.services import masks
from logbook.services.refusals import Conflict, Invalid, insist
from logbook.services.unit import unit_of_work

PURPOSE = b"logbook/webhook"
REMOVED = "removed"


def make(actor: Actor, webhook_id: UUID, address: str, tells: frozenset[Told]) -> str:
    """Under the id that the page made. Returns the secret by which its receiver knows that we
    sent something; it is shown only now. It is told of what happens from now on."""
    secret = secrets.token_bytes(SECRET_BYTES)
    address = address.strip()
    with unit_of_work(actor) as unit:
        insist(may_manage(actor))
        if db.session.get(Webhook, (actor.program_id, webhook_id)) is not None:
            raise Conflict(say("This webhook is made already. Its secret was shown then."))
        if wrong := _complaints(actor, address, tells):
            raise Invalid(wrong)
        webhook = _begun(actor, webhook_id, secret, unit.now)
        webhook.address, webhook.tells = address, tells
        db.session.add(webhook)
        unit.record(WebhookMade(subject_id=webhook_id, tells=tuple(sorted(tells))), of=webhook)
    return secret_in_words(secret)


def remove(actor: Actor, webhook_id: UUID) -> None:
    """From now on it is told nothing, not even what waits."""
    with unit_of_work(actor) as unit:
        insist(may_manage(actor))
        webhook = db.session.scalars(
            select(Webhook)
            .where(Webhook.program_id == actor.program_id, Webhook.id == webhook_id)
            .with_for_update()
        ).one()
        if webhook.removed_at is not None:
            raise Conflict(say("Somebody has removed this already."))
        webhook.removed_at, webhook.removed_by_id = unit.now, actor.id
        db.session.execute(
            update(WebhookDelivery)
            .where(
                WebhookDelivery.program_id == actor.program_id,
                WebhookDelivery.webhook_id == webhook_id,
                WebhookDelivery.state.in_([DeliveryState.WAITING, DeliveryState.SENDING]),
            )
            .values(state=DeliveryState.FAILED, last_answer=REMOVED)
            .execution_options(synchronize_session=False)
        )
        unit.record(WebhookRemoved(subject_id=webhook_id), of=webhook)


def _begun(actor: Actor, webhook_id: UUID, secret: bytes, now: datetime) -> Webhook:
    hidden = masks.hide(PURPOSE, secret)
    head = db.session.execute(
        select(LedgerHead.log, LedgerHead.size)
        .where(LedgerHead.program_id == actor.program_id)
        .order_by(LedgerHead.log.desc())
        .limit(1)
    ).first()
    return Webhook(
        program_id=actor.program_id,
        id=webhook_id,
        seed=hidden.seed,
        masked=hidden.masked,
        key_id=hidden.key_id,
        made_by_id=actor.id,
        made_at=now,
        log=head.log if head else "",
        next_seq=head.size if head else 0,
    )


def _complaints(actor: Actor, address: str, tells: frozenset[Told]) -> dict[str, Message]:
    wrong: dict[str, Message] = {}
    if fault := wrong_with(address):
        wrong["address"] = fault
    if not tells:
        wrong["tells"] = say("Choose at least one.")
    in_use = db.session.scalars(
        select(func.count()).where(
            Webhook.program_id == actor.program_id, Webhook.removed_at.is_(None)
        )
    ).one()
    if in_use >= MOST_WEBHOOKS:
        wrong[""] = say("At most %(most)s webhooks. Remove one.", most=MOST_WEBHOOKS)
    return wrong
