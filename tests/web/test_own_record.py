"""One's own record for life: made step by step in the browser, fetched by nobody else."""

import re
from datetime import timedelta
from io import BytesIO
from uuid import uuid4
from zipfile import ZipFile

import pytest
from flask.testing import FlaskClient

from logbook.database import db
from logbook.models.identity import Account
from logbook.services import programs
from logbook.services.passwords import hash_password
from tests.cast import TODAY, Member
from tests.conftest import sign_in
from tests.makers.cases import an_approved_case
from tests.web.test_queue import shown


@pytest.fixture
def left(asha: Member, ben: Member, cora: Member) -> Member:
    """asha, who has finished and left the program yesterday."""
    an_approved_case(fellow=asha, supervisor=ben)
    programs.leave(cora.actor, asha.id, TODAY - timedelta(days=1))
    return asha


def fetched(client: FlaskClient) -> ZipFile:
    """Ask for a copy and press on until it is there, as a browser without scripts does."""
    page = client.post("/record/copies", data={"copy_id": uuid4()}, follow_redirects=True)
    for _ in range(10):
        action = re.search(r'action="(/record/copies/[^"]+)"', page.text)
        assert action is not None
        if action[1].endswith("/file"):
            response = client.post(action[1])
            assert response.status_code == 200
            assert response.headers["Content-Type"] == "application/zip"
            assert "attachment" in response.headers["Content-Disposition"]
            data = response.get_data()
            response.close()
            return ZipFile(BytesIO(data))
        page = client.post(action[1], follow_redirects=True)
    raise AssertionError("it never came to an end")


def test_a_fellow_takes_the_record_along(client: FlaskClient, asha: Member, ben: Member) -> None:
    an_approved_case(fellow=asha, supervisor=ben)
    file = fetched(sign_in(client, asha))
    assert {"portfolio.pdf", "cases.xlsx", "records/cases.json"} <= set(file.namelist())
    assert "Fetch" not in client.get("/record").text
    assert "kept until" in client.get("/record").text


def test_progress_is_shown_and_kept(client: FlaskClient, asha: Member) -> None:
    page = sign_in(client, asha).post("/record/copies", follow_redirects=True)
    assert '<progress id="job-progress"' in page.text
    path = page.request.path
    assert 'value="0"' in page.text
    assert 'value="1"' in client.post(path, follow_redirects=True).text
    assert 'value="1"' in client.get(path).text
    assert client.post(f"{path}/file").status_code == 404  # not before it is whole


def test_it_can_be_made_after_leaving(client: FlaskClient, left: Member) -> None:
    sign_in(client, left)
    page = client.get("/", follow_redirects=True)
    assert page.request.path == "/record"
    assert "You have left this program" in shown(page)
    for path in ("/cases", "/assessments", "/portfolio", "/competencies"):
        assert client.get(path).status_code == 200
    assert client.get("/cases/new").status_code == 403
    assert len(fetched(client).namelist()) > 10


def test_who_signs_in_after_leaving_comes_to_their_record(
    client: FlaskClient, left: Member
) -> None:
    password = "seven quiet herons"
    db.session.get_one(Account, left.account_id).password_hash = hash_password(password)
    db.session.commit()
    sent = {"address": "asha@example.org", "password": password}
    page = client.post("/sign-in", data=sent, follow_redirects=True)
    assert page.request.path == "/record"


def test_who_left_without_a_record_starts_as_before(client: FlaskClient, lee: Member) -> None:
    assert sign_in(client, lee).get("/").status_code == 200


def test_strangers_cannot_come_near(
    client: FlaskClient, asha: Member, finn: Member, ben: Member, dana: Member, rin: Member
) -> None:
    page = sign_in(client, asha).post("/record/copies", follow_redirects=True)
    path = page.request.path
    for stranger in (finn, ben, dana, rin):
        sign_in(client, stranger)
        for response in (client.get(path), client.post(path), client.post(f"{path}/file")):
            assert response.status_code == 404


def test_who_never_was_a_fellow_is_told_so(client: FlaskClient, ben: Member, rin: Member) -> None:
    for who in (ben, rin):
        sign_in(client, who)
        assert "No record of a fellowship" in shown(client.get("/record"))
        assert client.post("/record/copies").status_code == 404
