"""An assessment takes the place of a signed one, in the transaction in which it is signed itself.
The old one stays as it was said and signed, and counts no longer."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import update

from logbook.database import db
from logbook.domain import assessments as life
from logbook.domain.assessment_content import (
    WORDS_LIMIT,
    Judgement,
    about_the_day,
    complaints,
)
from logbook.domain.assessments import State, Step
from logbook.domain.case_content import about_text, plain
from logbook.domain.decisions import Message, say
from logbook.domain.events_amendments import AssessmentAmended, AssessmentAmendmentSigned
from logbook.domain.signatures import BY_SESSION, Proven, Statement
from logbook.models.assessments import Assessment
from logbook.models.curriculum import Enrollment
from logbook.models.programs import Program
from logbook.policy import amending as policy
from logbook.policy.actors import Actor, Role
from logbook.queries.assessments_evidence import as_evidence
from logbook.queries.curriculum import curriculum_of
from logbook.services import progress
from logbook.services.assessing import as_kept, lacking_of, within_scope
from logbook.services.assessments import find, form_of
from logbook.services.refusals import Conflict, Invalid, insist
from logbook.services.sign_off_grounds import shake
from logbook.services.signatures import instant_of, sign, signer_of
from logbook.services.signing import assessment_statement
from logbook.services.unit import Unit, unit_of_work


@dataclass(frozen=True, slots=True)
class Correction:
    """What the assessor says instead, and what was wrong before, in their own words."""

    why: str
    competency: str
    happened_on: date
    said: Judgement


class AlreadyAmended(Exception):
    """The same amendment was sent before; nothing more is to be done."""


def amend(
    actor: Actor,
    old_id: UUID,
    amendment_id: UUID,
    correction: Correction,
    by: Proven = BY_SESSION,
) -> None:
    """Sign another assessment in the place of this one, under the id that the client made. Sent
    twice, it is one; of two different ones the second is refused."""
    try:
        with unit_of_work(actor) as unit:
            old = find(actor, old_id)
            if _is_there(old, amendment_id, correction):
                raise AlreadyAmended
            at = instant_of(unit, by)
            new, statement = _drawn_up(actor, old, amendment_id, correction, at)
            sign(unit, statement, by.method, by.proof)
            new.finished_at = unit.now
            db.session.add(new)
            _replace(unit, old, new)
    except AlreadyAmended:
        pass


def to_be_signed(
    actor: Actor, old_id: UUID, amendment_id: UUID, correction: Correction, at: datetime
) -> Statement:
    """What `amend` would sign at this instant: what a passkey is asked to sign before. Refuses and
    complains as `amend` does, and changes nothing."""
    return _drawn_up(actor, find(actor, old_id), amendment_id, correction, at)[1]


def _drawn_up(
    actor: Actor, old: Assessment, amendment_id: UUID, correction: Correction, at: datetime
) -> tuple[Assessment, Statement]:
    """The new assessment with all its words, outside the session, and what is signed under it."""
    insist(policy.may_amend_assessment(actor, old))
    _check(old, correction, at)
    new = _in_the_place_of(old, amendment_id, correction)
    insist(within_scope(actor, new))
    for name, value in as_kept(new, correction.said).items():
        setattr(new, name, value)
    signer = signer_of(actor, Role.SUPERVISOR)
    return new, assessment_statement(new, {}, signer, at, lacking_of(actor, at))


def _replace(unit: Unit, old: Assessment, new: Assessment) -> None:
    """Progress moves by the difference of both; what stood on the old one is looked at again, and
    its signers are told."""
    gone = as_evidence(old)
    # Past the count of revisions: no word of it changed.
    here = Assessment.program_id == old.program_id, Assessment.id == old.id
    amended = life.after(old.state, Step.AMEND)
    db.session.execute(update(Assessment).where(*here).values(state=amended))
    enrollment = db.session.get_one(Enrollment, (old.program_id, old.enrollment_id))
    come = as_evidence(new)
    progress.move(unit, old.enrollment_id, enrollment.version_id, gone=gone, come=come)
    signed = AssessmentAmendmentSigned(
        subject_id=new.id, amends_id=old.id, form=new.form, discipline=new.discipline
    )
    unit.record(signed, of=new)
    unit.record(AssessmentAmended(subject_id=old.id, amended_by_id=new.id), of=old)
    shake(unit, "assessment", old.id)


def _in_the_place_of(old: Assessment, amendment_id: UUID, correction: Correction) -> Assessment:
    """About the same work, on the same form, asked for when that was: the fellow's own rating comes
    along, and is not asked for again."""
    return Assessment(
        program_id=old.program_id,
        id=amendment_id,
        enrollment_id=old.enrollment_id,
        version_id=old.version_id,
        fellow_id=old.fellow_id,
        assessor_id=old.assessor_id,
        started_by_id=old.assessor_id,
        case_id=old.case_id,
        state=State.FINISHED,
        form=old.form,
        purpose=old.purpose,
        competency=correction.competency,
        happened_on=correction.happened_on,
        context=old.context,
        own=old.own,
        comment="",
        closing_words="",
        amends_id=old.id,
        amends_why=plain(correction.why),
        asked_at=old.asked_at,
        revision=1,
    )


def _check(old: Assessment, correction: Correction, at: datetime) -> None:
    """Raise Invalid with all that is wrong."""
    curriculum = curriculum_of(old.program_id, old.version_id)
    wrong: dict[str, Message] = {}
    why = plain(correction.why)
    wrong.update(about_text("why", why, WORDS_LIMIT))
    if not why:
        wrong["why"] = say("Say what was wrong; the reason stays with both assessments.")
    if correction.competency not in curriculum.competencies:
        wrong["competency"] = say("Choose a competency of this curriculum.")
    enrollment = db.session.get_one(Enrollment, (old.program_id, old.enrollment_id))
    today = db.session.get_one(Program, old.program_id).day_of(at)
    wrong.update(
        about_the_day(correction.happened_on, today, enrollment.starts_on, enrollment.ends_on)
    )
    wrong.update(complaints(correction.said, form_of(old), curriculum))
    if wrong:
        raise Invalid(wrong)


def _is_there(old: Assessment, amendment_id: UUID, correction: Correction) -> bool:
    """Whether just this was signed before; Conflict when the id means something else."""
    found = db.session.get(Assessment, (old.program_id, amendment_id), populate_existing=True)
    if found is None:
        return False
    said = (found.amends_id, found.amends_why, found.competency, found.happened_on)
    if said != (
        old.id,
        plain(correction.why),
        correction.competency,
        correction.happened_on,
    ) or any(getattr(found, name) != text for name, text in _words(found, correction).items()):
        raise Conflict(
            say("This was signed before, from this page. What you have just sent was not kept.")
        )
    return True


def _words(found: Assessment, correction: Correction) -> dict[str, object]:
    kept = as_kept(found, correction.said)
    del kept["discipline"]  # the assessor's may be another since
    return kept
