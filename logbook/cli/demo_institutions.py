"""The demo's institutions: a teaching hospital with two small programs beside those that are there
already, a hospital with one program, and an officer of each and of all."""

from datetime import UTC, datetime, timedelta
from random import Random
from uuid import UUID

from sqlalchemy import select

from logbook.cli.demo_history import History
from logbook.cli.demo_people import NUSANTARA, RIVERSIDE, TEAM, Person, Place
from logbook.cli.demo_stage import one_more
from logbook.cli.institution import OPERATOR
from logbook.cli.rollups import bring_up_to_date
from logbook.database import db
from logbook.models.identity import Account
from logbook.models.programs import Program
from logbook.policy.actors import Role
from logbook.queries.demo import DEMO_HOST
from logbook.services import institutions

HARBORVIEW, SEHAT = "Harborview Teaching Hospitals", "RS Pendidikan Sehat Sentosa"
CANCER, PALLIATIVE = "Harborview Cancer Pain", "Harborview Palliative Pain"
WEEKS = 13
ELSEWHERE = "harborview.example"
FEW = 0.11
"""Cases beside those of the large programs: what officers see of a program is not its size."""


def _place(name: str) -> Place:
    return Place(name, "America/New_York", 7, ("University Hospital",))


def _fellow(name: str, program: str, weeks: int) -> Person:
    return Person(name, program, (Role.FELLOW,), weeks=weeks, pace=FEW, host=ELSEWHERE)


def _leader(name: str, program: str, *roles: Role) -> Person:
    return Person(name, program, roles, host=ELSEWHERE)


SMALL = (
    (
        _place(CANCER),
        (
            _fellow("Yusuf Demir", CANCER, 13),
            _fellow("Clara Jensen", CANCER, 12),
            _fellow("Mateo Vargas", CANCER, 11),
            _fellow("Aisha Bello", CANCER, 5),
            _fellow("Lena Novak", CANCER, 4),
            _leader("Victor Lang", CANCER, Role.DIRECTOR, Role.SUPERVISOR),
            _leader("Mei Tanaka", CANCER, Role.SUPERVISOR),
            _leader("Oscar Brandt", CANCER, Role.SUPERVISOR),
            _leader("Fatima Zahra", CANCER, Role.SUPERVISOR),
        ),
    ),
    (
        _place(PALLIATIVE),
        (
            _fellow("Hugo Martin", PALLIATIVE, 13),
            _fellow("Nadia Petrova", PALLIATIVE, 5),
            _fellow("Sofia Conti", PALLIATIVE, 4),
            _leader("Irene Walsh", PALLIATIVE, Role.DIRECTOR, Role.SUPERVISOR),
            _leader("Peter Vos", PALLIATIVE, Role.SUPERVISOR),
        ),
    ),
)
JOINED = {HARBORVIEW: (RIVERSIDE, TEAM, CANCER, PALLIATIVE), SEHAT: (NUSANTARA,)}
OFFICERS = (("Marian Holt", HARBORVIEW), ("Dewi Anggreni", SEHAT), ("Thomas Reyes", ""))
"""The last one sees all institutions."""


def belong_to_institutions(random: Random) -> int:
    """Programs join, officers are appointed, and everything is summed up; how many cases the small
    programs logged."""
    stored = db.session.scalars(
        select(Account.password_hash).where(Account.password_hash.is_not(None)).limit(1)
    ).one()
    assert stored is not None
    began, logged = datetime.now(UTC) - timedelta(weeks=WEEKS + 1), 0
    for place, people in SMALL:
        stage = one_more(place, people, stored, began)
        logged += History(stage, random).run(WEEKS, lambda: None, cases_only=True)
    _appoint(_join(), stored)
    bring_up_to_date()
    return logged


def _join() -> dict[str, UUID]:
    ids = {row.name: row.id for row in db.session.execute(select(Program.name, Program.id))}
    made: dict[str, UUID] = {}
    for name, country in ((HARBORVIEW, "US"), (SEHAT, "ID")):
        made[name] = institutions.create(OPERATOR, name=name, country=country)
        for program in JOINED[name]:
            institutions.join(OPERATOR, made[name], ids[program])
    return made


def _appoint(made: dict[str, UUID], stored: str) -> None:
    """With the password that everybody here has."""
    for name, where in OFFICERS:
        address = f"{name.lower().replace(' ', '.')}@{DEMO_HOST}"
        institutions.appoint(OPERATOR, made.get(where), name=name, address=address, stored=stored)
