"""How far a fellow is with each requirement, from the sums that are kept."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Row, bindparam, select

from logbook.database import db
from logbook.domain.competencies import Competency
from logbook.domain.curriculum import Curriculum
from logbook.domain.days import day_after
from logbook.domain.decisions import Message
from logbook.domain.leave import Away
from logbook.domain.readiness import Pace, Standing, expected, gap, standing, trained_fraction
from logbook.domain.requirements import CountUnit, Requirement, counted_cases
from logbook.domain.rules_of_judgement import GroupOf
from logbook.domain.tally import Tally, from_kept
from logbook.models.curriculum import Enrollment
from logbook.models.identity import Account
from logbook.models.programs import Membership
from logbook.models.progress import Progress
from logbook.policy.actors import Actor
from logbook.queries.curriculum import confirmed_curriculum
from logbook.queries.time_away import away_of

PRESSING = (Standing.BEHIND, Standing.ON_COURSE)

WORST_FIRST = (
    Standing.BEHIND,
    Standing.ON_COURSE,
    Standing.EARLY,
    Standing.MET,
    Standing.UNSET,
)


@dataclass(frozen=True, slots=True)
class RequirementLine:
    """One requirement of one fellow."""

    requirement: Requirement
    credit: int
    """In the unit of the figure."""
    required: int | None
    expected: float | None
    """What an even pace would have brought by now."""
    standing: Standing
    why: Message
    """One sentence: why it is met, or what is missing."""

    @property
    def gap(self) -> int:
        return gap(self.credit, self.required)

    @property
    def unconfirmed(self) -> bool:
        return self.requirement.unconfirmed

    @property
    def by_level_side(self) -> bool:
        counted = counted_cases(self.requirement)
        return counted is not None and counted.counted is CountUnit.LEVEL_SIDE

    @property
    def met(self) -> bool:
        return self.standing is Standing.MET

    @property
    def share(self) -> float:
        """Of what is expected by now, how much is there; 1 where nothing is expected."""
        return self.credit / self.expected if self.expected else 1.0


@dataclass(frozen=True, slots=True)
class CompetencyGroup:
    """The requirements of one competency."""

    competency: Competency
    lines: list[RequirementLine]

    @property
    def standing(self) -> Standing:
        """Of the requirements that are asked for, the one furthest from being met."""
        found = {line.standing for line in self.asked or self.lines}
        return next((one for one in WORST_FIRST if one in found), Standing.OPTIONAL)

    @property
    def asked(self) -> list[RequirementLine]:
        return [line for line in self.lines if line.required and line.requirement.blocks]

    @property
    def behind(self) -> bool:
        return any(line.standing is Standing.BEHIND for line in self.asked)

    @property
    def pressing(self) -> list[RequirementLine]:
        """What a fellow works on now: behind pace or on course."""
        return [line for line in self.lines if line.standing in PRESSING]

    @property
    def quiet(self) -> list[RequirementLine]:
        """Met, optional, or too early to say."""
        return [line for line in self.lines if line.standing not in PRESSING]

    @property
    def counted(self) -> list[RequirementLine]:
        """Of what is asked for, the counts of cases: these can be added up. Weeks, hours and
        judgements cannot; where nothing else is asked for, `met_count` says how far it is."""
        return [line for line in self.asked if counted_cases(line.requirement)]

    @property
    def sums_cases(self) -> bool:
        """Whether counts of cases say how far it is: until all of them are met and something else
        is what is missing."""
        lacking = any(not line.met for line in self.counted)
        return lacking or bool(self.counted and len(self.counted) == len(self.asked))

    @property
    def met_count(self) -> int:
        """How many of the requirements that are asked for are met."""
        return sum(line.met for line in self.asked)

    @property
    def credit(self) -> int:
        """Of all cases that are asked for, how many are there. What one requirement has beyond its
        figure makes up for no other; where nothing is asked for, everything counts. Once all these
        cases are there, of what is asked for how much is met."""
        if self.sums_cases:
            return sum(min(line.credit, line.required or 0) for line in self.counted)
        if self.asked:
            return self.met_count
        return sum(line.credit for line in self.lines)

    @property
    def required(self) -> int:
        if self.sums_cases:
            return sum(line.required or 0 for line in self.counted)
        return len(self.asked)

    @property
    def unconfirmed(self) -> bool:
        return any(line.unconfirmed for line in self.asked)


@dataclass(frozen=True, slots=True)
class Enrolled:
    """A fellow on a curriculum, and how much of the training is over."""

    id: UUID
    fellow_id: UUID
    fellow: str
    version_id: UUID
    starts_on: date
    ends_on: date
    full_time_percent: int
    fraction: float
    """Full-time training done, of the curriculum's length: 0 to 1."""
    lost_days: int = 0
    """Of leave beyond what is allowed, taken off the training that is over."""


@dataclass(frozen=True, slots=True)
class FellowProgress:
    """All of one fellow's progress."""

    enrolled: Enrolled
    groups: list[CompetencyGroup]

    @property
    def lines(self) -> list[RequirementLine]:
        return [line for group in self.groups for line in group.lines]

    @property
    def furthest_behind(self) -> RequirementLine | None:
        """Where to look first: behind pace, with the smallest share of what is expected."""
        behind = [line for line in self.lines if line.standing is Standing.BEHIND]
        return min(behind, key=lambda line: line.share, default=None)


_ENROLLED = (
    select(
        Enrollment.id,
        Enrollment.fellow_id,
        Account.name,
        Enrollment.version_id,
        Enrollment.starts_on,
        Enrollment.ends_on,
        Enrollment.full_time_percent,
    )
    .join(
        Membership,
        (Membership.program_id == Enrollment.program_id) & (Membership.id == Enrollment.fellow_id),
    )
    .join(Account, Account.id == Membership.account_id)
    .where(Enrollment.program_id == bindparam("in_program"))
)
_ONE_ENROLLED = _ENROLLED.where(Enrollment.id == bindparam("enrollment_id"))
_CREDITS = select(Progress.requirement, Progress.credit, Progress.kept).where(
    Progress.program_id == bindparam("in_program"),
    Progress.enrollment_id == bindparam("enrollment_id"),
)


def progress_of(actor: Actor, enrollment_id: UUID, today: date) -> FellowProgress:
    """One fellow's progress; NoResultFound when the enrollment is not of the actor's program.
    Whether the actor may see it is for the caller to ask: the answer names the fellow."""
    connection = db.session.connection()
    asked = {"in_program": actor.program_id, "enrollment_id": enrollment_id}
    row = connection.execute(_ONE_ENROLLED, asked).one()
    curriculum = confirmed_curriculum(actor, row.version_id)
    kept = tallies_of(connection.execute(_CREDITS, asked))
    away = away_of(actor.program_id, enrollment_id)
    until = min(today, day_after(row.ends_on))
    enrolled = Enrolled(
        *row,
        fraction_done(row, curriculum, today, away),
        away.lost(curriculum.length_months, row.starts_on, until),
    )
    return FellowProgress(enrolled, groups_of(curriculum, kept, enrolled.fraction, today))


def version_followed(actor: Actor, enrollment_id: UUID) -> UUID:
    """Of which curriculum version an enrollment is; NoResultFound for another program's."""
    return db.session.scalars(
        select(Enrollment.version_id).where(
            Enrollment.program_id == actor.program_id, Enrollment.id == enrollment_id
        )
    ).one()


def fraction_done(
    row: Row[*tuple[Any, ...]], curriculum: Curriculum, today: date, away: Away
) -> float:
    """Of a row of an enrollment: how much of the curriculum's full-time training is over."""
    length = curriculum.length_months
    return trained_fraction(row.starts_on, row.ends_on, row.full_time_percent, length, today, away)


def tallies_of(rows: Iterable[Row[*tuple[Any, ...]]]) -> dict[str, Tally]:
    """What is kept, by requirement."""
    return {row.requirement: from_kept(row.credit, row.kept) for row in rows if row.requirement}


def groups_of(
    curriculum: Curriculum, kept: Mapping[str, Tally], fraction: float, today: date
) -> list[CompetencyGroup]:
    """The lines by competency, in the curriculum's order; competencies without any are left out."""
    read: dict[str, RequirementLine] = {}
    lines: dict[str, list[RequirementLine]] = {}
    for wanted in curriculum.requirements.values():
        tally = kept.get(wanted.id, Tally())
        if isinstance(wanted.rule, GroupOf):  # stands after its parts
            tally = Tally(sum(read[part].met for part in wanted.rule.parts))
        read[wanted.id] = line_of(wanted, tally, fraction, today)
        lines.setdefault(wanted.competency, []).append(read[wanted.id])
    return [
        CompetencyGroup(curriculum.competencies[code], lines[code])
        for code in curriculum.competencies
        if code in lines
    ]


def line_of(wanted: Requirement, tally: Tally, fraction: float, today: date) -> RequirementLine:
    required, credit = wanted.required, wanted.credit(tally, today)
    paced = wanted.blocks and wanted.pace is Pace.EVEN
    return RequirementLine(
        requirement=wanted,
        credit=credit,
        required=required,
        expected=expected(required, fraction) if required and paced else None,
        standing=standing(credit, required, fraction, not wanted.blocks, wanted.pace),
        why=wanted.why(tally, today),
    )
