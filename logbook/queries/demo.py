"""The cast of the demo, for its sign-in page. Nothing here runs outside the demo."""

from dataclasses import dataclass

from sqlalchemy import select

from logbook.database import db
from logbook.models.identity import Account
from logbook.models.institutions import InstitutionOfficer
from logbook.models.programs import Membership, Program
from logbook.policy.actors import Role

DEMO_HOST = "demo.logbook.example"
DEMO_PASSWORD = "logbook-demo"  # noqa: S105  (it is printed on the sign-in page)


@dataclass(frozen=True, slots=True)
class Player:
    name: str
    address: str
    program: str
    roles: tuple[Role, ...]


OFFICERS = "officers"
"""Who works in no program: the page has a title for them."""

_OFFICERS = (
    select(Account.name, Account.address, InstitutionOfficer.institution_id)
    .join(InstitutionOfficer, InstitutionOfficer.account_id == Account.id)
    .where(Account.address.endswith(f"@{DEMO_HOST}"), InstitutionOfficer.ended_at.is_(None))
    .order_by(Account.name)
)


def demo_cast() -> list[Player]:
    """Everybody of the demo, by program and role."""
    rows = db.session.execute(
        select(Account.name, Account.address, Program.name, Membership.roles)
        .join(Membership, Membership.account_id == Account.id)
        .join(Program, Program.id == Membership.program_id)
        .where(Account.address.endswith(f"@{DEMO_HOST}"), Membership.left_on.is_(None))
        .order_by(Program.name, Account.name)
    )
    cast = [
        Player(name, address, program, tuple(sorted(roles)))
        for name, address, program, roles in rows
    ]
    for name, address, institution_id in db.session.execute(_OFFICERS):
        role = Role.OFFICER if institution_id else Role.NATIONAL_OFFICER
        cast.append(Player(name, address, OFFICERS, (role,)))
    return sorted(cast, key=lambda one: (one.program, ORDER.index(one.roles[-1])))


ORDER = [
    Role.FELLOW,
    Role.SUPERVISOR,
    Role.DIRECTOR,
    Role.COORDINATOR,
    Role.COMMITTEE,
    Role.AUDITOR,
    Role.ADMINISTRATOR,
    Role.OFFICER,
    Role.NATIONAL_OFFICER,
    Role.JOB,
]
