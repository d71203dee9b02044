"""The evidence of its day: kept with a decision, the same for years, and sealed."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.exc import DatabaseError

from logbook.database import db
from logbook.domain.committee import Outcome
from logbook.models.committee_decisions import MeetingEvidence
from logbook.queries.committee_file import FellowFile, file_of
from logbook.queries.committee_kept import FileThen, file_for
from logbook.services import committee_packet
from tests.cast import TODAY, Member
from tests.makers import committee as made
from tests.makers.cases import an_approved_case
from tests.services.test_committee_packet import made_by

NOW = datetime.now(UTC)


def numbers(file: FellowFile | FileThen) -> list[object]:
    """All that is counted on the page of a fellow."""
    lines = [(one.requirement.id, one.credit, one.standing) for one in file.progress.lines]
    chances = [
        (row.line.requirement.id, row.outlook.have, row.heat, row.outlook.likelihood)
        for row in file.forecast.rows
    ]
    gaps = [(gap.line.requirement.id, gap.there, gap.step) for gap in file.gaps]
    months = {name: found for name, found in file.months.items() if found}
    sums = [file.met, file.asked, file.behind, file.signed]
    words = [(one.id, one.went_well, one.next_step) for one in file.feedback]
    return [lines, chances, gaps, months, sums, words, [one.levels for one in file.reviews]]


@pytest.fixture
def evidence(asha: Member, ben: Member) -> None:
    for _ in range(3):
        an_approved_case(fellow=asha, supervisor=ben)


@pytest.mark.usefixtures("app", "evidence")
def test_what_was_read_is_kept_whole(mia: Member, asha: Member, ben: Member) -> None:
    meeting_id = made.a_session()
    assert asha.enrollment_id is not None
    before = numbers(file_of(mia.actor, asha.enrollment_id, TODAY, NOW))
    made.decide(meeting_id, asha)
    made.close(meeting_id)
    made.approve(meeting_id)
    an_approved_case(fellow=asha, supervisor=ben)
    about = made.the_board(meeting_id, mia)
    item = about.item(asha.id)
    assert item is not None
    then = file_for(mia.actor, about, item, TODAY, NOW)
    assert isinstance(then, FileThen)
    assert numbers(then) == before
    assert numbers(file_of(mia.actor, asha.enrollment_id, TODAY, NOW)) != before


@pytest.mark.usefixtures("app", "evidence")
def test_who_is_put_off_is_kept_when_the_session_closes(mia: Member, finn: Member) -> None:
    meeting_id = made.a_session()
    item = made.the_board(meeting_id, mia).item(finn.id)
    assert item is not None
    about = made.the_board(meeting_id, mia)
    assert isinstance(file_for(mia.actor, about, item, TODAY, NOW), FellowFile)
    made.close(meeting_id)
    about = made.the_board(meeting_id, mia)
    assert isinstance(file_for(mia.actor, about, item, TODAY, NOW), FileThen)


@pytest.mark.usefixtures("evidence")
def test_nobody_changes_it(app: Flask, asha: Member) -> None:
    meeting_id = made.a_session()
    made.decide(meeting_id, asha)
    kept = db.session.scalars(select(MeetingEvidence)).one()
    with pytest.raises(DatabaseError), db.session.begin_nested():
        kept.said = {**kept.said, "gaps": []}
        db.session.flush()


def test_the_papers_of_a_meeting_that_is_over_say_of_which_day_they_are(
    app: Flask, evidence: None, mia: Member, asha: Member, ben: Member, tmp_path: Path
) -> None:
    meeting_id = made.a_held_meeting(Outcome.TARGETED_SUPPORT)
    an_approved_case(fellow=asha, supervisor=ben)
    packet_id = made_by(mia, meeting_id, tmp_path)
    said = (committee_packet.folder_of(tmp_path, packet_id) / f"{asha.id}.json").read_text()
    assert "The evidence as it stood on" in said
