"""Judgements of the last twelve months: levels given when cases were approved, and in assessments.

They are reached through the members: the index on a supervisor's answers is read from the first
instant that is looked at, so that the cost does not grow with what was answered before. The outer
joins, with all that is asked of an answer in them, keep SQLite from beginning with the answers.
"""

from collections import Counter
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Select, and_, bindparam, select

from logbook.database import db
from logbook.domain.assessments import EXPIRES_DAYS, SAID
from logbook.domain.cases import Answer
from logbook.domain.cases import State as CaseState
from logbook.domain.competencies import Scale
from logbook.domain.stringency import Judged, Tendency, tendencies
from logbook.models.assessments import Assessment
from logbook.models.cases import Case, CaseAnswer
from logbook.models.programs import Membership
from logbook.policy.actors import Actor
from logbook.queries.opportunity import Trained
from logbook.queries.unchanged import WhileUnchanged

QUARTER_DAYS = 91
"""A quarter of a year of training: within it a fellow is taken for the same."""


class Judgement(NamedTuple):
    """A level that somebody gave."""

    id: UUID
    """Of the case, or of the assessment."""
    of_case: bool
    rater_id: UUID
    fellow_id: UUID
    enrollment_id: UUID
    kind: str
    """The category, or the form."""
    scale: str
    level: str
    on: date
    """When what was judged was done."""
    at: datetime
    """When it was judged."""


_APPROVED = (
    select(
        Case.id,
        Membership.id.label("rater_id"),
        Case.fellow_id,
        Case.enrollment_id,
        Case.category,
        CaseAnswer.scale,
        CaseAnswer.level,
        Case.performed_on,
        CaseAnswer.answered_at,
    )
    .select_from(Membership)
    .outerjoin(
        CaseAnswer,
        and_(
            CaseAnswer.program_id == Membership.program_id,
            CaseAnswer.supervisor_id == Membership.id,
            CaseAnswer.answered_at >= bindparam("since"),
            CaseAnswer.answer == Answer.APPROVED,
            CaseAnswer.undone_at.is_(None),
        ),
    )
    .outerjoin(
        Case,
        (Case.program_id == CaseAnswer.program_id)
        & (Case.id == CaseAnswer.case_id)
        & (Case.state != CaseState.AMENDED),  # the same case, judged in its new words
    )
    .where(Membership.program_id == bindparam("in_program"))
)

_GIVEN = (
    select(
        Assessment.id,
        Membership.id.label("rater_id"),
        Assessment.fellow_id,
        Assessment.enrollment_id,
        Assessment.form,
        Assessment.scale,
        Assessment.level,
        Assessment.happened_on,
        Assessment.finished_at,
    )
    .select_from(Membership)
    .outerjoin(
        Assessment,
        and_(
            Assessment.program_id == Membership.program_id,
            Assessment.assessor_id == Membership.id,
            Assessment.state.in_(sorted(SAID)),
            # What was said since was asked for not long before, and the index knows when.
            Assessment.asked_at >= bindparam("asked_since"),
            Assessment.finished_at >= bindparam("since"),
            Assessment.level.is_not(None),
        ),
    )
    .where(Membership.program_id == bindparam("in_program"))
)


def judgements(actor: Actor, since: datetime) -> list[Judgement]:
    """Of everybody in the program: two statements."""
    asked: dict[str, Any] = {"in_program": actor.program_id, "since": since}
    found = [Judgement(row[0], True, *row[1:]) for row in _rows(_APPROVED, asked)]
    asked["asked_since"] = since - timedelta(days=EXPIRES_DAYS)
    return found + [Judgement(row[0], False, *row[1:]) for row in _rows(_GIVEN, asked)]


def _rows(question: Select[*tuple[Any, ...]], asked: Mapping[str, object]) -> Sequence[Any]:
    """Those that are there: a member who judged nothing has a row without a judgement."""
    return [row for row in db.session.connection().execute(question, asked) if row[0] is not None]


@dataclass(frozen=True, slots=True)
class OnScale:
    """What was given on one scale."""

    scale: Scale
    given: list[Judgement]
    """Levels only: 'not yet assessable' is none."""

    @property
    def order(self) -> list[str]:
        """The codes of its levels, the lowest first."""
        return [one.code for one in self.scale.levels]


def by_scale(found: list[Judgement], fellows: list[Trained]) -> list[OnScale]:
    """In the order of the curriculum; a scale is one scale in all versions of it."""
    scales = {one.id: one for each in fellows for one in each.curriculum.scales.values()}
    told = []
    for scale in scales.values():
        known = {one.code for one in scale.levels}
        given = [one for one in found if one.scale == scale.id and one.level in known]
        if given:
            told.append(OnScale(scale, given))
    return told


def as_judged(on: OnScale, fellows: Mapping[UUID, Trained]) -> list[Judged]:
    """For the model: positions within the scale, and fellows by the quarter of their training."""
    place = {code: number for number, code in enumerate(on.order, start=1)}
    return [
        Judged(
            one.rater_id, (one.enrollment_id, _quarter(one, fellows)), one.kind, place[one.level]
        )
        for one in on.given
    ]


def _quarter(one: Judgement, fellows: Mapping[UUID, Trained]) -> int:
    whose = fellows.get(one.enrollment_id)
    return (one.on - whose.starts_on).days // QUARTER_DAYS if whose else -1


@dataclass(frozen=True, slots=True)
class ScaleUse:
    """How one scale is used in a program: all that the pages show of it."""

    scale: Scale
    order: list[str]
    """The codes of its levels, the lowest first."""
    given: Mapping[UUID, Counter[str]]
    """By rater, how often each level was given."""
    tendencies: Mapping[Hashable, Tendency]
    """By rater."""


_USES: WhileUnchanged[list[ScaleUse]] = WhileUnchanged(8)


def uses_of(
    actor: Actor, since: datetime, fellows: list[Trained], minimum: int, today: date
) -> list[ScaleUse]:
    """Of every scale, from the judgements since then. Kept until there is new evidence: the model
    behind a tendency takes longer than its page. It names all raters: what of it the actor may
    read is for the caller to ask."""

    def reckoned() -> list[ScaleUse]:
        known = {one.id: one for one in fellows}
        return [
            ScaleUse(
                one.scale, one.order, _counted(one), tendencies(as_judged(one, known), minimum)
            )
            for one in by_scale(judgements(actor, since), fellows)
        ]

    return _USES.of(actor.program_id, (since, minimum, today), reckoned)


def _counted(on: OnScale) -> dict[UUID, Counter[str]]:
    given: dict[UUID, Counter[str]] = {}
    for one in on.given:
        given.setdefault(one.rater_id, Counter())[one.level] += 1
    return given
