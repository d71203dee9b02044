"""What can happen to credentials. Numbers and issuers stay out of the ledger: only the kind, which
fields changed, and the fingerprint of the document."""

from uuid import UUID

from logbook.domain.events import Event, event


@event("credential.entered")
class CredentialEntered(Event):
    member_id: UUID
    kind: str
    document: str | None
    """SHA-256 of the document's bytes, in hex."""


@event("credential.changed")
class CredentialChanged(Event):
    fields: tuple[str, ...]
    unverified: bool
    """It had been verified; the change took that back."""
    document: str | None


@event("credential.verified")
class CredentialVerified(Event):
    pass


@event("credential.removed")
class CredentialRemoved(Event):
    unverified: bool


@event("credential.reminded")
class CredentialReminded(Event):
    """A letter to its holder was due: so many days ahead."""

    days: int
    expires_on: str
