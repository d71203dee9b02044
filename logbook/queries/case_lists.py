"""Lists of cases: filtered, newest first, a page at a time however long the log."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Boolean, ColumnElement, Select, and_, bindparam, or_, select
from sqlalchemy.orm import aliased

from logbook.database import db
from logbook.domain.cases import State
from logbook.domain.catalogue import CaseRole
from logbook.models.cases import Case
from logbook.models.identity import Account
from logbook.models.programs import Membership
from logbook.policy.actors import Actor
from logbook.prepared import Prepared
from logbook.queries.visibility import Ways, cases_visible_by, ways_of
from logbook.queries.year_complications import COMPLICATED, WAS_PERFORMED

PAGE = 25
KEPT_ROWS = 10 * PAGE
"""A log is looked at again and again between two changes of it."""

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
    complicated: bool | None = None
    """With a complication, or without one."""
    performed: bool | None = None
    """By the fellow, as the supervisor stated it; or watched, assisted or taught."""
    categories: frozenset[str] = frozenset()
    """Any of these."""
    countable: tuple[Countable, ...] = ()
    """Of requirements: a case that counts for any of them."""
    left_out: frozenset[str] = frozenset()
    """Of requirements: procedures of their categories that do not count."""


class CaseRow(NamedTuple):
    id: UUID
    performed_on: date
    procedure: str
    role: CaseRole
    credited_role: CaseRole | None
    state: State
    details: Mapping[str, Any]
    fellow: str
    supervisor: str | None
    revision: int
    fellow_id: UUID
    supervisor_id: UUID | None


@dataclass(frozen=True, slots=True)
class CasePage:
    rows: Sequence[CaseRow]
    next: Place | None
    """None on the last page."""


_ROWS = (
    select(
        Case.id,
        Case.performed_on,
        Case.procedure,
        Case.role,
        Case.credited_role,
        Case.state,
        Case.details,
        _fellow_account.name.label("fellow"),
        _supervisor_account.name.label("supervisor"),
        Case.revision,
        Case.fellow_id,
        Case.supervisor_id,
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

BLANKS: dict[str, ColumnElement[bool]] = {
    "fellow_id": Case.fellow_id == bindparam("fellow_id"),
    "enrollment_id": Case.enrollment_id == bindparam("enrollment_id"),
    "supervisor_id": Case.supervisor_id == bindparam("supervisor_id"),
    "procedure": Case.procedure == bindparam("procedure"),
    "category": Case.category == bindparam("category"),
    "state": Case.state == bindparam("state"),
    "since": Case.performed_on >= bindparam("since"),
    "until": Case.performed_on <= bindparam("until"),
    "complicated": bindparam("complicated", type_=Boolean) == COMPLICATED,
    "performed": bindparam("performed", type_=Boolean) == WAS_PERFORMED,
}
"""What a list can be narrowed to, by its name in `Wanted`."""

BEYOND = or_(
    Case.performed_on < bindparam("after_day"),
    and_(Case.performed_on == bindparam("after_day"), Case.id < bindparam("after_id")),
)


def page(actor: Actor, wanted: Wanted, after: Place | None) -> CasePage:
    """One page of the cases that the actor may see: one statement."""
    given = {name: value for name in BLANKS if (value := getattr(wanted, name)) is not None}
    question = ways_of(actor), frozenset(given), after is not None
    asked = {"asker": actor.id, "in_program": actor.program_id, **given}
    if after is not None:
        asked |= {"after_day": after.performed_on, "after_id": after.id}
    if wanted.countable or wanted.left_out or wanted.categories:
        counting = _counting(_statement(*question), wanted)
        rows: Sequence[Any] = db.session.connection().execute(counting, asked).all()
    else:
        rows = _prepared(*question).all(**asked)
    shown = [CaseRow._make(row) for row in rows[:PAGE]]
    more = len(rows) > PAGE
    return CasePage(shown, Place(shown[-1].performed_on, shown[-1].id) if more else None)


@lru_cache(maxsize=64)
def _statement(ways: Ways, given: frozenset[str], beyond: bool) -> Select[Any]:
    """Kept: putting a statement together takes longer than reading a page of rows."""
    narrowed = _ROWS.where(cases_visible_by(ways), *(BLANKS[name] for name in sorted(given)))
    return narrowed.where(BEYOND) if beyond else narrowed


@lru_cache(maxsize=64)
def _prepared(ways: Ways, given: frozenset[str], beyond: bool) -> Prepared:
    return Prepared(_statement(ways, given, beyond), keep=KEPT_ROWS)


def _counting(found: Select[Any], wanted: Wanted) -> Select[Any]:
    """What takes a list: only what counts, or some categories."""
    if wanted.countable:
        found = found.where(or_(*(_counts(one) for one in wanted.countable)))
    if wanted.categories:
        found = found.where(Case.category.in_(wanted.categories))
    if wanted.left_out:
        found = found.where(Case.procedure.not_in(wanted.left_out))
    return found


def _counts(one: Countable) -> ColumnElement[bool]:
    return and_(Case.category == one.category, Case.credited_role.in_(one.roles))
