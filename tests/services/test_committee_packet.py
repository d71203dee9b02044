"""The packet of a meeting: every fellow, one paper with bookmarks, and the numbers of the page."""

import json
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import pytest
from python_calamine import CalamineWorkbook
from sqlalchemy.exc import NoResultFound

from logbook.domain.committee import Outcome
from logbook.domain.readings import Page
from logbook.models.columns import new_id
from logbook.queries.committee_file import file_of
from logbook.queries.record_reads import readings
from logbook.services import committee_packet as services
from logbook.services.refusals import Refused
from tests.cast import TODAY, Member
from tests.makers import committee as made
from tests.makers.cases import an_approved_case
from tests.services.test_record_copies import speak

NOW = datetime.now(UTC)


def made_by(who: Member, meeting_id: UUID, folder: Path) -> UUID:
    packet_id = services.ask(who.actor, meeting_id, new_id(), "en")
    about = made.the_board(meeting_id, who)
    for _ in range(len(about.agenda) + 2):
        services.advance(who.actor, packet_id, folder, speak, TODAY, NOW)
    return packet_id


@pytest.fixture
def meeting_id(asha: Member, finn: Member, ben: Member) -> UUID:
    """asha has a case, a plan and milestones."""
    an_approved_case(fellow=asha, supervisor=ben)
    made.a_held_meeting(Outcome.TARGETED_SUPPORT)
    return made.a_meeting()


def test_every_fellow_is_a_bookmark_and_the_paper_is_tagged(
    meeting_id: UUID, mia: Member, tmp_path: Path
) -> None:
    packet_id = made_by(mia, meeting_id, tmp_path)
    paper = services.take(mia.actor, packet_id, tmp_path, "pdf", NOW)
    content = paper.read_bytes()
    assert content.startswith(b"%PDF-") and b"/Marked true" in content
    for name in ("Asha", "Finn"):
        assert f"/Title({name})".encode() in content


def test_its_numbers_are_those_of_the_page(
    meeting_id: UUID, mia: Member, asha: Member, tmp_path: Path
) -> None:
    packet_id = made_by(mia, meeting_id, tmp_path)
    book = services.take(mia.actor, packet_id, tmp_path, "xlsx", NOW)
    assert asha.enrollment_id is not None
    page = file_of(mia.actor, asha.enrollment_id, TODAY, NOW)
    sheets = CalamineWorkbook.from_path(str(book))
    assert sheets.sheet_names[:2] == ["Summary", "Progress"]
    summary = sheets.get_sheet_by_name("Summary").to_python()
    assert [row[0] for row in summary[1:]] == ["Asha", "Finn"]
    assert summary[1][1:6] == [
        page.met,
        page.asked,
        page.behind,
        page.signed,
        len(page.competencies),
    ]
    forecast = sheets.get_sheet_by_name("Forecast").to_python()
    rows = [*page.forecast.at_risk, *page.forecast.likely, *page.forecast.unnumbered]
    assert [row[1:4] for row in forecast[1:] if row[0] == "Asha"] == [
        [row.line.requirement.name.in_("en"), row.outlook.have, row.outlook.wanted] for row in rows
    ]
    progress = sheets.get_sheet_by_name("Progress").to_python()
    shown = [int(row[3]) for row in progress[1:] if row[0] == "Asha"]
    assert shown == [line.credit for group in page.progress.groups for line in group.asked]
    assert sum(shown) > 0
    said = json.loads((services.folder_of(tmp_path, packet_id) / f"{asha.id}.json").read_text())
    assert [section["title"] for section in said["sections"]][:3] == [
        "Progress",
        "Forecast: at risk",
        "Milestones",
    ]


def test_it_shows_no_rating_of_a_member(mia: Member, asha: Member, tmp_path: Path) -> None:
    meeting_id = made.an_asked_meeting()
    made.pre_rate(meeting_id, mia, asha, code="4.5")
    packet_id = made_by(mia, meeting_id, tmp_path)
    for one in services.folder_of(tmp_path, packet_id).glob("*.json"):
        assert "4.5" not in one.read_text() and "Seen in clinic" not in one.read_text()


def test_it_goes_on_where_it_stopped(meeting_id: UUID, mia: Member, tmp_path: Path) -> None:
    packet_id = services.ask(mia.actor, meeting_id, new_id(), "en")
    services.advance(mia.actor, packet_id, tmp_path, speak, TODAY, NOW)
    about = made.the_board(meeting_id, mia)
    come = services.come_to(about, tmp_path, packet_id, False)
    assert (come.done, come.total) == (1, 4)
    assert services.ask(mia.actor, meeting_id, new_id(), "en") == packet_id


def test_only_who_asked_takes_it(
    meeting_id: UUID, mia: Member, dana: Member, cora: Member, tmp_path: Path
) -> None:
    packet_id = made_by(mia, meeting_id, tmp_path)
    with pytest.raises(NoResultFound):
        services.take(dana.actor, packet_id, tmp_path, "pdf", NOW)
    with pytest.raises(Refused):
        services.ask(cora.actor, meeting_id, new_id(), "en")
    assert services.sweep(mia.program_id, tmp_path, NOW + services.KEPT * 2) == 1
    assert not services.folder_of(tmp_path, packet_id).exists()


def test_each_fellow_reads_that_the_papers_were_taken(
    meeting_id: UUID, mia: Member, asha: Member, tmp_path: Path
) -> None:
    packet_id = made_by(mia, meeting_id, tmp_path)
    assert readings(asha.actor, asha.id)[0] == []
    for form in ("pdf", "xlsx"):
        services.take(mia.actor, packet_id, tmp_path, form, NOW)
    (read,) = readings(asha.actor, asha.id)[0]
    assert (read.reader, read.page) == ("Mia", Page.PACKET)
