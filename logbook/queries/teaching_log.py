"""What a supervisor has given in a year: answers to cases and assessments, with their words.

For the supervisor alone; nobody else can ask, since it is always the actor's own.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import func, select

from logbook.database import db
from logbook.domain.assessments import SAID
from logbook.domain.audit import academic_year
from logbook.domain.cases import Answer
from logbook.domain.document import Text
from logbook.models.assessments import Assessment
from logbook.models.cases import Case, CaseAnswer
from logbook.models.curriculum import Enrollment
from logbook.models.identity import Account
from logbook.models.programs import Membership, Program
from logbook.policy.actors import Actor
from logbook.queries.curriculum import curriculum_of

COUNTED = (Answer.APPROVED, Answer.RETURNED)
"""'Not observed' is no teaching."""


@dataclass(frozen=True, slots=True)
class Year:
    """An academic year of the program, by the year in which it begins."""

    name: int
    begins: datetime
    ends: datetime
    """The first instant of the next."""
    first_day: date
    last_day: date


@dataclass(frozen=True, slots=True)
class Given:
    """One thing given to one fellow."""

    id: UUID
    of_case: bool
    at: datetime
    fellow_id: UUID
    fellow: str
    what: Text
    """The procedure, or the form."""
    performed_on: date
    approved: bool
    words: str
    next_step: str
    """Of an assessment only."""


@dataclass(frozen=True, slots=True)
class TeachingYear:
    """All that was given in a year, newest first."""

    year: Year
    given: tuple[Given, ...]

    @property
    def cases(self) -> int:
        return sum(one.of_case for one in self.given)

    @property
    def assessments(self) -> int:
        return sum(not one.of_case for one in self.given)

    @property
    def with_words(self) -> int:
        return sum(bool(one.words or one.next_step) for one in self.given)

    @property
    def next_steps(self) -> int:
        return sum(bool(one.next_step) for one in self.given)

    @property
    def fellows(self) -> int:
        return len({one.fellow_id for one in self.given})

    @property
    def days(self) -> int:
        """On which something was supervised that this person has vouched for or assessed."""
        return len({one.performed_on for one in self.given if one.approved})


def years(actor: Actor, now: datetime) -> list[Year]:
    """From the first answer or assessment to this year, newest first; this one in any case."""
    asked = select(Program.time_zone, Program.year_begins_month).where(
        Program.id == actor.program_id
    )
    zone, month = db.session.execute(asked).one()
    first = db.session.scalars(
        select(func.min(CaseAnswer.answered_at)).where(
            CaseAnswer.program_id == actor.program_id, CaseAnswer.supervisor_id == actor.id
        )
    ).one()
    assessed = db.session.scalars(
        select(func.min(Assessment.finished_at)).where(
            Assessment.program_id == actor.program_id, Assessment.assessor_id == actor.id
        )
    ).one()
    began = min(one for one in (first, assessed, now) if one is not None)
    last = int(academic_year(now, month))
    return [
        _year(name, month, zone) for name in range(last, int(academic_year(began, month)) - 1, -1)
    ]


def _year(name: int, month: int, zone: str) -> Year:
    first_day, after = date(name, month, 1), date(name + 1, month, 1)
    return Year(
        name,
        _midnight(first_day, zone),
        _midnight(after, zone),
        first_day,
        date.fromordinal(after.toordinal() - 1),
    )


def _midnight(day: date, zone: str) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(zone)).astimezone(UTC)


def teaching(actor: Actor, year: Year) -> TeachingYear:
    """Two statements, and one a version of the curriculum."""
    given = [*_answers(actor, year), *_assessments(actor, year)]
    given.sort(key=lambda one: (one.at, one.id), reverse=True)
    return TeachingYear(year, tuple(given))


def _answers(actor: Actor, year: Year) -> Sequence[Given]:
    rows = db.session.execute(
        _ANSWERS.where(
            CaseAnswer.program_id == actor.program_id,
            CaseAnswer.supervisor_id == actor.id,
            CaseAnswer.answered_at >= year.begins,
            CaseAnswer.answered_at < year.ends,
            CaseAnswer.undone_at.is_(None),
            CaseAnswer.answer.in_(COUNTED),
        )
    )
    return [
        Given(
            id=row.case_id,
            of_case=True,
            at=row.answered_at,
            fellow_id=row.fellow_id,
            fellow=row.name,
            what=curriculum_of(actor.program_id, row.version_id).procedures[row.procedure].short,
            performed_on=row.performed_on,
            approved=row.answer is Answer.APPROVED,
            words=row.words,
            next_step="",
        )
        for row in rows
    ]


_ANSWERS = (
    select(
        CaseAnswer.case_id,
        CaseAnswer.answered_at,
        CaseAnswer.answer,
        CaseAnswer.words,
        Case.fellow_id,
        Case.procedure,
        Case.performed_on,
        Enrollment.version_id,
        Account.name,
    )
    .join(Case, (Case.program_id == CaseAnswer.program_id) & (Case.id == CaseAnswer.case_id))
    .join(
        Enrollment,
        (Enrollment.program_id == Case.program_id) & (Enrollment.id == Case.enrollment_id),
    )
    .join(
        Membership,
        (Membership.program_id == Case.program_id) & (Membership.id == Case.fellow_id),
    )
    .join(Account, Account.id == Membership.account_id)
)


def _assessments(actor: Actor, year: Year) -> Sequence[Given]:
    rows = db.session.execute(
        _ASSESSMENTS.where(
            Assessment.program_id == actor.program_id,
            Assessment.assessor_id == actor.id,
            Assessment.state.in_(sorted(SAID)),
            Assessment.finished_at >= year.begins,
            Assessment.finished_at < year.ends,
        )
    )
    return [
        Given(
            id=row.id,
            of_case=False,
            at=row.finished_at,
            fellow_id=row.fellow_id,
            fellow=row.name,
            what=curriculum_of(actor.program_id, row.version_id).forms[row.form].short,
            performed_on=row.happened_on,
            approved=True,
            words=row.went_well,
            next_step=row.next_step,
        )
        for row in rows
    ]


_ASSESSMENTS = (
    select(
        Assessment.id,
        Assessment.finished_at,
        Assessment.fellow_id,
        Assessment.form,
        Assessment.version_id,
        Assessment.happened_on,
        Assessment.went_well,
        Assessment.next_step,
        Account.name,
    )
    .join(
        Membership,
        (Membership.program_id == Assessment.program_id) & (Membership.id == Assessment.fellow_id),
    )
    .join(Account, Account.id == Membership.account_id)
)
