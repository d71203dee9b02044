"""Keeping the evidence of its day with what was decided: a page that shows today's would tell
another story a year later."""

from sqlalchemy import func, select

from logbook.database import db
from logbook.domain.events_committee import EvidenceKept
from logbook.models.columns import new_id
from logbook.models.committee import AgendaItem, CommitteeMeeting
from logbook.models.committee_decisions import MeetingEvidence
from logbook.queries.committee_file import file_of
from logbook.queries.committee_keeping import as_kept
from logbook.services.portfolio import today_in
from logbook.services.unit import Unit


def keep(unit: Unit, item: AgendaItem) -> None:
    """What whoever decides could read at this moment. Asked before the decision changes it."""
    asked = select(func.count()).where(
        MeetingEvidence.program_id == item.program_id, MeetingEvidence.item_id == item.id
    )
    today = today_in(item.program_id, unit.now)
    kept = MeetingEvidence(
        program_id=item.program_id,
        id=new_id(),
        item_id=item.id,
        number=db.session.scalars(asked).one() + 1,
        said=as_kept(file_of(unit.actor, item.enrollment_id, today, unit.now)),
        kept_at=unit.now,
    )
    db.session.add(kept)
    unit.record(EvidenceKept(subject_id=kept.id, fellow_id=item.fellow_id), of=kept)


def keep_the_rest(unit: Unit, meeting: CommitteeMeeting) -> None:
    """Of those who were put off: the others have theirs."""
    has = select(MeetingEvidence.id).where(
        MeetingEvidence.program_id == AgendaItem.program_id,
        MeetingEvidence.item_id == AgendaItem.id,
    )
    rest = select(AgendaItem).where(
        AgendaItem.program_id == meeting.program_id,
        AgendaItem.meeting_id == meeting.id,
        AgendaItem.listed,
        ~has.exists(),
    )
    for item in db.session.scalars(rest.order_by(AgendaItem.place)).all():
        keep(unit, item)
