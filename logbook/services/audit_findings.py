"""What the examination of records finds, and where in the ledger."""

from dataclasses import dataclass

from logbook.domain.decisions import Message


@dataclass(frozen=True, slots=True)
class Place:
    """Where in the ledger of a program; a record without any entry has no place."""

    log: str = ""
    seq: int | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """A record that was looked at, or, with `what`, something wrong with one."""

    place: Place = Place()
    what: Message | None = None


SEEN = Finding()
