"""Readings of records by others: which are not noted yet, and who read whose."""

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any, Protocol
from uuid import UUID

from sqlalchemy import Uuid, and_, bindparam, exists, false, func, or_, select
from sqlalchemy.orm import aliased

from logbook.database import db
from logbook.domain.cases import State
from logbook.domain.readings import Page, Why
from logbook.models.assessments import Assessment
from logbook.models.cases import Case
from logbook.models.certificates import Certificate
from logbook.models.committee_decisions import CommitteeLetter, CommitteePlan
from logbook.models.credentials import Credential
from logbook.models.curriculum import Enrollment
from logbook.models.identity import Account
from logbook.models.knowledge import Sitting
from logbook.models.milestones import MilestoneReview
from logbook.models.portfolio import PortfolioItem
from logbook.models.programs import Membership
from logbook.models.record_reads import RecordRead
from logbook.models.rotations import Leave, Rotation
from logbook.models.rounds import FeedbackRound
from logbook.models.sign_offs import JudgeSeat, SignOff
from logbook.policy.actors import Actor
from logbook.policy.audit import may_read_ledger
from logbook.prepared import Prepared

SHOWN = 50

_reader = bindparam("reader", type_=Uuid())
_sat = exists().where(
    JudgeSeat.program_id == SignOff.program_id,
    JudgeSeat.sign_off_id == SignOff.id,
    JudgeSeat.judge_id == _reader,
)


def _enrolled(table: Any) -> Any:
    return (
        select(Enrollment.fellow_id)
        .where(Enrollment.program_id == table.program_id, Enrollment.id == table.enrollment_id)
        .correlate(table)
        .scalar_subquery()
    )


OWNERS: dict[str, tuple[Any, Any, Any]] = {
    "case": (Case, Case.fellow_id, Case.supervisor_id == _reader),
    "assessment": (Assessment, Assessment.fellow_id, Assessment.assessor_id == _reader),
    "item": (PortfolioItem, PortfolioItem.fellow_id, PortfolioItem.accepter_id == _reader),
    "sign_off": (SignOff, SignOff.fellow_id, _sat),
    "credential": (Credential, Credential.member_id, false()),
    "enrollment": (Enrollment, Enrollment.fellow_id, false()),
    "round": (FeedbackRound, FeedbackRound.fellow_id, false()),
    "review": (MilestoneReview, MilestoneReview.fellow_id, false()),
    "rotation": (Rotation, _enrolled(Rotation), false()),
    "leave": (Leave, _enrolled(Leave), false()),
    "certificate": (Certificate, Certificate.fellow_id, false()),
    "sitting": (Sitting, Sitting.fellow_id, false()),
    "committee_letter": (CommitteeLetter, CommitteeLetter.fellow_id, false()),
    "committee_plan": (CommitteePlan, CommitteePlan.fellow_id, CommitteePlan.owner_id == _reader),
    "member": (Membership, Membership.id, false()),
}
"""Of each kind of record: its table, whose a row is, and whether the reader was asked for an
answer."""


@dataclass(frozen=True, slots=True)
class Unnoted:
    """A reading of which nothing is kept in this hour."""

    owner_id: UUID
    record_id: UUID
    asked: bool


@cache
def _of_one(kind: str) -> Prepared:
    table, owner, asked = OWNERS[kind]
    return Prepared(
        select(owner.label("owner_id"), table.id.label("record_id"), asked.label("asked")).where(
            table.program_id == bindparam("in_program"),
            table.id == bindparam("record"),
            owner != _reader,
            ~_noted(table.program_id, table.id),
        )
    )


def _noted(program_id: Any, record_id: Any) -> Any:
    return exists().where(
        RecordRead.program_id == program_id,
        RecordRead.reader_id == _reader,
        RecordRead.record_id == record_id,
        RecordRead.page == bindparam("page"),
        RecordRead.hour == bindparam("hour"),
    )


# The queue shows the cases of many: each of their fellows has one reading an hour.
_QUEUE = Prepared(
    select(Case.fellow_id.label("owner_id"), Case.fellow_id.label("record_id"))
    .where(
        Case.program_id == bindparam("in_program"),
        Case.supervisor_id == _reader,
        Case.state == State.SUBMITTED,
        ~_noted(Case.program_id, Case.fellow_id),
    )
    .distinct()
)


def unnoted(actor: Actor, kind: str, record_id: UUID, page: Page, hour: datetime) -> list[Unnoted]:
    """The reading of one record, if it is another's and nothing of it is kept: one look-up."""
    found = _of_one(kind).all(
        in_program=actor.program_id, record=record_id, reader=actor.id, page=page, hour=hour
    )
    return [Unnoted(row.owner_id, row.record_id, bool(row.asked)) for row in found]


def unnoted_in_queue(actor: Actor, hour: datetime) -> list[Unnoted]:
    found = _QUEUE.all(in_program=actor.program_id, reader=actor.id, page=Page.QUEUE, hour=hour)
    return [Unnoted(row.owner_id, row.record_id, True) for row in found]


class Handed(Protocol):
    """A case that was handed in: enough of it to ask who saw it."""

    @property
    def id(self) -> UUID: ...
    @property
    def fellow_id(self) -> UUID: ...
    @property
    def supervisor_id(self) -> UUID | None: ...
    @property
    def submitted_at(self) -> datetime | None: ...


_SEEN = Prepared(
    select(func.min(RecordRead.first_at)).where(
        RecordRead.program_id == bindparam("in_program"),
        RecordRead.owner_id == bindparam("owner"),
        RecordRead.reader_id == _reader,
        RecordRead.first_at >= bindparam("since"),
        or_(
            and_(RecordRead.page == Page.CASE, RecordRead.record_id == bindparam("record")),
            and_(RecordRead.page == Page.QUEUE, RecordRead.record_id == bindparam("owner")),
        ),
    )
)


def seen_at(actor: Actor, case: Handed) -> datetime | None:
    """When the supervisor of a case first had it before them after it was handed in: the case
    itself, or the queue in which it stands. Told to its fellow alone. Readings are noted once an
    hour, so it may be told an hour late, and never too early."""
    if actor.id != case.fellow_id or case.supervisor_id is None or case.submitted_at is None:
        return None
    [(found,)] = _SEEN.all(
        in_program=actor.program_id,
        owner=case.fellow_id,
        reader=case.supervisor_id,
        record=case.id,
        since=case.submitted_at,
    )
    at: datetime | None = found
    return at


@dataclass(frozen=True, slots=True)
class ReadingRow:
    """One reading, as it is shown."""

    id: UUID
    hour: datetime
    owner: str
    reader: str
    page: Page
    why: Why
    record_id: UUID


Place = tuple[datetime, UUID]
"""Behind which reading a page begins."""

_owner_member, _owner_account = aliased(Membership), aliased(Account)
_reader_member, _reader_account = aliased(Membership), aliased(Account)


def _is(member: Any, id_: Any) -> Any:
    return and_(member.program_id == RecordRead.program_id, member.id == id_)


_READINGS = (
    select(
        RecordRead.id,
        RecordRead.hour,
        _owner_account.name.label("owner"),
        _reader_account.name.label("reader"),
        RecordRead.page,
        RecordRead.why,
        RecordRead.record_id,
    )
    .join(_owner_member, _is(_owner_member, RecordRead.owner_id))
    .join(_owner_account, _owner_account.id == _owner_member.account_id)
    .join(_reader_member, _is(_reader_member, RecordRead.reader_id))
    .join(_reader_account, _reader_account.id == _reader_member.account_id)
    .order_by(RecordRead.hour.desc(), RecordRead.id.desc())
    .limit(SHOWN + 1)
)


def readings(
    actor: Actor, owner_id: UUID | None, reader_id: UUID | None = None, before: Place | None = None
) -> tuple[list[ReadingRow], Place | None]:
    """The newest first, and where the next page begins. `owner_id`: of whose record; those of all
    are for those who read the ledger, and everybody else reads only of their own."""
    asked = _READINGS.where(RecordRead.program_id == actor.program_id)
    if not may_read_ledger(actor):
        asked = asked.where(RecordRead.owner_id == actor.id)
    if owner_id is not None:
        asked = asked.where(RecordRead.owner_id == owner_id)
    if reader_id is not None:
        asked = asked.where(RecordRead.reader_id == reader_id)
    if before is not None:
        hour, id_ = before
        earlier = and_(RecordRead.hour == hour, RecordRead.id < id_)
        asked = asked.where(or_(RecordRead.hour < hour, earlier))
    found = [ReadingRow(*row) for row in db.session.execute(asked)]
    shown = found[:SHOWN]
    return shown, (shown[-1].hour, shown[-1].id) if len(found) > SHOWN else None
