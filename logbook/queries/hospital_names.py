"""The names that the hospital uses, and what they are here."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, case, func, select

from logbook.database import db
from logbook.domain.hospital_states import MapKind
from logbook.models.hospital import CodeMap, HospitalProcedure, HospitalStaff
from logbook.models.identity import Account
from logbook.models.programs import Membership, Site
from logbook.policy.actors import Actor
from logbook.queries.hospital_visibility import hospital_visible_to

PAGE = 200
"""Names that the worklist shows at once, the most frequent first."""


@dataclass(frozen=True, slots=True)
class NameView:
    """A name of the hospital, how often it came, and what it is here."""

    id: UUID
    kind: MapKind
    system: str
    code: str
    text: str
    procedure: str | None
    member_id: UUID | None
    site_id: UUID | None
    left_out: bool
    decided_at: datetime | None
    revision: int
    rows: int
    last_on: date | None

    @property
    def open(self) -> bool:
        return not (self.procedure or self.member_id or self.site_id or self.left_out)


def is_open() -> ColumnElement[bool]:
    """A name that nobody has said anything of."""
    return (
        CodeMap.procedure.is_(None)
        & CodeMap.member_id.is_(None)
        & CodeMap.site_id.is_(None)
        & ~CodeMap.left_out
    )


def names(actor: Actor, kind: MapKind) -> list[NameView]:
    """The names of a kind: those that are open first, and the most frequent first."""
    columns = [
        getattr(CodeMap, name)
        for name in NameView.__dataclass_fields__
        if name not in ("rows", "last_on")
    ]
    used = _used(kind)
    asked = (
        select(*columns, func.coalesce(used.c.rows, 0).label("rows"), used.c.last_on)
        .outerjoin(used, (used.c.program_id == CodeMap.program_id) & (used.c.name_id == CodeMap.id))
        .where(hospital_visible_to(actor, CodeMap), CodeMap.kind == kind)
        .order_by(case((is_open(), 0), else_=1), func.coalesce(used.c.rows, 0).desc(), CodeMap.id)
        .limit(PAGE)
    )
    return [NameView(**row._mapping) for row in db.session.execute(asked)]


def _used(kind: MapKind) -> Any:
    """How often each name of a kind stands in the record, and when last."""
    one = HospitalProcedure
    name = {MapKind.PROCEDURE: one.code_id, MapKind.SITE: one.place_id}.get(
        kind, HospitalStaff.person_id
    )
    asked = select(
        one.program_id,
        name.label("name_id"),
        func.count().label("rows"),
        func.max(one.performed_on).label("last_on"),
    )
    if kind is MapKind.PERSON:
        asked = asked.join(
            HospitalStaff,
            (HospitalStaff.program_id == one.program_id) & (HospitalStaff.procedure_id == one.id),
        )
    return asked.group_by(one.program_id, name).subquery()


def open_names(actor: Actor) -> dict[MapKind, int]:
    """How many names of each kind nobody has said anything of."""
    rows = db.session.execute(
        select(CodeMap.kind, func.count())
        .where(CodeMap.program_id == actor.program_id, is_open())
        .group_by(CodeMap.program_id, CodeMap.kind)
    )
    return dict.fromkeys(MapKind, 0) | {row[0]: row[1] for row in rows}


@dataclass(frozen=True, slots=True)
class Target:
    """A person or a place that a name can be mapped to."""

    id: UUID
    name: str


def people(actor: Actor) -> list[Target]:
    """Everybody who ever was a member, also who has left: the record may be older."""
    rows = db.session.execute(
        select(Membership.id, Account.name)
        .join(Account, Account.id == Membership.account_id)
        .where(Membership.program_id == actor.program_id)
        .order_by(Account.name)
    )
    return [Target(*row) for row in rows]


def sites(actor: Actor) -> list[Target]:
    rows = db.session.execute(
        select(Site.id, Site.name).where(Site.program_id == actor.program_id).order_by(Site.name)
    )
    return [Target(*row) for row in rows]
