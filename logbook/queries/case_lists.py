"""Lists of cases: filtered, newest first, a page at a time however long the log."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import aliased

from logbook.database import db
from logbook.domain.cases import State
from logbook.domain.catalogue import CaseRole
from logbook.models.cases import Case
from logbook.models.identity import Account
from logbook.models.programs import Membership
from logbook.policy.actors import Actor
from logbook.queries.visibility import cases_visible_to

PAGE = 25

_fellow, _fellow_account = aliased(Membership), aliased(Account)
_supervisor, _supervisor_account = aliased(Membership), aliased(Account)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page begins: after this case in the order of the list."""

    performed_on: date
    id: UUID


@dataclass(frozen=True, slots=True)
class Countable:
    """What counts for one requirement, as far as a case's own columns tell."""

    category: str
    roles: frozenset[CaseRole]


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which cases are asked for; None and empty ask for all."""

    fellow_id: UUID | None = None
    enrollment_id: UUID | None = None
    supervisor_id: UUID | None = None
    procedure: str | None = None
    category: str | None = None
    state: State | None = None
    since: date | None = None
    until: date | None = None
    countable: tuple[Countable, ...] = ()
    """Of requirements: a case that counts for any of them."""
    left_out: frozenset[str] = frozenset()
    """Of requirements: procedures of their categories that do not count."""


@dataclass(frozen=True, slots=True)
class CaseRow:
    id: UUID
    performed_on: date
    procedure: str
    role: CaseRole
    credited_role: CaseRole | None
    state: State
    details: dict[str, Any]
    fellow_id: UUID
    fellow: str
    supervisor: str | None


@dataclass(frozen=True, slots=True)
class CasePage:
    rows: Sequence[CaseRow]
    next: Place | None
    """None on the last page."""


# Built once: putting a statement together takes longer than a page of rows.
_ROWS = (
    select(
        Case.id,
        Case.performed_on,
        Case.procedure,
        Case.role,
        Case.credited_role,
        Case.state,
        Case.details,
        Case.fellow_id,
        _fellow_account.name,
        _supervisor_account.name,
    )
    .select_from(Case)
    .join(_fellow, (_fellow.program_id == Case.program_id) & (_fellow.id == Case.fellow_id))
    .join(_fellow_account, _fellow_account.id == _fellow.account_id)
    .outerjoin(
        _supervisor,
        (_supervisor.program_id == Case.program_id) & (_supervisor.id == Case.supervisor_id),
    )
    .outerjoin(_supervisor_account, _supervisor_account.id == _supervisor.account_id)
    .order_by(Case.performed_on.desc(), Case.id.desc())
    .limit(PAGE + 1)
)


def page(actor: Actor, wanted: Wanted, after: Place | None) -> CasePage:
    """One page of the cases that the actor may see: one statement."""
    rows = [
        CaseRow(*row)
        for row in db.session.connection().execute(_select(actor, wanted, after)).all()
    ]
    shown = rows[:PAGE]
    more = len(rows) > PAGE
    return CasePage(shown, Place(shown[-1].performed_on, shown[-1].id) if more else None)


def _select(actor: Actor, wanted: Wanted, after: Place | None) -> Any:
    return _ROWS.where(cases_visible_to(actor), *_conditions(wanted), *_beyond(after))


def _conditions(wanted: Wanted) -> list[ColumnElement[bool]]:
    equal = {
        Case.fellow_id: wanted.fellow_id,
        Case.enrollment_id: wanted.enrollment_id,
        Case.supervisor_id: wanted.supervisor_id,
        Case.procedure: wanted.procedure,
        Case.category: wanted.category,
        Case.state: wanted.state,
    }
    conditions = [column == value for column, value in equal.items() if value is not None]
    if wanted.since is not None:
        conditions.append(Case.performed_on >= wanted.since)
    if wanted.until is not None:
        conditions.append(Case.performed_on <= wanted.until)
    if wanted.countable:
        conditions.append(or_(*(_counts(one) for one in wanted.countable)))
    if wanted.left_out:
        conditions.append(Case.procedure.not_in(wanted.left_out))
    return conditions


def _counts(one: Countable) -> ColumnElement[bool]:
    return and_(Case.category == one.category, Case.credited_role.in_(one.roles))


def _beyond(after: Place | None) -> list[ColumnElement[bool]]:
    if after is None:
        return []
    return [
        or_(
            Case.performed_on < after.performed_on,
            and_(Case.performed_on == after.performed_on, Case.id < after.id),
        )
    ]
