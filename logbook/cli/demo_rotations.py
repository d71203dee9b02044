"""The demo's rotations and leave, and what its sites have: whom a list lacks, the plan explains."""

from datetime import date, timedelta
from uuid import UUID, uuid4

from logbook.cli.demo_people import RIVERSIDE
from logbook.cli.demo_stage import Player, Stage
from logbook.domain.leave import LeaveKind
from logbook.domain.periods import Period
from logbook.domain.sites import IMAGING, Capability
from logbook.services import leave, rotations, sites
from logbook.services.leave import Absent
from logbook.services.rotations import Planned, PlannedFor

FLUOROSCOPY, ULTRASOUND, CT, THEATER = Capability
HAS = {
    "University Hospital": {FLUOROSCOPY, ULTRASOUND, CT, THEATER},
    "Riverside Surgery Center": {FLUOROSCOPY, ULTRASOUND, THEATER},
    "Veterans Clinic": {ULTRASOUND},
    "RSUP Nusantara": {FLUOROSCOPY, ULTRASOUND, CT, THEATER},
    "Klinik Nyeri Merdeka": {FLUOROSCOPY, ULTRASOUND},
}
STAYS = {"Tomas Herrera": "Veterans Clinic"}
"""Who is at one site all the time: there is no radiofrequency without imaging."""

CYCLE = (
    ("pain_clinic", 8),
    ("neurology", 4),
    ("pain_clinic", 8),
    ("pmr", 4),
    ("anesthesiology_acute_pain", 4),
    ("pain_clinic", 4),
    ("palliative_care", 4),
    ("psychology_psychiatry", 4),
    ("pain_clinic", 4),
    ("radiology", 4),
    ("pediatrics", 4),
)
"""Kinds and weeks, a year of them; each fellow begins with another."""
SHORTEST = timedelta(weeks=2)
AHEAD = timedelta(weeks=20)
"""So far a plan reaches; what comes after is still open."""

LEAVE_WEEKS = {RIVERSIDE: 4}
"""The other program has not set it yet: there the suggestion holds."""
LEAVE: dict[str, tuple[tuple[LeaveKind, int, int], ...]] = {
    "Amara Lindqvist": ((LeaveKind.ANNUAL, 140, 14), (LeaveKind.STUDY, 250, 5)),
    "Daniel Okoye": ((LeaveKind.ANNUAL, 90, 7), (LeaveKind.SICK, 200, 10)),
    "Hannah Weiss": ((LeaveKind.PARENTAL, 70, 70),),
    "Kenji Sato": ((LeaveKind.ANNUAL, 190, 14),),
    "Ayu Lestari": ((LeaveKind.ANNUAL, 180, 12),),
    "Citra Wulandari": ((LeaveKind.SICK, 40, 35),),
}
"""Kind, the day of training on which it begins, and its days."""


class Whereabouts:
    """Where each fellow of a program is on which day."""

    def __init__(self, stage: Stage) -> None:
        self.today = stage.today()
        self.sites = dict(zip(stage.place.sites, stage.site_ids, strict=True))
        self.has = {self.sites[name]: HAS[name] for name in stage.place.sites}
        self.plans = {fellow: self._plan(n, fellow) for n, fellow in enumerate(stage.fellows)}

    def is_away(self, fellow: Player, day: date) -> bool:
        return any(period.holds(day) for _, period in away(fellow))

    def site(self, fellow: Player, day: date, guidance: object, drawn: UUID) -> UUID:
        """Where a case is done: where the fellow is or happens to be, if that site has what the
        case is done with."""
        planned = [one for one in self.plans[fellow] if one.starts_on <= day <= one.ends_on]
        wished = [one.site_id for one in planned if one.site_id] + [drawn, *self.has]
        needs_image = guidance in IMAGING
        return next(one for one in wished if not needs_image or guidance in self.has[one])

    def _plan(self, n: int, fellow: Player) -> list[Planned]:
        assert fellow.starts_on is not None and fellow.ends_on is not None
        until = min(fellow.ends_on, self.today + AHEAD)
        first, turn, found = fellow.starts_on, 3 * n, list[Planned]()
        while first <= until:
            kind, weeks = CYCLE[turn % len(CYCLE)]
            last = first + timedelta(weeks=weeks, days=-1)
            if fellow.ends_on - last < SHORTEST:  # nobody begins anything in the last days
                last = fellow.ends_on
            found.append(Planned(kind, self._site_of(n + turn, fellow), first, last))
            first, turn = last + timedelta(days=1), turn + 1
        return found

    def _site_of(self, turn: int, fellow: Player) -> UUID:
        """A site with fluoroscopy, in turn, for all but those who stay at one."""
        if fellow.person.name in STAYS:
            return self.sites[STAYS[fellow.person.name]]
        equipped = [site_id for site_id, has in self.has.items() if FLUOROSCOPY in has]
        return equipped[turn % len(equipped)]


def away(fellow: Player) -> list[tuple[LeaveKind, Period]]:
    """The leave of a fellow."""
    assert fellow.starts_on is not None
    return [
        (kind, Period(first, first + timedelta(days=days - 1)))
        for kind, day, days in LEAVE.get(fellow.person.name, ())
        for first in (fellow.starts_on + timedelta(days=day),)
    ]


def plan_rotations(stage: Stage) -> None:
    """What the sites have, every rotation, every leave; all by a director."""
    director, where = stage.directors[0].actor, Whereabouts(stage)
    for site_id, has in where.has.items():
        sites.equip(director, site_id, has)
    plans = [
        PlannedFor(uuid4(), fellow.enrollment_id, planned)
        for fellow, year in where.plans.items()
        for planned in year
        if fellow.enrollment_id is not None
    ]
    rotations.plan_together(director, plans)
    if stage.place.name in LEAVE_WEEKS:
        leave.allow(director, LEAVE_WEEKS[stage.place.name])
    for fellow in stage.fellows:
        for kind, period in away(fellow):
            assert fellow.enrollment_id is not None
            absent = Absent(kind, period.first, period.last)
            leave.enter(director, uuid4(), fellow.enrollment_id, absent)
