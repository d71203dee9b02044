"""Tiles: what is pinned and done of late; what the entry begins with; drafts kept with one tap."""

import re
from datetime import timedelta
from html import unescape

import pytest
from flask.testing import FlaskClient

from logbook.database import db
from logbook.domain.cases import State
from logbook.domain.catalogue import CaseRole
from logbook.models.cases import Case
from logbook.models.columns import new_id
from logbook.services.pinned_kinds import MOST, pin
from tests.cast import CLINIC, TODAY, Member
from tests.conftest import sign_in
from tests.makers.cases import a_case
from tests.statements import statements
from tests.web.test_cases_entry import all_cases, the_epidural

KIND = "esi_lumbosacral_transforaminal"


def tiles(page: str, heading: str) -> list[str]:
    """The kinds that the tiles under a heading open."""
    found = re.search(rf'aria-labelledby="tiles-{heading}">(.*?)</ul>', page, re.DOTALL)
    return (
        re.findall(r'class="lb-tile-open" href="/cases/new\?procedure=(\w+)"', found[1])
        if found
        else []
    )


def chosen(page: str, name: str) -> list[str]:
    """What is ticked of a group of radio inputs."""
    inputs = re.findall(r"<input[^>]*>", page)
    ticked = [one for one in inputs if f'name="{name}"' in one and " checked" in one]
    return [value for one in ticked for value in re.findall(r'value="([^"]*)"', one)]


@pytest.mark.parametrize("where", ["home", "new"])
def test_a_pin_moves_a_tile_up_and_one_is_back_where_one_was(
    client: FlaskClient, asha: Member, ben: Member, where: str
) -> None:
    path = {"home": "/", "new": "/cases/new"}[where]
    a_case(fellow=asha, supervisor=ben)
    a_case(fellow=asha, supervisor=ben, procedure="enc_cancer", details={})
    sign_in(client, asha)
    assert set(tiles(client.get(path).text, "recent")) == {KIND, "enc_cancer"}
    sent = client.post(f"/cases/kinds/{KIND}/pin", data={"page": where})
    assert (sent.status_code, sent.location) == (303, f"{path}#tiles")
    page = client.get(path).text
    assert (tiles(page, "pinned"), tiles(page, "recent")) == ([KIND], ["enc_cancer"])
    client.post(f"/cases/kinds/{KIND}/unpin", data={"page": where})
    assert tiles(client.get(path).text, "pinned") == []


def test_what_the_curriculum_does_not_have_is_not_pinned(client: FlaskClient, asha: Member) -> None:
    assert sign_in(client, asha).post("/cases/kinds/bloodletting/pin").status_code == 404
    pin(asha.actor, "of_an_older_edition")
    assert tiles(client.get("/").text, "pinned") == []


def test_when_all_places_are_taken_no_more_pins_are_offered(
    client: FlaskClient, asha: Member, ben: Member
) -> None:
    for n in range(MOST - 1):
        pin(asha.actor, f"older_{n}")
    pin(asha.actor, "enc_cancer")
    a_case(fellow=asha, supervisor=ben)
    sent = sign_in(client, asha).post(f"/cases/kinds/{KIND}/pin", follow_redirects=True)
    assert "12 procedures are pinned at most. Take one off first." in sent.text


def test_the_day_tells_place_supervisor_and_role(
    client: FlaskClient, asha: Member, ben: Member, eve: Member
) -> None:
    """Of the last of its kind comes how it was done; of today's case where and with whom."""
    a_case(fellow=asha, supervisor=ben, performed_on=TODAY - timedelta(days=3), site_id=None)
    a_case(fellow=asha, supervisor=eve, procedure="enc_cancer", details={}, role=CaseRole.ASSISTED)
    page = sign_in(client, asha).get(f"/cases/new?procedure={KIND}").text
    assert f'selected value="{eve.id}"' in page
    assert chosen(page, "role") == ["assisted"]
    assert chosen(page, "site") == [str(CLINIC)]
    assert chosen(page, "details-levels") == ["L4", "L5"]
    assert "Place, supervisor and role as in your last case of this day." in page


def test_on_a_day_without_a_case_the_last_of_the_kind_tells_all(
    client: FlaskClient, asha: Member, ben: Member, eve: Member
) -> None:
    a_case(fellow=asha, supervisor=ben, performed_on=TODAY - timedelta(days=3))
    yesterday = TODAY - timedelta(days=1)
    other = {"procedure": "enc_cancer", "details": {}, "role": CaseRole.ASSISTED}
    a_case(fellow=asha, supervisor=eve, performed_on=yesterday, **other)
    page = sign_in(client, asha).get(f"/cases/new?procedure={KIND}").text
    assert f'selected value="{ben.id}"' in page
    assert chosen(page, "role") == ["performed_direct"]
    assert "last case of this day" not in page


def test_the_next_one_keeps_the_day_and_what_belongs_to_it(
    client: FlaskClient, asha: Member, ben: Member, eve: Member
) -> None:
    a_case(fellow=asha, supervisor=ben)  # today, but the list is yesterday's
    yesterday = (TODAY - timedelta(days=1)).isoformat()
    sheet = the_epidural(eve, step="next", performed_on="other")
    sheet["performed_on-other"] = yesterday
    sent = sign_in(client, asha).post(f"/cases/{new_id()}", data=sheet)
    assert sent.location == f"/cases/new?procedure={KIND}&day={yesterday}"
    page = client.get(sent.location).text
    assert chosen(page, "performed_on") == [yesterday]
    assert f'selected value="{eve.id}"' in page
    assert chosen(page, "role") == ["assisted"]


@pytest.mark.parametrize("day", ["2999-01-01", "tomorrow"])
def test_no_address_begins_a_case_ahead_of_today(
    client: FlaskClient, asha: Member, day: str
) -> None:
    page = sign_in(client, asha).get(f"/cases/new?procedure={KIND}&day={day}").text
    assert chosen(page, "performed_on") == [TODAY.isoformat()]


def test_a_day_that_is_none_comes_back_as_it_was_typed(
    client: FlaskClient, asha: Member, ben: Member
) -> None:
    sheet = the_epidural(ben, performed_on="other") | {"performed_on-other": "31 June"}
    sent = sign_in(client, asha).post(f"/cases/{new_id()}", data=sheet)
    assert sent.status_code == 422
    assert chosen(sent.text, "performed_on") == ["other"]
    assert 'value="31 June"' in sent.text
    assert "Not a valid date value." in sent.text


def later_tiles(page: str) -> dict[str, str]:
    """The address of each tile, by its kind."""
    return {
        kind: path
        for path, kind in re.findall(
            r'action="(/cases/later/[0-9a-f-]{36})".*?value="(\w+)">', page, re.DOTALL
        )
    }


def test_one_tap_keeps_a_draft_and_two_keep_no_second(
    client: FlaskClient, asha: Member, ben: Member
) -> None:
    a_case(fellow=asha, supervisor=ben, performed_on=TODAY - timedelta(days=2))
    page = sign_in(client, asha).get("/cases/later").text
    assert len(all_cases()) == 1  # to open the page keeps nothing
    for _ in range(2):
        sent = client.post(later_tiles(page)[KIND], data={"procedure": KIND})
        assert (sent.status_code, sent.location) == (303, "/cases/later#tray")
    (draft,) = [case for case in all_cases() if case.state is State.DRAFT]
    assert (draft.performed_on, draft.supervisor_id, draft.site_id) == (TODAY, ben.id, CLINIC)
    assert (draft.role, draft.outcome, draft.age_band) == (CaseRole.PERFORMED_DIRECT, "", None)
    assert draft.details == {}
    shown = unescape(client.get("/").text)
    assert "Still missing: Levels, Side, Outcome, Patient's age" in shown


def test_a_draft_of_a_new_kind_claims_the_least_and_passes_it_to_none(
    client: FlaskClient, asha: Member
) -> None:
    pin(asha.actor, KIND)
    page = sign_in(client, asha).get("/cases/later").text
    client.post(later_tiles(page)[KIND], data={"procedure": KIND})
    assert [case.role for case in all_cases()] == [CaseRole.OBSERVED]
    assert chosen(client.get(f"/cases/new?procedure={KIND}").text, "role") == []


def test_the_tray_lists_the_oldest_first_and_only_ones_own(
    client: FlaskClient, asha: Member, finn: Member, ben: Member
) -> None:
    for days in (1, 5):
        a_case(fellow=asha, supervisor=ben, submit=False, performed_on=TODAY - timedelta(days=days))
    a_case(fellow=finn, supervisor=ben, submit=False)
    old, young = sorted(
        (case for case in db.session.query(Case).filter_by(fellow_id=asha.id)),
        key=lambda case: case.performed_on,
    )
    tray = sign_in(client, asha).get("/cases/later").text.split('id="tray"')[1]
    assert re.findall(r"/cases/([0-9a-f-]{36})/edit", tray) == [str(old.id), str(young.id)]
    assert tray.count("Nothing is missing: it waits to be submitted.") == 2


def test_home_and_form_cost_at_most_two_statements_more_than_before(
    client: FlaskClient, asha: Member, ben: Member
) -> None:
    """Before there were tiles and a tray it was 12 and 6. What is suggested, expected and to be
    followed up costs the first page four of its own."""
    a_case(fellow=asha, supervisor=ben)
    a_case(fellow=asha, supervisor=ben, submit=False)
    pin(asha.actor, "enc_cancer")
    sign_in(client, asha).get("/")
    for path, most in (("/", 14 + 4), (f"/cases/new?procedure={KIND}", 8)):
        client.get(path)
        with statements(again=True) as sent:
            client.get(path)
        assert len(sent) <= most, path
