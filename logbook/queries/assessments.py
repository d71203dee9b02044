"""Assessments as their readers may see them: what is not to be known yet is not among it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, or_, select, tuple_
from sqlalchemy.orm import aliased

from logbook.database import db
from logbook.domain.assessments import SAID, State, late_by, state_at
from logbook.domain.curriculum import Curriculum
from logbook.domain.forms import AssessmentForm, Purpose
from logbook.models.assessments import Assessment
from logbook.models.cases import Case
from logbook.models.identity import Account
from logbook.models.programs import Membership, Program
from logbook.policy import assessments as policy
from logbook.policy.actors import Actor
from logbook.queries.assessments_visibility import assessments_visible_to
from logbook.queries.curriculum import curriculum_of

PAGE = 50
RECENT = 10


@dataclass(frozen=True, slots=True)
class AssessmentView:
    """One assessment with the names of all that it points to."""

    id: UUID
    revision: int
    state: State
    """As kept; `now_state` is what it is by now."""
    now_state: State
    enrollment_id: UUID
    fellow_id: UUID
    fellow: str
    assessor_id: UUID
    assessor: str
    assessor_profession: str
    started_by_id: UUID
    case_id: UUID | None
    procedure: str | None
    """Of the case."""
    form: str
    purpose: Purpose
    competency: str
    happened_on: date
    context: str
    self_rated: bool
    own: Mapping[str, str] | None
    """None where there is none, or where the reader rates first."""
    draft: Mapping[str, Any] | None
    """For its assessor alone."""
    items: Mapping[str, str]
    scale: str | None
    level: str | None
    went_well: str
    next_step: str
    discipline: str
    useful: bool | None
    comment: str
    closing_words: str
    amends_id: UUID | None
    amends_why: str | None
    """Told with what was said: it may tell the level."""
    asked_at: datetime
    finished_at: datetime | None
    waiting_days: int
    """Since it was asked of its present assessor."""
    age_days: int
    """Since what it is about."""
    late_days: int
    """Of feedback that was given late: after so many days. An amendment is not feedback anew."""
    told: bool
    """Whether the reader may read what was said."""
    curriculum: Curriculum

    @property
    def form_data(self) -> AssessmentForm:
        return self.curriculum.forms[self.form]


_fellow, _fellow_account = aliased(Membership), aliased(Account)
_assessor, _assessor_account = aliased(Membership), aliased(Account)


def _asked(actor: Actor) -> Select[*tuple[Any, ...]]:
    return (
        select(
            Assessment,
            _fellow_account.name.label("fellow"),
            _assessor_account.name.label("assessor"),
            _assessor.profession.label("assessor_profession"),
            Case.procedure.label("procedure"),
            Program,
        )
        .join(
            _fellow,
            (_fellow.program_id == Assessment.program_id) & (_fellow.id == Assessment.fellow_id),
        )
        .join(_fellow_account, _fellow_account.id == _fellow.account_id)
        .join(
            _assessor,
            (_assessor.program_id == Assessment.program_id)
            & (_assessor.id == Assessment.assessor_id),
        )
        .join(_assessor_account, _assessor_account.id == _assessor.account_id)
        .join(Program, Program.id == Assessment.program_id)
        .outerjoin(
            Case, (Case.program_id == Assessment.program_id) & (Case.id == Assessment.case_id)
        )
        .where(assessments_visible_to(actor))
    )


def assessment(actor: Actor, assessment_id: UUID, now: datetime) -> AssessmentView:
    """NoResultFound for one that is not there or not the actor's to see."""
    row = db.session.execute(_asked(actor).where(Assessment.id == assessment_id)).one()
    return _view(actor, row, now)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page begins: after this piece in the order of the list."""

    on: date
    id: UUID


@dataclass(frozen=True, slots=True)
class Sought:
    """Which assessments are asked for; None or an empty text leaves a thing open."""

    fellow_id: UUID | None = None
    text: str = ""
    purpose: Purpose | None = None
    after: Place | None = None
    enrollment_id: UUID | None = None
    competency: str | None = None
    forms: frozenset[str] = frozenset()
    assessor_id: UUID | None = None
    states: frozenset[State] = frozenset()
    asked_before: datetime | None = None
    since: date | None = None
    until: date | None = None


def page(
    actor: Actor, sought: Sought, now: datetime, most: int = PAGE
) -> tuple[list[AssessmentView], Place | None]:
    """A page in the order of what they are about, newest first, and after which the next begins."""
    order = (Assessment.happened_on, Assessment.id)
    asked = _asked(actor).order_by(*(part.desc() for part in order)).limit(most + 1)
    asked = asked.where(*_conditions(actor, sought))
    if sought.after is not None:
        asked = asked.where(tuple_(*order) < tuple_(sought.after.on, sought.after.id))
    rows = [_view(actor, row, now) for row in db.session.execute(asked)]
    last = rows[most - 1] if len(rows) > most else None
    return rows[:most], Place(last.happened_on, last.id) if last else None


def _conditions(actor: Actor, sought: Sought) -> list[ColumnElement[bool]]:
    found = _narrowed(sought)
    if sought.text:
        said = or_(
            *(
                column.icontains(sought.text, autoescape=True)
                for column in (Assessment.went_well, Assessment.next_step, Assessment.comment)
            )
        )
        # What its fellow may not read yet is not found by its words either.
        readable = or_(Assessment.fellow_id != actor.id, Assessment.own.is_not(None))
        about = Assessment.context.icontains(sought.text, autoescape=True)
        found.append(or_(about, said & readable))
    return found


def _narrowed(sought: Sought) -> list[ColumnElement[bool]]:
    """By what stands in the request itself, which its fellow knows whatever was said."""
    asked: tuple[tuple[Any, Callable[[Any], ColumnElement[bool]]], ...] = (
        (sought.fellow_id, Assessment.fellow_id.__eq__),
        (sought.purpose, Assessment.purpose.__eq__),
        (sought.enrollment_id, Assessment.enrollment_id.__eq__),
        (sought.competency, Assessment.competency.__eq__),
        (sought.assessor_id, Assessment.assessor_id.__eq__),
        (sorted(sought.forms) or None, Assessment.form.in_),
        (sorted(sought.states) or None, Assessment.state.in_),
        (sought.asked_before, Assessment.asked_at.__lt__),
        (sought.since, Assessment.happened_on.__ge__),
        (sought.until, Assessment.happened_on.__le__),
    )
    return [compare(value) for value, compare in asked if value is not None]


def requests_of(actor: Actor, now: datetime) -> list[AssessmentView]:
    """What waits for this assessor, the longest first; lapsed requests too, until they move."""
    asked = _asked(actor).where(
        Assessment.assessor_id == actor.id, Assessment.state == State.REQUESTED
    )
    rows = db.session.execute(asked.order_by(Assessment.asked_at, Assessment.id))
    return [_view(actor, row, now) for row in rows]


def given_by(actor: Actor, now: datetime) -> list[AssessmentView]:
    """What this assessor said last."""
    asked = _asked(actor).where(
        Assessment.assessor_id == actor.id, Assessment.state.in_(sorted(SAID))
    )
    rows = db.session.execute(asked.order_by(Assessment.finished_at.desc()).limit(RECENT))
    return [_view(actor, row, now) for row in rows]


def open_for_fellow(actor: Actor, now: datetime) -> list[AssessmentView]:
    """What this fellow has to read, and what still waits with others: not yet acknowledged."""
    open_states = (State.FINISHED, State.REQUESTED, State.DECLINED)
    asked = _asked(actor).where(Assessment.fellow_id == actor.id, Assessment.state.in_(open_states))
    rows = db.session.execute(asked.order_by(Assessment.asked_at, Assessment.id))
    return [_view(actor, row, now) for row in rows]


def of_case(actor: Actor, case_id: UUID, now: datetime) -> list[AssessmentView]:
    """What a case is the context of."""
    asked = _asked(actor).where(Assessment.case_id == case_id)
    rows = db.session.execute(asked.order_by(Assessment.asked_at, Assessment.id))
    return [_view(actor, row, now) for row in rows]


def amendment_of(actor: Actor, assessment_id: UUID) -> UUID | None:
    """The assessment that took the place of this one."""
    asked = select(Assessment.id).where(
        assessments_visible_to(actor), Assessment.amends_id == assessment_id
    )
    return db.session.scalars(asked).one_or_none()


def _view(actor: Actor, row: Row[*tuple[Any, ...]], now: datetime) -> AssessmentView:
    kept: Assessment = row.Assessment
    program: Program = row.Program
    said_on = program.day_of(kept.finished_at) if kept.finished_at else None
    names = [name for name in AssessmentView.__dataclass_fields__ if hasattr(kept, name)]
    view = AssessmentView(
        **{name: getattr(kept, name) for name in names},
        now_state=state_at(kept.state, kept.asked_at, now),
        fellow=row.fellow,
        assessor=row.assessor,
        assessor_profession=row.assessor_profession,
        procedure=row.procedure,
        waiting_days=(now - kept.asked_at).days,
        age_days=(program.day_of(now) - kept.happened_on).days,
        late_days=late_by(kept.happened_on, said_on) if said_on and not kept.amends_id else 0,
        told=bool(policy.may_read_judgement(actor, kept)),
        curriculum=curriculum_of(kept.program_id, kept.version_id),
    )
    return _without_what_is_not_told(actor, view)


def _without_what_is_not_told(actor: Actor, view: AssessmentView) -> AssessmentView:
    if view.draft is not None and actor.id != view.assessor_id:
        view = replace(view, draft=None)
    if not policy.may_read_own_rating(actor, view):
        view = replace(view, own=None)
    if not view.told:
        view = replace(view, items={}, level=None, went_well="", next_step="", amends_why=None)
    return view
