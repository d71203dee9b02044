"""Drafts as a director handles them: begun, looked at, taken out and in as a file, thrown away."""

from io import BytesIO
from uuid import UUID

import pytest
import yaml
from flask.testing import FlaskClient

from logbook.models.columns import new_id
from logbook.queries.curriculum_drafts import open_draft, open_drafts
from logbook.services.curriculum_files import as_yaml, read_file
from tests.cast import Cast, Member
from tests.conftest import sign_in
from tests.makers.curricula import shipped_document
from tests.makers.drafts import a_draft, a_whole_draft

DRAFTS = "/curriculum/drafts"


def a_file(text: str) -> tuple[BytesIO, str]:
    return BytesIO(text.encode()), "curriculum.yaml"


def the_draft(dana: Member) -> UUID:
    [draft] = open_drafts(dana.actor)
    return draft.id


def begin(client: FlaskClient, cast: Cast, **but: object) -> object:
    form = {"draft_id": new_id(), "version": cast.version_id, "edition": "2027", **but}
    return client.post(f"{DRAFTS}/begin", data=form)


def test_a_director_finds_the_drafts_from_the_curriculum(
    client: FlaskClient, dana: Member, cora: Member
) -> None:
    assert f'href="{DRAFTS}"' in sign_in(client, dana).get("/curriculum").text
    assert f'href="{DRAFTS}"' not in sign_in(client, cora).get("/curriculum").text


def test_a_draft_is_begun_from_an_edition(client: FlaskClient, cast: Cast, dana: Member) -> None:
    answer = begin(sign_in(client, dana), cast, edition=" 2027.1 ")
    assert answer.location == f"{DRAFTS}/{the_draft(dana)}"
    page = client.get(answer.location).text
    assert "Draft of edition 2027.1" in page
    assert "12 months" in page
    assert "2027.1" in client.get(DRAFTS).text


def test_a_double_tap_begins_one(client: FlaskClient, cast: Cast, dana: Member) -> None:
    draft_id = new_id()
    for _ in range(2):
        assert begin(sign_in(client, dana), cast, draft_id=draft_id).status_code == 303
    assert the_draft(dana) == draft_id


@pytest.mark.parametrize(
    ("but", "told"),
    [
        ({"edition": "2026.2"}, "This edition is published already."),
        ({"edition": "  "}, "This is needed."),
        ({"edition": "x" * 33}, "At most 32 characters."),
        ({"version": "nonsense"}, "Choose the edition to begin from."),
    ],
)
def test_what_cannot_be_begun_is_told(
    client: FlaskClient, cast: Cast, dana: Member, but: dict[str, str], told: str
) -> None:
    answer = begin(sign_in(client, dana), cast, **but)
    assert (answer.status_code, told in answer.text) == (422, True)
    assert open_drafts(dana.actor) == []


def test_a_draft_without_a_proper_id_is_a_bad_request(
    client: FlaskClient, cast: Cast, dana: Member
) -> None:
    assert begin(sign_in(client, dana), cast, draft_id="nonsense").status_code == 400


def test_another_programs_edition_is_none(client: FlaskClient, cast: Cast, dana: Member) -> None:
    answer = begin(sign_in(client, dana), cast, version=cast.far_version_id)
    assert answer.status_code == 422


def test_what_is_downloaded_is_what_stands_there(client: FlaskClient, dana: Member) -> None:
    draft_id = a_draft()
    answer = sign_in(client, dana).get(f"{DRAFTS}/{draft_id}/document")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="pain_medicine.yaml"'
    assert read_file(answer.data) == open_draft(dana.actor, draft_id).document


def test_a_draft_comes_as_a_file(client: FlaskClient, dana: Member) -> None:
    text = as_yaml({**shipped_document(), "edition": "2028"})
    form = {"draft_id": new_id(), "file": a_file(text)}
    answer = sign_in(client, dana).post(f"{DRAFTS}/upload", data=form)
    draft = open_draft(dana.actor, the_draft(dana))
    assert (answer.status_code, draft.curriculum.edition) == (303, "2028")
    assert draft.document == yaml.safe_load(text)


def test_a_faulty_file_is_told_by_path_and_line(client: FlaskClient, dana: Member) -> None:
    text = as_yaml({**shipped_document(), "edition": "2028"})
    lines = text.splitlines()
    line = next(n for n, one in enumerate(lines, 1) if "kind: patients" in one)
    spoilt = text.replace("kind: patients", "kind: patience", 1)
    form = {"draft_id": new_id(), "file": a_file(spoilt)}
    answer = sign_in(client, dana).post(f"{DRAFTS}/upload", data=form)
    assert answer.status_code == 422
    assert f"Line {line}" in answer.text
    assert "requirements[0].kind" in answer.text
    assert "“patience” is none of" in answer.text
    assert open_drafts(dana.actor) == []


def test_a_file_of_a_published_edition_begins_nothing(
    client: FlaskClient, cast: Cast, dana: Member
) -> None:
    form = {"draft_id": new_id(), "file": a_file(as_yaml(shipped_document()))}
    answer = sign_in(client, dana).post(f"{DRAFTS}/upload", data=form)
    assert (answer.status_code, "published already" in answer.text) == (422, True)
    answer = client.post(f"{DRAFTS}/upload", data={"draft_id": new_id()})
    assert (answer.status_code, "Choose a file." in answer.text) == (422, True)


def test_a_draft_is_replaced_by_a_file(client: FlaskClient, dana: Member) -> None:
    draft_id = a_draft()
    where = f"{DRAFTS}/{draft_id}/replace"
    text = sign_in(client, dana).get(f"{DRAFTS}/{draft_id}/document").text
    changed = text.replace("Pain Medicine Fellowship", "Fellowship in pain", 1)
    for _ in range(2):  # the second finds it so
        answer = client.post(where, data={"revision": 1, "file": a_file(changed)})
        assert answer.location == f"{DRAFTS}/{draft_id}"
    draft = open_draft(dana.actor, draft_id)
    assert (str(draft.curriculum.title), draft.revision) == ("Fellowship in pain", 2)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("edition: '2027'", "edition: 2026.2x", "anything"),
        ("id: pain_medicine", "id: another", "This file is of another curriculum."),
        ("edition: '2027'", "edition: '2026.2'", "published already"),
        ("months: 12", "months: many", "length.months"),
    ],
)
def test_a_file_that_does_not_fit_replaces_nothing(
    client: FlaskClient, dana: Member, old: str, new: str, told: str
) -> None:
    draft_id = a_draft()
    text = as_yaml(open_draft(dana.actor, draft_id).document)
    assert old in text
    answer = sign_in(client, dana).post(
        f"{DRAFTS}/{draft_id}/replace",
        data={"revision": 1, "file": a_file(text.replace(old, new, 1))},
    )
    if told == "anything":  # a text without quotes is a text
        assert answer.status_code == 303
        return
    assert (answer.status_code, told in answer.text) == (422, True)
    assert open_draft(dana.actor, draft_id).revision == 1


def test_a_stale_page_replaces_nothing(client: FlaskClient, dana: Member) -> None:
    draft_id = a_draft()
    where = f"{DRAFTS}/{draft_id}/replace"
    text = as_yaml(open_draft(dana.actor, draft_id).document)
    first, second = (text.replace("months: 12", f"months: {n}", 1) for n in (13, 14))
    sign_in(client, dana).post(where, data={"revision": 1, "file": a_file(first)})
    answer = client.post(where, data={"revision": 1, "file": a_file(second)})
    assert answer.status_code == 409
    assert 'name="revision" type="hidden" value="2"' in answer.text
    assert open_draft(dana.actor, draft_id).curriculum.length_months == 13


def test_a_draft_is_thrown_away(client: FlaskClient, dana: Member) -> None:
    draft_id = a_draft()
    sign_in(client, dana)
    assert client.post(f"{DRAFTS}/{draft_id}/discard", data={"revision": 7}).status_code == 409
    assert client.post(f"{DRAFTS}/{draft_id}/discard").status_code == 409
    answer = client.post(f"{DRAFTS}/{draft_id}/discard", data={"revision": 1})
    assert (answer.status_code, open_drafts(dana.actor)) == (303, [])
    assert client.get(f"{DRAFTS}/{draft_id}").status_code == 404


def test_shelves_are_listed_and_searched(client: FlaskClient, dana: Member) -> None:
    draft_id = a_whole_draft()
    where = f"{DRAFTS}/{draft_id}/shelves"
    sign_in(client, dana)
    page = client.get(f"{where}/procedures").text
    assert page.index("Lumbar and sacral spine injections") < page.index("esi_caudal")
    found = client.get(f"{where}/procedures?q=caud").text
    assert ("esi_caudal" in found, "esi_lumbar_interlaminar" in found) == (True, False)
    assert "Nothing found" in client.get(f"{where}/procedures?q=nonsense").text
    page = client.get(f"{where}/requirements?q=mini").text
    assert "So many assessments on a form · 4 more: 0 of 4." in page
    assert client.get(f"{where}/unheard_of").status_code == 404


def test_strangers_and_other_roles_see_no_draft(client: FlaskClient, cast: Cast) -> None:
    draft_id = a_draft()
    for path in ("", "/frame", "/document", "/replace", "/shelves/scales"):
        for name in ("asha", "ben", "eve", "cora", "mia", "ola"):
            answer = sign_in(client, cast[name]).get(f"{DRAFTS}/{draft_id}{path}")
            assert answer.status_code == 403
        assert sign_in(client, cast["rin"]).get(f"{DRAFTS}/{draft_id}{path}").status_code == 404
