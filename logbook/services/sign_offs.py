"""Proposing a competency, and who is asked to judge it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from logbook.database import db
from logbook.domain import sign_offs as life
from logbook.domain.case_content import about_text
from logbook.domain.decisions import Message, say
from logbook.domain.events_sign_offs import JudgeAsked, SignOffProposed
from logbook.domain.privileges import Field
from logbook.domain.sign_off_rule import SignOffRule, Strength
from logbook.domain.sign_offs import DECIDED, OPEN, WORDS_LIMIT, State, Step
from logbook.domain.signatures import Meaning, Proven
from logbook.models.columns import new_id
from logbook.models.curriculum import Enrollment
from logbook.models.programs import Membership
from logbook.models.sign_offs import JudgeSeat, SignOff
from logbook.policy import sign_offs as policy
from logbook.policy.actors import Actor, Role
from logbook.queries.curriculum import curriculum_of
from logbook.queries.privileges import fields_of
from logbook.queries.sign_off_evidence import EvidenceFor, evidence_for
from logbook.queries.sign_off_page import ties_to_fellow
from logbook.services.refusals import Conflict, Invalid, insist
from logbook.services.sign_off_signing import (
    AlreadyDone,
    Words,
    asked_by,
    candidate,
    find,
    judgements_of,
    move,
    put_signature,
    rule_of,
    seats_of,
    today_in,
)
from logbook.services.unit import Unit, unit_of_work


@dataclass(frozen=True, slots=True)
class Proposed:
    """What is entered where a competency is proposed."""

    judge_ids: Sequence[UUID | None]
    """In the order of the seats."""
    words: str = ""
    amends_id: UUID | None = None


def propose(
    actor: Actor,
    sign_off_id: UUID,
    enrollment_id: UUID,
    competency: str,
    proposed: Proposed,
    by: Proven,
) -> None:
    """Say that it is time, under the id that the client made. Sent twice, it is one; Conflict
    when somebody else has proposed the same competency."""
    try:
        with unit_of_work(actor) as unit:
            enrollment = db.session.get_one(Enrollment, (actor.program_id, enrollment_id))
            rule = _rule(enrollment, competency)
            ties = ties_to_fellow(actor, enrollment.fellow_id)
            insist(policy.may_propose(actor, enrollment.fellow_id, rule, ties))
            _stop_if_there(actor, sign_off_id)
            found = evidence_for(actor, enrollment_id, competency, today_in(unit))
            _check_place(unit, enrollment, competency, proposed.amends_id)
            _check(unit, enrollment, rule, proposed, found, by)
            sign_off = _begun(unit, sign_off_id, enrollment, competency, proposed)
            _put_forward(unit, sign_off, proposed, found, by)
    except AlreadyDone:
        pass
    except IntegrityError:
        if db.session.get(SignOff, (actor.program_id, sign_off_id)) is None:
            raise Conflict(say("Somebody has proposed this competency already.")) from None


def withdraw(actor: Actor, sign_off_id: UUID) -> None:
    """Take a proposal back before anybody has judged."""
    with unit_of_work(actor) as unit:
        sign_off = find(actor, sign_off_id)
        insist(policy.may_withdraw(actor, sign_off, today_in(unit)))
        move(unit, sign_off, Step.WITHDRAW)


def ask_another(actor: Actor, sign_off_id: UUID, place: int, judge_id: UUID | None) -> None:
    """Another judge in the place of one who has not judged."""
    with unit_of_work(actor) as unit:
        sign_off = find(actor, sign_off_id)
        today = today_in(unit)
        insist(policy.may_ask_another(actor, sign_off, today))
        seat = next((one for one in seats_of(sign_off) if one.place == place), None)
        if seat is None or any(one.place == place for one in judgements_of(sign_off)):
            raise Conflict(say("This judge has judged; what is signed stays."))
        others = [one.judge_id for one in seats_of(sign_off) if one.place != place]
        rule = rule_of(sign_off)
        fields = asked_by(sign_off)
        if wrong := _about_judge(unit, sign_off.fellow_id, rule, place, judge_id, others, fields):
            raise Invalid({f"judge_{place}": wrong})
        assert judge_id is not None
        before_id, seat.judge_id = seat.judge_id, judge_id
        asked = JudgeAsked(
            subject_id=seat.id, sign_off_id=sign_off.id, judge_id=judge_id, before_id=before_id
        )
        unit.record(asked, of=seat)


def _rule(enrollment: Enrollment, competency: str) -> SignOffRule:
    known = curriculum_of(enrollment.program_id, enrollment.version_id).competencies
    if competency not in known:
        raise Invalid({"competency": say("Choose a competency of this curriculum.")})
    return known[competency].sign_off


def _stop_if_there(actor: Actor, sign_off_id: UUID) -> None:
    found = db.session.get(SignOff, (actor.program_id, sign_off_id))
    if found is None:
        return
    if found.proposed_by_id == actor.id:
        raise AlreadyDone
    raise Conflict(say("Somebody has proposed this competency already."))


def _check_place(
    unit: Unit, enrollment: Enrollment, competency: str, amends_id: UUID | None
) -> None:
    """One open at a time; and beside one that stands only what is to take its place."""
    today = today_in(unit)
    others = db.session.scalars(
        select(SignOff).where(
            SignOff.program_id == enrollment.program_id,
            SignOff.fellow_id == enrollment.fellow_id,
            SignOff.competency == competency,
            SignOff.state.in_(OPEN | DECIDED),
        )
    ).all()
    states = {one.id: life.state_at(one.state, one.lapses_on, today) for one in others}
    if any(state in OPEN for state in states.values()):
        raise Conflict(say("Somebody has proposed this competency already."))
    standing = {id_ for id_, state in states.items() if state in DECIDED}
    if amends_id is not None and amends_id not in standing:
        raise Conflict(say("What this is to amend does not stand any more."))
    if standing - {amends_id}:
        raise Conflict(
            say("This is signed already. What is wrong with it is put right by amending.")
        )


def _check(
    unit: Unit,
    enrollment: Enrollment,
    rule: SignOffRule,
    proposed: Proposed,
    found: EvidenceFor,
    by: Proven,
) -> None:
    wrong: dict[str, Message] = dict(about_text("words", proposed.words.strip(), WORDS_LIMIT))
    proved = policy.is_proved(by.method, Strength.SESSION)
    if proved.reason is not None:
        wrong["presence"] = proved.reason
    if proposed.amends_id is not None and not proposed.words.strip():
        wrong["words"] = say("Say what is to be put right.")
    if found.missing and not rule.may_override:
        wrong["evidence"] = say(
            "Evidence that the curriculum asks for is missing; it is listed with the rule."
        )
    asked = fields_of(found.curriculum, found.competency)
    judges = [*proposed.judge_ids, *[None] * len(rule.seats)][: len(rule.seats)]
    for place, judge_id in enumerate(judges):
        others = [one for n, one in enumerate(judges) if n != place]
        message = _about_judge(unit, enrollment.fellow_id, rule, place, judge_id, others, asked)
        if message is not None:
            wrong[f"judge_{place}"] = message
    if wrong:
        raise Invalid(wrong)


def _about_judge(
    unit: Unit,
    fellow_id: UUID,
    rule: SignOffRule,
    place: int,
    judge_id: UUID | None,
    others: Sequence[UUID | None],
    asked: Collection[Field],
) -> Message | None:
    member = db.session.get(Membership, (unit.actor.program_id, judge_id)) if judge_id else None
    if member is None:
        return say("Choose who is to judge.")
    if judge_id in others:
        return say("Each judge judges once: choose somebody else.")
    today = today_in(unit)
    return policy.may_sit(
        candidate(member, fellow_id, today, asked), fellow_id, rule.seats[place], today
    ).reason


def _begun(
    unit: Unit, sign_off_id: UUID, enrollment: Enrollment, competency: str, proposed: Proposed
) -> SignOff:
    curriculum = curriculum_of(enrollment.program_id, enrollment.version_id)
    wanted = curriculum.competencies[competency]
    return SignOff(
        program_id=enrollment.program_id,
        id=sign_off_id,
        enrollment_id=enrollment.id,
        version_id=enrollment.version_id,
        fellow_id=enrollment.fellow_id,
        competency=competency,
        amends_id=proposed.amends_id,
        proposed_by_id=unit.actor.id,
        proposed_at=unit.now,
        words=proposed.words.strip(),
        committee=wanted.sign_off.committee,
        state=State.PROPOSED,
        scale=wanted.target.scale,
        statement="",
    )


def _put_forward(
    unit: Unit, sign_off: SignOff, proposed: Proposed, found: EvidenceFor, by: Proven
) -> None:
    db.session.add(sign_off)
    db.session.flush()
    event = SignOffProposed(
        subject_id=sign_off.id,
        fellow_id=sign_off.fellow_id,
        competency=sign_off.competency,
        amends_id=sign_off.amends_id,
    )
    unit.record(event, of=sign_off)
    for place, judge_id in enumerate(proposed.judge_ids[: len(rule_of(sign_off).seats)]):
        _ask(unit, sign_off, place, judge_id)
    own = unit.actor.id == sign_off.fellow_id
    words = Words(
        role=Role.FELLOW if own else Role.SUPERVISOR,
        meaning=Meaning.PROPOSES,
        said={"words": sign_off.words},
    )
    put_signature(unit, sign_off, found, words, by)


def _ask(unit: Unit, sign_off: SignOff, place: int, judge_id: UUID | None) -> None:
    assert judge_id is not None  # `_check` has seen to it
    seat = JudgeSeat(
        program_id=sign_off.program_id,
        id=new_id(),
        sign_off_id=sign_off.id,
        fellow_id=sign_off.fellow_id,
        place=place,
        judge_id=judge_id,
    )
    db.session.add(seat)
    asked = JudgeAsked(
        subject_id=seat.id, sign_off_id=sign_off.id, judge_id=judge_id, before_id=None
    )
    unit.record(asked, of=seat)
