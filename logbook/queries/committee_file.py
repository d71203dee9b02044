"""What the committee reads about one fellow: the same for the page, the PDF and the workbook, so
that no number differs between them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import func, select

from logbook.database import db
from logbook.domain.assessments import SAID
from logbook.domain.cases import Answer
from logbook.domain.cases import State as CaseState
from logbook.domain.credentials import Validity
from logbook.domain.curriculum import Curriculum
from logbook.models.assessments import Assessment
from logbook.models.cases import Case, CaseAnswer
from logbook.models.curriculum import Enrollment
from logbook.models.milestones import SelfRating
from logbook.models.rounds import FeedbackRound, RoundAnswer
from logbook.policy.actors import Actor
from logbook.policy.rounds import READERS as ROUND_READERS
from logbook.queries.assessments import AssessmentView, Sought
from logbook.queries.assessments import page as assessments_page
from logbook.queries.assessments_visibility import assessments_visible_to
from logbook.queries.committee_decisions import DecisionView, PlanView, decisions_of, plans_of
from logbook.queries.committee_visibility import self_ratings_visible_to
from logbook.queries.credentials import CredentialView
from logbook.queries.credentials import of_member as credentials_of
from logbook.queries.curriculum import curriculum_of
from logbook.queries.forecast_page import ForecastPage, forecast_beside
from logbook.queries.gaps import Gap, gaps_of
from logbook.queries.milestones import ReviewView, reviews_of
from logbook.queries.progress import FellowProgress
from logbook.queries.round_visibility import rounds_visible_to
from logbook.queries.sign_off_curve import Month, Point, by_month
from logbook.queries.sign_off_evidence import categories_of
from logbook.queries.sign_offs import FellowCompetency, competencies_of

WORDS_SHOWN = 8
"""Assessments whose words are read, the newest."""
MONTHS_SHOWN = 4


@dataclass(frozen=True, slots=True)
class SelfRated:
    """How a fellow rated themselves."""

    id: UUID
    rated_on: date
    levels: Mapping[str, str]
    words: str


@dataclass(frozen=True, slots=True)
class RoundShown:
    """A round of feedback that is closed."""

    id: UUID
    form: str
    closed_at: datetime
    answered: int
    released: int
    """Words that a director has released."""


@dataclass(frozen=True, slots=True)
class FellowFile:
    progress: FellowProgress
    curriculum: Curriculum
    gaps: list[Gap]
    forecast: ForecastPage
    competencies: list[FellowCompetency]
    months: Mapping[str, list[Month]]
    """By competency: the levels that were seen, on the scale of its target."""
    feedback: list[AssessmentView]
    credentials: list[CredentialView]
    """Lapsed, or lapsing soon."""
    rounds: list[RoundShown]
    reviews: list[ReviewView]
    """Recorded milestones that stand, the newest first."""
    own: list[SelfRated]
    decisions: list[DecisionView]
    plans: list[PlanView]

    @property
    def behind(self) -> int:
        """Requirements that are behind pace."""
        return sum(group.behind for group in self.progress.groups)

    @property
    def met(self) -> int:
        return sum(line.met for group in self.progress.groups for line in group.asked)

    @property
    def asked(self) -> int:
        return sum(len(group.asked) for group in self.progress.groups)

    @property
    def signed(self) -> int:
        return sum(bool(one.stands and one.stands.holds) for one in self.competencies)


def file_of(actor: Actor, enrollment_id: UUID, today: date, now: datetime) -> FellowFile:
    """All of one fellow, in a fixed number of statements. Whether the actor may see it is for the
    caller to ask."""
    found = competencies_of(actor, enrollment_id, today)
    gaps = gaps_of(actor, enrollment_id, today)
    fellow_id, curriculum = found.enrolled.fellow_id, found.curriculum
    said, _ = assessments_page(actor, Sought(fellow_id=fellow_id), now)
    lapsing = (Validity.LAPSED, Validity.ENDS_SOON)
    return FellowFile(
        progress=gaps.progress,
        curriculum=curriculum,
        gaps=gaps.gaps,
        forecast=forecast_beside(actor, gaps.progress, today),
        competencies=found.rows,
        months=_months(actor, enrollment_id, curriculum),
        feedback=[one for one in said if one.told and one.state in SAID][:WORDS_SHOWN],
        credentials=[
            one for one in credentials_of(actor, fellow_id, today) if one.validity in lapsing
        ],
        rounds=_rounds(actor, enrollment_id),
        reviews=[one for one in reviews_of(actor, enrollment_id) if one.stands],
        own=self_ratings(actor, enrollment_id),
        decisions=decisions_of(actor, fellow_id),
        plans=plans_of(actor, fellow_id, today),
    )


def _months(actor: Actor, enrollment_id: UUID, curriculum: Curriculum) -> dict[str, list[Month]]:
    cases, assessed = _case_levels(actor, enrollment_id), _assessed(actor, enrollment_id)
    found = {}
    for one in curriculum.competencies.values():
        own = [it for it in curriculum.requirements.values() if it.competency == one.id]
        categories = categories_of(curriculum, one.id, own)
        points = [point for category, point in cases if category in categories]
        points += [point for competency, point in assessed if competency == one.id]
        points.sort(key=lambda point: point.on)
        found[one.id] = by_month(points, one.target.scale)[-MONTHS_SHOWN:]
    return found


def _case_levels(actor: Actor, enrollment_id: UUID) -> list[tuple[str, Point]]:
    """By category, what supervisors saw in approved cases."""
    rows = db.session.execute(
        select(Case.category, Case.performed_on, CaseAnswer.scale, CaseAnswer.level)
        .join(
            CaseAnswer,
            (CaseAnswer.program_id == Case.program_id)
            & (CaseAnswer.case_id == Case.id)
            & (CaseAnswer.case_revision == Case.revision - 1)
            & (CaseAnswer.answer == Answer.APPROVED),
        )
        .where(
            Case.program_id == actor.program_id,
            Case.enrollment_id == enrollment_id,
            Case.state == CaseState.APPROVED,
            CaseAnswer.scale.is_not(None),
            CaseAnswer.level.is_not(None),
        )
    )
    return [
        (row.category, Point(row.performed_on, row.scale, row.level, "", "case")) for row in rows
    ]


def _assessed(actor: Actor, enrollment_id: UUID) -> list[tuple[str, Point]]:
    """By competency, what assessors saw."""
    rows = db.session.execute(
        select(
            Assessment.competency, Assessment.happened_on, Assessment.scale, Assessment.level
        ).where(
            assessments_visible_to(actor),
            Assessment.program_id == actor.program_id,
            Assessment.enrollment_id == enrollment_id,
            Assessment.state.in_(SAID),
            Assessment.level.is_not(None),
        )
    )
    return [
        (row.competency, Point(row.happened_on, row.scale, row.level, "", "assessment"))
        for row in rows
    ]


def _rounds(actor: Actor, enrollment_id: UUID) -> list[RoundShown]:
    """Closed with enough raters, for those who read results."""
    if not actor.is_(*ROUND_READERS):
        return []
    released = (
        select(func.count())
        .where(
            RoundAnswer.program_id == FeedbackRound.program_id,
            RoundAnswer.round_id == FeedbackRound.id,
            RoundAnswer.is_released,
        )
        .scalar_subquery()
    )
    rows = db.session.execute(
        select(
            FeedbackRound.id,
            FeedbackRound.form,
            FeedbackRound.closed_at,
            FeedbackRound.answered,
            released,
        )
        .where(
            rounds_visible_to(actor),
            FeedbackRound.program_id == actor.program_id,
            FeedbackRound.enrollment_id == enrollment_id,
            FeedbackRound.closed_at.is_not(None),
            FeedbackRound.answered >= FeedbackRound.minimum,
        )
        .order_by(FeedbackRound.closed_at.desc())
    )
    return [RoundShown(*row) for row in rows]


def self_ratings(actor: Actor, enrollment_id: UUID) -> list[SelfRated]:
    """Those that the actor may see, the newest first: one statement."""
    rows = db.session.execute(
        select(SelfRating.id, SelfRating.rated_on, SelfRating.levels, SelfRating.words)
        .where(self_ratings_visible_to(actor), SelfRating.enrollment_id == enrollment_id)
        .order_by(SelfRating.rated_on.desc())
    )
    return [SelfRated(*row) for row in rows]


def own_curriculum(actor: Actor) -> tuple[UUID, Curriculum] | None:
    """The enrollment and the curriculum of a fellow; None for one who is enrolled nowhere."""
    row = db.session.execute(
        select(Enrollment.id, Enrollment.version_id)
        .where(Enrollment.program_id == actor.program_id, Enrollment.fellow_id == actor.id)
        .order_by(Enrollment.starts_on.desc(), Enrollment.id.desc())
        .limit(1)
    ).first()
    return (row.id, curriculum_of(actor.program_id, row.version_id)) if row else None
