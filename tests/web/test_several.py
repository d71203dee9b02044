"""Several cases on one page: by tile or in short, all or none, and nothing typed is lost."""

import re
from datetime import timedelta
from html import unescape
from typing import Any
from uuid import UUID

from flask.testing import FlaskClient

from logbook.domain.cases import State
from logbook.models.cases import Case
from tests.cast import CLINIC, TODAY, Member
from tests.conftest import sign_in
from tests.makers.cases import a_case
from tests.web.test_cases_entry import all_cases

KIND = "esi_lumbosacral_transforaminal"
PATH = "/cases/several"
Form = dict[str, Any]


def sent_by(page: str) -> Form:
    """What a browser would send of the page as it stands, but for its buttons."""
    form = page.split('id="several-form"')[1].split("</form>")[0]
    values: Form = {}
    for tag in re.findall(r"<input[^>]*>", form):
        found = re.search(r'name="([^"]*)"', tag)
        ticks = 'type="radio"' in tag or 'type="checkbox"' in tag
        if found is None or (ticks and " checked" not in tag):
            continue
        value = re.search(r'value="([^"]*)"', tag)
        values.setdefault(found[1], []).append(unescape(value[1]) if value else "")
    for name, options in re.findall(
        r'<select[^>]*name="([^"]*)"[^>]*>(.*?)</select>', form, re.DOTALL
    ):
        chosen = re.search(
            r'<option selected value="([^"]*)"|<option value="([^"]*)" selected', options
        )
        first = re.search(r'<option value="([^"]*)"', options)
        values[name] = next(
            filter(None, [*(chosen.groups() if chosen else ()), first and first[1]]), ""
        )
    return values


def rows(page: str) -> list[str]:
    return list(sent_by(page)["row"])


def tap(client: FlaskClient, page: str, step: str, **changed: object) -> Any:
    return client.post(PATH, data=sent_by(page) | changed | {"step": step})


def submitted() -> list[Case]:
    return [case for case in all_cases() if case.state is State.SUBMITTED]


def test_eight_rows_and_what_the_last_case_tells(
    client: FlaskClient, asha: Member, ben: Member
) -> None:
    a_case(fellow=asha, supervisor=ben)
    page = sign_in(client, asha).get(PATH).text
    sent = sent_by(page)
    assert len(set(sent["row"])) == 8
    assert (sent["supervisor"], sent["site"]) == (str(ben.id), [str(CLINIC)])
    assert sent["performed_on"] == [TODAY.isoformat()]
    assert len(rows(tap(client, page, "add").text)) == 9


def test_a_tile_begins_a_row_as_last_time_but_for_how_it_ended(
    client: FlaskClient, asha: Member, ben: Member
) -> None:
    a_case(fellow=asha, supervisor=ben, outcome="failed", indication="stenosis, as said")
    page = sign_in(client, asha).get(PATH).text
    page = tap(client, page, f"kind:{KIND}").text
    first = rows(page)[0]
    sent = sent_by(page)
    assert len(sent["row"]) == 8
    assert sent[f"{first}-details-levels"] == ["L4", "L5"]
    assert sent[f"{first}-details-laterality"] == ["left"]
    assert (sent[f"{first}-role"], sent[f"{first}-age_band"]) == ("performed_direct", "40-64")
    assert sent[f"{first}-details-guidance"] == ["fluoroscopy"]
    assert f"{first}-outcome" not in sent
    assert "stenosis" not in page


def test_each_row_becomes_a_case_of_its_own_and_a_double_tap_none(
    client: FlaskClient, asha: Member, ben: Member, eve: Member
) -> None:
    day = (TODAY - timedelta(days=1)).isoformat()
    a_case(fellow=asha, supervisor=ben, performed_on=TODAY - timedelta(days=4))
    page = sign_in(client, asha).get(PATH).text
    for _ in range(2):
        page = tap(client, page, f"kind:{KIND}").text
    one, two = rows(page)[:2]
    said = {
        "performed_on": "other",
        "performed_on-other": day,
        "supervisor": str(eve.id),
        f"{one}-outcome": "success",
        f"{two}-outcome": "abandoned",
        f"{two}-details-laterality": "right",
        f"{two}-role": "assisted",
    }
    for _ in range(2):
        sent = tap(client, page, "submit", **said)
        assert (sent.status_code, sent.location) == (303, "/cases")
    found = {case.id: case for case in all_cases() if case.supervisor_id == eve.id}
    assert set(found) == {UUID(one), UUID(two)}
    first, second = found[UUID(one)], found[UUID(two)]
    assert first.performed_on.isoformat() == second.performed_on.isoformat() == day
    assert (first.outcome, first.role, first.details["laterality"]) == (
        "success", "performed_direct", "left",
    )  # fmt: skip
    assert (second.outcome, second.role, second.details["laterality"]) == (
        "abandoned", "assisted", "right",
    )  # fmt: skip
    assert (first.site_id, first.setting) == (CLINIC, "clinic_suite")


def test_what_was_typed_in_short_is_shown_before_it_is_logged(
    client: FlaskClient, asha: Member, ben: Member
) -> None:
    a_case(fellow=asha, supervisor=ben)
    page = sign_in(client, asha).get(PATH).text
    row = rows(page)[3]
    unseen = tap(client, page, "submit", **{f"{row}-what": "L5-S1 TFESI R sparkles"})
    assert unseen.status_code == 422
    assert "Look over what was understood, then send the list again." in unseen.text
    assert re.search(r"is-unknown.*sparkles", unseen.text)
    sent = sent_by(unseen.text)
    assert sent[f"{row}-what"] == ["L5-S1 TFESI R sparkles"]
    assert sent[f"{row}-procedure"] == [KIND]
    assert sent[f"{row}-details-levels"] == ["L5", "S1"]
    assert sent[f"{row}-details-laterality"] == ["right"]
    seen = tap(client, unseen.text, "submit", **{f"{row}-outcome": "success"})
    assert seen.status_code == 303
    (case,) = [one for one in submitted() if one.id == UUID(row)]
    assert case.details == {
        "levels": ["L5", "S1"], "laterality": "right", "guidance": "fluoroscopy",
    }  # fmt: skip


def test_other_words_fill_the_row_anew_and_the_same_words_keep_what_was_mended(
    client: FlaskClient, asha: Member, ben: Member
) -> None:
    page = sign_in(client, asha).get(PATH).text
    row = rows(page)[0]
    page = tap(client, page, "read", **{f"{row}-what": "L4 TFESI R"}).text
    kept = tap(client, page, "read", **{f"{row}-details-levels": ["L3"]}).text
    assert sent_by(kept)[f"{row}-details-levels"] == ["L3"]
    anew = tap(client, kept, "read", **{f"{row}-what": "L2 TFESI L"}).text
    assert sent_by(anew)[f"{row}-details-levels"] == ["L2"]
    several = tap(client, anew, "read", **{f"{row}-what": "MBB L"}).text
    offered = several.split(f'id="{row}-procedure"')[1].split("</select>")[0]
    first, other = re.findall(r'<option value="(\w+)"', offered)[:2]
    assert sent_by(several)[f"{row}-was"] == [first]
    changed = tap(client, several, "read", **{f"{row}-procedure": other}).text
    assert sent_by(changed)[f"{row}-was"] == [other]


def test_one_faulty_row_keeps_all_back_and_nothing_typed_is_lost(
    client: FlaskClient, asha: Member, ben: Member
) -> None:
    a_case(fellow=asha, supervisor=ben)
    page = sign_in(client, asha).get(PATH).text
    for _ in range(2):
        page = tap(client, page, f"kind:{KIND}").text
    one, two, three = rows(page)[:3]
    said = {f"{one}-outcome": "failed", f"{two}-role": "taught", f"{three}-what": "zzz"}
    sent = tap(client, page, "submit", **said)
    assert sent.status_code == 422
    assert len(submitted()) == 1
    beside = sent.text.split(f'id="{two}-outcome-error"')[1].split("</div>")[0]
    assert "Choose how the case ended." in beside
    assert f'id="{one}-outcome-error"' not in sent.text
    assert "Nothing in the catalogue is called that." in sent.text
    kept = sent_by(sent.text)
    assert (kept[f"{one}-outcome"], kept[f"{two}-role"]) == (["failed"], "taught")
    assert kept[f"{three}-what"] == ["zzz"]
    mended = tap(client, sent.text, "submit", **{f"{two}-outcome": "success", f"{three}-what": ""})
    assert mended.status_code == 303
    assert len(submitted()) == 3


def test_what_concerns_all_rows_is_said_once_on_top(
    client: FlaskClient, asha: Member, ben: Member
) -> None:
    a_case(fellow=asha, supervisor=ben)
    page = sign_in(client, asha).get(PATH).text
    for _ in range(2):
        page = tap(client, page, f"kind:{KIND}").text
    one, two = rows(page)[:2]
    ended = {f"{one}-outcome": "success", f"{two}-outcome": "success"}
    sent = tap(client, page, "submit", supervisor="", **ended)
    assert sent.status_code == 422
    assert sent.text.count("Choose who supervised you.") == 2  # on top, and beside the field
    nothing = tap(client, client.get(PATH).text, "submit")
    assert (nothing.status_code, "Enter at least one case." in nothing.text) == (422, True)


def test_a_row_can_be_taken_away_and_all_be_kept_for_later(
    client: FlaskClient, asha: Member, ben: Member
) -> None:
    a_case(fellow=asha, supervisor=ben)
    page = sign_in(client, asha).get(PATH).text
    for _ in range(2):
        page = tap(client, page, f"kind:{KIND}").text
    one, two = rows(page)[:2]
    page = tap(client, page, f"remove:{one}").text
    assert one not in page
    sent = tap(client, page, "draft")
    assert sent.location == "/cases/later#tray"
    (draft,) = [case for case in all_cases() if case.state is State.DRAFT]
    assert (draft.id, draft.outcome) == (UUID(two), "")


def test_never_more_rows_than_a_page_can_hold(client: FlaskClient, asha: Member) -> None:
    page = sign_in(client, asha).get(PATH).text
    for _ in range(14):
        page = tap(client, page, "add").text
    assert len(rows(page)) == 20
    assert 'value="add"' not in page
    assert client.post(PATH, data={"row": "1", "step": "add"}).status_code == 404


def test_what_no_case_tells_is_as_in_the_rows_above(
    client: FlaskClient, asha: Member, ben: Member
) -> None:
    page = sign_in(client, asha).get(PATH).text
    one, two, three = rows(page)[:3]
    page = tap(client, page, "read", **{f"{one}-what": "L4 TFESI R"}).text
    said = {f"{one}-role": "taught", f"{one}-age_band": "80+", f"{two}-what": "L4 TFESI L"}
    page = tap(client, page, "read", **said).text
    sent = sent_by(tap(client, page, "read", **{f"{three}-what": "SCS trial"}).text)
    assert (sent[f"{two}-role"], sent[f"{two}-age_band"]) == ("taught", "80+")
    assert (sent[f"{three}-role"], sent[f"{three}-age_band"]) == ("taught", "")
