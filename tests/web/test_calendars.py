"""A feed of dates: its address cannot be guessed, is shown once, and can be taken back."""

import re
from datetime import timedelta

from flask.testing import FlaskClient

from logbook.domain.calendars import DateKind
from logbook.queries.calendars import dates_of
from tests.cast import TODAY, Member
from tests.conftest import sign_in
from tests.domain.test_calendars import read
from tests.makers import committee as made
from tests.makers.credentials import a_credential
from tests.makers.rotations import BEGAN, a_rotation


def an_address(client: FlaskClient, who: Member) -> str:
    page = sign_in(client, who).post("/calendar").text
    found = re.search(r">(?:https?://[^/]+)?(/calendar/[^<]+\.ics)<", page)
    assert found
    return found[1]


def test_it_is_read_without_signing_in(client: FlaskClient, asha: Member) -> None:
    a_credential(of=asha, expires_on=TODAY + timedelta(days=40))
    address = an_address(client, asha)
    client.delete_cookie("session")
    answer = client.get(address)
    assert answer.content_type == "text/calendar; charset=utf-8"
    events = read(answer.text)
    ends = f"{TODAY + timedelta(days=40):%Y%m%d}"
    assert ends in {one["DTSTART"] for one in events}
    assert read(client.get(address).text) == events  # its names stay


def test_it_is_shown_once_and_another_one_takes_its_place(
    client: FlaskClient, asha: Member
) -> None:
    first = an_address(client, asha)
    assert first not in client.get("/calendar").text
    second = an_address(client, asha)
    assert first != second
    assert client.get(first).status_code == 404
    assert client.get(second).status_code == 200


def test_it_can_be_stopped(client: FlaskClient, asha: Member) -> None:
    address = an_address(client, asha)
    for _ in range(2):
        assert client.post("/calendar/stop").status_code == 303
    assert client.get(address).status_code == 404


def test_who_guesses_is_made_to_wait(client: FlaskClient) -> None:
    codes = [client.get(f"/calendar/{'A' * 43}{n:02}.ics").status_code for n in range(40)]
    assert codes[0] == 404 and codes[-1] == 429


def test_everybody_gets_what_their_pages_show(
    client: FlaskClient, asha: Member, finn: Member, ben: Member, dana: Member, eve: Member
) -> None:
    a_rotation((TODAY - BEGAN).days, 28, of=asha)
    made.a_held_meeting()

    def kinds(who: Member) -> set[tuple[DateKind, str | None]]:
        return {(one.kind, one.whose) for one in dates_of(who.actor, TODAY)}

    assert (DateKind.ROTATION, None) in kinds(asha) and (DateKind.PLAN, None) in kinds(asha)
    assert all(whose is None for _, whose in kinds(asha))
    assert {(DateKind.MEETING, None), (DateKind.ROTATION, "Asha"), (DateKind.PLAN, "Asha")} <= (
        kinds(dana)
    )
    assert kinds(eve) == {one for one in kinds(eve) if one[0] is DateKind.CREDENTIAL}
    assert not any(whose == "Asha" for _, whose in kinds(finn))
