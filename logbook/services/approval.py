"""Answering a case: approve, return, not observed; and taking an answer back for ten seconds."""

from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy import select

from logbook.database import db
from logbook.domain import cases as life
from logbook.domain.case_content import about_text
from logbook.domain.cases import Answer, State, Step
from logbook.domain.catalogue import CaseRole
from logbook.domain.curriculum import Curriculum
from logbook.domain.days import day_in
from logbook.domain.decisions import Message, say
from logbook.domain.events import AnswerUndone, CaseApproved, CaseNotObserved, CaseReturned, Event
from logbook.domain.lacking import Lacking
from logbook.domain.signatures import BY_SESSION, Proven
from logbook.models.cases import Case, CaseAnswer
from logbook.models.columns import new_id
from logbook.models.curriculum import Enrollment
from logbook.policy import approval as policy
from logbook.policy.actors import Actor
from logbook.policy.conflicts import may_judge
from logbook.policy.privileges import Voucher, may_vouch_for
from logbook.policy.reminders import may_answer_in_place
from logbook.queries.conflicts import are_related
from logbook.queries.curriculum import curriculum_of
from logbook.queries.privileges import voucher_for
from logbook.queries.stand_ins import held_by_delegation
from logbook.queries.visibility import cases_visible_to
from logbook.services import case_amendments, progress
from logbook.services.cases import Stale
from logbook.services.refusals import Invalid, insist
from logbook.services.seen_codes import seen_row
from logbook.services.sign_off_grounds import shake
from logbook.services.signing import sign_approval, sign_the_undoing
from logbook.services.unit import Unit, unit_of_work

WORDS_LENGTH = 500


def approve(
    actor: Actor,
    case_id: UUID,
    revision: int,
    *,
    role_stated: CaseRole,
    level: str,
    words: str = "",
    seen_id: UUID | None = None,
    by: Proven = BY_SESSION,
) -> UUID:
    """Vouch for a case, and sign it: the role as the supervisor saw it, which is the one that
    counts, an entrustment level, and one line of feedback. `seen_id`: the confirmation from the
    room that the supervisor was shown with it; Stale when there is another, or one at all.
    Returns the answer's id."""
    with unit_of_work(actor) as unit:
        case = _to_answer(actor, case_id, revision)
        old = case_amendments.to_be_replaced_by(case)
        voucher = voucher_for(actor, case, unit.now)
        insist(may_vouch_for(voucher))
        version_id = _version_of(case)
        curriculum = curriculum_of(case.program_id, version_id)
        scale = curriculum.case_scale
        wrong = _words_complaints(words)
        if level not in {step.code for step in scale.levels}:
            wrong["level"] = say("Choose a level of the scale.")
        if wrong:
            raise Invalid(wrong)
        answer = _answer(unit, case, Answer.APPROVED, words)
        answer.role_stated, answer.scale, answer.level = role_stated, scale.id, level
        lacking = _lacking(voucher, curriculum, case)
        sign_approval(unit, answer, _as_looked_at(case, seen_id), version_id, by, lacking)
        with progress.following(unit, case, old):
            case.state = life.after(case.state, Step.APPROVE)
            case.credited_role = role_stated
            if old is not None:
                case_amendments.put_aside(unit, old, case)
        case_amendments.shake_what_stood_on(unit, old)
        return _give(unit, case, answer, _approved(case, answer, role_stated))


def return_(actor: Actor, case_id: UUID, revision: int, *, reason: str) -> UUID:
    """Send a case back to its fellow with a reason. Returns the answer's id."""
    with unit_of_work(actor) as unit:
        case = _to_answer(actor, case_id, revision)
        insist(may_judge(are_related(actor.program_id, actor.id, case.fellow_id)))
        wrong = _words_complaints(reason)
        if not reason.strip():
            wrong["words"] = say("Say what is to be changed.")
        if wrong:
            raise Invalid(wrong)
        answer = _answer(unit, case, Answer.RETURNED, reason)
        case.state = life.after(case.state, Step.RETURN)
        event = CaseReturned(
            subject_id=case.id, answer_id=answer.id, answer_seal=answer.seal().hex()
        )
        return _give(unit, case, answer, event)


def not_observed(actor: Actor, case_id: UUID, revision: int) -> UUID:
    """'I did not observe this': names nobody guilty; the fellow asks somebody else."""
    with unit_of_work(actor) as unit:
        case = _to_answer(actor, case_id, revision)
        answer = _answer(unit, case, Answer.NOT_OBSERVED, "")
        case.state = life.after(case.state, Step.NOT_OBSERVED)
        event = CaseNotObserved(
            subject_id=case.id, answer_id=answer.id, answer_seal=answer.seal().hex()
        )
        return _give(unit, case, answer, event)


def undo(actor: Actor, answer_id: UUID, by: Proven = BY_SESSION) -> UUID:
    """Take an answer back within ten seconds; the ledger keeps both. Returns the case's id."""
    with unit_of_work(actor) as unit:
        answer = db.session.get_one(CaseAnswer, (actor.program_id, answer_id))
        case = db.session.scalars(
            select(Case).where(cases_visible_to(actor), Case.id == answer.case_id).with_for_update()
        ).one()
        insist(policy.may_undo(actor, answer, unit.now))
        if case.revision != answer.case_revision + 1:
            raise Stale
        old = case_amendments.amended_by(case)
        with progress.following(unit, case, old):
            case.state = life.after(case.state, Step.UNDO)
            case.credited_role = None
            if old is not None and old.state is State.AMENDED:
                case_amendments.put_back(unit, old, case)
        case.answered_at = None
        answer.undone_at = unit.now
        shake(unit, "case", case.id)
        sign_the_undoing(unit, answer, by)
        unit.record(AnswerUndone(subject_id=case.id, answer_id=answer.id), of=case)
        return case.id


def _to_answer(actor: Actor, case_id: UUID, revision: int) -> Case:
    case = db.session.scalars(
        select(Case).where(cases_visible_to(actor), Case.id == case_id).with_for_update()
    ).one()
    insist(policy.may_answer(actor, case))
    held = held_by_delegation(actor.program_id, case_id)
    if held is not None:
        insist(may_answer_in_place(held, day_in(held.time_zone, datetime.now(UTC))))
    if case.revision != revision:
        raise Stale
    return case


def _lacking(voucher: Voucher, curriculum: Curriculum, case: Case) -> Lacking:
    """What the approval is signed without, as the program only warns of it."""
    unprivileged_for = None if voucher.privileged else curriculum.procedures[case.procedure].name
    return Lacking(unprivileged_for, voucher.credentials.warned)


def _as_looked_at(case: Case, seen_id: UUID | None) -> dict[str, object]:
    """The case, and that fellow and supervisor were together if one had the other's code. Nobody
    signs a code that they were not shown."""
    seen = seen_row(case.program_id, case.id)
    if seen_id != (None if seen is None else seen.id):
        raise Stale
    return {**case.content(), **({} if seen is None else {"seen_together": seen.content()})}


def _words_complaints(words: str) -> dict[str, Message]:
    """What is wrong with the supervisor's own words, under the name of their field."""
    return dict(about_text("words", words.strip(), WORDS_LENGTH))


def _answer(unit: Unit, case: Case, said: Answer, words: str) -> CaseAnswer:
    return CaseAnswer(
        program_id=case.program_id,
        id=new_id(),
        case_id=case.id,
        case_revision=case.revision,
        supervisor_id=unit.actor.id,
        answer=said,
        words=words.strip(),
        answered_at=unit.now,
    )


def _approved(case: Case, answer: CaseAnswer, role_stated: CaseRole) -> CaseApproved:
    assert answer.scale is not None and answer.level is not None
    return CaseApproved(
        subject_id=case.id,
        answer_id=answer.id,
        role_logged=case.role,
        role_stated=role_stated,
        scale=answer.scale,
        level=answer.level,
        answer_seal=answer.seal().hex(),
    )


def _give(unit: Unit, case: Case, answer: CaseAnswer, event: Event) -> UUID:
    case.answered_at = unit.now
    db.session.add(answer)
    unit.record(event, of=case)
    return answer.id


def _version_of(case: Case) -> UUID:
    return db.session.get_one(Enrollment, (case.program_id, case.enrollment_id)).version_id
