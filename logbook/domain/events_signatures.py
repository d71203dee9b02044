"""What can happen to signatures. What was signed stays out of the ledger; its seal is in it."""

from uuid import UUID

from logbook.domain.events import Event, event


@event("signature.given")
class SignatureGiven(Event):
    """Subject: the signature."""

    record: str
    record_id: UUID
    meaning: str
    method: str
