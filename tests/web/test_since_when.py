"""The day of joining on the page of a member: set right, and refused with what was typed kept."""

from datetime import timedelta

from flask.testing import FlaskClient

from tests.cast import TODAY, Member
from tests.conftest import sign_in
from tests.web.test_queue import shown


def test_a_coordinator_sets_the_day_right(client: FlaskClient, ben: Member, cora: Member) -> None:
    sign_in(client, cora)
    address = f"/program/people/{ben.id}"
    assert "In the program since Jan 1, 2020" in shown(client.get(address))
    said = client.post(f"{address}/since", data={"since": TODAY}, follow_redirects=True)
    assert "Kept. It says which days they may sign for." in shown(said)
    assert f'value="{TODAY}"' in said.text
    tomorrow = TODAY + timedelta(1)
    refused = client.post(f"{address}/since", data={"since": tomorrow})
    assert refused.status_code == 422
    assert "This day lies in the future, or after they left." in shown(refused)
    assert f'value="{tomorrow}"' in refused.text


def test_on_ones_own_page_it_is_said_why_not(client: FlaskClient, cora: Member) -> None:
    page = sign_in(client, cora).get(f"/program/people/{cora.id}")
    assert "Nobody says of themselves since when they are here." in shown(page)
    assert "/since" not in page.text
