"""What a case that is begun from the hospital's record says at first."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Select, select

from logbook.database import db
from logbook.domain.reconcile import draft_id
from logbook.models.hospital import CodeMap, HospitalProcedure, HospitalStaff
from logbook.models.programs import Membership
from logbook.models.reconcile import HospitalShare
from logbook.policy.actors import Actor, Role
from logbook.queries.hospital_visibility import shares_visible_to


@dataclass(frozen=True, slots=True)
class Beginning:
    """What a case that is begun from a procedure of the hospital says at first."""

    case_id: UUID
    procedure: str
    performed_on: date
    side: str | None
    age_band: str
    site_id: UUID | None
    supervisor_id: UUID | None
    """One whom the hospital names."""


def beginning(actor: Actor, share_id: UUID) -> Beginning:
    """NoResultFound for a share that is not the fellow's, or agrees with a case by now."""
    share = HospitalShare
    row = db.session.execute(
        _told().where(
            shares_visible_to(actor),
            share.fellow_id == actor.id,
            share.id == share_id,
            share.case_id.is_(None),
        )
    ).one()
    return Beginning(
        draft_id(share_id),
        row.procedure,
        row.performed_on,
        row.side,
        row.age_band,
        row.site_id,
        _supervisor_of(actor, row.procedure_id),
    )


def _told() -> Select[*tuple[Any, ...]]:
    """Shares with what the hospital says of their procedures, in our words."""
    share, procedure, code = HospitalShare, HospitalProcedure, CodeMap
    place = CodeMap.__table__.alias("place")
    return (
        select(
            share.procedure_id,
            share.performed_on,
            code.procedure,
            procedure.side,
            procedure.age_band,
            place.c.site_id,
        )
        .select_from(share)
        .join(
            procedure,
            (procedure.program_id == share.program_id) & (procedure.id == share.procedure_id),
        )
        .join(code, (code.program_id == share.program_id) & (code.id == procedure.code_id))
        .outerjoin(
            place,
            (place.c.program_id == share.program_id) & (place.c.id == procedure.place_id),
        )
    )


def _supervisor_of(actor: Actor, procedure_id: UUID) -> UUID | None:
    rows = db.session.execute(
        select(Membership.id, Membership.roles)
        .join(
            CodeMap,
            (CodeMap.program_id == Membership.program_id) & (CodeMap.member_id == Membership.id),
        )
        .join(
            HospitalStaff,
            (HospitalStaff.program_id == CodeMap.program_id)
            & (HospitalStaff.person_id == CodeMap.id),
        )
        .where(
            HospitalStaff.program_id == actor.program_id,
            HospitalStaff.procedure_id == procedure_id,
            Membership.id != actor.id,
        )
        .order_by(Membership.id)
    )
    return next((row.id for row in rows if Role.SUPERVISOR in row.roles), None)
