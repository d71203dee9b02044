"""Both records as the comparison takes them, and what it found before."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select

from logbook.database import db
from logbook.domain.cases import State
from logbook.domain.catalogue import CaseKind, Procedure
from logbook.domain.hospital import THERE, Side
from logbook.domain.reconcile import Logged, Performed, share_id
from logbook.models.cases import Case
from logbook.models.curriculum import Enrollment
from logbook.models.hospital import CodeMap, HospitalProcedure, HospitalStaff
from logbook.models.programs import Membership
from logbook.models.reconcile import HospitalShare
from logbook.policy.actors import Role
from logbook.queries.curriculum import curriculum_of

SIDES = frozenset(Side)
"""What the hospital can say; a log knows the middle too."""
COMPARED = (State.SUBMITTED, State.APPROVED, State.RETURNED)
"""A draft has not been handed in, and what was withdrawn was a mistake."""


@dataclass(frozen=True, slots=True)
class Part:
    """A share before it is paired: which procedure it is of."""

    procedure_id: UUID
    performed: Performed


@dataclass(frozen=True, slots=True)
class Kept:
    """A share as it was found the last time."""

    id: UUID
    procedure_id: UUID
    fellow_id: UUID | None
    performed_on: date
    case_id: UUID | None
    score: float | None


def catalogue_of(program_id: UUID) -> Mapping[str, Procedure]:
    """All that can be logged in a program, whichever edition a fellow follows."""
    versions = db.session.scalars(
        select(Enrollment.version_id).where(Enrollment.program_id == program_id).distinct()
    )
    found: dict[str, Procedure] = {}
    for version_id in sorted(versions):
        found |= curriculum_of(program_id, version_id).procedures
    return found


def parts_of(program_id: UUID, since: date) -> list[Part]:
    """Every procedure that is mapped and was done, once for each fellow whom the hospital names
    and who was in training then; once for nobody where it names none. What stands several times
    for one visit, as further levels do, is one."""
    catalogue, staff = catalogue_of(program_id), _staff(program_id, since)
    fellows, trained = _fellows(program_id), _enrollments(program_id)
    parts: dict[object, list[Part]] = {}
    for row in _procedures(program_id, since):
        kind = catalogue.get(row.procedure)
        if kind is None or kind.kind is not CaseKind.PROCEDURE:
            continue
        people = staff.get(row.id, set())
        ours = [one for one in sorted(people & fellows) if _in_training(trained[one], row)]
        visit = (row.encounter_mark, row.procedure, row.side, row.performed_on)
        parts.setdefault(visit if row.encounter_mark else row.id, _parts(row, kind, people, ours))
    return [part for several in parts.values() for part in several]


def _parts(row: Any, kind: Procedure, people: set[UUID], fellows: list[UUID]) -> list[Part]:
    whose: list[UUID | None] = [*fellows] or [None]
    return [
        Part(
            row.id,
            Performed(
                id=share_id(row.id, one),
                fellow_id=one,
                performed_on=row.performed_on,
                procedure=row.procedure,
                category=kind.category,
                site_id=row.site_id,
                supervisor_ids=frozenset(people - {one}),
                side=row.side,
                age_band=row.age_band or None,
            ),
        )
        for one in whose
    ]


def _procedures(program_id: UUID, since: date) -> list[Any]:
    one, code, place = HospitalProcedure, CodeMap, CodeMap.__table__.alias("place")
    asked = (
        select(
            one.id,
            one.performed_on,
            one.side,
            one.age_band,
            one.encounter_mark,
            code.procedure,
            place.c.site_id,
        )
        .select_from(one)
        .join(code, (code.program_id == one.program_id) & (code.id == one.code_id))
        .outerjoin(place, (place.c.program_id == one.program_id) & (place.c.id == one.place_id))
        .where(
            one.program_id == program_id,
            one.performed_on >= since,
            one.happened.in_(sorted(THERE)),
            code.procedure.is_not(None),
        )
        .order_by(one.performed_on, one.id)
    )
    return list(db.session.execute(asked))


def _staff(program_id: UUID, since: date) -> dict[UUID, set[UUID]]:
    """By procedure, the members whom the hospital names with it."""
    asked = (
        select(HospitalStaff.procedure_id, CodeMap.member_id)
        .join(
            CodeMap,
            (CodeMap.program_id == HospitalStaff.program_id)
            & (CodeMap.id == HospitalStaff.person_id),
        )
        .join(
            HospitalProcedure,
            (HospitalProcedure.program_id == HospitalStaff.program_id)
            & (HospitalProcedure.id == HospitalStaff.procedure_id),
        )
        .where(
            HospitalStaff.program_id == program_id,
            HospitalProcedure.performed_on >= since,
        )
    )
    found: dict[UUID, set[UUID]] = defaultdict(set)
    for procedure_id, member_id in db.session.execute(asked):
        if member_id is not None:
            found[procedure_id].add(member_id)
    return found


def _fellows(program_id: UUID) -> set[UUID]:
    rows = db.session.execute(
        select(Membership.id, Membership.roles).where(Membership.program_id == program_id)
    )
    return {row.id for row in rows if Role.FELLOW in row.roles}


def _enrollments(program_id: UUID) -> dict[UUID, list[tuple[date, date]]]:
    rows = db.session.execute(
        select(Enrollment.fellow_id, Enrollment.starts_on, Enrollment.ends_on).where(
            Enrollment.program_id == program_id
        )
    )
    found: dict[UUID, list[tuple[date, date]]] = defaultdict(list)
    for fellow_id, starts_on, ends_on in rows:
        found[fellow_id].append((starts_on, ends_on))
    return found


def _in_training(times: list[tuple[date, date]], row: Any) -> bool:
    return any(first <= row.performed_on <= last for first, last in times)


def logged_of(program_id: UUID, since: date) -> list[Logged]:
    """The procedures in the logs that were handed in."""
    categories = {
        one.category for one in catalogue_of(program_id).values() if one.kind is CaseKind.PROCEDURE
    }
    names = [name for name in Logged.__dataclass_fields__ if name != "side"]
    rows = db.session.execute(
        select(*(getattr(Case, name) for name in names), Case.details).where(
            Case.program_id == program_id,
            Case.performed_on >= since,
            Case.state.in_(COMPARED),
            Case.category.in_(sorted(categories)),
        )
    )
    return [
        Logged(**{name: row[name] for name in names}, side=_side(row)) for row in rows.mappings()
    ]


def _side(row: Mapping[Any, Any]) -> str | None:
    side = row["details"].get("laterality")
    return side if side in SIDES else None


def shares_kept(program_id: UUID) -> list[Kept]:
    """As the last comparison left them."""
    one = HospitalShare
    names = [getattr(one, name) for name in Kept.__dataclass_fields__]
    rows = db.session.execute(select(*names).where(one.program_id == program_id))
    return [Kept(*row) for row in rows]


def is_anything_there(program_id: UUID) -> bool:
    asked = select(HospitalProcedure.id).where(HospitalProcedure.program_id == program_id).limit(1)
    return db.session.scalars(asked).first() is not None
