"""What must be known before a case can be entered, in one statement: this is the daily path."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Uuid, bindparam, select

from logbook.models.cases import Case
from logbook.models.curriculum import Enrollment
from logbook.models.programs import Membership, Program, Site
from logbook.policy.actors import Actor
from logbook.prepared import Prepared
from logbook.queries.conflicts import declared_between

_GROUND = Prepared(
    select(
        Enrollment.fellow_id,
        Enrollment.version_id,
        Enrollment.starts_on,
        Enrollment.ends_on,
        Program.time_zone,
        Membership.id.label("supervisor_id"),
        Membership.account_id,
        Membership.roles,
        Membership.joined_on,
        Membership.left_on,
        Site.id.label("site_id"),
        Case.id.label("case_id"),
        declared_between(
            Enrollment.program_id, Enrollment.fellow_id, bindparam("supervisor_id", type_=Uuid())
        ).label("related"),
    )
    .join(Program, Program.id == Enrollment.program_id)
    .outerjoin(
        Membership,
        (Membership.program_id == Enrollment.program_id)
        & (Membership.id == bindparam("supervisor_id")),
    )
    .outerjoin(Site, (Site.program_id == Enrollment.program_id) & (Site.id == bindparam("site_id")))
    .outerjoin(Case, (Case.program_id == Enrollment.program_id) & (Case.id == bindparam("case_id")))
    .where(
        Enrollment.program_id == bindparam("in_program"),
        Enrollment.id == bindparam("enrollment_id"),
    )
    # The lock that the case's foreign key takes anyway: whoever moves the enrollment to another
    # edition waits, or has done so before the edition is read.
    .with_for_update(read=True, key_share=True, of=Enrollment),
    keep=256,
)


@dataclass(frozen=True, slots=True)
class Ground:
    """The enrollment that a case belongs to, and who and what the entry names."""

    fellow_id: UUID
    version_id: UUID
    starts_on: date
    ends_on: date
    time_zone: str
    supervisor: Actor | None
    """None when the entry names nobody, or nobody of this program."""
    joined_on: date | None
    """The supervisor's day of joining."""
    related: bool
    """A conflict of interest between the fellow and that supervisor is declared."""
    site_known: bool
    already_logged: bool


def ground_for(
    actor: Actor,
    enrollment_id: UUID,
    *,
    case_id: UUID,
    supervisor_id: UUID | None,
    site_id: UUID | None,
    today: date,
) -> Ground:
    """NoResultFound when the enrollment is not one of the actor's program."""
    row = _GROUND.one(
        in_program=actor.program_id,
        enrollment_id=enrollment_id,
        case_id=case_id,
        supervisor_id=supervisor_id,
        site_id=site_id,
    )
    return Ground(
        fellow_id=row.fellow_id,
        version_id=row.version_id,
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        time_zone=row.time_zone,
        supervisor=_supervisor(row, actor.program_id, today),
        joined_on=row.joined_on,
        related=row.related,
        site_known=row.site_id is not None,
        already_logged=row.case_id is not None,
    )


def _supervisor(row: Any, program_id: UUID, today: date) -> Actor | None:
    if row.supervisor_id is None:
        return None
    left = row.left_on is not None and row.left_on <= today
    return Actor(row.supervisor_id, program_id, row.roles, row.account_id, left)
