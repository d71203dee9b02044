"""Running a round of multi-source feedback, and answering in one without an account."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import func, select, update

from logbook.database import db
from logbook.domain.audit import unordered_digest
from logbook.domain.case_content import about_text, plain
from logbook.domain.decisions import Message, say
from logbook.domain.events_rounds import (
    RaterAskedAgain,
    RoundAnswered,
    RoundCancelled,
    RoundClosed,
    RoundOpened,
    RoundSelfRated,
    RoundWordsReleased,
)
from logbook.domain.evidence import RoundEvidence
from logbook.domain.forms import AssessmentForm
from logbook.domain.rounds import WORDS_LENGTH, Rater, RoundState, complaints, is_complete
from logbook.models.curriculum import Enrollment
from logbook.models.rounds import FeedbackRound, RaterInvitation, RoundAnswer, unordered_id
from logbook.policy import rounds as policy
from logbook.policy.actors import Actor, job
from logbook.queries.curriculum import curriculum_of
from logbook.queries.round_visibility import rounds_visible_to
from logbook.services import progress
from logbook.services.identity import hash_of
from logbook.services.refusals import Invalid, insist
from logbook.services.unit import unit_of_work

REASON_LENGTH = 300


class LinkSpent(Exception):
    """A link that was used, replaced, or never was."""


class AlreadyOpen(Exception):
    """The same round was sent before; nobody is to be asked again."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A link for one rater."""

    address: str
    token: str


@dataclass(frozen=True, slots=True)
class Written:
    """What a rater gives: codes by item, and words."""

    answers: Mapping[str, str]
    went_well: str = ""
    next_step: str = ""


def open_(
    actor: Actor,
    round_id: UUID,
    enrollment_id: UUID,
    *,
    form: str,
    closes_on: date,
    raters: Sequence[Rater],
) -> list[Asked]:
    """Begin a round under the id that the client made; a link for each rater. AlreadyOpen when it
    is sent twice: it is still one round, and nobody is asked again."""
    with unit_of_work(actor) as unit:
        enrollment = db.session.get_one(Enrollment, (actor.program_id, enrollment_id))
        insist(policy.may_open(actor))
        if db.session.get(FeedbackRound, (actor.program_id, round_id)) is not None:
            raise AlreadyOpen
        known = curriculum_of(actor.program_id, enrollment.version_id).forms.get(form)
        _check(known, closes_on, raters, unit.now.date())
        assert known is not None
        round_ = FeedbackRound(
            program_id=actor.program_id,
            id=round_id,
            enrollment_id=enrollment.id,
            fellow_id=enrollment.fellow_id,
            opened_by_id=actor.id,
            form=known.id,
            minimum=known.raters,
            state=RoundState.OPEN,
            opened_at=unit.now,
            closes_on=closes_on,
        )
        insist(policy.may_manage(actor, round_))
        db.session.add(round_)
        db.session.flush()
        asked = [_invite(round_, rater) for rater in raters]
        opened = RoundOpened(
            subject_id=round_id, form=known.id, raters=len(asked), minimum=known.raters
        )
        unit.record(opened, of=round_)
        return asked


def _check(
    form: AssessmentForm | None, closes_on: date, raters: Sequence[Rater], today: date
) -> None:
    wrong: dict[str, Message] = {}
    if form is None or not form.round:
        raise Invalid({"form": say("Choose a form for several raters.")})
    if closes_on <= today:
        wrong["closes_on"] = say("Leave raters some days to answer.")
    if len(raters) < form.raters:
        wrong["raters"] = say(
            "Ask %(minimum)s raters or more: with fewer, one could tell who said what.",
            minimum=form.raters,
        )
    if wrong:
        raise Invalid(wrong)


def _invite(round_: FeedbackRound, rater: Rater) -> Asked:
    token = secrets.token_urlsafe(32)
    db.session.add(
        RaterInvitation(
            program_id=round_.program_id,
            id=unordered_id(),
            round_id=round_.id,
            address=rater.address,
            rater_group=rater.group,
            token_hash=hash_of(token),
        )
    )
    return Asked(rater.address, token)


def ask_again(actor: Actor, round_id: UUID, invitation_id: UUID) -> Asked:
    """A new link for a rater who has not answered; the old one opens nothing any more."""
    with unit_of_work(actor) as unit:
        round_ = _managed(actor, round_id)
        invitation = db.session.get_one(RaterInvitation, (actor.program_id, invitation_id))
        if invitation.round_id != round_.id or invitation.has_answered:
            raise Invalid({"": say("This rater has answered already.")})
        token = secrets.token_urlsafe(32)
        invitation.token_hash = hash_of(token)
        unit.record(RaterAskedAgain(subject_id=round_.id))
        return Asked(invitation.address, token)


def answer(token: str, written: Written) -> None:
    """One rater's answer. LinkSpent for a link that opens nothing; Invalid beside the items.

    The link is spent and the answer is kept in one transaction, and no row joins the two."""
    found = db.session.execute(
        select(RaterInvitation.program_id, RaterInvitation.id).where(
            RaterInvitation.token_hash == hash_of(token)
        )
    ).one_or_none()
    if found is None:
        raise LinkSpent
    with unit_of_work(job(found.program_id)) as unit:
        invitation = db.session.scalars(
            select(RaterInvitation)
            .where(
                RaterInvitation.program_id == found.program_id,
                RaterInvitation.id == found.id,
                RaterInvitation.has_answered.is_(False),
            )
            .with_for_update()
        ).one_or_none()
        if invitation is None:
            raise LinkSpent
        round_ = db.session.get_one(FeedbackRound, (found.program_id, invitation.round_id))
        insist(policy.is_open(round_))
        _check_written(round_, written)
        invitation.has_answered = True
        db.session.add(_answer(round_, invitation, written))
        unit.record(RoundAnswered(subject_id=round_.id))


def _answer(round_: FeedbackRound, invitation: RaterInvitation, written: Written) -> RoundAnswer:
    return RoundAnswer(
        program_id=round_.program_id,
        id=unordered_id(),
        round_id=round_.id,
        rater_group=invitation.rater_group,
        answers={name: code for name, code in written.answers.items() if code},
        went_well=plain(written.went_well),
        next_step=plain(written.next_step),
    )


def _check_written(round_: FeedbackRound, written: Written) -> None:
    enrollment = db.session.get_one(Enrollment, (round_.program_id, round_.enrollment_id))
    curriculum = curriculum_of(round_.program_id, enrollment.version_id)
    wrong = complaints(curriculum.forms[round_.form], curriculum.scales, written.answers)
    for name in ("went_well", "next_step"):
        wrong.update(about_text(name, plain(getattr(written, name)), WORDS_LENGTH))
    if wrong:
        raise Invalid(wrong)


def rate_self(actor: Actor, round_id: UUID, answers: Mapping[str, str]) -> None:
    """The fellow's own view, shown beside the others' when the round is closed."""
    with unit_of_work(actor) as unit:
        round_ = _round(actor, round_id)
        insist(policy.may_rate_self(actor, round_))
        _check_written(round_, Written(answers))
        round_.own_answers = {name: code for name, code in answers.items() if code}
        unit.record(RoundSelfRated(subject_id=round_.id), of=round_)


def close(actor: Actor, round_id: UUID) -> bool:
    """End it. Whether enough have answered; only then it shows anything and counts."""
    with unit_of_work(actor) as unit:
        round_ = _managed(actor, round_id)
        answers = _answers_of(round_)
        round_.state, round_.closed_at = RoundState.CLOSED, unit.now
        round_.answered, round_.digest = (
            len(answers),
            unordered_digest(one.seal() for one in answers),
        )
        enough = is_complete(round_.answered, round_.minimum)
        if enough:
            enrollment = db.session.get_one(Enrollment, (actor.program_id, round_.enrollment_id))
            shown = RoundEvidence(round_.form, unit.now.date(), round_.answered)
            progress.move(unit, enrollment.id, enrollment.version_id, come=[shown])
        closed = RoundClosed(subject_id=round_.id, answered=round_.answered, digest=round_.digest)
        unit.record(closed, of=round_)
        return enough


def cancel(actor: Actor, round_id: UUID, reason: str) -> None:
    """End it without a result, with a reason that stays."""
    with unit_of_work(actor) as unit:
        round_ = _managed(actor, round_id)
        if not plain(reason):
            raise Invalid({"reason": say("Say why; the reason stays with the round.")})
        round_.state = RoundState.CANCELLED
        round_.closing_words = plain(reason)[:REASON_LENGTH]
        unit.record(RoundCancelled(subject_id=round_.id), of=round_)


def release(actor: Actor, round_id: UUID, answer_ids: Sequence[UUID]) -> None:
    """Let the fellow read what these raters wrote."""
    with unit_of_work(actor) as unit:
        round_ = _round(actor, round_id)
        insist(policy.may_release(actor, round_))
        db.session.execute(
            update(RoundAnswer)
            .where(
                RoundAnswer.program_id == actor.program_id,
                RoundAnswer.round_id == round_.id,
                RoundAnswer.id.in_(answer_ids),
            )
            .values(is_released=True)
        )
        released = db.session.scalar(
            select(func.count()).where(
                RoundAnswer.program_id == actor.program_id,
                RoundAnswer.round_id == round_.id,
                RoundAnswer.is_released.is_(True),
            )
        )
        unit.record(RoundWordsReleased(subject_id=round_.id, released=released or 0))


def _answers_of(round_: FeedbackRound) -> Sequence[RoundAnswer]:
    return db.session.scalars(
        select(RoundAnswer).where(
            RoundAnswer.program_id == round_.program_id, RoundAnswer.round_id == round_.id
        )
    ).all()


def _round(actor: Actor, round_id: UUID) -> FeedbackRound:
    """A round of the program that the actor may see, locked. NoResultFound otherwise."""
    return db.session.scalars(
        select(FeedbackRound)
        .where(
            FeedbackRound.program_id == actor.program_id,
            FeedbackRound.id == round_id,
            rounds_visible_to(actor),
        )
        .with_for_update()
    ).one()


def _managed(actor: Actor, round_id: UUID) -> FeedbackRound:
    round_ = _round(actor, round_id)
    insist(policy.may_change(actor, round_))
    return round_
