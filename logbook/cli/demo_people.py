"""The demo's people: two fellowships, twelve fellows at different points of their year, and what is
particular about each; and a small program of a nurse and a technician. None of them is anybody."""

from dataclasses import dataclass, field

from logbook.policy.actors import Role
from logbook.queries.demo import DEMO_HOST

RIVERSIDE, NUSANTARA = "Riverside Pain Medicine", "Nusantara Manajemen Nyeri"
TEAM = "Riverside Pain Team"
TRANSFORAMINAL = "esi_lumbosacral_transforaminal"


@dataclass(frozen=True, slots=True)
class Place:
    """A program with its sites."""

    name: str
    time_zone: str
    year_begins_month: int
    sites: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Person:
    """A member, and how they work."""

    name: str
    program: str
    roles: tuple[Role, ...]
    weeks: int = 0
    """Of a fellow: for how many weeks the training has run."""
    pace: float = 1.0
    """Of a fellow: cases beside those of the others."""
    percent: int = 100
    starved_of: frozenset[str] = field(default_factory=frozenset)
    """Of a fellow: categories that the lists hardly bring."""
    list_of: str = ""
    """Of a fellow: a procedure of which they have a list of their own each week."""
    unlogged: frozenset[int] = field(default_factory=frozenset)
    """Of a fellow: so many weeks ago nothing was logged."""
    answers: float = 1.0
    """Of a supervisor: the share of cases that get an answer."""
    lenient: int = 0
    """Of a supervisor: so many levels more than colleagues would give for the same work."""
    profession: str = "physician"
    """Who is no physician assesses within their own scope, and supervises no cases."""
    also_in: str = ""
    """Another program in which the same person supervises."""
    track: str = "pain_medicine"
    """Of a fellow: the shipped curriculum that they follow."""
    host: str = DEMO_HOST
    """Who is elsewhere is not in the cast that the sign-in page shows."""

    @property
    def address(self) -> str:
        return f"{self.name.lower().replace(' ', '.')}@{self.host}"


PLACES = (
    Place(
        RIVERSIDE,
        "America/New_York",
        7,
        ("University Hospital", "Riverside Surgery Center", "Veterans Clinic"),
    ),
    Place(NUSANTARA, "Asia/Jakarta", 1, ("RSUP Nusantara", "Klinik Nyeri Merdeka")),
    Place(TEAM, "America/New_York", 7, ("University Hospital",)),
)
"""The last one has no fellowship: a nurse and a technician each follow a track of their own."""

FELLOW, SUPERVISOR = (Role.FELLOW,), (Role.SUPERVISOR,)

PEOPLE = (
    Person("Amara Lindqvist", RIVERSIDE, FELLOW, weeks=47, list_of=TRANSFORAMINAL),
    Person(
        "Daniel Okoye", RIVERSIDE, FELLOW, weeks=44, pace=0.42, unlogged=frozenset({19, 20, 21})
    ),
    Person("Priya Raman", RIVERSIDE, FELLOW, weeks=40),
    Person(
        "Tomas Herrera",
        RIVERSIDE,
        FELLOW,
        weeks=36,
        starved_of=frozenset({"rf_neurolytic", "spine_cervical_thoracic"}),
    ),
    Person("Hannah Weiss", RIVERSIDE, FELLOW, weeks=34, percent=60, pace=0.62),
    Person("Kenji Sato", RIVERSIDE, FELLOW, weeks=26),
    Person("Leila Haddad", RIVERSIDE, FELLOW, weeks=18),
    Person("Marcus Boyd", RIVERSIDE, FELLOW, weeks=9),
    Person("Ayu Lestari", NUSANTARA, FELLOW, weeks=42, list_of=TRANSFORAMINAL),
    Person("Bagus Pratama", NUSANTARA, FELLOW, weeks=30, pace=0.9),
    Person("Citra Wulandari", NUSANTARA, FELLOW, weeks=20),
    Person("Dimas Saputra", NUSANTARA, FELLOW, weeks=6),
    Person("Grace Adeyemi", RIVERSIDE, (Role.SUPERVISOR, Role.COMMITTEE), also_in=NUSANTARA),
    Person("Samuel Koh", RIVERSIDE, SUPERVISOR),
    Person("Ingrid Nilsen", RIVERSIDE, SUPERVISOR),
    Person("Paul Mercer", RIVERSIDE, SUPERVISOR, answers=0.0),
    Person("Elena Rossi", RIVERSIDE, SUPERVISOR, answers=0.97, lenient=1),
    Person("Budi Santoso", NUSANTARA, SUPERVISOR),
    Person("Ratna Dewi", NUSANTARA, SUPERVISOR),
    Person("Hendra Wijaya", NUSANTARA, SUPERVISOR, answers=0.96),
    Person("Siti Rahma", NUSANTARA, SUPERVISOR),
    Person("Ruth Calloway", RIVERSIDE, (Role.DIRECTOR,)),
    Person("Wayan Sudarma", NUSANTARA, (Role.DIRECTOR, Role.SUPERVISOR)),
    Person("Nora Quinn", RIVERSIDE, (Role.COORDINATOR,)),
    Person("Owen Pratt", RIVERSIDE, (Role.AUDITOR,)),
    Person("Noah Fischer", RIVERSIDE, SUPERVISOR, profession="psychologist"),
    Person("Isla Moreau", RIVERSIDE, SUPERVISOR, profession="physiotherapist"),
    Person("Grace Mbeki", RIVERSIDE, SUPERVISOR, profession="nurse", also_in=TEAM),
    Person("Putri Anggraini", NUSANTARA, SUPERVISOR, profession="physiotherapist"),
    Person("Rizky Hidayat", NUSANTARA, SUPERVISOR, profession="nurse"),
    Person("Maya Kusuma", NUSANTARA, (Role.COORDINATOR,)),
    Person("Victor Hale", RIVERSIDE, (Role.COMMITTEE,)),
    Person("Dewi Kartika", NUSANTARA, (Role.COMMITTEE,)),
    Person("Abena Osei", TEAM, FELLOW, weeks=44, profession="nurse", track="pain_nurse"),
    Person("Luis Ortega", TEAM, FELLOW, weeks=20, profession="technician", track="pain_technician"),
    Person("Helen Park", TEAM, (Role.DIRECTOR,), profession="nurse"),
)

ADMINISTRATOR = Person("Ada Holm", "", ())
