"""Approving the minutes of a meeting under a signature, and amending them; the letters go out with
the approval."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from logbook.database import db
from logbook.domain.audit import canonical
from logbook.domain.case_content import about_text
from logbook.domain.committee import NARRATIVE_LIMIT, MeetingState, MeetingStep
from logbook.domain.decisions import say
from logbook.domain.events_committee import CommitteeLetterWritten, MinutesApproved
from logbook.domain.letters import LetterKind
from logbook.domain.signatures import Meaning, Proven, Statement
from logbook.models.columns import new_id
from logbook.models.committee import CommitteeMeeting
from logbook.models.committee_decisions import CommitteeLetter, MeetingMinutes
from logbook.policy import committee as policy
from logbook.policy.actors import Actor, Role
from logbook.queries.committee_board import board
from logbook.queries.committee_decisions import decisions_in
from logbook.queries.committee_minutes import Plain, approved, minutes_said
from logbook.services import signatures
from logbook.services.committee_meetings import AlreadyDone, find, move
from logbook.services.milestones import record_held
from logbook.services.outbox import Order, write
from logbook.services.refusals import Conflict, Invalid, insist
from logbook.services.unit import Unit, unit_of_work

MINUTES = "meeting_minutes"


def digest_of(said: Mapping[str, object]) -> str:
    """Of minutes: what the chair has seen is what is signed (SHA-256, in hex)."""
    return hashlib.sha256(canonical(said)).hexdigest()


def approve(
    actor: Actor,
    meeting_id: UUID,
    minutes_id: UUID,
    seen: str,
    by: Proven,
    now: datetime | None = None,
) -> None:
    """Sign the minutes as they were shown, under the id that the client made; from then on they
    stay, and each fellow gets a letter. Sent twice, it is one. `now`: another instant than the
    clock's, for the demo's history only."""
    try:
        with unit_of_work(actor, now) as unit:
            meeting = find(actor, meeting_id)
            if _is_there(actor, minutes_id, meeting_id):
                raise AlreadyDone
            insist(policy.may_approve(actor, meeting))
            said = _said(actor, meeting, seen, unit.now)
            kept = MeetingMinutes(
                program_id=actor.program_id,
                id=minutes_id,
                meeting_id=meeting_id,
                number=1,
                said=said,
                words="",
                approved_by_id=actor.id,
                approved_at=unit.now,
            )
            move(unit, meeting, MeetingStep.APPROVE)
            _keep(unit, kept, by)
            _tell(unit, meeting_id)
    except AlreadyDone:
        pass


def _is_there(actor: Actor, minutes_id: UUID, meeting_id: UUID) -> bool:
    found = db.session.get(MeetingMinutes, (actor.program_id, minutes_id))
    asked = (meeting_id, actor.id)
    return found is not None and (found.meeting_id, found.approved_by_id) == asked


def _said(actor: Actor, meeting: CommitteeMeeting, seen: str, now: datetime) -> Plain:
    said = minutes_said(actor, board(actor, meeting.id), now)
    if digest_of(said) != seen:
        raise Invalid({"seen": say("The minutes have changed. Read them again, then sign.")})
    return said


def _keep(unit: Unit, kept: MeetingMinutes, by: Proven) -> None:
    db.session.add(kept)
    approved_ = MinutesApproved(subject_id=kept.id, meeting_id=kept.meeting_id, number=kept.number)
    unit.record(approved_, of=kept)
    at = signatures.instant_of(unit, by)
    signatures.sign(unit, _statement(unit.actor, kept, at), by.method, by.proof)


def _statement(actor: Actor, kept: MeetingMinutes, at: datetime) -> Statement:
    role = Role.COMMITTEE if actor.is_(Role.COMMITTEE) else Role.DIRECTOR
    return Statement(
        program_id=kept.program_id,
        record=MINUTES,
        record_id=kept.id,
        meaning=Meaning.CONFIRMS,
        signer=signatures.signer_of(actor, role),
        at=at,
        content={
            "meeting": str(kept.meeting_id),
            "number": kept.number,
            "said": kept.said,
            "words": kept.words,
        },
    )


@dataclass(frozen=True, slots=True)
class Asked:
    """What the chair is about to sign: the minutes as they were seen, or the words of an
    amendment."""

    minutes_id: UUID
    seen: str = ""
    words: str = ""


def to_be_signed(actor: Actor, meeting_id: UUID, asked: Asked, at: datetime) -> Statement:
    """What a passkey is asked to sign before. Refuses and complains as signing does."""
    meeting = find(actor, meeting_id)
    insist(policy.may_approve(actor, meeting))
    amends = meeting.state is MeetingState.APPROVED
    said = {} if amends else _said(actor, meeting, asked.seen, at)
    kept = MeetingMinutes(
        program_id=actor.program_id,
        id=asked.minutes_id,
        meeting_id=meeting_id,
        number=len(approved(actor, meeting_id)) + 1,
        said=said,
        words=_words(asked.words) if amends else "",
    )
    return _statement(actor, kept, at)


def amend(actor: Actor, meeting_id: UUID, minutes_id: UUID, words: str, by: Proven) -> None:
    """Put a correction beside minutes that are signed. Sent twice, it is one."""
    try:
        with unit_of_work(actor) as unit:
            meeting = find(actor, meeting_id)
            if _is_there(actor, minutes_id, meeting_id):
                raise AlreadyDone
            insist(policy.may_approve(actor, meeting))
            if meeting.state is not MeetingState.APPROVED:
                raise Conflict(say("These minutes are not approved yet."))
            kept = MeetingMinutes(
                program_id=actor.program_id,
                id=minutes_id,
                meeting_id=meeting_id,
                number=len(approved(actor, meeting_id)) + 1,
                said={},
                words=_words(words),
                approved_by_id=actor.id,
                approved_at=unit.now,
            )
            _keep(unit, kept, by)
    except AlreadyDone:
        pass


def _words(words: str) -> str:
    wrong = dict(about_text("words", words.strip(), NARRATIVE_LIMIT))
    if not words.strip():
        wrong["words"] = say("Say what is to be corrected.")
    if wrong:
        raise Invalid(wrong)
    return words.strip()


def _tell(unit: Unit, meeting_id: UUID) -> None:
    """Record the milestones that were agreed on, and write to each fellow: both on one day."""
    for decisions in decisions_in(unit.actor, meeting_id).values():
        if decisions[0].review_id is not None:
            record_held(unit, decisions[0].review_id)
        write_letter(unit, decisions[0].id, decisions[0].fellow_id)


def write_letter(unit: Unit, decision_id: UUID, fellow_id: UUID) -> None:
    """Tell a fellow of a decision: the mail says no more than that there is a letter."""
    letter = CommitteeLetter(
        program_id=unit.actor.program_id,
        id=new_id(),
        decision_id=decision_id,
        fellow_id=fellow_id,
        written_at=unit.now,
        appeal="",
        answer="",
    )
    db.session.add(letter)
    written = CommitteeLetterWritten(
        subject_id=letter.id, fellow_id=fellow_id, decision_id=decision_id
    )
    unit.record(written, of=letter)
    facts = {"letter_id": str(letter.id)}
    key = f"committee/{letter.id}"
    write(unit, Order(fellow_id, LetterKind.COMMITTEE, key, facts, unit.now))
