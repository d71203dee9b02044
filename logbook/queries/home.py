"""What the first pages need besides progress, cohort and queue."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from math import ceil
from statistics import median
from uuid import UUID

from sqlalchemy import bindparam, func, select

from logbook.database import db
from logbook.domain.cases import State
from logbook.models.cases import Case, CaseAnswer
from logbook.models.identity import Account
from logbook.models.programs import Membership
from logbook.policy.actors import Actor


@dataclass(frozen=True, slots=True)
class DraftRow:
    """A draft, as far as its fellow has come with it."""

    id: UUID
    procedure: str
    performed_on: date
    supervisor_id: UUID | None
    outcome: str
    age_band: str | None
    complications: Sequence[str]
    complication_note: str
    details: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class OpenCases:
    """A fellow's cases that need the fellow."""

    returned: int
    drafts: int
    oldest_returned_id: UUID | None
    oldest_draft_id: UUID | None
    unfinished: tuple[DraftRow, ...]
    """The drafts, the oldest first."""


_OPEN = (
    select(*(getattr(Case, name) for name in DraftRow.__dataclass_fields__), Case.state)
    .where(
        Case.program_id == bindparam("in_program"),
        Case.enrollment_id == bindparam("enrollment_id"),
        Case.state.in_([State.RETURNED, State.DRAFT]),
    )
    .order_by(Case.performed_on, Case.id)
)


def open_cases(actor: Actor, enrollment_id: UUID) -> OpenCases:
    """Returned cases and drafts of one enrollment, by an index of states: one statement."""
    asked = {"in_program": actor.program_id, "enrollment_id": enrollment_id}
    rows = db.session.connection().execute(_OPEN, asked).all()
    returned = [row.id for row in rows if row.state is State.RETURNED]
    drafts = [DraftRow(*row[:-1]) for row in rows if row.state is State.DRAFT]
    return OpenCases(
        returned=len(returned),
        drafts=len(drafts),
        oldest_returned_id=returned[0] if returned else None,
        oldest_draft_id=drafts[0].id if drafts else None,
        unfinished=tuple(drafts),
    )


@dataclass(frozen=True, slots=True)
class WaitingOf:
    """What one fellow has in a supervisor's queue."""

    fellow: str
    n: int
    oldest_days: int


_WAITING = (
    select(Account.name, func.count().label("n"), func.min(Case.submitted_at).label("since"))
    .select_from(Case)
    .join(
        Membership,
        (Membership.program_id == Case.program_id) & (Membership.id == Case.fellow_id),
    )
    .join(Account, Account.id == Membership.account_id)
    .where(
        Case.program_id == bindparam("in_program"),
        Case.supervisor_id == bindparam("supervisor_id"),
        Case.state == State.SUBMITTED,
    )
    .group_by(Membership.program_id, Membership.id, Account.name)
)


def queue_by_fellow(actor: Actor, now: datetime) -> list[WaitingOf]:
    """Whose cases wait for this supervisor, the oldest first: one statement."""
    asked = {"in_program": actor.program_id, "supervisor_id": actor.id}
    rows = db.session.connection().execute(_WAITING, asked)
    found = [WaitingOf(row.name, row.n, (now - row.since).days) for row in rows]
    return sorted(found, key=lambda one: (-one.oldest_days, one.fellow))


@dataclass(frozen=True, slots=True)
class Answered:
    """What a supervisor has answered since an instant."""

    n: int
    half_within_days: int | None
    """In so many days half of them had their answer, begun days counted whole; unknown where every
    one of the cases was handed in anew since."""


_ANSWERED = (
    select(CaseAnswer.answered_at, Case.submitted_at)
    .join(
        Case,
        (Case.program_id == CaseAnswer.program_id) & (Case.id == CaseAnswer.case_id),
    )
    .where(
        CaseAnswer.program_id == bindparam("in_program"),
        CaseAnswer.supervisor_id == bindparam("supervisor_id"),
        CaseAnswer.answered_at >= bindparam("since"),
        CaseAnswer.undone_at.is_(None),
    )
)


def answered_since(actor: Actor, since: datetime) -> Answered:
    """By the index of a supervisor's answers: one statement, and as many rows as answers."""
    asked = {"in_program": actor.program_id, "supervisor_id": actor.id, "since": since}
    rows = db.session.connection().execute(_ANSWERED, asked).all()
    # A case that came back keeps only when it was handed in last.
    waits = [
        (row.answered_at - row.submitted_at) / timedelta(days=1)
        for row in rows
        if row.submitted_at is not None and row.submitted_at <= row.answered_at
    ]
    return Answered(len(rows), max(1, ceil(median(waits))) if waits else None)
