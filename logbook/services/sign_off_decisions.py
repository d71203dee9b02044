"""What directors and the committee decide about a sign-off, each decision a signed record that
never changes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from logbook.database import db
from logbook.domain.case_content import about_text
from logbook.domain.decisions import Message, say
from logbook.domain.events_sign_offs import SignOffDecided
from logbook.domain.sign_offs import STEPS, WORDS_LIMIT, Decided, State, Step
from logbook.domain.signatures import Meaning, Method, Proven, Statement
from logbook.models.sign_offs import SignOff, SignOffDecision
from logbook.policy import sign_off_decisions as policy
from logbook.policy.actors import Actor, Role
from logbook.policy.sign_offs import has_evidence
from logbook.queries.sign_off_evidence import EvidenceFor, evidence_for
from logbook.services.refusals import Conflict, Invalid, insist
from logbook.services.sign_off_granting import grant, replace_former
from logbook.services.sign_off_signing import (
    AlreadyDone,
    Words,
    day_of,
    decisions_of,
    find,
    keep_grounds,
    move,
    put_signature,
    rule_of,
    statement_of,
    ties_to,
    today_in,
    unproved,
)
from logbook.services.unit import Unit, unit_of_work

ENDS = (Decided.SUSPENDED, Decided.REVOKED, Decided.RETURNED)
NEEDS_EVIDENCE = (Decided.BY_DIRECTOR, Decided.TOGETHER, Decided.CONFIRMED, Decided.UPHELD)
WITH_LEVEL = (Decided.BY_DIRECTOR, Decided.TOGETHER)


@dataclass(frozen=True, slots=True)
class Ruling:
    """What is decided, in words, and the digest of the evidence that was seen with it."""

    decided: Decided
    words: str
    seen: str
    level: str | None = None
    """Where the judges differed: the level that holds."""


def decide(
    actor: Actor, sign_off_id: UUID, decision_id: UUID, revision: int, ruling: Ruling, by: Proven
) -> None:
    """Take one decision, under the id that the client made. Sent twice, it is one."""
    try:
        with unit_of_work(actor) as unit:
            sign_off = find(actor, sign_off_id)
            if _is_taken(actor, sign_off_id, decision_id):
                raise AlreadyDone
            found = _asked(actor, sign_off, revision, ruling, today_in(unit))
            _check(sign_off, ruling, found, by)
            decision = _made(actor, sign_off, decision_id, ruling, found, unit.now)
            _write(unit, sign_off, decision, found, by)
            _follow(unit, sign_off, ruling, found)
    except AlreadyDone:
        pass


def to_be_signed(
    actor: Actor, sign_off_id: UUID, decision_id: UUID, revision: int, ruling: Ruling, at: datetime
) -> Statement:
    """What `decide` would sign at this instant: what a passkey is asked to sign before. Refuses
    and complains as `decide` does, and changes nothing."""
    sign_off = find(actor, sign_off_id)
    found = _asked(actor, sign_off, revision, ruling, day_of(actor, at))
    _check(sign_off, ruling, found, Proven(Method.PASSKEY))
    decision = _made(actor, sign_off, decision_id, ruling, found, at)
    return statement_of(actor, sign_off, found, _words(actor, sign_off, decision), at)


def _asked(
    actor: Actor, sign_off: SignOff, revision: int, ruling: Ruling, today: date
) -> EvidenceFor:
    """The evidence, or why the actor does not decide this now."""
    ties = ties_to(actor, sign_off)
    insist(policy.may_decide(actor, sign_off, ruling.decided, ties, today))
    if ruling.decided is Decided.OVERRIDDEN:
        insist(policy.may_override(actor, sign_off, rule_of(sign_off).may_override))
    if sign_off.revision != revision:
        raise Conflict(say("Somebody else changed this sign-off while you were deciding."))
    return evidence_for(actor, sign_off.enrollment_id, sign_off.competency, today)


def _is_taken(actor: Actor, sign_off_id: UUID, decision_id: UUID) -> bool:
    found = db.session.get(SignOffDecision, (actor.program_id, decision_id))
    said = (sign_off_id, actor.id)
    return found is not None and (found.sign_off_id, found.decided_by_id) == said


def _check(sign_off: SignOff, ruling: Ruling, found: EvidenceFor, by: Proven) -> None:
    wrong: dict[str, Message] = dict(about_text("words", ruling.words.strip(), WORDS_LIMIT))
    if ruling.decided is not Decided.CONFIRMED and not ruling.words.strip():
        wrong["words"] = say("Say why; the reason stays with the sign-off.")
    if ruling.decided in WITH_LEVEL and not _reaches(sign_off, ruling.level, found):
        wrong["level"] = say("Choose the target level or one above; below it, send it back.")
    if ruling.decided is Decided.OVERRIDDEN and not _lacking(sign_off, found):
        wrong["evidence"] = say("Nothing is missing that could be overridden.")
    if ruling.decided not in ENDS and ruling.seen != found.seen:
        wrong["seen"] = say(
            "The evidence has changed while you were reading. Look at it again, then sign."
        )
    wrong |= unproved(rule_of(sign_off), by)
    if wrong:
        raise Invalid(wrong)
    if ruling.decided in NEEDS_EVIDENCE:
        insist(has_evidence(found.missing, overridden(decisions_of(sign_off))))


def _reaches(sign_off: SignOff, level: str | None, found: EvidenceFor) -> bool:
    orders = {one.code: one.order for one in found.curriculum.scales[sign_off.scale].levels}
    target = found.curriculum.competencies[sign_off.competency].target.level
    return level is not None and orders.get(level, 0) >= orders[target]


def overridden(decisions: Sequence[SignOffDecision]) -> list[str]:
    """Requirements that a director has let it go on without."""
    return [name for one in decisions if one.decided is Decided.OVERRIDDEN for name in one.missing]


def _lacking(sign_off: SignOff, found: EvidenceFor) -> list[str]:
    known = overridden(decisions_of(sign_off))
    return [name for name in found.missing if name not in known]


def _write(
    unit: Unit, sign_off: SignOff, decision: SignOffDecision, found: EvidenceFor, by: Proven
) -> None:
    db.session.add(decision)
    event = SignOffDecided(
        subject_id=decision.id, sign_off_id=sign_off.id, decided=decision.decided
    )
    unit.record(event, of=decision)
    put_signature(unit, sign_off, found, _words(unit.actor, sign_off, decision), by)


def _words(actor: Actor, sign_off: SignOff, decision: SignOffDecision) -> Words:
    return Words(
        role=_office(actor, sign_off, decision.decided),
        meaning=Meaning.ENDS if decision.decided in ENDS else Meaning.CONFIRMS,
        said={
            "decision": str(decision.id),
            "decided": decision.decided,
            "level": decision.level or sign_off.level,
            "words": decision.words,
            "missing": list(decision.missing),
        },
        decision_id=decision.id,
    )


def _made(
    actor: Actor,
    sign_off: SignOff,
    decision_id: UUID,
    ruling: Ruling,
    found: EvidenceFor,
    at: datetime,
) -> SignOffDecision:
    return SignOffDecision(
        program_id=sign_off.program_id,
        id=decision_id,
        sign_off_id=sign_off.id,
        fellow_id=sign_off.fellow_id,
        decided_by_id=actor.id,
        decided=ruling.decided,
        level=ruling.level if ruling.decided in WITH_LEVEL else None,
        words=ruling.words.strip(),
        missing=_lacking(sign_off, found) if ruling.decided is Decided.OVERRIDDEN else [],
        decided_at=at,
    )


def _office(actor: Actor, sign_off: SignOff, decided: Decided) -> Role:
    """As what they sign."""
    for_committee = decided is Decided.CONFIRMED or (
        decided is Decided.RETURNED and sign_off.state is State.GRANTED
    )
    if for_committee and actor.is_(Role.COMMITTEE):
        return Role.COMMITTEE
    return Role.DIRECTOR


def _follow(unit: Unit, sign_off: SignOff, ruling: Ruling, found: EvidenceFor) -> None:
    """The sign-off itself follows."""
    step, today = STEPS[ruling.decided], today_in(unit)
    if ruling.decided not in ENDS:
        keep_grounds(sign_off, found.grounds)
    if step is Step.DECIDE:
        assert ruling.level is not None
        grant(unit, sign_off, step, ruling.level, ruling.words.strip(), today)
        return
    move(unit, sign_off, step)
    replace_former(unit, sign_off, today)
