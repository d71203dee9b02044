"""What the ledger's filters let through, and that a file of it says the same and no more."""

import csv
import json
from datetime import UTC, datetime
from io import StringIO
from uuid import UUID

import pytest
from flask.testing import FlaskClient

from logbook.domain.audit import Entry
from logbook.domain.days import day_began
from logbook.domain.events import EVENTS
from logbook.queries import audit as queries
from logbook.queries import audit_export
from logbook.queries.audit_wanted import Wanted
from logbook.services import programs
from logbook.web.audit.rooms import ROOMS
from tests.cast import TODAY, Member
from tests.conftest import sign_in
from tests.makers.cases import a_case, an_approved_case
from tests.makers.credentials import a_credential
from tests.makers.portfolio import an_accepted_item
from tests.web.test_ledger import rows_of
from tests.web.test_queue import shown


@pytest.fixture
def story(asha: Member, ben: Member, dana: Member) -> UUID:
    """An approved case and a site that is called like a formula, in dana's ledger."""
    programs.add_site(dana.actor, "=HYPERLINK(1)")
    return an_approved_case(fellow=asha, supervisor=ben)


def entries_in(client: FlaskClient, form: str, query: str = "") -> list[dict[str, str]]:
    response = client.post(f"/ledger/export.{form}{query}")
    assert response.status_code == 200
    assert response.headers["Content-Disposition"].endswith(f'.{form}"')
    if form == "jsonl":
        return [json.loads(line) for line in response.text.splitlines()]
    return list(csv.DictReader(StringIO(response.get_data().decode("utf-8-sig"), newline="")))


def test_every_event_stands_in_one_room() -> None:
    begins = [begin for _, found in ROOMS.values() for begin in found]
    assert len(begins) == len(set(begins))
    assert {name.split(".")[0] for name in EVENTS} == set(begins)


def test_a_room_is_asked_for_as_a_whole(client: FlaskClient, dana: Member, story: UUID) -> None:
    sign_in(client, dana)
    whole = entries_in(client, "jsonl", "?event=all-cases")
    assert {one["event"] for one in whole} == {"case.submitted", "case.approved"}
    assert [one["event"] for one in entries_in(client, "jsonl", "?event=case.approved")] == [
        "case.approved"
    ]
    page = client.get("/ledger?event=all-cases").text
    assert '<optgroup label="Cases">' in page
    assert "all-accounts" not in page  # those stand in the installation's ledger
    assert len(rows_of(page)) == 2


def test_time_is_meant_in_days_of_the_program(dana: Member, story: UUID) -> None:
    now = datetime.now(UTC)
    rows, _ = queries.entries(dana.actor, Wanted(), now)
    at = rows[0].at
    assert queries.entries(dana.actor, Wanted(since=at), now)[0][0] == rows[0]
    assert rows[0] not in queries.entries(dana.actor, Wanted(until=at), now)[0]
    assert day_began("Asia/Jakarta", TODAY).hour == 17


def test_days_narrow_the_page_and_the_file(client: FlaskClient, dana: Member, story: UUID) -> None:
    sign_in(client, dana)
    assert "No entry fits" in shown(client.get("/ledger?until=2001-01-01"))
    assert "No entry fits" in shown(client.get("/ledger?since=2999-01-01"))
    assert rows_of(client.get(f"/ledger?since={TODAY}&until={TODAY}").text)
    assert entries_in(client, "csv", "?until=2001-01-01") == []
    page = shown(client.get("/ledger?since=2026-02-02&until=2026-02-01&member=x"))
    assert "This day is before the first one." in page


def test_what_is_asked_for_stays_with_further_pages_and_files(
    client: FlaskClient, asha: Member, ben: Member, dana: Member
) -> None:
    for _ in range(51):
        a_case(fellow=asha, supervisor=ben)
    page = sign_in(client, dana).get(f"/ledger?event=all-cases&member={asha.id}&since={TODAY}").text
    for path in ("/ledger?", "/ledger/export.csv?", "/ledger/export.jsonl?"):
        assert f"{path}event=all-cases&amp;member={asha.id}&amp;since={TODAY}" in page


@pytest.mark.parametrize("form", ["csv", "jsonl"])
def test_a_file_holds_the_whole_ledger_once_and_in_order(
    client: FlaskClient, dana: Member, story: UUID, form: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(audit_export, "AT_ONCE", 2)
    size = queries.heads(dana.actor)[0].size
    found = entries_in(sign_in(client, dana), form)
    assert [int(one["seq"]) for one in found] == list(range(size))
    told = next(one for one in found if one["event"] == "case.approved")
    assert "Lumbar TFESI" in told["record"]
    assert told["by_whom"].startswith("Ben")
    assert told["title"] == "Case approved"
    assert "approved at level" in told["what_happened"]
    assert "<" not in told["what_happened"]


def test_each_line_can_be_hashed_anew_without_the_service(
    client: FlaskClient, dana: Member, story: UUID
) -> None:
    for one in entries_in(sign_in(client, dana), "jsonl"):
        entry = Entry(
            program_id=dana.program_id,
            log=one["log"],
            seq=int(one["seq"]),
            at=datetime.fromisoformat(one["at"]),
            actor_id=UUID(one["actor_id"]),
            event=one["event"],
            subject_id=UUID(one["subject_id"]),
            facts=one["facts"],
            content=bytes.fromhex(one["content"]) if one["content"] else None,
            previous=bytes.fromhex(one["previous"]),
        )
        assert entry.leaf().hex() == one["leaf"]


def test_no_cell_is_taken_for_a_formula(client: FlaskClient, dana: Member, story: UUID) -> None:
    [site] = entries_in(sign_in(client, dana), "csv", "?event=site.added")[-1:]
    assert site["record"] == "'=HYPERLINK(1)"
    [site] = entries_in(client, "jsonl", "?event=site.added")[-1:]
    assert site["record"] == "=HYPERLINK(1)"


def test_that_it_left_is_an_entry_itself(client: FlaskClient, dana: Member, story: UUID) -> None:
    held = entries_in(sign_in(client, dana), "csv", "?event=all-cases")
    [row] = rows_of(client.get("/ledger?event=ledger.exported").text)
    assert f"{len(held)} entries of the ledger exported as csv" in row
    assert "Dana" in row


def test_a_file_is_sent_while_it_is_read(client: FlaskClient, dana: Member, story: UUID) -> None:
    response = sign_in(client, dana).post("/ledger/export.jsonl")
    assert response.is_streamed
    assert response.text


@pytest.mark.parametrize("who", ["asha", "ben", "eve", "cora", "mia"])
def test_who_may_not_read_it_takes_nothing_out(
    client: FlaskClient, request: pytest.FixtureRequest, who: str
) -> None:
    sign_in(client, request.getfixturevalue(who))
    assert client.post("/ledger/export.csv").status_code == 403


def test_another_program_takes_out_its_own(client: FlaskClient, rin: Member, story: UUID) -> None:
    found = entries_in(sign_in(client, rin), "jsonl")
    assert str(story) not in {one["subject_id"] for one in found}
    assert not any("Asha" in str(one) for one in found)


def test_each_kind_of_record_leads_to_its_history(
    client: FlaskClient, asha: Member, dana: Member
) -> None:
    item, credential = an_accepted_item(), a_credential(of=asha)
    pages = {f"/portfolio/items/{item}": item, f"/credentials/{credential}": credential}
    sign_in(client, dana)
    for page, record in pages.items():
        assert f'href="/ledger?subject={record}"' in client.get(page).text
        assert rows_of(client.get(f"/ledger?subject={record}").text)
    sign_in(client, asha)
    for page in pages:
        assert "/ledger" not in client.get(page).text
