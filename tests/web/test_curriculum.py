"""The curriculum as everybody reads it, and a figure that a director confirms."""

import re
from datetime import UTC, date, datetime, time, timedelta

import pytest
import time_machine
from babel.dates import format_date
from flask.testing import FlaskClient

from logbook.database import db
from logbook.models.programs import Program
from logbook.queries.curriculum import confirmed_curriculum
from tests.cast import RIVERSIDE, TODAY, Cast, Member
from tests.conftest import sign_in
from tests.makers.cases import an_approved_case

LUMBAR = "epa08.spine_lumbar_sacral"
SAID = {
    "value": "30",
    "document": "Program requirements for pain medicine",
    "edition": "2026",
    "dated": "2026-07-01",
}


def row(page: str, requirement: str = LUMBAR) -> str:
    """The table row of a requirement, as text."""
    found = re.search(rf'<tr id="{re.escape(requirement)}">.*?</tr>', page, re.DOTALL)
    assert found is not None
    return " ".join(re.sub(r"<[^>]+>", " ", found[0]).split())


def address(cast: Cast, requirement: str = LUMBAR) -> str:
    return f"/curriculum/{cast.version_id}/figures/{requirement}"


@pytest.mark.parametrize("name", ["asha", "ben", "dana", "mia", "ola", "rin"])
def test_every_member_reads_it(client: FlaskClient, cast: Cast, name: str) -> None:
    page = sign_in(client, cast[name]).get("/curriculum")
    assert page.status_code == 200
    assert "no accreditor's minimum" in page.text.replace("’", "'").replace("&#39;", "'")
    assert "25 Suggested, not confirmed" in row(page.text)


def test_it_names_where_to_look_and_its_sources(client: FlaskClient, asha: Member) -> None:
    page = sign_in(client, asha).get("/curriculum").text
    assert "ACGME Program Requirements, Pain Medicine" in row(page)
    assert 'rel="noreferrer"' in page
    assert "Confirm a figure" not in page


def test_a_figure_that_a_source_states_is_told_from_a_suggestion(
    client: FlaskClient, asha: Member
) -> None:
    page = sign_in(client, asha).get("/curriculum").text
    assert "From a source" in row(page, "epa10.peripheral_block_us")
    assert "No figure set" in row(page, "epa12.intradiscal")


def test_only_a_director_confirms(client: FlaskClient, cast: Cast) -> None:
    for name in ("asha", "ben", "eve", "cora", "mia", "ola"):
        sign_in(client, cast[name])
        assert client.get(address(cast)).status_code == 403
        assert client.post(address(cast), data=SAID).status_code == 403


def test_a_stranger_finds_nothing(client: FlaskClient, cast: Cast, rin: Member) -> None:
    sign_in(client, rin)
    assert client.get(f"/curriculum/{cast.version_id}").status_code == 404
    assert client.post(address(cast), data=SAID).status_code == 404
    assert client.get(address(cast, "epa99.unheard_of")).status_code == 404


def test_the_form_never_names_a_document_that_nobody_read(
    client: FlaskClient, cast: Cast, dana: Member
) -> None:
    page = sign_in(client, dana).get(address(cast)).text
    assert 'name="value" value="25"' in _tight(page) or 'value="25"' in page
    assert re.search(r'<input[^>]*name="document"[^>]*value="[^"]+"', page) is None


def _tight(page: str) -> str:
    return " ".join(page.split())


def test_a_confirmed_figure_stands_with_its_document_and_its_director(
    client: FlaskClient, cast: Cast, dana: Member, asha: Member, ben: Member
) -> None:
    an_approved_case(fellow=asha, supervisor=ben)
    sign_in(client, dana)
    answer = client.post(address(cast), data=SAID)
    assert answer.status_code == 302
    assert answer.location.endswith(f"/curriculum/{cast.version_id}#{LUMBAR}")
    told = row(client.get("/curriculum").text)
    assert "30 Confirmed" in told
    assert "Suggested" not in told
    assert "1 of 30" in client.get(f"/cohort/{asha.enrollment_id}").text


def test_a_confirmed_figure_says_who_when_and_where_it_stands(
    client: FlaskClient, cast: Cast, dana: Member
) -> None:
    db.session.get_one(Program, RIVERSIDE).time_zone = "Asia/Jakarta"
    db.session.commit()
    late = datetime.combine(TODAY, time(20, 0), UTC)
    tomorrow = format_date(TODAY + timedelta(days=1), "medium", "en")
    with time_machine.travel(late, tick=False):
        sign_in(client, dana).post(address(cast), data=SAID)
        whole = (
            f"Confirmed by Dana on {tomorrow}:"
            " Program requirements for pain medicine, 2026, of Jul 1, 2026"
        )
        assert whole in row(client.get("/curriculum").text)
        assert whole in " ".join(client.get(address(cast)).text.split())


def test_what_was_confirmed_is_asked_again_as_it_was_said(
    client: FlaskClient, cast: Cast, dana: Member
) -> None:
    sign_in(client, dana).post(address(cast), data=SAID)
    page = client.get(address(cast)).text
    for said in SAID.values():
        assert f'value="{said}"' in page
    client.post(address(cast), data=SAID | {"value": "32"})
    figure = confirmed_curriculum(dana.actor, cast.version_id).requirements[LUMBAR].figure
    assert figure.count == 32
    assert figure.confirmation is not None
    assert figure.confirmation.dated == date(2026, 7, 1)


@pytest.mark.parametrize(
    "wrong", [{"value": "many"}, {"value": "-1"}, {"document": " "}, {"edition": ""}, {"dated": ""}]
)
def test_what_was_typed_stays_when_something_is_wrong(
    client: FlaskClient, cast: Cast, dana: Member, wrong: dict[str, str]
) -> None:
    sent = SAID | wrong
    answer = sign_in(client, dana).post(address(cast), data=sent)
    assert answer.status_code == 422
    for name, said in SAID.items():
        if name not in wrong:
            assert f'value="{said}"' in answer.text
    assert "25 Suggested, not confirmed" in row(client.get("/curriculum").text)
