"""The ledger's page: who reads it, what it tells, and that it claims nothing unverified."""

import re
from html import unescape
from uuid import UUID

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Connection, update

from logbook.domain.catalogue import CaseRole
from logbook.domain.events import EVENTS
from logbook.models.cases import Case
from logbook.models.columns import new_id
from logbook.queries import audit as queries
from logbook.services import approval, cases
from logbook.web.audit import views
from logbook.web.audit.titles import TITLES
from tests.cast import Member
from tests.conftest import sign_in
from tests.house.round import statements
from tests.makers.cases import a_case, an_approved_case
from tests.makers.forgery import forge
from tests.web.test_queue import shown


@pytest.fixture
def story(asha: Member, ben: Member, dana: Member) -> UUID:
    """A case that was answered twice and voided."""
    case_id = a_case(fellow=asha, supervisor=ben, role=CaseRole.PERFORMED_INDIRECT)
    approval.undo(ben.actor, approval.not_observed(ben.actor, case_id, 1))
    approval.approve(ben.actor, case_id, 3, role_stated=CaseRole.ASSISTED, level="2")
    cases.void(dana.actor, case_id, "logged for somebody else")
    return case_id


def rows_of(page: str) -> list[str]:
    inside = page[page.index("<tbody>") : page.index("</tbody>")]
    return [
        re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", row)))
        for row in inside.split("</tr>")[:-1]
    ]


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("dana", 200),
        ("ola", 200),
        ("ada", 200),
        ("rin", 200),
        ("asha", 403),
        ("ben", 403),
        ("eve", 403),
        ("cora", 403),
        ("mia", 403),
    ],
)
def test_who_reads_the_ledger(
    client: FlaskClient, request: pytest.FixtureRequest, who: str, status: int
) -> None:
    sign_in(client, request.getfixturevalue(who))
    assert client.get("/ledger").status_code == status
    assert client.post("/ledger/verification").status_code == status


def test_each_entry_is_told_with_names_the_newest_first(
    client: FlaskClient, dana: Member, story: UUID
) -> None:
    rows = rows_of(sign_in(client, dana).get(f"/ledger?subject={story}").text)
    told = ["voided", "approved at level 2", "taken back", "not observed", "submitted to Ben"]
    assert [words in row for words, row in zip(told, rows, strict=True)] == [True] * 5
    assert all("Lumbar TFESI" in row for row in rows)
    assert "as the supervisor stated it: Assisted" in rows[1]
    assert "as the fellow logged it: Performed, supervisor nearby" in rows[1]
    assert [name in row for name, row in zip(["Dana", "Ben"], rows, strict=False)] == [True, True]


def test_another_program_sees_only_its_own(client: FlaskClient, rin: Member, story: UUID) -> None:
    sign_in(client, rin)
    assert "No entry fits" in shown(client.get(f"/ledger?subject={story}"))
    assert "Asha" not in client.get("/ledger").text


def test_a_draft_stays_its_fellows_own(client: FlaskClient, asha: Member, dana: Member) -> None:
    case_id = a_case(fellow=asha, supervisor=None, submit=False)
    [row] = rows_of(sign_in(client, dana).get(f"/ledger?subject={case_id}").text)
    assert "Case drafted" in row
    assert "TFESI" not in row


def test_filters_by_event_and_by_member(
    client: FlaskClient, asha: Member, ben: Member, dana: Member, story: UUID
) -> None:
    sign_in(client, dana)
    rows = rows_of(client.get("/ledger?event=case.approved").text)
    assert len(rows) == 1
    rows = rows_of(client.get(f"/ledger?member={asha.id}").text)
    assert ["submitted to Ben" in row for row in rows] == [True]
    for nonsense in ("event=x", "member=x", "subject=x", "before=x", "before=2026-999999999999"):
        assert client.get(f"/ledger?{nonsense}").status_code == 200
    assert "This is not the id of a record." in client.get("/ledger?subject=x").text


def test_pages_follow_one_another_without_a_gap(
    client: FlaskClient, asha: Member, ben: Member, dana: Member
) -> None:
    for _ in range(20):
        an_approved_case(fellow=asha, supervisor=ben)
    sign_in(client, dana)
    first = client.get("/ledger").text
    [further] = re.findall(r'rel="next" href="([^"]+)"', first)
    places = [
        int(re.search(r" · (\d+) *$", row)[1])  # type: ignore[index]
        for row in rows_of(first) + rows_of(client.get(unescape(further)).text)
    ]
    assert places == list(range(max(places), -1, -1))


def test_verified_is_said_only_after_verifying(
    client: FlaskClient, dana: Member, story: UUID
) -> None:
    page = shown(sign_in(client, dana).get("/ledger"))
    assert "verified" not in page.lower()
    [head] = queries.heads(dana.actor)
    assert head.root in page
    page = shown(client.post("/ledger/verification"))
    assert "Chain verified" in page
    assert "all of them hold" in page
    logged = Case.metadata.tables["logged_case"]
    forge(update(logged).where(logged.c.id == story).values(indication="neck pain"))
    page = shown(client.post("/ledger/verification"))
    assert "1 fault found" in page
    assert str(story) in page
    assert "Chain verified" not in page


def test_a_long_ledger_is_sent_to_the_command_line(
    client: FlaskClient, dana: Member, story: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views, "MOST_AT_ONCE", 3)
    page = shown(sign_in(client, dana).post("/ledger/verification"))
    assert "flask ledger verify" in page
    assert "Chain verified" not in page


def test_names_cost_one_statement_however_many_entries_there_are(
    client: FlaskClient, asha: Member, ben: Member, dana: Member, connection: Connection
) -> None:
    def count() -> int:
        with statements(connection) as said:
            client.get("/ledger")
        return len([sql for sql in said if sql.startswith("SELECT")])

    sign_in(client, dana)
    few = count()
    for _ in range(10):
        an_approved_case(fellow=asha, supervisor=ben)
    assert count() == few <= 5


def test_a_history_is_for_those_who_may_see_the_record(
    asha: Member, finn: Member, ben: Member, eve: Member, dana: Member, rin: Member, story: UUID
) -> None:
    events = ["submitted", "not_observed", "answer_undone", "approved", "voided"]
    for reader in (asha, ben, dana):
        rows = queries.history_of(reader.actor, story)
        assert [row.event.removeprefix("case.") for row in rows] == events
    for stranger in (finn, eve, rin):
        assert queries.history_of(stranger.actor, story) == []
    assert queries.history_of(eve.actor, eve.id) != []
    assert queries.history_of(dana.actor, new_id()) == []


def test_who_has_a_case_to_answer_is_not_told_the_roles(
    asha: Member, ben: Member, eve: Member
) -> None:
    case_id = a_case(fellow=asha, supervisor=ben)
    given = approval.approve(ben.actor, case_id, 1, role_stated=CaseRole.ASSISTED, level="2")
    approval.undo(ben.actor, given)
    cases.reassign(asha.actor, case_id, eve.id)
    facts = [row.facts.keys() for row in queries.history_of(eve.actor, case_id)]
    assert all({"role", "role_logged", "role_stated"}.isdisjoint(names) for names in facts)
    assert any("role_logged" in row.facts for row in queries.history_of(asha.actor, case_id))


def test_every_event_has_a_title() -> None:
    assert set(TITLES) == set(EVENTS)
