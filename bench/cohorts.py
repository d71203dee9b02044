"""Simulated cohorts, to hold forecasts against: how a year of a program may really go.

Written apart from the model and meant to break its assumptions. Weeks, not months; fellows differ
log-normally in zeal, in what they log and in each category; good and bad months follow on one
another; sites have more or less of each category than anybody has written down, and some starve a
fellow; the first months are slow; leave is entered weeks ahead at the most; supervisors answer late
and some never. Nothing of `domain/forecast*` is used to make it.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta
from math import exp, log, sqrt
from random import Random
from uuid import UUID

from logbook.domain.curriculum import Curriculum
from logbook.domain.requirements import Requirement, counted_cases
from logbook.domain.rules_of_judgement import EntrustmentPattern

BEGAN = date(2024, 7, 1)
ENDS = date(2025, 6, 30)
WEEKS = 52
NEVER = date.max
BLOCKS = (0, 13, 26, 39)
"""Weeks in which rotations change."""


@dataclass(frozen=True, slots=True)
class Piece:
    """One case or judgement: when it was done, when logged, when answered."""

    on: date
    logged: date
    answered: date
    assessor: int
    reached: bool = False


@dataclass(slots=True)
class Person:
    """One simulated fellow."""

    id: UUID
    percent: int
    blocks: list[int]
    """The site of each block of the year."""
    leave: list[tuple[date, date, date]]
    """Entered on, first and last day."""
    pieces: dict[str, list[Piece]] = field(default_factory=dict)

    def away(self, day: date) -> bool:
        return any(first <= day <= last for _, first, last in self.leave)


@dataclass(slots=True)
class Cohort:
    """A program and its year."""

    planned: bool
    """Whether the program enters its rotations."""
    lacking: set[int]
    """Sites that are known to lack fluoroscopy."""
    people: list[Person]
    supervisors: int


def simulated(seed: int, curriculum: Curriculum) -> Cohort:
    dice = Random(seed)
    sites = dice.randint(2, 4)
    cohort = Cohort(
        planned=dice.random() < 0.7,
        lacking={site for site in range(1, sites) if dice.random() < 0.3},
        people=[],
        supervisors=dice.randint(3, 8),
    )
    supply = {
        wanted.id: _supply(dice, wanted, sites, cohort.lacking, curriculum)
        for wanted in curriculum.requirements.values()
        if counted_cases(wanted) and wanted.required
    }
    silent = {one for one in range(cohort.supervisors) if dice.random() < 0.12}
    for _ in range(dice.randint(4, 9)):
        person = _person(dice, sites)
        _log_cases(dice, person, supply, cohort.supervisors, silent)
        for wanted in curriculum.requirements.values():
            if isinstance(wanted.rule, EntrustmentPattern):
                person.pieces[wanted.id] = _judgements(dice, person, cohort.supervisors)
        cohort.people.append(person)
    return cohort


def _supply(
    dice: Random, wanted: Requirement, sites: int, lacking: set[int], curriculum: Curriculum
) -> list[float]:
    """Cases a week at each site, for a fellow of usual zeal: about enough for the target."""
    rate = (wanted.required or 0) / WEEKS * dice.lognormvariate(log(1.25), 0.35)
    asked = counted_cases(wanted)
    kinds = [
        one for one in curriculum.procedures.values() if asked and one.category == asked.category
    ]
    needs = sum("fluoroscopy" in one.guidance and "landmark" not in one.guidance for one in kinds)
    found = []
    for site in range(sites):
        there = rate * dice.lognormvariate(0, 0.3)
        if site in lacking and 2 * needs > len(kinds):
            there *= 0.05
        elif dice.random() < 0.08:  # case mix that nobody has written down
            there *= 0.15
        found.append(there)
    return found


def _person(dice: Random, sites: int) -> Person:
    percent = dice.choice((100, 100, 100, 100, 100, 80, 60))
    leave = []
    for _ in range(2):
        first = BEGAN + timedelta(days=dice.randint(30, 340))
        entered = first - timedelta(days=dice.randint(10, 60))
        leave.append((entered, first, first + timedelta(days=dice.randint(6, 13))))
    if dice.random() < 0.1:
        first = BEGAN + timedelta(days=dice.randint(60, 250))
        last = first + timedelta(days=dice.randint(40, 75))
        leave.append((first - timedelta(days=dice.randint(60, 120)), first, last))
    blocks = [dice.randrange(sites) for _ in BLOCKS]
    return Person(UUID(int=dice.getrandbits(128)), percent, blocks, leave)


def _log_cases(
    dice: Random, person: Person, supply: dict[str, list[float]], among: int, silent: set[int]
) -> None:
    zeal = dice.lognormvariate(0, 0.22) * (0.55 if dice.random() < 0.1 else 1.0)
    months = _months(dice)
    usual = [dice.randrange(among) for _ in range(3)]
    for name, at_sites in supply.items():
        own = zeal * dice.lognormvariate(0, 0.25)
        found: list[Piece] = []
        for week in range(WEEKS):
            monday = BEGAN + timedelta(days=7 * week)
            there = sum(not person.away(monday + timedelta(days=day)) for day in range(7)) / 7
            site = person.blocks[sum(week >= start for start in BLOCKS) - 1]
            slow = (0.6, 0.85)[week // 4] if week < 8 else 1.0
            rate = at_sites[site] * own * months[week // 4] * slow * there * person.percent / 100
            rate *= dice.lognormvariate(-0.02, 0.2)
            for _ in range(poisson(dice, rate)):
                found.append(_case(dice, monday, dice.choice(usual), silent))
        person.pieces[name] = found


def _case(dice: Random, monday: date, supervisor: int, silent: set[int]) -> Piece:
    on = monday + timedelta(days=dice.randrange(7))
    logged = on + timedelta(days=int(dice.expovariate(1 / 4)))
    mean = 60 if supervisor in silent else 6
    answered = logged + timedelta(days=int(dice.expovariate(1 / mean)))
    return Piece(on, logged, NEVER if dice.random() < 0.03 else answered, supervisor)


def _months(dice: Random) -> list[float]:
    """Good and bad months of one fellow, each a little like the one before."""
    level, found = dice.gauss(0, 0.3), []
    for _ in range(14):
        level = 0.4 * level + dice.gauss(0, 0.3 * sqrt(1 - 0.4**2))
        found.append(exp(level - 0.045))
    return found


def _judgements(dice: Random, person: Person, among: int) -> list[Piece]:
    """Ability rises with the months, for some until a plateau."""
    level, rise = dice.gauss(-1.0, 0.8), dice.gauss(0.28, 0.12)
    plateau = dice.randint(2, 6) if dice.random() < 0.2 else 99
    speed = dice.lognormvariate(log(1.8), 0.4) * person.percent / 100 / 4.33
    usual = [dice.randrange(among) for _ in range(4)]
    found = []
    for week in range(WEEKS):
        monday = BEGAN + timedelta(days=7 * week)
        if person.away(monday):
            continue
        odds = exp(level + rise * min(week / 4.33, plateau))
        for _ in range(poisson(dice, speed)):
            on = monday + timedelta(days=dice.randrange(7))
            reached = dice.random() < odds / (1 + odds)
            found.append(Piece(on, on, on, dice.choice(usual), reached))
    return sorted(found, key=lambda one: one.on)


def poisson(dice: Random, mean: float) -> int:
    """Knuth's way: a few multiplications for small means."""
    limit, product, found = exp(-mean), dice.random(), 0
    while product > limit:
        product *= dice.random()
        found += 1
    return found
