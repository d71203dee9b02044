"""A case that is said in short: chips that can be taken away, and a form that is filled in."""

import re
from html import unescape

from flask.testing import FlaskClient

from tests.cast import Member
from tests.conftest import sign_in

LINK = re.compile(r'class="lb-kind" href="(/cases/new\?procedure=[^"]*)"')


def found_for(client: FlaskClient, text: str) -> tuple[str, list[str]]:
    page = unescape(client.get("/cases/new", query_string={"q": text}).text)
    part = page.split("data-understood")[1].split("</section>")[0]
    return part, LINK.findall(part)


def test_what_was_typed_fills_the_form(client: FlaskClient, asha: Member) -> None:
    sign_in(client, asha)
    part, [address] = found_for(client, "L4-5 TFESI R")
    assert re.findall(r"<small>(.*?)</small> (.*?)</span>", part) == [
        ("Levels", "L4, L5"),
        ("What", "TFESI"),
        ("Side", "Right"),
    ]
    form = client.get(address).text
    checked = re.findall(r"<input[^>]*checked[^>]*>", form)
    said = {tuple(re.findall(r'(?:name|value)="([^"]*)"', one)) for one in checked}
    assert {("details-levels", "L4"), ("details-levels", "L5")} <= said
    assert ("details-laterality", "right") in said


def test_a_chip_that_is_taken_away_leaves_the_rest(client: FlaskClient, asha: Member) -> None:
    sign_in(client, asha)
    part, _ = found_for(client, "C3-5 MBB b/l zebra")
    assert 'class="lb-understood-one is-unknown"' in part
    left = re.findall(r'data-without="([^"]*)"', part)
    assert left == ["MBB b/l zebra", "C3-5 b/l zebra", "C3-5 MBB zebra", "C3-5 MBB b/l"]


def test_a_plain_name_is_found_as_before(client: FlaskClient, asha: Member) -> None:
    sign_in(client, asha)
    part, addresses = found_for(client, "SCS trial")
    assert "lb-understood" not in part
    assert addresses == ["/cases/new?procedure=scs_trial"]


def test_an_address_fills_in_nothing_that_is_no_choice(client: FlaskClient, asha: Member) -> None:
    sign_in(client, asha)
    asked = {
        "procedure": "mbb_cervical",
        "details-levels": "L9",
        "details-laterality": "<b>",
        "details-comment": "words",
        "role": "boss",
    }
    page = client.get("/cases/new", query_string=asked)
    assert page.status_code == 200
    assert "<b>" not in page.text
    assert not re.search(r'value="(L9|words|boss)"', page.text)
