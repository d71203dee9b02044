"""One case in full, and what a fellow's next entry can be prefilled with."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from operator import attrgetter
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, bindparam, select
from sqlalchemy.orm import aliased

from logbook.database import db
from logbook.domain.cases import State
from logbook.domain.catalogue import CaseRole
from logbook.domain.curriculum import Curriculum
from logbook.models.cases import Case
from logbook.models.curriculum import Enrollment
from logbook.models.identity import Account
from logbook.models.programs import Membership, Site
from logbook.policy.actors import Actor
from logbook.prepared import Prepared
from logbook.queries.curriculum import curriculum_of
from logbook.queries.visibility import cases_visible_to

LOOK_BACK = 60
"""How many of the last cases tell which kinds a fellow does often."""

TAKEN_OUT = (State.WITHDRAWN, State.VOIDED, State.AMENDED)
"""Such a case was a mistake: the next one is not to begin like it."""

_fellow, _fellow_account = aliased(Membership), aliased(Account)
_supervisor, _supervisor_account = aliased(Membership), aliased(Account)


@dataclass(frozen=True, slots=True)
class CaseView:
    """A case with the names of all that it points to."""

    id: UUID
    revision: int
    state: State
    enrollment_id: UUID
    fellow_id: UUID
    fellow: str
    supervisor_id: UUID | None
    supervisor: str | None
    site_id: UUID | None
    site: str | None
    performed_on: date
    procedure: str
    category: str
    role: CaseRole
    credited_role: CaseRole | None
    setting: str | None
    age_band: str | None
    indication: str
    outcome: str
    complications: tuple[str, ...]
    complication_note: str
    reflection: str
    details: Mapping[str, object]
    level_sides: int
    closing_words: str
    amends_id: UUID | None
    amends_why: str | None
    logged_at: datetime
    submitted_at: datetime | None
    curriculum: Curriculum


@dataclass(frozen=True, slots=True)
class EnrollmentNow:
    """What a fellow is enrolled on."""

    id: UUID
    version_id: UUID
    starts_on: date
    ends_on: date
    curriculum: Curriculum


_ENROLLMENTS = Prepared(
    select(Enrollment.id, Enrollment.version_id, Enrollment.starts_on, Enrollment.ends_on).where(
        Enrollment.program_id == bindparam("in_program"),
        Enrollment.fellow_id == bindparam("fellow_id"),
    ),
    keep=256,
)


def enrollment_of(actor: Actor) -> EnrollmentNow | None:
    """The newest enrollment of this fellow."""
    # One or two: to pick here costs less than to have the database sort.
    rows = _ENROLLMENTS.all(in_program=actor.program_id, fellow_id=actor.id)
    if not rows:
        return None
    row = max(rows, key=attrgetter("starts_on"))
    return EnrollmentNow(
        id=row.id,
        version_id=row.version_id,
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        curriculum=curriculum_of(actor.program_id, row.version_id),
    )


def case(actor: Actor, case_id: UUID) -> CaseView:
    """NoResultFound for a case that is not there or not the actor's to see."""
    return _view(db.session.execute(_asked(actor, case_id)).one())


def case_if_seen(actor: Actor, case_id: UUID) -> CaseView | None:
    """The same for a page that shows another case beside its own: None instead."""
    row = db.session.execute(_asked(actor, case_id)).one_or_none()
    return None if row is None else _view(row)


def _asked(actor: Actor, case_id: UUID) -> Select[*tuple[Any, ...]]:
    return (
        select(
            *Case.__table__.c,
            Enrollment.version_id,
            _fellow_account.name.label("fellow"),
            _supervisor_account.name.label("supervisor"),
            Site.name.label("site"),
        )
        .select_from(Case)
        .join(
            Enrollment,
            (Enrollment.program_id == Case.program_id) & (Enrollment.id == Case.enrollment_id),
        )
        .join(_fellow, (_fellow.program_id == Case.program_id) & (_fellow.id == Case.fellow_id))
        .join(_fellow_account, _fellow_account.id == _fellow.account_id)
        .outerjoin(
            _supervisor,
            (_supervisor.program_id == Case.program_id) & (_supervisor.id == Case.supervisor_id),
        )
        .outerjoin(_supervisor_account, _supervisor_account.id == _supervisor.account_id)
        .outerjoin(Site, (Site.program_id == Case.program_id) & (Site.id == Case.site_id))
        .where(cases_visible_to(actor), Case.id == case_id)
    )


def _view(row: Row[*tuple[Any, ...]]) -> CaseView:
    told = row._mapping
    names = [name for name in CaseView.__dataclass_fields__ if name in told]
    values = {name: told[name] for name in names}
    values["complications"] = tuple(values["complications"])
    return CaseView(**values, curriculum=curriculum_of(told["program_id"], told["version_id"]))


@dataclass(frozen=True, slots=True)
class LastOfKind:
    """The last case of one procedure: what the next one is prefilled with."""

    performed_on: date
    role: CaseRole
    supervisor_id: UUID | None
    site_id: UUID | None
    setting: str | None
    age_band: str | None
    indication: str
    details: Mapping[str, object]
    state: State


def last_of_kind(
    actor: Actor, procedure: str | None = None, until: date | None = None
) -> LastOfKind | None:
    """The fellow's last case of a procedure, or of any, until a day: only what may be copied. Never
    the outcome, complications or words: a copied 'no complications' would be no statement at all.
    """
    row = db.session.execute(
        select(
            Case.performed_on,
            Case.role,
            Case.supervisor_id,
            Case.site_id,
            Case.setting,
            Case.age_band,
            Case.indication,
            Case.details,
            Case.state,
        )
        .where(
            Case.program_id == actor.program_id,
            Case.fellow_id == actor.id,
            Case.state.not_in(TAKEN_OUT),
            *([Case.procedure == procedure] if procedure else []),
            *([Case.performed_on <= until] if until else []),
        )
        .order_by(Case.performed_on.desc(), Case.id.desc())
        .limit(1)
    ).first()
    return LastOfKind(*row) if row else None


def recent_supervisors(actor: Actor) -> list[UUID]:
    """Whom this fellow has asked of late, the last one first."""
    rows = db.session.scalars(
        select(Case.supervisor_id)
        .where(Case.program_id == actor.program_id, Case.fellow_id == actor.id)
        .order_by(Case.performed_on.desc(), Case.id.desc())
        .limit(LOOK_BACK)
    )
    return list(dict.fromkeys(one for one in rows if one is not None))


def recent_kinds(actor: Actor, most: int = 6) -> list[str]:
    """Procedures that this fellow logs most of late, the most frequent first."""
    rows = db.session.scalars(
        select(Case.procedure)
        .where(Case.program_id == actor.program_id, Case.fellow_id == actor.id)
        .order_by(Case.performed_on.desc(), Case.id.desc())
        .limit(LOOK_BACK)
    )
    return [procedure for procedure, _ in Counter(rows).most_common(most)]
