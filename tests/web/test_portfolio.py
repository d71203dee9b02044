"""An item from the fellow's phone to evidence; and a reflection that nobody else can find."""

import pytest
from flask.testing import FlaskClient

from logbook.models.columns import new_id
from tests.cast import TODAY, Cast, Member
from tests.conftest import sign_in

SECRET = "Pelargonium"
REFLECTION = {"kind": "reflection", "done_on": TODAY, "title": SECRET, "words": SECRET}


def test_sent_accepted_and_counted(client: FlaskClient, asha: Member, ben: Member) -> None:
    item = new_id()
    form = {"kind": "course", "done_on": TODAY, "title": "Course", "hours": "1:30"}
    sign_in(client, asha)
    failed = client.post(f"/portfolio/items/{item}", data={**form, "hours": "x", "step": "send"})
    assert (failed.status_code, 'value="Course"' in failed.text) == (422, True)
    sent = {**form, "accepter": str(ben.id), "step": "send"}
    for _ in range(2):  # a double tap
        assert client.post(f"/portfolio/items/{item}", data=sent).status_code == 303
    sign_in(client, ben)
    assert "Items to accept" in client.get("/").text
    assert str(item) in client.get("/portfolio/queue").text
    assert client.post(f"/portfolio/items/{item}/accept", data={"revision": 1}).status_code == 303
    assert str(item) not in client.get("/portfolio/queue").text
    assert "Accepted" in sign_in(client, asha).get(f"/portfolio/items/{item}").text


@pytest.mark.parametrize("name", ["finn", "ben", "eve", "lee", "dana", "cora", "mia", "ola", "rin"])
def test_a_kept_reflection_is_on_no_page_of_anybody_else(
    client: FlaskClient, cast: Cast, asha: Member, name: str
) -> None:
    item = new_id()
    sign_in(client, asha).post(f"/portfolio/items/{item}", data={**REFLECTION, "step": "keep"})
    assert SECRET in client.get("/portfolio").text
    sign_in(client, cast[name])
    assert client.get(f"/portfolio/items/{item}").status_code == 404
    for page in ("/", "/portfolio/queue", f"/portfolio/fellows/{asha.enrollment_id}", "/ledger"):
        assert SECRET not in client.get(page).text
    taken = client.post(f"/exchange/export.csv?fellow={asha.id}")
    assert SECRET.encode() not in taken.data
