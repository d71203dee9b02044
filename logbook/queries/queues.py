"""How old each supervisor's queue is, and what share of the cases was answered within a week."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil
from statistics import median
from uuid import UUID

from sqlalchemy import bindparam, func, select

from logbook.database import db
from logbook.domain.letters import LetterState
from logbook.domain.reminders import LONG_WAIT_DAYS, within_days
from logbook.models.cases import Case, CaseAnswer
from logbook.models.identity import Account
from logbook.models.programs import Membership
from logbook.models.reminders import Letter
from logbook.policy.actors import Actor, Role
from logbook.queries.cohort import AnyRow, asked_of_member

LOOK_BACK_DAYS = 90


@dataclass(frozen=True, slots=True)
class QueueOf:
    """One supervisor's queue, and how they answered of late."""

    supervisor_id: UUID
    supervisor: str
    left: bool
    n: int
    """Cases that wait."""
    late: int
    """Of these, how many wait for more than seven days."""
    oldest_days: int | None
    answered: int
    half_within_days: int | None
    waits: tuple[timedelta, ...]

    @property
    def share(self) -> int | None:
        """Percent of the cases that were answered within seven days; one that waits longer by now
        counts as late. None of too few."""
        return within_days(self.waits, self.late)


_WAITING = (
    select(
        Membership.id,
        Account.name,
        Membership.roles,
        Membership.left_on,
        asked_of_member(func.count()).label("n"),
        asked_of_member(func.count(), Case.submitted_at < bindparam("long_ago")).label("late"),
        asked_of_member(func.min(Case.submitted_at)).label("since"),
    )
    .join(Account, Account.id == Membership.account_id)
    .where(Membership.program_id == bindparam("in_program"))
)

_ANSWERED = (
    select(CaseAnswer.supervisor_id, CaseAnswer.answered_at, Case.submitted_at)
    .join(Case, (Case.program_id == CaseAnswer.program_id) & (Case.id == CaseAnswer.case_id))
    .where(
        CaseAnswer.program_id == bindparam("in_program"),
        CaseAnswer.answered_at >= bindparam("since"),
        CaseAnswer.undone_at.is_(None),
        # A case that came back keeps only when it was handed in last.
        Case.submitted_at <= CaseAnswer.answered_at,
    )
)


def queues(actor: Actor, now: datetime) -> list[QueueOf]:
    """Every supervisor who has or had something to answer, the oldest queue first: two statements,
    and as many rows as answers in ninety days."""
    connection = db.session.connection()
    asked = {"in_program": actor.program_id}
    long_ago, since = now - timedelta(days=LONG_WAIT_DAYS), now - timedelta(days=LOOK_BACK_DAYS)
    waits: dict[UUID, list[timedelta]] = {}
    for row in connection.execute(_ANSWERED, asked | {"since": since}):
        waits.setdefault(row.supervisor_id, []).append(row.answered_at - row.submitted_at)
    found = [
        _queue(row, waits.get(row.id, ()), now)
        for row in connection.execute(_WAITING, asked | {"long_ago": long_ago})
        if row.n or row.id in waits or (Role.SUPERVISOR in row.roles and row.left_on is None)
    ]
    return sorted(
        found, key=lambda one: (1 if one.oldest_days is None else -one.oldest_days, one.supervisor)
    )


def _queue(row: AnyRow, waits: Sequence[timedelta], now: datetime) -> QueueOf:
    return QueueOf(
        supervisor_id=row.id,
        supervisor=row.name,
        left=row.left_on is not None and row.left_on <= now.date(),
        n=row.n,
        late=row.late,
        oldest_days=(now - row.since).days if row.since else None,
        answered=len(waits),
        half_within_days=_half(waits),
        waits=tuple(waits),
    )


def _half(waits: Sequence[timedelta]) -> int | None:
    """Within so many days half of them were answered, a begun day counted whole."""
    if not waits:
        return None
    return max(1, ceil(median(wait / timedelta(days=1) for wait in waits)))


def whole(found: Sequence[QueueOf]) -> int | None:
    """The share of the whole program."""
    return within_days([wait for one in found for wait in one.waits], sum(q.late for q in found))


def letters_given_up(actor: Actor, now: datetime) -> int:
    """How many letters of the last ninety days never went out."""
    return db.session.scalars(
        select(func.count()).where(
            Letter.program_id == actor.program_id,
            Letter.state == LetterState.FAILED,
            Letter.due_at >= now - timedelta(days=LOOK_BACK_DAYS),
        )
    ).one()
