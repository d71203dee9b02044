"""The parts of a draft, each by its form: shown, changed and added."""

from typing import Any
from uuid import UUID

import pytest
from flask.testing import FlaskClient

from logbook.domain.draft_places import entries
from logbook.domain.draft_shelves import SHELVES
from logbook.queries.curriculum_drafts import open_draft
from tests.cast import Member
from tests.conftest import sign_in
from tests.makers.drafts import DRAFTS, a_whole_draft, add, form_of, part_of, send


@pytest.fixture
def draft_id(app: object) -> UUID:
    return a_whole_draft()


@pytest.fixture
def director(client: FlaskClient, dana: Member) -> FlaskClient:
    return sign_in(client, dana)


GONE = object()
OWN = {"value": None, "suggested": 6, "source": "PC", "check": None}
LEVEL = {"scale": "entrust5", "level": "3", "source": "PC"}
CHANGES: list[tuple[str, str, dict[str, Any], dict[str, Any]]] = [
    ("procedures", "esi_caudal", {"abbreviations": "CESI"}, {"abbreviations": ["CESI"]}),
    ("encounters", "enc_longitudinal", {"also": "ward\r\nclinic"}, {"also": ["ward", "clinic"]}),
    ("competencies", "epa01", {"target__level": "entrust5 3"}, {"target": LEVEL}),
    ("forms", "mini_cex", {"purpose": "summative"}, {"purpose": "summative"}),
    ("scales", "rcoa", {"target": "4"}, {"target": "4"}),
    ("domains", "PC", {"name__id": ""}, {"name": {"en": "Patient Care"}}),
    ("categories", "iv_access", {"name__en": "IV", "name__id": ""}, {"name": {"en": "IV"}}),
    ("requirements", "epa01.mini_cex", {"figure__suggested": "6"}, {"figure": OWN}),
    ("rotations", "pmr", {"discipline": ""}, {"discipline": GONE}),
    ("activities", "course", {"private": "y"}, {"private": True}),
    ("tests", "opioid_knowledge", {"pass_mark": "80"}, {"pass_mark": 80}),
    ("credentials", "degree", {"expires": "y"}, {"expires": True}),
    ("sources", "PENN", {"url": ""}, {"url": None}),
    ("fields", "needle_gauge", {"max": "34"}, {"max": 34}),
    ("vocabularies", "yes_no", {"choices-0-label-en": "Oh yes"}, {}),
    ("level_sets", "lumbar_segment", {"levels": "L1\r\nL2"}, {"levels": ["L1", "L2"]}),
]


@pytest.mark.parametrize(("shelf", "key", "but", "now"), CHANGES, ids=[one[0] for one in CHANGES])
def test_each_shelf_is_changed_by_its_form(
    director: FlaskClient,
    draft_id: UUID,
    dana: Member,
    shelf: str,
    key: str,
    but: dict[str, Any],
    now: dict[str, Any],
) -> None:
    before = open_draft(dana.actor, draft_id).document
    old = part_of(draft_id, shelf, key)
    answer = send(director, draft_id, shelf, key, **but)
    assert answer.location == f"{DRAFTS}/{draft_id}/shelves/{shelf}#{key}"
    expected = {name: value for name, value in (old | now).items() if value is not GONE}
    found = part_of(draft_id, shelf, key)
    if shelf == "vocabularies":
        expected, found = {"en": "Oh yes"}, {"en": found["choices"][0]["label"]["en"]}
    assert found == expected
    after = open_draft(dana.actor, draft_id)
    assert {**after.document, shelf: None} == {**before, shelf: None}
    assert after.revision == 2


def test_every_page_of_every_shelf_shows_what_stands_there(
    director: FlaskClient, draft_id: UUID, dana: Member
) -> None:
    document = open_draft(dana.actor, draft_id).document
    kinds = {one["kind"]: one["id"] for one in document["requirements"]}
    for shelf in SHELVES:
        keys = kinds.values() if shelf == "requirements" else [entries(document, shelf)[0]["id"]]
        for key in keys:
            page = director.get(f"{DRAFTS}/{draft_id}/shelves/{shelf}/items/{key}")
            assert (page.status_code, f">{key}</code>" in page.text) == (200, True)
    assert len(kinds) == 16


def test_what_is_sent_as_it_was_shown_is_no_change(
    director: FlaskClient, draft_id: UUID, dana: Member
) -> None:
    for shelf, key in (("requirements", "epa01.entrustment"), ("forms", "msf")):
        assert send(director, draft_id, shelf, key).status_code == 303
    assert open_draft(dana.actor, draft_id).revision == 1


def test_a_procedure_is_added_with_its_fields(director: FlaskClient, draft_id: UUID) -> None:
    form: dict[str, Any] = {
        "category": "joint_bursa",
        "name__en": "Hip injection",
        "name__id": "Injeksi panggul",
        "short__en": "Hip",
        "groups": ["placement", "guidance"],
        "guidance": ["ultrasound", "landmark"],
        "requires": ["guidance"],
        "counts": "y",
    }
    for _ in range(2):  # a double tap is one
        answer = add(director, draft_id, "procedures", **form)
        assert answer.location == f"{DRAFTS}/{draft_id}/shelves/procedures#hip_injection"
    assert part_of(draft_id, "procedures", "hip_injection") == {
        "id": "hip_injection",
        "category": "joint_bursa",
        "name": {"en": "Hip injection", "id": "Injeksi panggul"},
        "short": {"en": "Hip"},
        "groups": ["placement", "guidance"],
        "requires": ["guidance"],
        "guidance": ["ultrasound", "landmark"],
    }


def test_an_id_that_is_there_is_told_with_what_was_typed(
    director: FlaskClient, draft_id: UUID
) -> None:
    answer = add(
        director,
        draft_id,
        "competencies",
        code="EPA14",
        name__en="Teach",
        target__level="entrust5 4",
        target__source="PC",
        new_key="epa01",
    )
    assert (answer.status_code, "“epa01” is there already." in answer.text) == (422, True)
    assert 'value="EPA14"' in answer.text
    assert 'value="entrust5 4"' in answer.text


def test_a_requirement_begins_with_its_kind(director: FlaskClient, draft_id: UUID) -> None:
    where = f"{DRAFTS}/{draft_id}/shelves/requirements/new"
    page = director.get(where).text
    assert page.count("?kind=") == 17
    page = director.get(f"{where}?kind=hours&competency=epa06").text
    assert 'name="months"' in page
    assert 'name="last"' not in page
    assert '<option selected value="epa06">' in page
    answer = add(
        director,
        draft_id,
        "requirements",
        "hours",
        competency="epa06",
        name__en="Courses of late",
        activities=["course", "controlled_substances"],
        months="12",
        figure__suggested="20",
        figure__source="PC",
    )
    assert answer.status_code == 303
    assert part_of(draft_id, "requirements", "epa06.courses_of_late") == {
        "id": "epa06.courses_of_late",
        "kind": "hours",
        "competency": "epa06",
        "name": {"en": "Courses of late"},
        "activities": ["course", "controlled_substances"],
        "months": 12,
        "figure": {"suggested": 20, "source": "PC"},
    }
    page = director.get(f"{DRAFTS}/{draft_id}/shelves/requirements/items/epa06.courses_of_late")
    assert "Suggested, not confirmed" in page.text


def test_a_requirement_shows_its_sentence_before_it_is_kept(
    director: FlaskClient, draft_id: UUID, dana: Member
) -> None:
    key = "epa08.recent"
    page = director.get(f"{DRAFTS}/{draft_id}/shelves/requirements/items/{key}")
    assert "0 of 3 in the last 6 months." in page.text
    answer = send(director, draft_id, "requirements", key, months="9", step="try")
    assert (answer.status_code, "0 of 3 in the last 9 months." in answer.text) == (200, True)
    assert open_draft(dana.actor, draft_id).revision == 1
    answer = send(director, draft_id, "requirements", key, months="none", step="try")
    assert (answer.status_code, 'value="none"' in answer.text) == (422, True)


def test_a_complaint_stands_beside_its_field(director: FlaskClient, draft_id: UUID) -> None:
    answer = send(director, draft_id, "requirements", "epa01.mini_cex", figure__value="3")
    assert answer.status_code == 422
    assert 'id="figure-value-error"' in answer.text
    assert 'href="#figure-value"' in answer.text
    answer = send(director, draft_id, "categories", "iv_access", kind="patient")
    told = "“Intravenous access” would be left wrong: &#39;iv_access&#39; does not hold procedures"
    assert told in answer.text.replace("‘", "'")


def test_rows_come_back_as_the_buttons_want_them_and_nothing_is_kept(
    director: FlaskClient, draft_id: UUID, dana: Member
) -> None:
    def keys(**but: Any) -> list[str]:
        page = send(director, draft_id, "scales", "entrust5", **but).text
        rows = page.split('name="levels-')[1:]
        return [row.split('value="')[1].split('"')[0] for row in rows if "-key" in row[:8]]

    assert keys(step="rows:levels:down:0") == ["2", "1", "3", "4", "5"]
    assert keys(step="rows:levels:up:0") == ["1", "2", "3", "4", "5"]
    assert keys(step="rows:levels:out:4") == ["1", "2", "3", "4"]
    assert keys(step="rows:levels:add") == ["1", "2", "3", "4", "5", ""]
    assert keys(step="rows:nonsense:up:x") == ["1", "2", "3", "4", "5"]
    assert open_draft(dana.actor, draft_id).revision == 1


def test_a_scale_gains_a_level_and_loses_none_that_is_named(
    director: FlaskClient, draft_id: UUID
) -> None:
    more = {"levels-5-new_key": "6", "levels-5-label-en": "Lead the service"}
    assert send(director, draft_id, "scales", "entrust5", **more).status_code == 303
    codes = [one["code"] for one in part_of(draft_id, "scales", "entrust5")["levels"]]
    assert codes == ["1", "2", "3", "4", "5", "6"]
    form = form_of(part_of(draft_id, "scales", "entrust5"), "scales", revision=2)
    fewer = {name: value for name, value in form.items() if not name.startswith("levels-3-")}
    answer = director.post(f"{DRAFTS}/{draft_id}/shelves/scales/items/entrust5", data=fewer)
    assert answer.status_code == 422
    assert "“4” cannot be taken out; it is named by: EPA01 Assess" in answer.text


def test_a_row_at_fault_says_so_beside_its_field(director: FlaskClient, draft_id: UUID) -> None:
    answer = send(director, draft_id, "forms", "mini_cex", **{"items-1-label-en": ""})
    assert answer.status_code == 422
    assert 'id="items-1-label-en-error"' in answer.text
    assert 'href="#items-1-label-en"' in answer.text


def test_what_is_missing_is_told_and_not_what_follows_from_it(
    director: FlaskClient, draft_id: UUID
) -> None:
    page = add(director, draft_id, "requirements", "recency", figure__source="PC").text
    for field in ("competency", "name-en", "category", "months"):
        assert f'id="{field}-error"' in page
    assert 'id="new_key-error"' not in page
    page = add(director, draft_id, "tests", name__en="???").text
    assert 'id="new_key-error"' in page


def test_what_is_added_from_a_group_belongs_to_it(
    director: FlaskClient, draft_id: UUID, dana: Member
) -> None:
    where = f"{DRAFTS}/{draft_id}/shelves"
    assert (
        f"{where}/requirements/new?competency=epa03" in director.get(f"{where}/requirements").text
    )
    page = director.get(f"{where}/requirements/new?competency=epa03").text
    assert "kind=exposure&amp;competency=epa03" in page
    assert f"{where}/procedures/new?category=iv_access" in director.get(f"{where}/procedures").text
    page = director.get(f"{where}/procedures/new?category=iv_access").text
    assert '<option selected value="iv_access">' in page


def test_what_is_added_anew_with_other_words_is_no_double_tap(
    director: FlaskClient, draft_id: UUID
) -> None:
    assert add(director, draft_id, "tests", name__en="Spare").status_code == 303
    again = add(director, draft_id, "tests", name__en="Spare", pass_mark="70")
    assert (again.status_code, "“spare” is there already." in again.text) == (422, True)
    wrong = add(director, draft_id, "tests", name__en="Spare", pass_mark="700")
    assert (wrong.status_code, 'id="pass_mark-error"' in wrong.text) == (422, True)
