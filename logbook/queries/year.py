"""One fellow's year on one page: a fixed number of statements, however long the record. It reads
the records of this one fellow; of everybody else, only sums."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import bindparam, func, select

from logbook.database import db
from logbook.domain import assessments
from logbook.domain.complications import Beside, beside, categories_of_procedures
from logbook.domain.credentials import Validity
from logbook.domain.curriculum import Curriculum
from logbook.domain.document import Text
from logbook.domain.next_weeks import RENEW_DAYS, Lacking, Lapsing, OpenNow, Todo, plan
from logbook.domain.year import Point, course_of, months_of, pace_of
from logbook.models.assessments import Assessment
from logbook.models.progress import ProgressMonth
from logbook.policy.actors import Actor
from logbook.prepared import Prepared
from logbook.queries import credentials, feedback, milestones, sign_offs
from logbook.queries.assessments import Sought
from logbook.queries.credentials import CredentialView
from logbook.queries.feedback import Piece
from logbook.queries.gaps import Gaps
from logbook.queries.home import open_cases
from logbook.queries.milestones import ReviewView
from logbook.queries.progress import CompetencyGroup, Enrolled, FellowProgress
from logbook.queries.rotations import FellowYear, Trained, time_of
from logbook.queries.sign_offs import SignOffLine
from logbook.queries.time_away import away_of
from logbook.queries.year_complications import rates
from logbook.queries.year_levels import Levels, levels_of

LATEST = 4
"""Pieces of feedback on the page; the rest is in the list that can be searched."""
LONG_AGO_DAYS = 7


@dataclass(frozen=True, slots=True)
class Course:
    """How one competency came along: of the cases that it asks for, the share that was there."""

    group: CompetencyGroup
    points: list[Point]
    """Nothing where it asks for no cases."""

    @property
    def credit(self) -> int:
        """Of the cases that are asked for, how many are there; what one requirement has beyond its
        figure makes up for no other."""
        return sum(min(line.credit, line.required or 0) for line in self.group.counted)

    @property
    def required(self) -> int:
        return sum(line.required or 0 for line in self.group.counted)

    @property
    def expected(self) -> float:
        """By an even pace, today."""
        return sum(line.expected or 0.0 for line in self.group.counted)


@dataclass(frozen=True, slots=True)
class Events:
    """What stands on the line of the year."""

    time: FellowYear
    sign_offs: list[SignOffLine]
    reviews: list[ReviewView]
    held: list[CredentialView]
    """Credentials that the reader may see."""
    kinds: Mapping[str, Text]
    """Names of the kinds of credential."""

    @property
    def expiries(self) -> list[CredentialView]:
        """Of credentials that end within the training."""
        training = self.time.trained.training
        return [one for one in self.held if one.expires_on and training.holds(one.expires_on)]


@dataclass(frozen=True, slots=True)
class Year:
    progress: FellowProgress
    curriculum: Curriculum
    months: list[date]
    pace: list[Point]
    courses: list[Course]
    todos: list[Todo]
    events: Events
    levels: list[Levels]
    complications: list[Beside]
    feedback: list[Piece]

    @property
    def enrolled(self) -> Enrolled:
        return self.progress.enrolled


def year_of(actor: Actor, gaps: Gaps, today: date, now: datetime) -> Year:
    """All of it, from the gaps of a fellow whom the actor may see."""
    progress, curriculum = gaps.progress, gaps.curriculum
    enrolled = progress.enrolled
    sums = _month_sums(actor, enrolled.id)
    months = months_of(enrolled.starts_on, enrolled.ends_on)
    events = _events(actor, enrolled, curriculum, today)
    told = rates(actor, enrolled.id, enrolled.fellow_id, today)
    wanted = Sought(enrolled.fellow_id, enrollment_id=enrolled.id, states=assessments.SAID)
    return Year(
        progress,
        curriculum,
        months,
        _pace(actor, enrolled, curriculum, months, today),
        [
            Course(group, course_of(wanted, sums, months, today) if wanted else [])
            for group in progress.groups
            for wanted in [[line.requirement for line in group.counted]]
        ],
        _todos(actor, gaps, events, now),
        events,
        levels_of(actor, enrolled, curriculum),
        beside(enrolled.fellow_id, told, categories_of_procedures(curriculum)),
        feedback.page(actor, wanted, curriculum, now, LATEST).rows,
    )


_MONTH_SUMS = Prepared(
    select(ProgressMonth.requirement, ProgressMonth.month, ProgressMonth.credit).where(
        ProgressMonth.program_id == bindparam("in_program"),
        ProgressMonth.enrollment_id == bindparam("of_enrollment"),
    )
)


def _month_sums(actor: Actor, enrollment_id: UUID) -> Mapping[str, Mapping[date, int]]:
    """The kept sums, by requirement and month: the course of a year needs no case of it."""
    sums: dict[str, dict[date, int]] = {}
    for row in _MONTH_SUMS.all(in_program=actor.program_id, of_enrollment=enrollment_id):
        sums.setdefault(row.requirement, {})[row.month] = row.credit
    return sums


def _pace(
    actor: Actor,
    enrolled: Enrolled,
    curriculum: Curriculum,
    months: Sequence[date],
    today: date,
) -> list[Point]:
    days = sorted({*months, min(max(today, months[0]), months[-1])})
    away = away_of(actor.program_id, enrolled.id)
    length = curriculum.length_months
    starts_on, ends_on = enrolled.starts_on, enrolled.ends_on
    return pace_of(days, starts_on, ends_on, enrolled.full_time_percent, length, away)


def _events(actor: Actor, enrolled: Enrolled, curriculum: Curriculum, today: date) -> Events:
    of = Trained(
        enrolled.id,
        enrolled.fellow_id,
        enrolled.fellow,
        enrolled.version_id,
        enrolled.starts_on,
        enrolled.ends_on,
        enrolled.full_time_percent,
    )
    return Events(
        time_of(actor, of),
        sign_offs.standing_of(actor, enrolled.id, today),
        [one for one in milestones.reviews_of(actor, enrolled.id) if one.stands],
        credentials.of_member(actor, enrolled.fellow_id, today),
        {kind.id: kind.name for kind in curriculum.offers.credentials.values()},
    )


def _todos(actor: Actor, gaps: Gaps, events: Events, now: datetime) -> list[Todo]:
    enrolled, today = gaps.progress.enrolled, gaps.chances.today
    return plan(
        gaps.curriculum,
        gaps.chances,
        [one.period for one in events.time.away],
        _lapsing(events, today),
        _open_now(actor, enrolled.id, now),
        [Lacking(gap.line.requirement, gap.line.gap, gap.step) for gap in gaps.gaps],
    )


def _lapsing(events: Events, today: date) -> list[Lapsing]:
    """Of each kind the one that is good longest: an old paper beside a new one lapses for nobody.
    One that was not verified is good for nothing yet."""
    longest: dict[str, CredentialView] = {}
    for one in events.held:
        if one.verified_at is None or one.validity is Validity.NOT_YET:
            continue
        if one.kind not in longest or _last(one) > _last(longest[one.kind]):
            longest[one.kind] = one
    return [
        Lapsing(kind, events.kinds.get(kind, Text({"en": kind})), _last(one))
        for kind, one in longest.items()
        if _last(one) <= today + timedelta(days=RENEW_DAYS)
    ]


def _last(one: CredentialView) -> date:
    return one.expires_on or date.max


_OPEN = select(
    func.count().filter(Assessment.state == assessments.State.FINISHED).label("to_read"),
    func.count()
    .filter(
        Assessment.state == assessments.State.REQUESTED,
        Assessment.asked_at < bindparam("long_ago"),
    )
    .label("long"),
).where(
    Assessment.program_id == bindparam("in_program"),
    Assessment.enrollment_id == bindparam("of_enrollment"),
    Assessment.state.in_((assessments.State.FINISHED, assessments.State.REQUESTED)),
)


def _open_now(actor: Actor, enrollment_id: UUID, now: datetime) -> OpenNow:
    asked = {
        "in_program": actor.program_id,
        "of_enrollment": enrollment_id,
        "long_ago": now - timedelta(days=LONG_AGO_DAYS),
    }
    row = db.session.connection().execute(_OPEN, asked).one()
    return OpenNow(open_cases(actor, enrollment_id).returned, row.to_read, row.long)
