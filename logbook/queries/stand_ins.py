"""Who stands in for whom, and whose case was answered in another's place."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, false, or_, select, true
from sqlalchemy.orm import aliased

from logbook.database import db
from logbook.domain.cases import State
from logbook.domain.reminders import Absence
from logbook.models.cases import Case
from logbook.models.identity import Account
from logbook.models.programs import Membership, Program
from logbook.models.reminders import Delegation, StandIn
from logbook.policy.actors import Actor, Role
from logbook.queries.visibility import cases_visible_to

_supervisor, _deputy = aliased(Membership), aliased(Membership)
_asked, _standing = aliased(Account), aliased(Account)


@dataclass(frozen=True, slots=True)
class DelegationView:
    """A delegation with the names of both."""

    id: UUID
    supervisor_id: UUID
    supervisor: str
    deputy_id: UUID
    deputy: str
    starts_on: date
    ends_on: date | None
    ended_at: datetime | None

    @property
    def span(self) -> Absence:
        return Absence(self.starts_on, self.ends_on)

    def lasts(self, today: date) -> bool:
        """Holds, or is still to come."""
        return self.ended_at is None and (self.ends_on is None or today <= self.ends_on)


@dataclass(frozen=True, slots=True)
class StandInView:
    """A deputy was asked about a case in another's place."""

    supervisor: str
    deputy_id: UUID
    deputy: str
    began_at: datetime
    ended_at: datetime | None


@dataclass(frozen=True, slots=True)
class Held:
    """The delegation by which a deputy has a case before them."""

    supervisor_id: UUID
    deputy_id: UUID
    span: Absence
    ended_at: datetime | None
    time_zone: str


def delegations_visible_to(actor: Actor) -> ColumnElement[bool]:
    """Twin of `policy.reminders.may_see_delegation`; always within the actor's own program."""
    ways: list[ColumnElement[bool]] = []
    if actor.is_(Role.SUPERVISOR):
        ways += [Delegation.supervisor_id == actor.id, Delegation.deputy_id == actor.id]
    if actor.is_(Role.DIRECTOR, Role.COORDINATOR, Role.AUDITOR) and not actor.left:
        ways.append(true())
    return and_(Delegation.program_id == actor.program_id, or_(false(), *ways))


def delegations(actor: Actor, today: date) -> list[DelegationView]:
    """Those that hold or are to come, in the order of their beginning: one statement."""
    rows = db.session.execute(
        select(
            Delegation.id,
            Delegation.supervisor_id,
            _asked.name.label("supervisor"),
            Delegation.deputy_id,
            _standing.name.label("deputy"),
            Delegation.starts_on,
            Delegation.ends_on,
            Delegation.ended_at,
        )
        .select_from(Delegation)
        .join(*_member(_supervisor, Delegation, Delegation.supervisor_id))
        .join(_asked, _asked.id == _supervisor.account_id)
        .join(*_member(_deputy, Delegation, Delegation.deputy_id))
        .join(_standing, _standing.id == _deputy.account_id)
        .where(
            delegations_visible_to(actor),
            Delegation.ended_at.is_(None),
            or_(Delegation.ends_on.is_(None), Delegation.ends_on >= today),
        )
        .order_by(Delegation.starts_on, Delegation.id)
    )
    return [DelegationView(*row) for row in rows]


def stand_ins_of(actor: Actor, case_id: UUID) -> list[StandInView]:
    """Who was asked about a case in whose place, the first time first: one statement."""
    rows = db.session.execute(
        select(
            _asked.name.label("supervisor"),
            StandIn.deputy_id,
            _standing.name.label("deputy"),
            StandIn.began_at,
            StandIn.ended_at,
        )
        .select_from(StandIn)
        .join(Case, (Case.program_id == StandIn.program_id) & (Case.id == StandIn.case_id))
        .join(*_member(_supervisor, StandIn, StandIn.supervisor_id))
        .join(_asked, _asked.id == _supervisor.account_id)
        .join(*_member(_deputy, StandIn, StandIn.deputy_id))
        .join(_standing, _standing.id == _deputy.account_id)
        .where(cases_visible_to(actor), StandIn.case_id == case_id)
        .order_by(StandIn.began_at, StandIn.id)
    )
    return [StandInView(*row) for row in rows]


def _member(member: Any, of: Any, id_: Any) -> tuple[Any, ColumnElement[bool]]:
    return member, (member.program_id == of.program_id) & (member.id == id_)


def standing_in(actor: Actor) -> dict[UUID, str]:
    """By case that waits for this deputy, in whose place they are asked: one statement."""
    rows = db.session.execute(
        _open()
        .with_only_columns(StandIn.case_id, _asked.name)
        .join(*_member(_supervisor, StandIn, StandIn.supervisor_id))
        .join(_asked, _asked.id == _supervisor.account_id)
        .where(StandIn.program_id == actor.program_id, StandIn.deputy_id == actor.id)
    )
    return {row.case_id: row.name for row in rows}


def held_by_delegation(program_id: UUID, case_id: UUID) -> Held | None:
    """By which delegation a case waits where it does; None if its fellow asked for that."""
    row = db.session.execute(
        _open()
        .with_only_columns(
            Delegation.supervisor_id,
            Delegation.deputy_id,
            Delegation.starts_on,
            Delegation.ends_on,
            Delegation.ended_at,
            Program.time_zone,
        )
        .join(
            Delegation,
            (Delegation.program_id == StandIn.program_id)
            & (Delegation.id == StandIn.delegation_id),
        )
        .join(Program, Program.id == StandIn.program_id)
        .where(StandIn.program_id == program_id, StandIn.case_id == case_id)
    ).first()
    if row is None:
        return None
    span = Absence(row.starts_on, row.ends_on)
    return Held(row.supervisor_id, row.deputy_id, span, row.ended_at, row.time_zone)


def _open() -> Select[*tuple[Any, ...]]:
    """Cases that wait for a deputy as such. Handed in anew or given to somebody else since, a case
    waits for whom its fellow or a coordinator chose."""
    return (
        select(StandIn.id)
        .join(Case, (Case.program_id == StandIn.program_id) & (Case.id == StandIn.case_id))
        .where(
            StandIn.ended_at.is_(None),
            Case.state == State.SUBMITTED,
            Case.supervisor_id == StandIn.deputy_id,
            Case.submitted_at <= StandIn.began_at,
        )
    )


def place_of(answers_at: datetime, by: UUID, found: Sequence[StandInView]) -> str:
    """In whose place a supervisor answered at that moment; empty for in their own."""
    held = [
        one
        for one in found
        if one.deputy_id == by
        and one.began_at <= answers_at
        and (one.ended_at is None or answers_at <= one.ended_at)
    ]
    return held[-1].supervisor if held else ""
