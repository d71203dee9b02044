"""Giving an assessment, and reading it: what was said stays as it was said."""

from datetime import datetime
from uuid import UUID

from logbook.database import db
from logbook.domain import assessments as life
from logbook.domain.assessment_content import WORDS_LIMIT, Judgement, complaints
from logbook.domain.assessments import Step
from logbook.domain.case_content import about_text, plain
from logbook.domain.decisions import Decision, first_no, say
from logbook.domain.events_assessments import (
    AssessmentAcknowledged,
    AssessmentDraftKept,
    AssessmentFinished,
)
from logbook.domain.lacking import Lacking
from logbook.domain.signatures import BY_SESSION, Proven, Statement
from logbook.models.assessments import Assessment
from logbook.models.curriculum import Enrollment
from logbook.models.programs import Membership, Program
from logbook.policy import assessments as policy
from logbook.policy.actors import Actor, Role
from logbook.policy.conflicts import may_judge
from logbook.policy.signing import has_credentials
from logbook.queries.assessments_evidence import as_evidence
from logbook.queries.conflicts import are_related
from logbook.queries.curriculum import curriculum_of
from logbook.queries.signing_credentials import standing_of
from logbook.services import progress
from logbook.services.assessments import find, form_of
from logbook.services.refusals import Conflict, Invalid, insist
from logbook.services.signatures import instant_of, sign, signer_of
from logbook.services.signing import assessment_statement
from logbook.services.unit import Unit, unit_of_work


def keep(actor: Actor, assessment_id: UUID, revision: int, said: Judgement) -> int:
    """Keep a draft: incomplete perhaps, never invalid. Only its assessor sees it. Returns the
    revision that it is now."""
    with unit_of_work(actor) as unit:
        assessment = find(actor, assessment_id)
        insist(policy.may_fill_in(actor, assessment, unit.now))
        _check(assessment, revision, said, complete=False)
        assessment.draft = {
            "level": said.level,
            "items": dict(said.items),
            "went_well": said.went_well,
            "next_step": said.next_step,
        }
        assessment.state = life.after(assessment.state, Step.KEEP)
        unit.record(AssessmentDraftKept(subject_id=assessment.id), of=assessment)
        db.session.flush()
        return assessment.revision


def to_be_signed(
    actor: Actor, assessment_id: UUID, revision: int, said: Judgement, at: datetime
) -> Statement:
    """What `finish` would sign at this instant: what a passkey is asked to sign before. Refuses
    and complains as `finish` does, and changes nothing."""
    assessment = find(actor, assessment_id)
    insist(policy.may_fill_in(actor, assessment, at))
    insist(within_scope(actor, assessment))
    lacking = lacking_of(actor, at)
    _check(assessment, revision, said, complete=True)
    signer = signer_of(actor, Role.SUPERVISOR)
    return assessment_statement(assessment, as_kept(assessment, said), signer, at, lacking)


def finish(
    actor: Actor, assessment_id: UUID, revision: int, said: Judgement, by: Proven = BY_SESSION
) -> None:
    """Sign. From now on it counts, and nobody changes it any more."""
    with unit_of_work(actor) as unit:
        assessment = find(actor, assessment_id)
        insist(policy.may_fill_in(actor, assessment, unit.now))
        insist(within_scope(actor, assessment))
        at = instant_of(unit, by)
        lacking = lacking_of(actor, at)
        _check(assessment, revision, said, complete=True)
        kept, signer = as_kept(assessment, said), signer_of(actor, Role.SUPERVISOR)
        statement = assessment_statement(assessment, kept, signer, at, lacking)
        sign(unit, statement, by.method, by.proof)
        for name, value in kept.items():
            setattr(assessment, name, value)
        assessment.draft = None
        assessment.state = life.after(assessment.state, Step.FINISH)
        assessment.finished_at = unit.now
        _count(unit, assessment)
        day = db.session.get_one(Program, assessment.program_id).day_of(unit.now)
        finished = AssessmentFinished(
            subject_id=assessment.id,
            form=assessment.form,
            discipline=assessment.discipline,
            late_days=life.late_by(assessment.happened_on, day),
        )
        unit.record(finished, of=assessment)


def acknowledge(actor: Actor, assessment_id: UUID, useful: bool, comment: str = "") -> None:
    """The fellow has read it, says whether it was useful, and may say more. What the assessor said
    stays untouched."""
    with unit_of_work(actor) as unit:
        assessment = find(actor, assessment_id)
        insist(policy.may_acknowledge(actor, assessment))
        comment = plain(comment)
        if wrong := dict(about_text("comment", comment, WORDS_LIMIT)):
            raise Invalid(wrong)
        assessment.state = life.after(assessment.state, Step.ACKNOWLEDGE)
        assessment.useful, assessment.comment = useful, comment
        assessment.acknowledged_at = unit.now
        unit.record(AssessmentAcknowledged(subject_id=assessment.id, useful=useful), of=assessment)


def _check(assessment: Assessment, revision: int, said: Judgement, complete: bool) -> None:
    if assessment.revision != revision:
        raise Conflict(say("This assessment was changed while you were writing."))
    curriculum = curriculum_of(assessment.program_id, assessment.version_id)
    if wrong := complaints(said, form_of(assessment), curriculum, complete):
        raise Invalid(wrong)


def as_kept(assessment: Assessment, said: Judgement) -> dict[str, object]:
    """The judgement as the assessment keeps it once it is signed."""
    form = form_of(assessment)
    assessor = db.session.get_one(Membership, (assessment.program_id, assessment.assessor_id))
    return {
        "items": {
            item.id: plain(said.items[item.id]) for item in form.items if said.items.get(item.id)
        },
        "scale": form.scale,
        "level": said.level or None,
        "went_well": plain(said.went_well),
        "next_step": plain(said.next_step),
        "discipline": assessor.profession,
    }


def within_scope(actor: Actor, assessment: Assessment) -> Decision:
    """Whether this assessor may use this form, and judge this fellow, now: a profession may have
    been set right since, or a conflict of interest declared."""
    member = db.session.get_one(Membership, (actor.program_id, actor.id))
    disciplines = form_of(assessment).disciplines
    return first_no(
        policy.may_be_asked(actor, member.profession, assessment.fellow_id, disciplines),
        policy.was_there(member.joined_on, assessment.happened_on),
        may_judge(are_related(actor.program_id, actor.id, assessment.fellow_id)),
    )


def lacking_of(actor: Actor, at: datetime) -> Lacking:
    """What stands in what is signed; refused where the program does not let it be signed."""
    today = db.session.get_one(Program, actor.program_id).day_of(at)
    standing = standing_of(actor.program_id, actor.id, today)
    insist(has_credentials(standing))
    return Lacking(lapse=standing.warned)


def _count(unit: Unit, assessment: Assessment) -> None:
    """What was said is evidence on the curriculum that the fellow follows now."""
    enrollment = db.session.get_one(Enrollment, (assessment.program_id, assessment.enrollment_id))
    shown = as_evidence(assessment)
    progress.move(unit, assessment.enrollment_id, enrollment.version_id, come=shown)
