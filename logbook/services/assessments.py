"""Asking for an assessment, and what becomes of the request until somebody has said something."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from logbook.database import db
from logbook.domain import assessments as life
from logbook.domain.assessment_content import (
    CONTEXT_LIMIT,
    WORDS_LIMIT,
    about_the_day,
    asked_of_fellow,
    own_complaints,
)
from logbook.domain.assessments import State, Step
from logbook.domain.case_content import about_text, plain
from logbook.domain.curriculum import Curriculum
from logbook.domain.decisions import Message, first_no, say
from logbook.domain.events_assessments import (
    AssessmentDeclined,
    AssessmentMoved,
    AssessmentRequested,
    AssessmentSelfRated,
    AssessmentWithdrawn,
)
from logbook.domain.forms import AssessmentForm
from logbook.models.assessments import Assessment
from logbook.models.cases import Case
from logbook.models.columns import new_id
from logbook.models.curriculum import Enrollment
from logbook.models.programs import Membership, Program
from logbook.policy import assessments as policy
from logbook.policy.actors import Actor
from logbook.policy.cases import was_there
from logbook.policy.conflicts import may_be_judged_by
from logbook.queries.assessments_visibility import assessments_visible_to
from logbook.queries.cases import TAKEN_OUT
from logbook.queries.conflicts import are_related
from logbook.queries.curriculum import curriculum_of
from logbook.queries.visibility import cases_visible_to
from logbook.services.refusals import Conflict, Invalid, insist
from logbook.services.unit import Unit, unit_of_work


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked for."""

    form: str
    competency: str
    assessor_id: UUID | None
    happened_on: date
    case_id: UUID | None = None
    context: str = ""
    own: Mapping[str, str] | None = None
    """The fellow's own rating; None where the assessor starts."""


def new_assessment_id() -> UUID:
    """The id for an assessment that is about to be started."""
    return new_id()


def start(actor: Actor, assessment_id: UUID, enrollment_id: UUID, wanted: Wanted) -> UUID:
    """Ask for an assessment, or as its assessor begin one, under the id that the client made.
    Sent twice, it is one."""
    try:
        with unit_of_work(actor) as unit:
            enrollment = db.session.get_one(Enrollment, (actor.program_id, enrollment_id))
            assessor_id = wanted.assessor_id or UUID(int=0)
            insist(policy.may_start_for(actor, enrollment.fellow_id, assessor_id))
            if _is_there(actor, assessment_id, wanted):
                raise AlreadyStarted
            _check(unit, enrollment, wanted)
            assessment = _begun(unit, assessment_id, enrollment, wanted)
            db.session.add(assessment)
            event = AssessmentRequested(
                subject_id=assessment_id,
                form=wanted.form,
                assessor_id=assessor_id,
                case_id=wanted.case_id,
            )
            unit.record(event, of=assessment)
    except AlreadyStarted:
        pass
    except IntegrityError:
        # Two posts of one request at the same moment: whoever came second finds the first's row.
        if not _is_there(actor, assessment_id, wanted):
            raise
    return assessment_id


def move(actor: Actor, assessment_id: UUID, assessor_id: UUID) -> None:
    """Ask somebody else, or the same person again once the request has lapsed. What the former
    assessor had drafted is theirs and goes."""
    with unit_of_work(actor) as unit:
        assessment = find(actor, assessment_id)
        insist(policy.may_move(actor, assessment, unit.now))
        before_id = assessment.assessor_id
        state = life.state_at(assessment.state, assessment.asked_at, unit.now)
        if before_id == assessor_id and state is State.REQUESTED:
            raise Invalid({"assessor": say("This person is asked already.")})
        form, day = form_of(assessment), assessment.happened_on
        if wrong := _about_assessor(unit, assessment.fellow_id, assessor_id, form, day):
            raise Invalid({"assessor": wrong})
        assessment.state = life.after(state, Step.MOVE)
        assessment.assessor_id = assessor_id
        assessment.asked_at = unit.now
        assessment.draft = None
        assessment.closing_words = ""
        moved = AssessmentMoved(
            subject_id=assessment.id, assessor_id=assessor_id, before_id=before_id
        )
        unit.record(moved, of=assessment)


def decline(actor: Actor, assessment_id: UUID, reason: str) -> None:
    """'I cannot': the fellow reads why and asks somebody else."""
    with unit_of_work(actor) as unit:
        assessment = find(actor, assessment_id)
        insist(policy.may_decline(actor, assessment, unit.now))
        _close(assessment, Step.DECLINE, reason)
        unit.record(AssessmentDeclined(subject_id=assessment.id), of=assessment)


def withdraw(actor: Actor, assessment_id: UUID) -> None:
    """Take a request back, by who started it."""
    with unit_of_work(actor) as unit:
        assessment = find(actor, assessment_id)
        insist(policy.may_withdraw(actor, assessment, unit.now))
        state = life.state_at(assessment.state, assessment.asked_at, unit.now)
        assessment.state = life.after(state, Step.WITHDRAW)
        assessment.draft = None
        unit.record(AssessmentWithdrawn(subject_id=assessment.id), of=assessment)


def rate_oneself(actor: Actor, assessment_id: UUID, own: Mapping[str, str]) -> None:
    """The fellow's own rating of an assessment that somebody else started."""
    with unit_of_work(actor) as unit:
        assessment = find(actor, assessment_id)
        insist(policy.may_rate_oneself(actor, assessment))
        form = form_of(assessment)
        if wrong := own_complaints(own, form, _curriculum(assessment)):
            raise Invalid(wrong)
        for one in [assessment, *_in_whose_place(assessment)]:
            one.own = {name: own[name] for name in asked_of_fellow(form)}
            unit.record(AssessmentSelfRated(subject_id=one.id), of=one)


class AlreadyStarted(Exception):
    """The same request was sent before; nothing more is to be done."""


def find(actor: Actor, assessment_id: UUID) -> Assessment:
    """One that the actor may see, locked for a change. NoResultFound otherwise."""
    return db.session.scalars(
        select(Assessment)
        .where(assessments_visible_to(actor), Assessment.id == assessment_id)
        .with_for_update()
    ).one()


def _in_whose_place(assessment: Assessment) -> Iterator[Assessment]:
    """What it amends, and what that amended, newest first. One piece of work is rated once by its
    fellow: otherwise none of these could ever be read."""
    while assessment.amends_id is not None:
        key = (assessment.program_id, assessment.amends_id)
        assessment = db.session.get_one(Assessment, key, with_for_update=True)
        yield assessment


def form_of(assessment: Assessment) -> AssessmentForm:
    return _curriculum(assessment).forms[assessment.form]


def _curriculum(assessment: Assessment) -> Curriculum:
    return curriculum_of(assessment.program_id, assessment.version_id)


def _is_there(actor: Actor, assessment_id: UUID, wanted: Wanted) -> bool:
    """Whether just this was started before; Conflict when the id means something else."""
    found = db.session.get(Assessment, (actor.program_id, assessment_id))
    if found is None:
        return False
    said = (found.form, found.assessor_id, found.case_id, found.happened_on)
    if found.started_by_id != actor.id or said != (
        wanted.form,
        wanted.assessor_id,
        wanted.case_id,
        wanted.happened_on,
    ):
        raise Conflict(say("Another assessment has been started from this page already."))
    return True


def _check(unit: Unit, enrollment: Enrollment, wanted: Wanted) -> None:
    """Raise Invalid with all that is wrong."""
    curriculum = curriculum_of(enrollment.program_id, enrollment.version_id)
    form = curriculum.forms.get(wanted.form)
    if form is None or form.round:
        raise Invalid({"form": say("Choose one of the list.")})
    wrong: dict[str, Message] = {}
    if wanted.competency not in curriculum.competencies:
        wrong["competency"] = say("Choose a competency of this curriculum.")
    day = wanted.happened_on
    if message := _about_assessor(unit, enrollment.fellow_id, wanted.assessor_id, form, day):
        wrong["assessor"] = message
    today = db.session.get_one(Program, enrollment.program_id).day_of(unit.now)
    wrong.update(about_the_day(wanted.happened_on, today, enrollment.starts_on, enrollment.ends_on))
    wrong.update(about_text("context", wanted.context.strip(), CONTEXT_LIMIT))
    if unit.actor.id == enrollment.fellow_id:
        wrong.update(own_complaints(wanted.own or {}, form, curriculum))
    if wanted.case_id is not None and not _is_of(unit.actor, enrollment, wanted.case_id):
        wrong["case"] = say("This case is not there any more.")
    if wrong:
        raise Invalid(wrong)


def _is_of(actor: Actor, enrollment: Enrollment, case_id: UUID) -> bool:
    """Whether the actor may see that case and it is this fellow's and stands."""
    asked = select(Case.id).where(
        cases_visible_to(actor),
        Case.id == case_id,
        Case.fellow_id == enrollment.fellow_id,
        Case.state.not_in(TAKEN_OUT),
    )
    return db.session.scalars(asked).first() is not None


def _about_assessor(
    unit: Unit, fellow_id: UUID, assessor_id: UUID | None, form: AssessmentForm, day: date
) -> Message | None:
    key = (unit.actor.program_id, assessor_id)
    found = db.session.get(Membership, key) if assessor_id else None
    if found is None:
        return say("Choose who is to assess this.")
    assessor = found.as_actor(unit.now.date())
    may = policy.may_be_asked(assessor, found.profession, fellow_id, form.disciplines)
    related = are_related(unit.actor.program_id, assessor.id, fellow_id)
    return first_no(may, may_be_judged_by(related), was_there(found.joined_on, day)).reason


def _begun(unit: Unit, assessment_id: UUID, enrollment: Enrollment, wanted: Wanted) -> Assessment:
    curriculum = curriculum_of(enrollment.program_id, enrollment.version_id)
    form = curriculum.forms[wanted.form]
    by_fellow = unit.actor.id == enrollment.fellow_id
    own = {name: (wanted.own or {})[name] for name in asked_of_fellow(form)} if by_fellow else None
    return Assessment(
        program_id=enrollment.program_id,
        id=assessment_id,
        enrollment_id=enrollment.id,
        version_id=enrollment.version_id,
        fellow_id=enrollment.fellow_id,
        assessor_id=wanted.assessor_id,
        started_by_id=unit.actor.id,
        case_id=wanted.case_id,
        state=State.REQUESTED,
        form=form.id,
        purpose=form.purpose,
        competency=wanted.competency,
        happened_on=wanted.happened_on,
        context=plain(wanted.context),
        own=own,
        items={},
        went_well="",
        next_step="",
        discipline="",
        comment="",
        closing_words="",
        asked_at=unit.now,
        revision=1,
    )


def _close(assessment: Assessment, step: Step, reason: str) -> None:
    reason = plain(reason)
    wrong = dict(about_text("reason", reason, WORDS_LIMIT))
    if not reason:
        wrong["reason"] = say("Say why; the fellow reads it.")
    if wrong:
        raise Invalid(wrong)
    assessment.state = life.after(assessment.state, step)
    assessment.closing_words = reason
    assessment.draft = None
