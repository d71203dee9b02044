"""Judging a competency: each judge for themselves, until the last one's word decides."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from logbook.database import db
from logbook.domain import sign_offs as life
from logbook.domain.case_content import about_text
from logbook.domain.decisions import Message, say
from logbook.domain.events_sign_offs import JudgementGiven
from logbook.domain.lacking import NOTHING_LACKS, Lacking
from logbook.domain.sign_off_rule import SeatRole
from logbook.domain.sign_offs import WORDS_LIMIT, Decided, State, Step
from logbook.domain.signatures import Meaning, Method, Proven, Statement
from logbook.models.programs import Membership
from logbook.models.sign_offs import Judgement, JudgeSeat, SignOff
from logbook.policy import sign_offs as policy
from logbook.policy.actors import Actor
from logbook.policy.signing import has_credentials
from logbook.queries.curriculum import curriculum_of
from logbook.queries.privileges import lacks_privilege
from logbook.queries.sign_off_evidence import EvidenceFor, evidence_for
from logbook.queries.signing_credentials import standing_of
from logbook.services.refusals import Invalid, insist
from logbook.services.sign_off_granting import grant
from logbook.services.sign_off_signing import (
    AlreadyDone,
    Words,
    asked_by,
    candidate,
    day_of,
    decisions_of,
    find,
    judgements_of,
    keep_grounds,
    move,
    put_signature,
    rule_of,
    seats_of,
    statement_of,
    ties_to,
    today_in,
    unproved,
)
from logbook.services.unit import Unit, unit_of_work

CHANGED = say("The evidence has changed while you were reading. Look at it again, then sign.")


@dataclass(frozen=True, slots=True)
class Said:
    """What a judge says, and the digest of the evidence that they have seen."""

    level: str
    words: str
    seen: str


def judge(
    actor: Actor, sign_off_id: UUID, judgement_id: UUID, said: Said, by: Proven
) -> State | None:
    """Say what the evidence shows, without knowing what the other says. Returns what has become
    of the sign-off; None when this very judgement was given before."""
    try:
        with unit_of_work(actor) as unit:
            sign_off = find(actor, sign_off_id)
            if _is_given(actor, sign_off_id, judgement_id):
                raise AlreadyDone
            seat, found = _called(actor, sign_off, today_in(unit))
            _check_said(sign_off, said, found, by)
            judgement = _as_said(actor, sign_off, seat, judgement_id, said, unit.now)
            _give(unit, sign_off, judgement, found, by)
            return sign_off.state
    except AlreadyDone:
        return None


def to_be_signed(
    actor: Actor, sign_off_id: UUID, judgement_id: UUID, said: Said, at: datetime
) -> Statement:
    """What `judge` would sign at this instant: what a passkey is asked to sign before. Refuses
    and complains as `judge` does, and changes nothing."""
    sign_off = find(actor, sign_off_id)
    seat, found = _called(actor, sign_off, day_of(actor, at))
    _check_said(sign_off, said, found, Proven(Method.PASSKEY))
    judgement = _as_said(actor, sign_off, seat, judgement_id, said, at)
    return statement_of(actor, sign_off, found, _words(sign_off, judgement), at)


def _called(actor: Actor, sign_off: SignOff, today: date) -> tuple[JudgeSeat, EvidenceFor]:
    """The actor's seat and the evidence, or why they do not judge this now."""
    insist(policy.may_judge(actor, sign_off, ties_to(actor, sign_off), today))
    seat = next(one for one in seats_of(sign_off) if one.judge_id == actor.id)
    member = db.session.get_one(Membership, (actor.program_id, actor.id))
    wanted = rule_of(sign_off).seats[seat.place]
    judge_ = candidate(member, sign_off.fellow_id, today, asked_by(sign_off))
    if wanted.role is SeatRole.SUPERVISOR:
        insist(has_credentials(judge_.credentials))
    insist(policy.may_sit(judge_, sign_off.fellow_id, wanted, today))
    found = evidence_for(actor, sign_off.enrollment_id, sign_off.competency, today)
    insist(policy.has_evidence(found.missing, _overridden(sign_off)))
    return seat, found


def _is_given(actor: Actor, sign_off_id: UUID, judgement_id: UUID) -> bool:
    found = db.session.get(Judgement, (actor.program_id, judgement_id))
    return found is not None and (found.sign_off_id, found.judge_id) == (sign_off_id, actor.id)


def _overridden(sign_off: SignOff) -> list[str]:
    """Requirements that a director has let it go on without."""
    return [
        name
        for one in decisions_of(sign_off)
        if one.decided is Decided.OVERRIDDEN
        for name in one.missing
    ]


def _check_said(sign_off: SignOff, said: Said, found: EvidenceFor, by: Proven) -> None:
    wrong: dict[str, Message] = dict(about_text("words", said.words.strip(), WORDS_LIMIT))
    if not said.words.strip():
        wrong["words"] = say("Say in a few words what you saw.")
    if said.level not in {one.code for one in found.curriculum.scales[sign_off.scale].levels}:
        wrong["level"] = say("Choose a level of the scale.")
    if said.seen != found.seen:
        wrong["seen"] = CHANGED
    wrong |= unproved(rule_of(sign_off), by)
    if wrong:
        raise Invalid(wrong)


def _give(
    unit: Unit, sign_off: SignOff, judgement: Judgement, found: EvidenceFor, by: Proven
) -> None:
    before = judgements_of(sign_off)
    db.session.add(judgement)
    unit.record(JudgementGiven(subject_id=judgement.id, sign_off_id=sign_off.id), of=judgement)
    put_signature(unit, sign_off, found, _words(sign_off, judgement), by)
    keep_grounds(sign_off, found.grounds)
    step = _outcome(sign_off, [*before, judgement], found)
    if step is Step.AGREE:
        grant(unit, sign_off, step, judgement.level, "", judgement.given_on)
    else:
        move(unit, sign_off, step)


def _words(sign_off: SignOff, judgement: Judgement) -> Words:
    return Words(
        role=policy.ROLE_OF[rule_of(sign_off).seats[judgement.place].role],
        meaning=Meaning.ATTESTS,
        said={
            "judgement": str(judgement.id),
            "level": judgement.level,
            "words": judgement.words,
            "overridden": _overridden(sign_off),
            **_lacking(sign_off, judgement).content(),
        },
    )


def _lacking(sign_off: SignOff, judgement: Judgement) -> Lacking:
    """What a supervisor lacked that day, where the program only warns of it."""
    if rule_of(sign_off).seats[judgement.place].role is not SeatRole.SUPERVISOR:
        return NOTHING_LACKS
    judge_id, asked = judgement.judge_id, asked_by(sign_off)
    curriculum = curriculum_of(sign_off.program_id, sign_off.version_id)
    unprivileged = lacks_privilege(sign_off.program_id, judge_id, asked, judgement.given_on)
    return Lacking(
        curriculum.competencies[sign_off.competency].name if unprivileged else None,
        standing_of(sign_off.program_id, judge_id, judgement.given_on).warned,
    )


def _as_said(
    actor: Actor,
    sign_off: SignOff,
    seat: JudgeSeat,
    judgement_id: UUID,
    said: Said,
    at: datetime,
) -> Judgement:
    return Judgement(
        program_id=sign_off.program_id,
        id=judgement_id,
        sign_off_id=sign_off.id,
        fellow_id=sign_off.fellow_id,
        judge_id=actor.id,
        place=seat.place,
        level=said.level,
        words=said.words.strip(),
        given_on=day_of(actor, at),
        given_at=at,
        grounds_sha256=said.seen,
    )


def _outcome(sign_off: SignOff, judgements: list[Judgement], found: EvidenceFor) -> Step:
    competency = found.curriculum.competencies[sign_off.competency]
    orders = {one.code: one.order for one in found.curriculum.scales[sign_off.scale].levels}
    return life.outcome(
        [orders[one.level] for one in judgements],
        orders[competency.target.level],
        len(competency.sign_off.seats),
    )
