"""Who can be asked to judge a fellow's competency."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select

from logbook.database import db
from logbook.domain.privileges import Field
from logbook.domain.sign_off_rule import Seat
from logbook.models.identity import Account
from logbook.models.programs import Membership
from logbook.policy.actors import Actor
from logbook.policy.sign_offs import Candidate, may_sit
from logbook.queries.conflicts import related_to
from logbook.queries.privileges import entitled
from logbook.queries.signing_credentials import asked_in, standings


@dataclass(frozen=True, slots=True)
class Judge:
    id: UUID
    name: str
    profession: str


def judges_for(
    actor: Actor, fellow_id: UUID, seat: Seat, today: date, asked: Collection[Field]
) -> list[Judge]:
    """Those of the program who may sit there, by name: four statements, and more where privileges
    or credentials are asked for. `asked`: what the competency's requirements name."""
    related = related_to(actor.program_id, fellow_id)
    rows = db.session.execute(
        select(Membership, Account.name)
        .join(Account, Account.id == Membership.account_id)
        .where(Membership.program_id == actor.program_id)
        .order_by(Account.name)
    ).all()
    members = [member.id for member, _ in rows]
    privileged = entitled(actor.program_id, members, asked, today)
    credentials = standings(asked_in(actor.program_id), actor.program_id, members, today)
    return [
        Judge(member.id, name, member.profession)
        for member, name in rows
        if may_sit(
            Candidate(
                member.as_actor(today),
                member.profession,
                member.joined_on,
                member.id in related,
                member.id in privileged,
                credentials[member.id],
            ),
            fellow_id,
            seat,
            today,
        )
    ]
