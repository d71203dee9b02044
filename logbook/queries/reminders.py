"""Whom to remind of what, and what a letter says: read when it is sent."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import func, or_, select

from logbook.database import db
from logbook.domain.cases import State
from logbook.domain.letters import LetterKind
from logbook.domain.reminders import Digest, local
from logbook.models.cases import Case
from logbook.models.identity import Account
from logbook.models.programs import Membership, Program
from logbook.models.reminders import Delegation, Letter, LetterWish, Nudge
from logbook.policy.actors import INSTALLATION, Actor


@dataclass(frozen=True, slots=True)
class Wishes:
    """What a member wants to be mailed, beside what is essential."""

    digest: Digest = Digest.AS_NEEDED
    nudges: bool = True
    weekly: bool = True
    """Of a director."""

    def want(self, kind: LetterKind) -> bool:
        if kind is LetterKind.DIGEST:
            return self.digest is not Digest.OFF
        if kind is LetterKind.WEEKLY:
            return self.weekly
        return self.nudges or kind is not LetterKind.NUDGE


@dataclass(frozen=True, slots=True)
class Reader:
    """To whom a letter goes."""

    member: Actor
    account_id: UUID
    name: str
    address: str
    locale: str
    """Empty for whoever never chose one."""
    program: str
    wishes: Wishes
    today: date
    """Where the program is."""


@dataclass(frozen=True, slots=True)
class Pending:
    """A supervisor whose queue is not empty."""

    member_id: UUID
    oldest_days: int
    wish: Digest
    last_digest_on: date | None
    """In the program's own time."""


@dataclass(frozen=True, slots=True)
class Nudged:
    """For how many of one fellow's cases an answer was asked for and is not given."""

    fellow: str
    n: int


def program_ids() -> list[UUID]:
    """Of all programs; the installation itself has no members."""
    asked = select(Program.id).where(Program.id != INSTALLATION).order_by(Program.id)
    return list(db.session.scalars(asked))


def time_zone_of(program_id: UUID) -> str:
    return db.session.scalars(select(Program.time_zone).where(Program.id == program_id)).one()


def wishes_of(program_id: UUID, member_id: UUID) -> Wishes:
    row = db.session.execute(
        select(LetterWish.digest, LetterWish.nudges, LetterWish.weekly).where(
            LetterWish.program_id == program_id, LetterWish.member_id == member_id
        )
    ).one_or_none()
    return Wishes(*row) if row else Wishes()


def reader(program_id: UUID, member_id: UUID, now: datetime) -> Reader | None:
    """None for who has left, or whose account is closed: they are written to no more."""
    row = db.session.execute(
        select(Membership, Account, Program)
        .join(Account, Account.id == Membership.account_id)
        .join(Program, Program.id == Membership.program_id)
        .where(Membership.program_id == program_id, Membership.id == member_id)
    ).one()
    membership, account, program = row
    actor = membership.as_actor(program.day_of(now))
    if actor.left or account.closed_at is not None:
        return None
    return Reader(
        actor,
        account.id,
        account.name,
        account.address,
        account.locale or "",
        program.name,
        wishes_of(program_id, member_id),
        program.day_of(now),
    )


_WAITS_SINCE = (
    select(func.min(Case.submitted_at))
    .where(
        Case.program_id == Membership.program_id,
        Case.supervisor_id == Membership.id,
        Case.state == State.SUBMITTED,
    )
    .scalar_subquery()
)
_LAST_DIGEST = (
    select(func.max(Letter.written_at))
    .where(
        Letter.program_id == Membership.program_id,
        Letter.member_id == Membership.id,
        Letter.kind == LetterKind.DIGEST,
    )
    .scalar_subquery()
)


def pending(program_id: UUID, now: datetime) -> list[Pending]:
    """Every supervisor with cases that wait, and when they were last written to: one statement,
    each of its parts read from an index."""
    rows = db.session.execute(
        select(
            Membership.id,
            _WAITS_SINCE.label("since"),
            _LAST_DIGEST.label("last"),
            LetterWish.digest,
            Program.time_zone,
        )
        .join(Program, Program.id == Membership.program_id)
        .outerjoin(
            LetterWish,
            (LetterWish.program_id == Membership.program_id)
            & (LetterWish.member_id == Membership.id),
        )
        .where(
            Membership.program_id == program_id,
            or_(Membership.left_on.is_(None), Membership.left_on > now.date()),
        )
        .order_by(Membership.id)
    )
    return [
        Pending(
            row.id,
            (now - row.since).days,
            row.digest or Digest.AS_NEEDED,
            local(row.time_zone, row.last).date() if row.last else None,
        )
        for row in rows
        if row.since is not None
    ]


def last_nudge(program_id: UUID, case_id: UUID) -> datetime | None:
    """When its fellow last asked for an answer to a case."""
    return db.session.scalars(
        select(func.max(Nudge.nudged_at)).where(
            Nudge.program_id == program_id, Nudge.case_id == case_id
        )
    ).one()


def nudged_of(supervisor: Actor) -> list[Nudged]:
    """Whose cases wait for this supervisor although an answer was asked for: one statement."""
    rows = db.session.execute(
        select(Account.name, func.count(func.distinct(Case.id)).label("n"))
        .select_from(Case)
        .join(
            Nudge,
            (Nudge.program_id == Case.program_id)
            & (Nudge.case_id == Case.id)
            & (Nudge.nudged_at >= Case.submitted_at),
        )
        .join(
            Membership,
            (Membership.program_id == Case.program_id) & (Membership.id == Case.fellow_id),
        )
        .join(Account, Account.id == Membership.account_id)
        .where(
            Case.program_id == supervisor.program_id,
            Case.supervisor_id == supervisor.id,
            Case.state == State.SUBMITTED,
        )
        .group_by(Membership.program_id, Membership.id, Account.name)
        .order_by(Account.name)
    )
    return [Nudged(row.name, row.n) for row in rows]


@dataclass(frozen=True, slots=True)
class Deputy:
    """A delegation as its letter tells it."""

    supervisor: str
    starts_on: date
    ends_on: date | None


def told_of(program_id: UUID, delegation_id: UUID) -> Deputy | None:
    """None when it was ended before its letter went out."""
    row = db.session.execute(
        select(Account.name, Delegation.starts_on, Delegation.ends_on)
        .select_from(Delegation)
        .join(
            Membership,
            (Membership.program_id == Delegation.program_id)
            & (Membership.id == Delegation.supervisor_id),
        )
        .join(Account, Account.id == Membership.account_id)
        .where(
            Delegation.program_id == program_id,
            Delegation.id == delegation_id,
            Delegation.ended_at.is_(None),
        )
    ).one_or_none()
    return Deputy(*row) if row else None
