"""Who read whose record: noted before the page leaves, shown to its owner, and never undone."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Connection, delete, select, update
from sqlalchemy.exc import DBAPIError

from logbook.database import db
from logbook.domain.readings import Page, Why
from logbook.models.record_reads import RecordRead
from logbook.queries import audit
from logbook.queries.record_reads import readings
from logbook.services import record_reads
from logbook.web.reads import QUEUE, SHOWING
from tests.cast import RIVERSIDE, Member
from tests.conftest import sign_in
from tests.house.round import statements
from tests.makers.cases import a_case
from tests.makers.credentials import a_credential
from tests.web.test_ledger import rows_of

NOW = datetime(2026, 11, 3, 9, 20, tzinfo=UTC)


def kept() -> list[tuple[str, str]]:
    """The readings that are kept, as page and reason."""
    rows = db.session.execute(select(RecordRead.page, RecordRead.why).order_by(RecordRead.id))
    return [(row.page, row.why) for row in rows]


def test_a_director_who_reads_a_case_is_noted_once_an_hour(
    client: FlaskClient, asha: Member, ben: Member, dana: Member
) -> None:
    case_id = a_case(fellow=asha, supervisor=ben)
    sign_in(client, dana)
    size = audit.heads(dana.actor)[0].size
    for minutes in (0, 5, 45):
        with time_machine.travel(NOW + timedelta(minutes=minutes), tick=False):
            sign_in(client, dana)
            assert client.get(f"/cases/{case_id}").status_code == 200
    assert kept() == [(Page.CASE, Why.OVERSEES)] * 2  # from nine, and from ten
    assert audit.heads(dana.actor)[0].size == size


def test_a_supervisors_daily_work_is_told_apart(
    client: FlaskClient, asha: Member, finn: Member, ben: Member
) -> None:
    case_id = a_case(fellow=asha, supervisor=ben)
    a_case(fellow=asha, supervisor=ben)
    a_case(fellow=finn, supervisor=ben)
    sign_in(client, ben)
    client.get("/queue")
    assert kept() == [(Page.QUEUE, Why.ASKED)] * 2  # one of each fellow
    client.get(f"/cases/{case_id}")
    assert kept()[2:] == [(Page.CASE, Why.ASKED)]


def test_ones_own_pages_are_nobodys_reading(client: FlaskClient, asha: Member, ben: Member) -> None:
    case_id = a_case(fellow=asha, supervisor=ben)
    mine = a_credential(of=ben)
    sign_in(client, asha).get(f"/cases/{case_id}")
    sign_in(client, ben).get(f"/credentials/{mine}")
    assert kept() == []


def test_a_refusal_shows_nothing_and_notes_nothing(
    client: FlaskClient, asha: Member, ben: Member, eve: Member, rin: Member
) -> None:
    case_id = a_case(fellow=asha, supervisor=ben)
    for stranger in (eve, rin):
        assert sign_in(client, stranger).get(f"/cases/{case_id}").status_code == 404
    assert kept() == []


def test_the_fellow_sees_who_read_theirs(
    client: FlaskClient, asha: Member, finn: Member, ben: Member, dana: Member, rin: Member
) -> None:
    case_id = a_case(fellow=asha, supervisor=ben)
    sign_in(client, dana).get(f"/cases/{case_id}")
    client.get(f"/cohort/{asha.enrollment_id}")
    client.get(f"/cohort/{finn.enrollment_id}")
    rows = rows_of(sign_in(client, asha).get("/record/readers").text)
    assert ["Dana" in row for row in rows] == [True, True]
    assert "Progress, and what is missing" in rows[0]
    assert "A case" in rows[1]
    assert "answers for the program" in rows[1]
    assert len(rows_of(sign_in(client, finn).get("/record/readers").text)) == 1
    assert "Nobody so far" in sign_in(client, rin).get("/record/readers").text


def test_auditors_see_the_readings_of_all_and_others_do_not(
    client: FlaskClient, asha: Member, ben: Member, dana: Member, ola: Member, rin: Member
) -> None:
    case_id = a_case(fellow=asha, supervisor=ben)
    sign_in(client, dana).get(f"/cases/{case_id}")
    page = sign_in(client, ola).get("/record/readers/all")
    [row] = rows_of(page.text)
    assert "Asha" in row and "Dana" in row
    for query, found in ((f"owner={asha.id}", 1), (f"owner={ben.id}", 0), (f"reader={dana.id}", 1)):
        page = client.get(f"/record/readers/all?{query}")
        assert ("No reading fits" in page.text) == (found == 0)
    for refused in (asha, ben):
        assert sign_in(client, refused).get("/record/readers/all").status_code == 403
    assert readings(asha.actor, None)[0] == readings(asha.actor, asha.id)[0]
    assert "Asha" not in sign_in(client, rin).get("/record/readers/all").text.split("<tbody>")[-1]


def test_pages_of_readings_follow_one_another(asha: Member, dana: Member) -> None:
    for hour in range(60):
        record_reads.note(dana.actor, "member", asha.id, Page.EXPORT, NOW + timedelta(hours=hour))
    first, further = readings(asha.actor, asha.id)
    rest, end = readings(asha.actor, asha.id, before=further)
    assert (len(first), len(rest), end) == (50, 10, None)
    assert len({row.id for row in first + rest}) == 60


@pytest.mark.parametrize(
    "forge", [lambda: update(RecordRead).values(why="asked"), lambda: delete(RecordRead)]
)
def test_the_database_lets_nobody_change_a_reading(
    asha: Member, dana: Member, connection: Connection, forge: Callable[[], object]
) -> None:
    record_reads.note(dana.actor, "member", asha.id, Page.EXPORT, datetime.now(UTC))
    with pytest.raises(DBAPIError), connection.begin_nested():
        connection.execute(forge())
    assert kept() == [(Page.EXPORT, Why.OVERSEES)]


def test_what_is_old_is_swept_and_nothing_else(asha: Member, dana: Member) -> None:
    now = datetime.now(UTC)
    for days in (0, 300, 500, 1200):
        record_reads.note(dana.actor, "member", asha.id, Page.EXPORT, now - timedelta(days=days))
    assert record_reads.sweep(RIVERSIDE, now, timedelta(days=1095)) == 1
    assert record_reads.sweep(RIVERSIDE, now, timedelta(days=10)) == 1  # a year is the least
    assert len(kept()) == 2


def test_daily_reading_costs_one_statement_and_writes_nothing(
    client: FlaskClient, asha: Member, ben: Member, dana: Member, connection: Connection
) -> None:
    case_id = a_case(fellow=asha, supervisor=ben)
    sign_in(client, dana)
    for path, member, extra in ((f"/cases/{case_id}", dana, 1), ("/queue", ben, 1)):
        sign_in(client, member).get(path)
        with statements(connection) as said:
            client.get(path)
        assert sum("record_read" in sql for sql in said) == extra
        assert not [sql for sql in said if sql.startswith("INSERT")]
    sign_in(client, asha)
    for path in (f"/cases/{case_id}", "/cases", "/"):
        with statements(connection) as said:
            client.get(path)
        assert not [sql for sql in said if "record_read" in sql]


def test_every_page_of_a_record_is_noted_or_known_not_to_be(app: Flask) -> None:
    """A new page that names somebody's record decides whether to look at it is a reading."""
    pages = {
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if "GET" in (rule.methods or set()) and "<uuid:" in rule.rule
    }
    assert {one for one in SHOWING if one != "exchange.take"} <= pages
    assert pages - set(SHOWING) - NOTED_BY_THE_API == NOT_READINGS
    assert QUEUE in app.view_functions


NOTED_BY_THE_API = {"api.get_case", "api.get_progress"}
"""By itself, as floors do not import sideways: see tests/api/test_cases.py."""

NOT_READINGS = {
    # sums of programs, in which nobody is
    *("institutions.show", "institutions.program", "institutions.csv", "naming.institution"),
    # what a meeting is about, all fellows at once
    *("committee.detail", "committee.edit", "committee.minutes", "committee.packet"),
    # one's own alone
    *("cases.amend", "cases.edit", "own_record.copy", "portfolio.edit", "rounds.rate_self"),
    *("tokens.let_sign", "hospital.answer_case", "hospital.answer_share"),
    "follow_ups.answer",
    # a blank form: what it is filled with is nobody's record yet
    "suggestions.new",
    # files as they come in, before anything is anybody's
    *("hospital.columns", "hospital.report", "hospital.show_import"),
    # of the program, not of a person
    *("administration.invite_director", "programs.site", "teaching.session"),
    *("api.get_edition", "curriculum.confirm", "curriculum.version"),
    *("drafts.document", "drafts.frame", "drafts.item", "drafts.new"),
    *("drafts.replace", "drafts.shelf", "drafts.show"),
    *("publishing.compare", "publishing.move", "publishing.review"),
    # somebody's place in the program, and a file that is not in their record yet
    *("programs.member", "programs.enrollment", "programs.privileges"),
    # the profile of an issuer and the keys that it signs with, which are open to everybody
    *("certificates.issuer", "certificates.key"),
    *("exchange.faulty", "exchange.match", "exchange.preview"),
}
