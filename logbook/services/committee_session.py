"""While the committee sits: how long a fellow is talked about, and what the members agree on."""

from dataclasses import dataclass
from uuid import UUID

from logbook.database import db
from logbook.domain.case_content import about_text
from logbook.domain.committee import NARRATIVE_LIMIT
from logbook.domain.decisions import Message, say
from logbook.domain.events_committee import (
    ConsensusKept,
    DiscussionBegun,
    DiscussionEnded,
)
from logbook.domain.milestones import Levels, complaints, scale_of
from logbook.models.committee import AgendaItem, CommitteeMeeting
from logbook.models.curriculum import Enrollment
from logbook.policy import committee as policy
from logbook.policy.actors import Actor
from logbook.queries.committee_board import Board, board
from logbook.queries.curriculum import curriculum_of
from logbook.services.committee_meetings import day_in, find, find_item
from logbook.services.refusals import Conflict, Invalid, insist
from logbook.services.unit import Unit, unit_of_work


@dataclass(frozen=True, slots=True)
class Found:
    """What every act in a session begins with."""

    meeting: CommitteeMeeting
    item: AgendaItem
    board: Board


def found_for(actor: Actor, meeting_id: UUID, fellow_id: UUID) -> Found:
    """All locked, and the actor asked whether they may record anything here."""
    meeting = find(actor, meeting_id)
    item, around = find_item(meeting, fellow_id), board(actor, meeting_id)
    place = around.place_of(actor, fellow_id)
    insist(policy.may_record(actor, meeting, fellow_id, place))
    return Found(meeting, item, around)


def begin_discussion(actor: Actor, meeting_id: UUID, fellow_id: UUID) -> None:
    """Note that they begin to talk about a fellow; whom they talked about until then is done. Who
    is taken up again keeps the first beginning."""
    with unit_of_work(actor) as unit:
        found = found_for(actor, meeting_id, fellow_id)
        running = found.board.discussed
        if running is not None and running.fellow_id != fellow_id:
            end(unit, find_item(found.meeting, running.fellow_id))
        if found.item.began_at is None:
            found.item.began_at = unit.now
        found.item.ended_at = None
        unit.record(DiscussionBegun(subject_id=found.item.id, fellow_id=fellow_id), of=found.item)


def end_discussion(actor: Actor, meeting_id: UUID, fellow_id: UUID) -> None:
    with unit_of_work(actor) as unit:
        found = found_for(actor, meeting_id, fellow_id)
        if found.item.began_at is None or found.item.ended_at is not None:
            raise Conflict(say("Nobody is talking about this fellow now."))
        end(unit, found.item)


def end(unit: Unit, item: AgendaItem) -> None:
    item.ended_at = unit.now
    unit.record(DiscussionEnded(subject_id=item.id, fellow_id=item.fellow_id), of=item)


def keep_consensus(
    actor: Actor, meeting_id: UUID, fellow_id: UUID, revision: int, levels: Levels, narrative: str
) -> None:
    """What the members agree on, as far as they have come; the decision makes it evidence."""
    with unit_of_work(actor) as unit:
        found = found_for(actor, meeting_id, fellow_id)
        if found.item.revision != revision:
            raise Conflict(say("Somebody else changed this while you were writing."))
        wrong = dict(about_text("narrative", narrative.strip(), NARRATIVE_LIMIT))
        wrong |= about_levels(unit, found.item, levels, complete=False)
        if wrong:
            raise Invalid(wrong)
        found.item.levels, found.item.narrative = dict(levels), narrative.strip()
        unit.record(ConsensusKept(subject_id=found.item.id, fellow_id=fellow_id), of=found.item)


def about_levels(
    unit: Unit, item: AgendaItem, levels: Levels, *, complete: bool
) -> dict[str, Message]:
    enrollment = db.session.get_one(Enrollment, (item.program_id, item.enrollment_id))
    curriculum, today = curriculum_of(item.program_id, enrollment.version_id), day_in(unit)
    if scale_of(curriculum) is None:
        return {}
    return complaints(levels, curriculum, reviewed_on=today, today=today, complete=complete)
