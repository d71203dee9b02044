"""What keeps a draft from harm: names that hold, stale pages, two directors at once."""

from typing import Any
from uuid import UUID

import pytest
from flask.testing import FlaskClient

from logbook.queries.curriculum_drafts import open_draft
from logbook.services import curriculum_drafts as drafts
from tests.cast import Member
from tests.conftest import sign_in
from tests.makers.drafts import DRAFTS, a_whole_draft, add, form_of, part_of, send


@pytest.fixture
def draft_id(app: object) -> UUID:
    return a_whole_draft()


@pytest.fixture
def director(client: FlaskClient, dana: Member) -> FlaskClient:
    return sign_in(client, dana)


def remove(client: FlaskClient, draft_id: UUID, shelf: str, key: str, revision: int = 1) -> Any:
    where = f"{DRAFTS}/{draft_id}/shelves/{shelf}/items/{key}/removal"
    return client.post(where, data={"revision": revision})


@pytest.mark.parametrize("shelf", ["requirements", "procedures", "tests", "complications"])
def test_what_nobody_names_is_taken_out_once(
    director: FlaskClient, draft_id: UUID, dana: Member, shelf: str
) -> None:
    key = {
        "requirements": "epa13.scholarship",
        "procedures": "esi_caudal",
        "tests": "",
        "complications": "vasovagal",
    }[shelf]
    if shelf == "tests":
        assert add(director, draft_id, "tests", name__en="Spare").status_code == 303
        key = "spare"
    revision = open_draft(dana.actor, draft_id).revision
    for _ in range(2):
        assert remove(director, draft_id, shelf, key, revision).status_code == 303
    after = open_draft(dana.actor, draft_id)
    assert (key in [one["id"] for one in after.document[shelf]], after.revision) == (
        False,
        revision + 1,
    )


@pytest.mark.parametrize(
    ("shelf", "key", "by"),
    [
        ("competencies", "epa01", "Outpatients followed over time"),
        ("categories", "iv_access", "Intravenous access"),
        ("scales", "entrust5", "Mini clinical evaluation exercise"),
        ("forms", "msf", "Multi-source feedback"),
        ("requirements", "epa13.teaching", "Teaching or publication"),
        ("domains", "PC", "Milestone PC3: treatment plan"),
        ("sources", "PC", "Medical degree"),
    ],
)
def test_what_is_named_is_not_taken_out(
    director: FlaskClient, draft_id: UUID, dana: Member, shelf: str, key: str, by: str
) -> None:
    page = director.get(f"{DRAFTS}/{draft_id}/shelves/{shelf}/items/{key}").text
    assert "/removal" not in page
    answer = remove(director, draft_id, shelf, key)
    assert (answer.status_code, "cannot be taken out" in answer.text) == (422, True)
    assert by in answer.text
    assert open_draft(dana.actor, draft_id).revision == 1


def test_a_stale_page_keeps_what_was_typed_and_says_what_stands_there_now(
    director: FlaskClient, draft_id: UUID, dana: Member
) -> None:
    old = form_of(part_of(draft_id, "competencies", "epa01"), "competencies")
    assert send(director, draft_id, "competencies", "epa01", code="FIRST").status_code == 303
    where = f"{DRAFTS}/{draft_id}/shelves/competencies/items/epa01"
    answer = director.post(where, data=old | {"code": "SECOND"})
    assert answer.status_code == 409
    assert 'value="SECOND"' in answer.text
    assert "<dd>FIRST</dd>" in answer.text
    assert part_of(draft_id, "competencies", "epa01")["code"] == "FIRST"
    assert "In the draft now:" in answer.text
    # The page that came back is of the newer state: sent again, it is kept.
    assert 'name="revision" type="hidden" value="2"' in answer.text
    answer = director.post(where, data=old | {"code": "SECOND", "revision": 2})
    assert answer.status_code == 303
    assert part_of(draft_id, "competencies", "epa01")["code"] == "SECOND"


def test_a_stale_page_takes_nothing_out(director: FlaskClient, draft_id: UUID) -> None:
    send(director, draft_id, "competencies", "epa01", code="FIRST")
    assert remove(director, draft_id, "procedures", "esi_caudal").status_code == 409
    assert part_of(draft_id, "procedures", "esi_caudal")


def test_who_is_overtaken_between_reading_and_writing_is_told_too(
    director: FlaskClient, draft_id: UUID, dana: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    change, taken = drafts.change, []

    def overtaken(*args: Any) -> None:
        if not taken:
            taken.append(1)
            document = open_draft(dana.actor, draft_id).document
            change(dana.actor, draft_id, 1, {**document, "edition": "2040"}, "edition")
        change(*args)

    monkeypatch.setattr(drafts, "change", overtaken)
    answer = send(director, draft_id, "competencies", "epa01", code="LATE")
    assert (answer.status_code, 'value="LATE"' in answer.text) == (409, True)
    assert 'name="revision" type="hidden" value="2"' in answer.text


def test_the_whole_is_changed_too(director: FlaskClient, draft_id: UUID, dana: Member) -> None:
    document = dict(open_draft(dana.actor, draft_id).document)
    form = form_of(document, "") | {"title-en": "Pain", "length-months": "24"}
    where = f"{DRAFTS}/{draft_id}/frame"
    assert director.post(where, data=form).location == f"{DRAFTS}/{draft_id}"
    after = open_draft(dana.actor, draft_id).document
    assert (after["title"]["en"], after["length"]) == ("Pain", document["length"] | {"months": 24})
    taken = form_of(dict(after), "", revision=2) | {"edition": "2026.2"}
    assert "published already" in director.post(where, data=taken).text


def test_what_is_not_there_is_a_page_that_is_not_there(
    director: FlaskClient, draft_id: UUID
) -> None:
    for path in ("shelves/nonsense/new", "shelves/scales/items/nonsense"):
        assert director.get(f"{DRAFTS}/{draft_id}/{path}").status_code == 404


def test_a_stale_page_tells_each_kind_of_field_in_words(
    director: FlaskClient, draft_id: UUID
) -> None:
    old = form_of(part_of(draft_id, "forms", "mini_cex"), "forms")
    send(director, draft_id, "forms", "mini_cex", purpose="summative", disciplines=["nurse"])
    mine = {"name-en": "Mine", "from_case": "y", "short-id": ""}
    where = f"{DRAFTS}/{draft_id}/shelves/forms/items/mini_cex"
    page = director.post(where, data=old | mine).text
    now = ["Mini clinical evaluation exercise", "Mini-CEX", "nurse", "no"]
    for said in [*now, "Summative: it stands in a decision"]:
        assert f"<dd>{said}</dd>" in page


def test_a_stale_page_adds_nothing_and_keeps_what_was_typed(
    director: FlaskClient, draft_id: UUID
) -> None:
    send(director, draft_id, "competencies", "epa01", code="FIRST")
    answer = add(director, draft_id, "tests", name__en="Spare")
    assert (answer.status_code, 'value="Spare"' in answer.text) == (409, True)
    assert "In the draft now:" not in answer.text
    # What is there already needs no newer page, as after a double tap.
    assert add(director, draft_id, "tests", name__en="Spare", revision=2).status_code == 303
    assert add(director, draft_id, "tests", name__en="Spare").status_code == 303
