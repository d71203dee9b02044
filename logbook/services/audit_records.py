"""Whether the records say what the ledger last heard of them."""

import json
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast
from uuid import UUID

from sqlalchemy import Row, exists, func, select

from logbook.database import db
from logbook.domain.cases import Answer
from logbook.domain.decisions import Message, say
from logbook.domain.events import AnswerUndone, CaseApproved, CaseNotObserved, CaseReturned
from logbook.models.assessments import Assessment
from logbook.models.audit import LedgerEntry
from logbook.models.cases import Case, CaseAnswer
from logbook.models.credentials import Credential
from logbook.models.curriculum import Enrollment
from logbook.models.programs import Membership
from logbook.models.rounds import FeedbackRound
from logbook.services.audit_rounds import altered_rounds

BATCH = 500

Kept = Membership | Enrollment | Case | Assessment | FeedbackRound | Credential
KEPT: tuple[type[Kept], ...] = (
    Membership,
    Enrollment,
    Case,
    Assessment,
    FeedbackRound,
    Credential,
)
"""Whose seals stand in the entries themselves."""

SAID_BY = {
    CaseApproved.name: Answer.APPROVED,
    CaseReturned.name: Answer.RETURNED,
    CaseNotObserved.name: Answer.NOT_OBSERVED,
}


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


@dataclass(frozen=True, slots=True)
class Said:
    """What the ledger tells of one answer."""

    place: Place
    case_id: UUID
    answer: Answer
    actor_id: UUID
    at: datetime
    seal: str


def record_faults(program_id: UUID) -> Iterator[Finding]:
    """One finding for each record of the program that was read, and one for each fault."""
    for kind in KEPT:
        for batch in _batches(kind, program_id):
            yield from _sealed(program_id, batch)
            if kind is Case:
                yield from _answers(program_id, [record.id for record in batch])
            elif kind is FeedbackRound:
                rounds = cast(Sequence[FeedbackRound], batch)
                for altered in altered_rounds(program_id, rounds):
                    yield Finding(
                        what=say("Answers of this round were changed: %(id)s.", id=altered.id)
                    )
    yield from _gone(program_id)


def _batches(kind: type[Kept], program_id: UUID) -> Iterator[Sequence[Kept]]:
    """All records of a kind, a few at a time, read anew from the database."""
    asked = select(kind).where(kind.program_id == program_id).order_by(kind.id).limit(BATCH)
    asked = asked.execution_options(populate_existing=True)
    batch = cast(Sequence[Kept], db.session.scalars(asked).all())
    while batch:
        yield batch
        later = asked.where(kind.id > batch[-1].id)
        batch = cast(Sequence[Kept], db.session.scalars(later).all())


def _sealed(program_id: UUID, batch: Sequence[Kept]) -> Iterator[Finding]:
    newest = _newest_seals(program_id, [record.id for record in batch])
    for record in batch:
        yield SEEN
        heard = newest.get(record.id)
        if heard is None:
            yield Finding(
                what=say(
                    "Nothing in the ledger tells of this %(record)s: %(id)s.",
                    record=record.__tablename__,
                    id=record.id,
                )
            )
        elif heard[1] != _seal_of(record):
            yield Finding(
                heard[0],
                say(
                    "This %(record)s no longer says what the entry sealed: %(id)s.",
                    record=record.__tablename__,
                    id=record.id,
                ),
            )


def _seal_of(record: Kept | CaseAnswer) -> bytes:
    """The seal of a record as it is now; of one that cannot be sealed at all, nothing."""
    try:
        return record.seal()
    except (TypeError, ValueError):  # such as a number that only a forger would have put there
        return b""


def _newest_seals(program_id: UUID, ids: Sequence[UUID]) -> dict[UUID, tuple[Place, bytes]]:
    rows = db.session.execute(
        select(LedgerEntry.subject_id, LedgerEntry.log, LedgerEntry.seq, LedgerEntry.content)
        .where(
            LedgerEntry.program_id == program_id,
            LedgerEntry.subject_id.in_(ids),
            LedgerEntry.content.is_not(None),
        )
        .order_by(LedgerEntry.log, LedgerEntry.seq)
    )
    return {row.subject_id: (Place(row.log, row.seq), row.content) for row in rows}


def _gone(program_id: UUID) -> Iterator[Finding]:
    """Records that the ledger sealed and that are no longer there."""
    rows = db.session.execute(
        select(LedgerEntry.subject_id, LedgerEntry.log, func.max(LedgerEntry.seq).label("seq"))
        .where(
            LedgerEntry.program_id == program_id,
            LedgerEntry.content.is_not(None),
            *(
                ~exists().where(kind.program_id == program_id, kind.id == LedgerEntry.subject_id)
                for kind in KEPT
            ),
        )
        .group_by(LedgerEntry.subject_id, LedgerEntry.log)
        .order_by(LedgerEntry.log)
    )
    for subject_id, place in {row.subject_id: Place(row.log, row.seq) for row in rows}.items():
        what = say("The record that this entry sealed is gone: %(id)s.", id=subject_id)
        yield Finding(place, what)


def _answers(program_id: UUID, case_ids: Sequence[UUID]) -> Iterator[Finding]:
    said, undone = _answers_told(program_id, case_ids)
    asked = select(CaseAnswer).where(
        CaseAnswer.program_id == program_id, CaseAnswer.case_id.in_(case_ids)
    )
    for answer in db.session.scalars(asked.execution_options(populate_existing=True)):
        yield SEEN
        told = said.pop(answer.id, None)
        if told is None:
            what = say("Nothing in the ledger tells of this answer: %(id)s.", id=answer.id)
            yield Finding(what=what)
        elif told != _as_said(answer, told.place):
            what = say("This answer no longer says what the entry sealed: %(id)s.", id=answer.id)
            yield Finding(told.place, what)
        elif answer.undone_at != undone.get(answer.id):
            what = say("The ledger and this answer differ on its undoing: %(id)s.", id=answer.id)
            yield Finding(told.place, what)
    for answer_id, told in said.items():
        what = say("The answer that this entry sealed is gone: %(id)s.", id=answer_id)
        yield Finding(told.place, what)


def _as_said(answer: CaseAnswer, place: Place) -> Said:
    return Said(
        place=place,
        case_id=answer.case_id,
        answer=answer.answer,
        actor_id=answer.supervisor_id,
        at=answer.answered_at,
        seal=_seal_of(answer).hex(),
    )


def _answers_told(
    program_id: UUID, case_ids: Sequence[UUID]
) -> tuple[dict[UUID, Said], dict[UUID, datetime]]:
    """What the ledger tells of the answers to these cases, and when they were taken back."""
    rows = db.session.execute(
        select(
            LedgerEntry.log,
            LedgerEntry.seq,
            LedgerEntry.at,
            LedgerEntry.actor_id,
            LedgerEntry.event,
            LedgerEntry.subject_id,
            LedgerEntry.facts,
        )
        .where(
            LedgerEntry.program_id == program_id,
            LedgerEntry.subject_id.in_(case_ids),
            LedgerEntry.event.in_([*SAID_BY, AnswerUndone.name]),
        )
        .order_by(LedgerEntry.log, LedgerEntry.seq)
    )
    said: dict[UUID, Said] = {}
    undone: dict[UUID, datetime] = {}
    for row in rows:
        # A forged entry was named along the chain; what it says here counts for nothing.
        with suppress(ValueError, KeyError, TypeError):
            facts = json.loads(row.facts)
            answer_id = UUID(facts["answer_id"])
            if row.event == AnswerUndone.name:
                undone[answer_id] = row.at
            else:
                said[answer_id] = _told(row, facts)
    return said, undone


def _told(row: Row[*tuple[Any, ...]], facts: dict[str, Any]) -> Said:
    return Said(
        place=Place(row.log, row.seq),
        case_id=row.subject_id,
        answer=SAID_BY[row.event],
        actor_id=row.actor_id,
        at=row.at,
        seal=facts["answer_seal"],
    )
