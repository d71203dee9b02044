"""The outbox: letters are written with what causes them, and handed over after it.

A letter is taken under a lock and the taking is committed before the mail server hears of it. So
no two workers send the same letter, and one that dies in between leaves a letter of which nobody
knows whether it went out: that one is given up, not sent again.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Table, insert, select

from logbook.database import UnlessThere, db
from logbook.domain.events_reminders import (
    LetterCancelled,
    LetterFailed,
    LetterSent,
    LetterTaken,
    LetterWritten,
)
from logbook.domain.letters import LOST_AFTER, LetterKind, LetterState, wait_after
from logbook.models.columns import new_id
from logbook.models.reminders import Letter
from logbook.policy.actors import job
from logbook.services.unit import Unit, unit_of_work

TABLE: Table = Letter.metadata.tables["letter"]
ERROR_LENGTH = 200


class NothingToDo(Exception):
    """A unit of work found that somebody else had done it already; it ends without a trace."""


@dataclass(frozen=True, slots=True)
class Order:
    """A letter to be written. `key`: what it is about; the same key is written once."""

    member_id: UUID
    kind: LetterKind
    key: str
    facts: dict[str, Any]
    """Ids and counts."""
    due_at: datetime


@dataclass(frozen=True, slots=True)
class Taken:
    """A letter in the hands of a worker."""

    id: UUID
    program_id: UUID
    member_id: UUID
    kind: LetterKind
    facts: dict[str, Any]


Check = Callable[[Unit, Taken], bool]
"""Whether a letter still has something to say, asked in the unit that takes it."""


def write(unit: Unit, order: Order) -> bool:
    """Put a letter into the outbox, in the unit of what causes it. False if it is there already."""
    letter_id = new_id()
    values = {
        "program_id": unit.actor.program_id,
        "id": letter_id,
        "member_id": order.member_id,
        "kind": order.kind,
        "facts": order.facts,
        "key": order.key,
        "written_at": unit.now,
        "due_at": order.due_at,
        "state": LetterState.WAITING,
        "tries": 0,
        "last_error": "",
    }
    # Both databases can pass over what is there; a lookup first would let two workers in between.
    once = insert(TABLE).ext(UnlessThere())
    written = db.session.execute(once.values(**values).returning(TABLE.c.id)).all()
    if not written:
        return False
    unit.record(LetterWritten(subject_id=letter_id, member_id=order.member_id, kind=order.kind))
    return True


def take(program_id: UUID, now: datetime, still: Check) -> Taken | None:
    """Take the letter that has been due for longest, and try no other worker's. None when nothing
    is due. A letter that has nothing left to say is cancelled, and the next one looked at."""
    while _is_due(program_id, now):
        try:
            with unit_of_work(job(program_id)) as unit:
                taken = _take(unit, now, still)
        except NothingToDo:
            return None
        if taken is not None:
            return taken
    return None


def _is_due(program_id: UUID, now: datetime) -> bool:
    """Looked up as a reader: most of the time nothing is."""
    return db.session.scalars(_due(program_id, now)).first() is not None


def _due(program_id: UUID, now: datetime) -> Any:
    return (
        select(Letter)
        .where(
            Letter.program_id == program_id,
            Letter.state == LetterState.WAITING,
            Letter.due_at <= now,
        )
        .order_by(Letter.due_at, Letter.id)
        .limit(1)
    )


def _take(unit: Unit, now: datetime, still: Check) -> Taken | None:
    asked = _due(unit.actor.program_id, now).with_for_update(skip_locked=True)
    letter: Letter | None = db.session.scalars(asked).first()
    if letter is None:
        raise NothingToDo
    taken = Taken(letter.id, letter.program_id, letter.member_id, letter.kind, letter.facts)
    if not still(unit, taken):
        letter.state = LetterState.CANCELLED
        unit.record(
            LetterCancelled(subject_id=letter.id, member_id=letter.member_id, kind=letter.kind)
        )
        return None
    letter.state, letter.taken_at = LetterState.SENDING, unit.now
    letter.tries += 1
    unit.record(
        LetterTaken(
            subject_id=letter.id,
            member_id=letter.member_id,
            kind=letter.kind,
            tries=letter.tries,
        )
    )
    return taken


def sent(taken: Taken) -> None:
    """The mail server has it."""
    with unit_of_work(job(taken.program_id)) as unit:
        letter = _held(taken.program_id, taken.id)
        letter.state, letter.sent_at, letter.last_error = LetterState.SENT, unit.now, ""
        unit.record(LetterSent(subject_id=letter.id, member_id=letter.member_id, kind=letter.kind))


def failed(taken: Taken, error: str, *, unsure: bool) -> None:
    """It did not go out: try again later, unless there were too many tries. `unsure`: nobody knows
    whether it did, so it is not tried again."""
    with unit_of_work(job(taken.program_id)) as unit:
        _fail(unit, _held(taken.program_id, taken.id), error, unsure)


def _fail(unit: Unit, letter: Letter, error: str, unsure: bool) -> None:
    wait = None if unsure else wait_after(letter.tries)
    letter.last_error = error[:ERROR_LENGTH]
    letter.state = LetterState.FAILED if wait is None else LetterState.WAITING
    if wait is not None:
        letter.due_at = unit.now + wait
    unit.record(
        LetterFailed(
            subject_id=letter.id,
            member_id=letter.member_id,
            kind=letter.kind,
            given_up=wait is None,
        )
    )


def _held(program_id: UUID, letter_id: UUID) -> Letter:
    """A letter that is in a worker's hands; NothingToDo for one that was swept up meanwhile."""
    letter = db.session.get_one(Letter, (program_id, letter_id), with_for_update=True)
    if letter.state is not LetterState.SENDING:
        raise NothingToDo
    return letter


def sweep(program_id: UUID, now: datetime) -> int:
    """Give up what a worker took and never came back with. Returns how many."""
    lost = select(Letter.id).where(
        Letter.program_id == program_id,
        Letter.state == LetterState.SENDING,
        Letter.taken_at < now - LOST_AFTER,
    )
    return sum(_give_up(program_id, letter_id) for letter_id in db.session.scalars(lost).all())


def _give_up(program_id: UUID, letter_id: UUID) -> bool:
    try:
        with unit_of_work(job(program_id)) as unit:
            _fail(unit, _held(program_id, letter_id), "lost", unsure=True)
    except NothingToDo:
        return False
    return True
