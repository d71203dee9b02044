"""Webhooks of a program and what became of their tellings, as the director's page shows them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select

from logbook.database import db
from logbook.domain.webhooks import DeliveryState, Told
from logbook.models.identity import Account
from logbook.models.programs import Membership
from logbook.models.webhooks import Webhook, WebhookDelivery
from logbook.policy.actors import Actor

LAST = 20


@dataclass(frozen=True, slots=True)
class WebhookRow:
    id: UUID
    address: str
    tells: frozenset[Told]
    made_at: datetime
    made_by: str


@dataclass(frozen=True, slots=True)
class DeliveryRow:
    """One telling, and how far it has come."""

    id: UUID
    address: str
    told: Told
    about_id: UUID
    happened_at: datetime
    state: DeliveryState
    tries: int
    due_at: datetime
    delivered_at: datetime | None
    last_answer: str


def webhooks(actor: Actor) -> list[WebhookRow]:
    """Those in use, the newest first: one statement."""
    rows = db.session.execute(
        select(Webhook.id, Webhook.address, Webhook.tells, Webhook.made_at, Account.name)
        .join(
            Membership,
            (Membership.program_id == Webhook.program_id) & (Membership.id == Webhook.made_by_id),
        )
        .join(Account, Account.id == Membership.account_id)
        .where(Webhook.program_id == actor.program_id, Webhook.removed_at.is_(None))
        .order_by(Webhook.made_at.desc(), Webhook.id.desc())
    )
    return [WebhookRow(*row) for row in rows]


def last_tellings(actor: Actor) -> list[DeliveryRow]:
    """The last ones, of removed webhooks too: one statement."""
    # So many columns that their types are no longer told apart.
    rows: Sequence[Any] = db.session.execute(
        select(
            WebhookDelivery.id,
            Webhook.address,
            WebhookDelivery.told,
            WebhookDelivery.about_id,
            WebhookDelivery.happened_at,
            WebhookDelivery.state,
            WebhookDelivery.tries,
            WebhookDelivery.due_at,
            WebhookDelivery.delivered_at,
            WebhookDelivery.last_answer,
        )
        .join(
            Webhook,
            (Webhook.program_id == WebhookDelivery.program_id)
            & (Webhook.id == WebhookDelivery.webhook_id),
        )
        .where(WebhookDelivery.program_id == actor.program_id)
        .order_by(WebhookDelivery.id.desc())
        .limit(LAST)
    ).all()
    return [DeliveryRow(*row) for row in rows]
