"""The supervisor's queue, with all facts of the cases that wait.

The fellow's role in a case is not among what is read here: its supervisor states the role before
seeing the fellow's, so it must not even reach the page.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, select, tuple_
from sqlalchemy.orm import aliased

from logbook.database import db
from logbook.domain.curriculum import Curriculum
from logbook.domain.privileges import Checked, Field
from logbook.models.cases import Case
from logbook.models.curriculum import Enrollment
from logbook.models.identity import Account
from logbook.models.programs import Membership, Program, Site
from logbook.models.seen_together import SeenTogether
from logbook.policy.actors import Actor
from logbook.queries.approval import asked_of
from logbook.queries.curriculum import curriculum_of
from logbook.queries.privileges import Entitlement
from logbook.queries.seen_together import Seen
from logbook.queries.signing_credentials import NOTHING, Asked

PAGE = 20
"""As many as can be approved together."""


@dataclass(frozen=True, slots=True)
class WaitingCase:
    """All that a supervisor needs in order to answer a case; not the role that was logged."""

    id: UUID
    revision: int
    fellow_id: UUID
    fellow: str
    curriculum: Curriculum
    procedure: str
    category: str
    performed_on: date
    setting: str | None
    site: str | None
    age_band: str | None
    indication: str
    outcome: str
    complications: Sequence[str]
    complication_note: str
    reflection: str
    details: Mapping[str, object]
    logged_after_days: int
    """Days between the case and its logging."""
    waiting_days: int
    amends_why: str | None
    """Of a case that is to take the place of an approved one: what was wrong with that one."""
    seen: Seen | None
    """That fellow and supervisor were together, if a code says so."""
    unprivileged: bool
    """The supervisor had no privilege for it on the day of the case, and the program asks."""


@dataclass(frozen=True, slots=True)
class Group:
    """The waiting cases of one fellow, oldest first."""

    fellow_id: UUID
    fellow: str
    cases: tuple[WaitingCase, ...]


@dataclass(frozen=True, slots=True)
class Queue:
    """A page of the queue: the groups in the order of their oldest cases."""

    groups: tuple[Group, ...]
    next_after: UUID | None
    """The case after which the next page begins."""
    asked: Asked
    """What the program asks of whoever answers them; nothing where nothing waits."""


def queue(actor: Actor, now: datetime, after: UUID | None = None) -> Queue:
    """The oldest cases that wait for this supervisor, at most a page of them."""
    asked = _waiting().where(*asked_of(actor)).order_by(*_ORDER).limit(PAGE + 1)
    if after is not None:
        begins = select(*_ORDER).where(Case.program_id == actor.program_id, Case.id == after)
        place = db.session.execute(begins).one()
        asked = asked.where(tuple_(*_ORDER) > tuple_(*place))
    rows = db.session.execute(asked).all()
    cases = _as_cases(rows, actor, now)
    wanted = Asked(rows[0].credentials_checked, rows[0].signing_credentials) if rows else NOTHING
    next_after = cases[PAGE - 1].id if len(cases) > PAGE else None
    return Queue(_grouped(cases[:PAGE]), next_after, wanted)


def waiting_cases(actor: Actor, now: datetime, ids: Sequence[UUID]) -> list[WaitingCase]:
    """Those of these cases that still wait for this supervisor, oldest first."""
    asked = _waiting().where(*asked_of(actor), Case.id.in_(ids)).order_by(*_ORDER)
    return _as_cases(db.session.execute(asked).all(), actor, now)


_with, _by = aliased(Membership), aliased(Account)

_TOLD = (
    Case.id,
    Case.revision,
    Case.fellow_id,
    Account.name.label("fellow"),
    Enrollment.version_id,
    Case.procedure,
    Case.category,
    Case.performed_on,
    Case.setting,
    Site.name.label("site"),
    Case.age_band,
    Case.indication,
    Case.outcome,
    Case.complications,
    Case.complication_note,
    Case.reflection,
    Case.details,
    Case.amends_why,
    Case.logged_at,
    Case.submitted_at,
    SeenTogether.id.label("seen_id"),
    SeenTogether.code_at,
    SeenTogether.sent_at,
    _by.name.label("seen_by"),
    Program.privileges.label("checked"),
    Program.credentials_checked,
    Program.signing_credentials,
    Program.time_zone,
)

_ORDER = (Case.submitted_at, Case.performed_on, Case.id)


def _waiting() -> Select[*tuple[Any, ...]]:
    return (
        select(*_TOLD)
        .join(
            Enrollment,
            (Enrollment.program_id == Case.program_id) & (Enrollment.id == Case.enrollment_id),
        )
        .join(
            Membership,
            (Membership.program_id == Case.program_id) & (Membership.id == Case.fellow_id),
        )
        .join(Account, Account.id == Membership.account_id)
        .join(Program, Program.id == Case.program_id)
        .outerjoin(Site, (Site.program_id == Case.program_id) & (Site.id == Case.site_id))
        .outerjoin(
            SeenTogether,
            (SeenTogether.program_id == Case.program_id) & (SeenTogether.case_id == Case.id),
        )
        .outerjoin(
            _with,
            (_with.program_id == SeenTogether.program_id)
            & (_with.id == SeenTogether.supervisor_id),
        )
        .outerjoin(_by, _by.id == _with.account_id)
    )


def _as_cases(
    rows: Sequence[Row[*tuple[Any, ...]]], actor: Actor, now: datetime
) -> list[WaitingCase]:
    entitlement = Entitlement(actor, rows[0].checked if rows else Checked.OFF)
    return [_as_waiting(row, entitlement, actor, now) for row in rows]


def _as_waiting(
    row: Row[*tuple[Any, ...]], entitlement: Entitlement, actor: Actor, now: datetime
) -> WaitingCase:
    return WaitingCase(
        id=row.id,
        revision=row.revision,
        fellow_id=row.fellow_id,
        fellow=row.fellow,
        curriculum=curriculum_of(actor.program_id, row.version_id),
        procedure=row.procedure,
        category=row.category,
        performed_on=row.performed_on,
        setting=row.setting,
        site=row.site,
        age_band=row.age_band,
        indication=row.indication,
        outcome=row.outcome,
        complications=row.complications,
        complication_note=row.complication_note,
        reflection=row.reflection,
        details=row.details,
        logged_after_days=(row.logged_at.date() - row.performed_on).days,
        amends_why=row.amends_why,
        waiting_days=(now - row.submitted_at).days,
        unprivileged=entitlement.lacks(Field(row.procedure, row.category), row.performed_on),
        seen=_seen(row),
    )


def _seen(row: Row[*tuple[Any, ...]]) -> Seen | None:
    if row.seen_id is None:
        return None
    when = (row.code_at, row.sent_at, row.performed_on, row.time_zone)
    return Seen(row.seen_id, row.seen_by, *when)


def _grouped(cases: Sequence[WaitingCase]) -> tuple[Group, ...]:
    by_fellow: dict[UUID, list[WaitingCase]] = {}
    for case in cases:
        by_fellow.setdefault(case.fellow_id, []).append(case)
    return tuple(Group(id_, of[0].fellow, tuple(of)) for id_, of in by_fellow.items())
