"""Members for tests that need more of them than the cast has."""

from datetime import UTC, date, datetime
from uuid import UUID

from logbook.database import db
from logbook.domain.events import MemberJoined
from logbook.models.columns import new_id
from logbook.models.identity import Account
from logbook.models.programs import Membership
from logbook.policy.actors import Role, job
from logbook.services import curriculum
from logbook.services.unit import unit_of_work
from tests.cast import BEGAN, CAST, ENDS, RIVERSIDE, TODAY, Member


def a_member(name: str, *roles: Role, program_id: UUID = RIVERSIDE) -> Member:
    """Somebody new in the program, in these roles."""
    with unit_of_work(job(program_id)) as unit:
        account = Account(
            id=new_id(),
            address=f"{name.replace(' ', '.').lower()}@example.org",
            name=name,
            created_at=datetime.now(UTC),
        )
        membership = Membership(
            program_id=program_id,
            id=new_id(),
            account_id=account.id,
            roles=frozenset(roles),
            joined_on=date(2020, 1, 1),
        )
        db.session.add(account)
        db.session.flush()
        db.session.add(membership)
        joined = MemberJoined(subject_id=membership.id, roles=tuple(sorted(roles)))
        unit.record(joined, of=membership)
        return Member(name, membership.as_actor(TODAY))


def a_fellow(
    name: str,
    *,
    version_id: UUID | None = None,
    starts_on: date = BEGAN,
    ends_on: date = ENDS,
    full_time_percent: int = 100,
) -> Member:
    """A fellow of Riverside, enrolled; on the version of the cast unless another is named."""
    fellow = a_member(name, Role.FELLOW)
    fellow.enrollment_id = curriculum.enroll(
        job(RIVERSIDE),
        fellow.id,
        version_id or CAST.version_id,
        starts_on=starts_on,
        ends_on=ends_on,
        full_time_percent=full_time_percent,
    )
    return fellow
