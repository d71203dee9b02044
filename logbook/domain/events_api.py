"""What can happen around the interface for programs. Tokens are told to the installation's ledger,
webhooks to that of their program; neither a secret nor an address ever enters an entry."""

from uuid import UUID

from logbook.domain.events import Event, event


@event("account.token_made")
class TokenMade(Event):
    """Subject: the account."""

    token_id: UUID
    scopes: tuple[str, ...]
    days: int


@event("account.token_revoked")
class TokenRevoked(Event):
    token_id: UUID


@event("account.token_may_sign")
class TokenMaySign(Event):
    """Its owner has proved who they are, and lets it sign for ten minutes."""

    token_id: UUID
    method: str


@event("webhook.made")
class WebhookMade(Event):
    """Subject: the webhook."""

    tells: tuple[str, ...]


@event("webhook.removed")
class WebhookRemoved(Event):
    """Subject: the webhook."""


@event("webhook.delivered")
class WebhookDelivered(Event):
    """Subject: the webhook. Something has left the house."""

    delivery_id: UUID
    told: str
    about_id: UUID


@event("webhook.given_up")
class WebhookGivenUp(Event):
    """Subject: the webhook."""

    delivery_id: UUID
    told: str
    about_id: UUID
