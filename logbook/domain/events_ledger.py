"""What can happen to the ledger's own keys and checkpoints."""

from logbook.domain.events import Event, event


@event("key.created")
class KeyCreated(Event):
    public: str
    """The public half, in hex: who verifies years later finds here which keys were ours."""


@event("key.retired")
class KeyRetired(Event):
    pass


@event("ledger.checkpointed")
class LedgerCheckpointed(Event):
    """Subject: the checkpoint. It stands in the log right behind what was signed."""

    size: int
    root: str


@event("ledger.exported")
class LedgerExported(Event):
    """Subject: the program. So many entries were taken out as a file."""

    entries: int
    form: str
