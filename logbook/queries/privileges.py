"""What supervisors are entitled to vouch for, and what a program does without."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Uuid, bindparam, select

from logbook.database import db
from logbook.domain.curriculum import Curriculum
from logbook.domain.days import day_in
from logbook.domain.privileges import Checked, Field, Scope, covers
from logbook.domain.privileges import Privilege as Held
from logbook.domain.requirements import cases_asked
from logbook.models.cases import Case
from logbook.models.identity import Account
from logbook.models.privileges import Privilege
from logbook.models.programs import Membership, Program
from logbook.policy.actors import Actor
from logbook.policy.privileges import Voucher
from logbook.prepared import Prepared
from logbook.queries.conflicts import declared_between
from logbook.queries.signing_credentials import Asked, standings


@dataclass(frozen=True, slots=True)
class PrivilegeRow:
    id: UUID
    scope: Scope
    code: str
    starts_on: date
    ends_on: date | None
    given_by: str
    given_at: datetime
    ended_at: datetime | None


def checked_in(program_id: UUID) -> Checked:
    return db.session.scalars(select(Program.privileges).where(Program.id == program_id)).one()


def privileges_of(actor: Actor, supervisor_id: UUID) -> list[PrivilegeRow]:
    """All that this member was ever given, the newest first."""
    rows = db.session.execute(
        select(
            Privilege.id,
            Privilege.scope,
            Privilege.code,
            Privilege.starts_on,
            Privilege.ends_on,
            Account.name,
            Privilege.given_at,
            Privilege.ended_at,
        )
        .join(
            Membership,
            (Membership.program_id == Privilege.program_id)
            & (Membership.id == Privilege.given_by_id),
        )
        .join(Account, Account.id == Membership.account_id)
        .where(Privilege.program_id == actor.program_id, Privilege.supervisor_id == supervisor_id)
        .order_by(Privilege.given_at.desc(), Privilege.id.desc())
    )
    return [PrivilegeRow(*row) for row in rows]


def held_by(program_id: UUID, supervisors: Collection[UUID]) -> Mapping[UUID, list[Held]]:
    """What has not been ended, by supervisor: one statement."""
    rows = db.session.scalars(
        select(Privilege).where(
            Privilege.program_id == program_id,
            Privilege.supervisor_id.in_(supervisors),
            Privilege.ended_at.is_(None),
        )
    )
    found: dict[UUID, list[Held]] = defaultdict(list)
    for row in rows:
        found[row.supervisor_id].append(row.as_held())
    return found


_STANDS = Prepared(
    select(
        Membership.joined_on,
        Program.privileges,
        Program.credentials_checked,
        Program.signing_credentials,
        Program.time_zone,
        declared_between(
            Membership.program_id, Membership.id, bindparam("fellow", type_=Uuid())
        ).label("related"),
    )
    .join(Program, Program.id == Membership.program_id)
    .where(Membership.program_id == bindparam("in_program"), Membership.id == bindparam("by"))
)


def voucher_for(actor: Actor, case: Case, now: datetime) -> Voucher:
    """How the actor stands to a case that they are to approve. Part of the daily path: one
    statement, and more where the program checks privileges or credentials."""
    row = _STANDS.one(in_program=actor.program_id, by=actor.id, fellow=case.fellow_id)
    entitlement = Entitlement(actor, row.privileges)
    asked = Field(case.procedure, case.category)
    wanted = Asked(row.credentials_checked, row.signing_credentials)
    today = day_in(row.time_zone, now)
    return Voucher(
        related=row.related,
        joined_on=row.joined_on,
        performed_on=case.performed_on,
        checked=entitlement.checked,
        privileged=not entitlement.lacks(asked, case.performed_on),
        credentials=standings(wanted, actor.program_id, [actor.id], today)[actor.id],
    )


class Entitlement:
    """What one supervisor may vouch for, where their program asks at all."""

    def __init__(self, actor: Actor, checked: Checked) -> None:
        self.checked = checked
        asked = self.checked is not Checked.OFF
        self.held = held_by(actor.program_id, [actor.id]).get(actor.id, []) if asked else []

    def lacks(self, field: Field, day: date) -> bool:
        """Whether a privilege is missing for it on that day."""
        return self.checked is not Checked.OFF and not covers(self.held, [field], day)


def fields_of(curriculum: Curriculum, competency: str) -> list[Field]:
    """The categories that a competency's requirements name, each with all its procedures."""
    rules = [
        cases_asked(one) for one in curriculum.requirements.values() if one.competency == competency
    ]
    categories = {rule.category for rule in rules if rule is not None}
    return [
        Field(one.id, one.category)
        for one in curriculum.procedures.values()
        if one.category in categories
    ]


def entitled(
    program_id: UUID, supervisors: Collection[UUID], asked: Collection[Field], day: date
) -> frozenset[UUID]:
    """Which of them may vouch for all of it on that day; all where the program asks for nothing."""
    if checked_in(program_id) is not Checked.REFUSE:
        return frozenset(supervisors)
    held = held_by(program_id, supervisors)
    return frozenset(one for one in supervisors if covers(held.get(one, ()), asked, day))


def lacks_privilege(
    program_id: UUID, supervisor_id: UUID, asked: Collection[Field], day: date
) -> bool:
    """Whether one is missing for some of it on that day, in a program that asks at all."""
    if checked_in(program_id) is Checked.OFF:
        return False
    return not covers(held_by(program_id, [supervisor_id]).get(supervisor_id, ()), asked, day)
