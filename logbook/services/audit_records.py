"""Whether the records say what the ledger last heard of them."""

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast
from uuid import UUID

from sqlalchemy import Select, Table, exists, func, select

from logbook.database import Base, db
from logbook.domain.cases import Answer
from logbook.domain.decisions import say
from logbook.domain.events import AnswerUndone, CaseApproved, CaseNotObserved, CaseReturned
from logbook.models.assessments import Assessment
from logbook.models.audit import LedgerEntry
from logbook.models.cases import Case, CaseAnswer
from logbook.models.certificates import Certificate
from logbook.models.credentials import Credential
from logbook.models.curriculum import Enrollment
from logbook.models.follow_ups import FollowUp
from logbook.models.knowledge import Sitting
from logbook.models.milestones import MilestoneReview
from logbook.models.portfolio import PortfolioItem, TeachingSession
from logbook.models.privileges import Privilege
from logbook.models.programs import Membership
from logbook.models.reconcile import ReconcileAnswer
from logbook.models.reminders import Delegation, StandIn
from logbook.models.rotations import Leave, Rotation
from logbook.models.rounds import FeedbackRound
from logbook.models.seen_together import SeenTogether
from logbook.models.signatures import Signature
from logbook.models.suggestions import Suggestion
from logbook.models.webhooks import Webhook
from logbook.services.audit_committee import COMMITTEE_KINDS, CommitteeKept
from logbook.services.audit_documents import scan_faults, version_faults
from logbook.services.audit_figures import figure_faults
from logbook.services.audit_findings import SEEN, Finding, Place
from logbook.services.audit_rounds import round_faults
from logbook.services.audit_sign_offs import SIGN_OFF_KINDS, SignOffKept, ground_faults
from logbook.services.reading import NONSENSE, Found, Unreadable, as_it_is, id_of, raw, read

BATCH = 500
TABLE = cast(Table, LedgerEntry.__table__)

Folio = TeachingSession | PortfolioItem | Sitting | MilestoneReview
Time = Rotation | Leave
Deputies = Delegation | StandIn | SeenTogether | Privilege | ReconcileAnswer | Webhook
Signed = Case | Assessment | FeedbackRound | Credential | Signature | SignOffKept | Certificate
Beside = Suggestion | FollowUp
Kept = Membership | Enrollment | Beside | Signed | Folio | Time | Deputies | CommitteeKept
KEPT: tuple[type[Kept], ...] = (
    Membership,
    Enrollment,
    Case,
    Assessment,
    FeedbackRound,
    TeachingSession,
    PortfolioItem,
    Sitting,
    MilestoneReview,
    Credential,
    Signature,
    Rotation,
    Leave,
    *SIGN_OFF_KINDS,
    Certificate,
    Delegation,
    StandIn,
    SeenTogether,
    Privilege,
    ReconcileAnswer,
    Webhook,
    Suggestion,
    FollowUp,
    *COMMITTEE_KINDS,
)
"""Whose seals stand in the entries themselves."""

SAID_BY = {
    CaseApproved.name: Answer.APPROVED,
    CaseReturned.name: Answer.RETURNED,
    CaseNotObserved.name: Answer.NOT_OBSERVED,
}


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
            ids = [record.id for record in batch if isinstance(record.id, UUID)]
            heard = _newest_seals(program_id, ids)
            yield from _sealed(batch, heard)
            if kind is Case:
                yield from _answers(program_id, ids)
            elif kind is FeedbackRound:
                rounds = [one for one in batch if isinstance(one, FeedbackRound)]
                yield from (Finding(what=what) for what in round_faults(program_id, rounds))
            elif kind is Credential:
                held = [one for one in batch if isinstance(one, Credential)]
                for id_, what in scan_faults(held):
                    yield Finding(heard[id_][0] if id_ in heard else Place(), what)
    yield from version_faults(program_id)
    yield from figure_faults(program_id)
    yield from _gone(program_id)
    # Last: a signature that is gone takes its grounds along, and is to be named before them.
    yield from (Finding(what=what) for what in ground_faults(program_id))


def _batches(kind: type[Kept], program_id: UUID) -> Iterator[list[Kept | Unreadable]]:
    """All records of a kind, a few at a time, read anew from the database."""
    asked = select(kind).where(kind.program_id == program_id).order_by(kind.id).limit(BATCH)
    asked = asked.execution_options(populate_existing=True)
    batch: list[Kept | Unreadable] = _read(asked, kind)
    while batch:
        yield batch
        last = batch[-1]
        if isinstance(last, Unreadable):
            batch = _read(asked.where(raw(kind.id) > as_it_is(last.raw_id)), kind)
        else:
            batch = _read(asked.where(kind.id > last.id), kind)


def _read(asked: Select[Any], kind: type[Base]) -> list[Any]:
    """Records of one kind, and what of them cannot be read."""
    rows = read(asked, cast(Table, kind.__table__))
    return [row if isinstance(row, Unreadable) else row[0] for row in rows]


def _sealed(
    batch: Sequence[Kept | Unreadable], newest: Mapping[UUID, tuple[Place, bytes]]
) -> Iterator[Finding]:
    for record in batch:
        yield SEEN
        heard = newest.get(record.id) if isinstance(record.id, UUID) else None
        if isinstance(record, Unreadable):
            yield Finding(heard[0] if heard else Place(), record.what)
        elif heard is None:
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
    except NONSENSE:  # such as a number that only a forger would have put there
        return b""


def _newest_seals(program_id: UUID, ids: Sequence[UUID]) -> dict[UUID, tuple[Place, bytes]]:
    asked = (
        select(LedgerEntry.subject_id, LedgerEntry.log, LedgerEntry.seq, LedgerEntry.content)
        .where(
            LedgerEntry.program_id == program_id,
            LedgerEntry.subject_id.in_(ids),
            LedgerEntry.content.is_not(None),
        )
        .order_by(LedgerEntry.log, LedgerEntry.seq)
    )
    rows = read(asked, TABLE)
    return {
        row.subject_id: (Place(row.log, row.seq), row.content)
        for row in rows
        if not isinstance(row, Unreadable)  # named along the chain, as in the answers below
    }


def _gone(program_id: UUID) -> Iterator[Finding]:
    """Records that the ledger sealed and that are no longer there."""
    subject = raw(TABLE.c.subject_id)
    rows = db.session.execute(
        select(subject.label("subject"), TABLE.c.log, func.max(raw(TABLE.c.seq)).label("seq"))
        .where(
            LedgerEntry.program_id == program_id,
            LedgerEntry.content.is_not(None),
            *(
                ~exists().where(kind.program_id == program_id, kind.id == LedgerEntry.subject_id)
                for kind in KEPT
            ),
        )
        .group_by(subject, LedgerEntry.log)
        .order_by(LedgerEntry.log)
    )
    gone = {id_of(row.subject): Place(row.log, row.seq) for row in rows}
    for subject_id, place in gone.items():
        if not isinstance(subject_id, UUID):
            continue  # no record can have had this id: the entry was changed
        what = say("The record that this entry sealed is gone: %(id)s.", id=subject_id)
        yield Finding(place, what)


def _answers(program_id: UUID, case_ids: Sequence[UUID]) -> Iterator[Finding]:
    said, undone = _answers_told(program_id, case_ids)
    asked = select(CaseAnswer).where(
        CaseAnswer.program_id == program_id, CaseAnswer.case_id.in_(case_ids)
    )
    for answer in _read(asked.execution_options(populate_existing=True), CaseAnswer):
        yield SEEN
        told = said.pop(answer.id, None) if isinstance(answer.id, UUID) else None
        if isinstance(answer, Unreadable):
            yield Finding(told.place if told else Place(), answer.what)
        elif told is None:
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
    said: dict[UUID, Said] = {}
    undone: dict[UUID, datetime] = {}
    for row in _telling_of_answers(program_id, case_ids):
        # A forged entry was named along the chain; what it says here counts for nothing.
        with suppress(ValueError, KeyError, TypeError):
            facts = json.loads(row.facts)
            answer_id = UUID(facts["answer_id"])
            if row.event == AnswerUndone.name:
                undone[answer_id] = row.at
            else:
                said[answer_id] = _told(row, facts)
    return said, undone


def _telling_of_answers(program_id: UUID, case_ids: Sequence[UUID]) -> Iterator[Found]:
    columns = (TABLE.c[name] for name in ("log", "seq", "at", "actor_id", "event", "facts"))
    asked = (
        select(*columns, TABLE.c.subject_id)
        .where(
            TABLE.c.program_id == program_id,
            TABLE.c.subject_id.in_(case_ids),
            TABLE.c.event.in_([*SAID_BY, AnswerUndone.name]),
        )
        .order_by(TABLE.c.log, TABLE.c.seq)
    )
    for row in read(asked, TABLE):
        if not isinstance(row, Unreadable):
            yield row


def _told(row: Found, facts: dict[str, Any]) -> Said:
    return Said(
        place=Place(row.log, row.seq),
        case_id=row.subject_id,
        answer=SAID_BY[row.event],
        actor_id=row.actor_id,
        at=row.at,
        seal=facts["answer_seal"],
    )
