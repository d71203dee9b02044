"""Institutions, officers and roll-ups for tests."""

from datetime import UTC, date, datetime
from uuid import UUID

from logbook.database import db
from logbook.domain.rollups import Measure, month_of
from logbook.models.columns import new_id
from logbook.models.institutions import InstitutionOfficer, ProgramRollup
from logbook.models.programs import Program
from logbook.policy.actors import INSTALLATION, Actor, Role
from logbook.services import institutions
from tests.cast import CAST, TODAY, Member

MONTH = month_of(TODAY)
TRACK = "pain_medicine"


def an_institution(*programs: UUID, name: str = "Lakeview Hospitals") -> UUID:
    """To which these programs belong."""
    ada = CAST["ada"].actor
    made = institutions.create(ada, name=name, country="us")
    for program_id in programs:
        institutions.join(ada, made, program_id)
    return made


def an_officer(institution_id: UUID | None, name: str = "Olive") -> Member:
    """Of an institution, or of all."""
    address = f"{name.lower()}@example.org"
    made = institutions.appoint(CAST["ada"].actor, institution_id, name=name, address=address)
    role = Role.NATIONAL_OFFICER if institution_id is None else Role.OFFICER
    actor = Actor(
        made.account_id,
        INSTALLATION,
        frozenset({role}),
        made.account_id,
        institution_id=institution_id,
    )
    return Member(name, actor)


def office_of(officer: Member) -> UUID:
    asked = db.select(InstitutionOfficer.id).where(
        InstitutionOfficer.account_id == officer.account_id
    )
    found: UUID = db.session.scalars(asked).one()
    return found


def a_program(name: str) -> UUID:
    """With nothing in it."""
    program_id = new_id()
    db.session.add(Program(id=program_id, name=name, created_at=datetime.now(UTC)))
    db.session.commit()
    return program_id


def a_rollup(
    program_id: UUID,
    measure: Measure,
    numbers: tuple[int, int, int],
    *,
    month: date = MONTH,
    curriculum: str = TRACK,
    part: str = "",
) -> None:
    """A row as the worker would have written it: amount, base, people."""
    amount, base, people = numbers
    db.session.add(
        ProgramRollup(
            program_id=program_id,
            month=month,
            measure=measure,
            curriculum=curriculum,
            part=part,
            amount=amount,
            base=base,
            people=people,
            reckoned_at=datetime.now(UTC),
        )
    )
    db.session.get_one(Program, program_id).times_summed_up += 1
    db.session.commit()


def fellows(program_id: UUID, n: int, behind: int = 1) -> None:
    """The rows of so many fellows, of whom so many are behind; the first says that it was
    reckoned."""
    a_rollup(program_id, Measure.FELLOWS, (0, 0, 0), curriculum="")
    a_rollup(program_id, Measure.FELLOWS, (n, 0, n))
    a_rollup(program_id, Measure.FELLOWS_BEHIND, (behind, n, n))
