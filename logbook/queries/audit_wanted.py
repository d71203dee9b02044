"""Which entries of a ledger are asked for, on a page and in a file alike."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, and_, or_

from logbook.models.audit import LedgerEntry
from logbook.policy.actors import Actor

Place = tuple[str, int]
"""A log, and a number in it."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which entries are asked for; None leaves a thing open."""

    events: frozenset[str] | None = None
    subject_id: UUID | None = None
    member_id: UUID | None = None
    since: datetime | None = None
    """The first instant that is asked for."""
    until: datetime | None = None
    """The first instant that no longer is."""
    before: Place | None = None
    """Only entries before this log and number."""


def conditions(actor: Actor, wanted: Wanted) -> list[ColumnElement[bool]]:
    """Of the entries of the actor's own ledger."""
    asked: list[ColumnElement[bool]] = [LedgerEntry.program_id == actor.program_id]
    if wanted.events is not None:
        asked.append(LedgerEntry.event.in_(sorted(wanted.events)))
    if wanted.subject_id is not None:
        asked.append(LedgerEntry.subject_id == wanted.subject_id)
    if wanted.member_id is not None:
        asked.append(LedgerEntry.actor_id == wanted.member_id)
    if wanted.since is not None:
        asked.append(LedgerEntry.at >= wanted.since)
    if wanted.until is not None:
        asked.append(LedgerEntry.at < wanted.until)
    if wanted.before is not None:
        asked.append(before(*wanted.before))
    return asked


def before(log: str, seq: int) -> ColumnElement[bool]:
    return or_(LedgerEntry.log < log, and_(LedgerEntry.log == log, LedgerEntry.seq < seq))


def after(log: str, seq: int) -> ColumnElement[bool]:
    return or_(LedgerEntry.log > log, and_(LedgerEntry.log == log, LedgerEntry.seq > seq))
