"""A fellow's log in full, to be taken out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, select, true
from sqlalchemy.orm import aliased

from logbook.database import db
from logbook.domain.cases import State
from logbook.domain.curriculum import Curriculum
from logbook.models.cases import Case
from logbook.models.curriculum import Enrollment
from logbook.models.identity import Account
from logbook.models.programs import Membership, Site
from logbook.models.seen_together import SeenTogether
from logbook.policy.actors import Actor
from logbook.policy.cases import OVERSEERS
from logbook.queries.curriculum import curriculum_of
from logbook.queries.visibility import cases_visible_to

_supervisor, _supervisor_account = aliased(Membership), aliased(Account)
_seen_with, _seen_account = aliased(Membership), aliased(Account)


@dataclass(frozen=True, slots=True)
class LogOwner:
    """Whose log it is, and the enrollment that it belongs to, the newest."""

    fellow_id: UUID
    fellow: str
    enrollment_id: UUID
    curriculum: Curriculum


@dataclass(frozen=True, slots=True)
class LoggedCase:
    id: UUID
    state: State
    performed_on: date
    procedure: str
    category: str
    role: str
    credited_role: str | None
    setting: str | None
    age_band: str | None
    indication: str
    outcome: str
    complications: Sequence[str]
    complication_note: str
    reflection: str
    details: dict[str, Any]
    supervisor: str | None
    supervisor_address: str | None
    site: str | None
    seen_with: str | None
    """Whose code the fellow had; None without one."""
    seen_code_at: datetime | None
    seen_sent_at: datetime | None


def owner(actor: Actor, fellow_id: UUID) -> LogOwner:
    """NoResultFound for somebody who keeps no log in the actor's program, and for a colleague's
    log: that there is one is nobody else's affair."""
    row = db.session.execute(
        select(Account.name, Enrollment.id, Enrollment.version_id)
        .join(Membership, Membership.account_id == Account.id)
        .join(
            Enrollment,
            (Enrollment.program_id == Membership.program_id)
            & (Enrollment.fellow_id == Membership.id),
        )
        .where(
            Membership.program_id == actor.program_id,
            Membership.id == fellow_id,
            _own_or_overseen(actor),
        )
        .order_by(Enrollment.starts_on.desc())
        .limit(1)
    ).one()
    curriculum = curriculum_of(actor.program_id, row.version_id)
    return LogOwner(fellow_id, row.name, row.id, curriculum)


def _own_or_overseen(actor: Actor) -> ColumnElement[bool]:
    """Twin of `policy.exchange.may_export`."""
    if actor.is_(*OVERSEERS) and not actor.left:
        return true()
    return Membership.id == actor.id


def size(actor: Actor, fellow_id: UUID) -> int:
    """How many cases of the fellow the actor may see."""
    return db.session.execute(
        select(func.count(Case.id)).where(cases_visible_to(actor), Case.fellow_id == fellow_id)
    ).scalar_one()


_CASE = (
    Case.id,
    Case.state,
    Case.performed_on,
    Case.procedure,
    Case.category,
    Case.role,
    Case.credited_role,
    Case.setting,
    Case.age_band,
    Case.indication,
    Case.outcome,
    Case.complications,
    Case.complication_note,
    Case.reflection,
    Case.details,
    _supervisor_account.name,
    _supervisor_account.address,
    Site.name,
    _seen_account.name,
    SeenTogether.code_at,
    SeenTogether.sent_at,
)


def cases(actor: Actor, fellow_id: UUID) -> list[LoggedCase]:
    """All cases of the fellow that the actor may see, the oldest first."""
    asked: Select[*tuple[Any, ...]] = (
        select(*_CASE)
        .select_from(Case)
        .outerjoin(
            _supervisor,
            (_supervisor.program_id == Case.program_id) & (_supervisor.id == Case.supervisor_id),
        )
        .outerjoin(_supervisor_account, _supervisor_account.id == _supervisor.account_id)
        .outerjoin(Site, (Site.program_id == Case.program_id) & (Site.id == Case.site_id))
        .outerjoin(
            SeenTogether,
            (SeenTogether.program_id == Case.program_id) & (SeenTogether.case_id == Case.id),
        )
        .outerjoin(
            _seen_with,
            (_seen_with.program_id == SeenTogether.program_id)
            & (_seen_with.id == SeenTogether.supervisor_id),
        )
        .outerjoin(_seen_account, _seen_account.id == _seen_with.account_id)
        .where(cases_visible_to(actor), Case.fellow_id == fellow_id)
        .order_by(Case.performed_on, Case.id)
    )
    return [LoggedCase(*row) for row in db.session.execute(asked)]
