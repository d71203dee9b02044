"""Words that may tell who a patient is: looked at while typed, refused, or passed with a reason."""

import json
import re
from html import unescape
from typing import Any

from flask.testing import FlaskClient
from sqlalchemy import select

from logbook.database import db
from logbook.domain.harmless import Harmless, key_of
from logbook.domain.identifiers import find_identifiers
from logbook.models.audit import LedgerEntry
from logbook.models.cases import Case
from logbook.models.columns import new_id
from tests.cast import Member
from tests.conftest import sign_in
from tests.makers.assessments import an_assessment
from tests.makers.cases import a_case
from tests.web.test_cases_entry import the_epidural

WORDS = "Used the Racz needle that Mr Whitfield designed."
STATED = "identifier.stated_harmless"


def statement(text: str, reason: str = "technique") -> dict[str, str]:
    return {f"harmless-{key_of(text, one)}": reason for one in find_identifiers(text)}


def told_of(subject_id: object) -> list[dict[str, Any]]:
    rows = db.session.scalars(
        select(LedgerEntry.facts)
        .where(LedgerEntry.subject_id == subject_id, LedgerEntry.event == STATED)
        .order_by(LedgerEntry.seq)
    )
    return [json.loads(facts) for facts in rows]


def test_the_form_comes_back_with_what_was_typed_and_room_for_a_reason(
    client: FlaskClient, asha: Member, ben: Member
) -> None:
    sign_in(client, asha)
    sent = client.post(f"/cases/{new_id()}", data=the_epidural(ben, reflection=WORDS))
    page = unescape(sent.text)
    assert sent.status_code == 422
    assert WORDS in page
    assert "<mark>Mr Whitfield</mark>" in page
    [name] = statement(WORDS)
    assert f'name="{name}"' in page
    assert db.session.query(Case).count() == 0


def test_a_reason_lets_it_pass_and_stands_in_the_ledger_without_the_words(
    client: FlaskClient, asha: Member, ben: Member
) -> None:
    sign_in(client, asha)
    case_id = new_id()
    form = the_epidural(ben, reflection=WORDS) | statement(WORDS)
    assert client.post(f"/cases/{case_id}", data=form).status_code == 303
    [told] = told_of(case_id)
    assert told == {"field": "reflection", "kind": "name", "reason": "technique", "count": 1}
    everything = db.session.scalars(select(LedgerEntry.facts)).all()
    assert not any("Whitfield" in facts for facts in everything)


def test_a_reason_that_is_none_lets_nothing_pass(
    client: FlaskClient, asha: Member, ben: Member
) -> None:
    sign_in(client, asha)
    for said in ("", "because", "Mr Whitfield"):
        form = the_epidural(ben, reflection=WORDS) | statement(WORDS, said)
        assert client.post(f"/cases/{new_id()}", data=form).status_code == 422
    other = the_epidural(ben, reflection=WORDS) | statement("Mr Somebody")
    assert client.post(f"/cases/{new_id()}", data=other).status_code == 422


def test_what_was_stated_is_there_when_the_case_is_changed_and_is_told_once(
    client: FlaskClient, asha: Member, ben: Member
) -> None:
    sign_in(client, asha)
    case_id = new_id()
    form = the_epidural(ben, reflection=WORDS) | statement(WORDS)
    client.post(f"/cases/{case_id}", data=form)
    page = client.get(f"/cases/{case_id}/edit").text
    assert re.search(r'<option value="technique" selected>', page)
    again = form | {"revision": "1", "indication": "radicular pain"}
    assert client.post(f"/cases/{case_id}/edit", data=again).status_code == 303
    assert len(told_of(case_id)) == 1
    other = again | {"revision": "2"} | statement(WORDS, "colleague")
    assert client.post(f"/cases/{case_id}/edit", data=other).status_code == 303
    assert [one["reason"] for one in told_of(case_id)] == ["technique", "colleague"]


def test_a_supervisor_may_state_it_too(client: FlaskClient, asha: Member, ben: Member) -> None:
    case_id = a_case(fellow=asha, supervisor=ben)
    sign_in(client, ben)
    address = f"/queue/{case_id}/return"
    words = "Ask Mrs Osei at the desk for the right lot."
    field = f"return-{case_id.hex}-words"
    sent = {field: words, f"return-{case_id.hex}-revision": "1"}
    assert client.post(address, data=sent).status_code == 422
    assert client.post(address, data=sent | statement(words, "colleague")).status_code == 303
    [told] = told_of(case_id)
    assert (told["field"], told["reason"]) == ("words", "colleague")


def test_one_request_hears_nothing_of_another(
    client: FlaskClient, asha: Member, ben: Member
) -> None:
    sign_in(client, asha)
    form = the_epidural(ben, reflection=WORDS)
    assert client.post(f"/cases/{new_id()}", data=form | statement(WORDS)).status_code == 303
    assert client.post(f"/cases/{new_id()}", data=form).status_code == 422


def test_words_are_looked_at_while_they_are_typed(client: FlaskClient, asha: Member) -> None:
    sign_in(client, asha)
    text = "😀 saw Mr Whitfield, MRN 1234567"
    found = client.post(
        "/identifiers", data={"text": text, "field": "reflection"} | statement(text, "words")
    ).get_json()
    utf16 = text.encode("utf-16-le")
    marked = [utf16[2 * start : 2 * end].decode("utf-16-le") for start, end in found["places"]]
    assert marked == ["Mr Whitfield", "MRN 1234567"]
    assert found["said"] == "2 passages may tell who the patient is."
    assert found["part"].count('<option value="words" selected>') == 2
    assert Harmless.THING in found["part"]


def test_what_is_shown_of_typed_words_is_escaped(client: FlaskClient, asha: Member) -> None:
    sign_in(client, asha)
    found = client.post(
        "/identifiers", data={"text": "<b>Mr Whitfield</b>", "field": '"><script>'}
    ).get_json()
    assert "<b>" not in found["part"]
    assert "<script>" not in found["part"]


def test_clean_words_and_too_many_words(client: FlaskClient, asha: Member) -> None:
    sign_in(client, asha)
    found = client.post("/identifiers", data={"text": "L4-5 TFESI with a Dr. Racz catheter"})
    assert found.get_json()["places"] == []
    assert found.get_json()["part"].strip() == ""
    assert client.post("/identifiers", data={"text": "a" * 10_001}).status_code == 413


def test_strangers_have_nothing_looked_at(client: FlaskClient) -> None:
    assert client.post("/identifiers", data={"text": "Mr Whitfield"}).status_code == 302


def test_a_director_finds_the_reasons_in_the_ledger(
    client: FlaskClient, asha: Member, ben: Member, dana: Member
) -> None:
    sign_in(client, asha)
    client.post(f"/cases/{new_id()}", data=the_epidural(ben, reflection=WORDS) | statement(WORDS))
    sign_in(client, dana)
    page = client.get("/ledger", query_string={"event": STATED}).text
    assert "what looked like a name is a technique or a sign with a name (reflection, 1 ×)" in page


def test_a_draft_of_an_assessment_keeps_its_reasons(
    client: FlaskClient, asha: Member, ben: Member
) -> None:
    assessment_id = an_assessment(fellow=asha, assessor=ben)
    sign_in(client, ben)
    address = f"/assessments/{assessment_id}/answers"
    form = {"revision": "1", "went_well": WORDS, "next_step": "", "step": "draft"}
    assert client.post(address, data=form).status_code == 422
    assert client.post(address, data=form | statement(WORDS)).status_code == 303
    [told] = told_of(assessment_id)
    assert (told["field"], told["count"]) == ("went_well", 1)
    assert '<option value="technique" selected>' in client.get(address).text


def test_the_reason_of_a_withdrawal_is_guarded_as_well(
    client: FlaskClient, asha: Member, ben: Member
) -> None:
    case_id = a_case(fellow=asha, supervisor=ben)
    sign_in(client, asha)
    words = "It was Mrs Osei who did it."
    client.post(f"/cases/{case_id}/withdraw", data={"reason": words})
    assert db.session.get_one(Case, (asha.program_id, case_id)).state == "submitted"
    client.post(f"/cases/{case_id}/withdraw", data={"reason": words} | statement(words))
    db.session.expire_all()
    assert db.session.get_one(Case, (asha.program_id, case_id)).state == "withdrawn"
    assert [one["field"] for one in told_of(case_id)] == ["reason"]
