"""The form of a case: what it begins with, what it refuses, and that nothing typed is lost."""

from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient

from logbook.database import db
from logbook.domain.cases import State
from logbook.domain.catalogue import CaseRole, FieldKind, FieldSpec, Procedure
from logbook.models.cases import Case
from logbook.models.columns import new_id
from logbook.services import approval, cases
from tests.cast import TODAY, Member
from tests.conftest import sign_in
from tests.domain.shipped import shipped
from tests.makers.cases import a_case, an_approved_case, entered

KIND = "esi_lumbosacral_transforaminal"
KINDS = sorted(shipped().procedures)

Form = dict[str, Any]


def value_for(spec: FieldSpec) -> object:
    """Something that may be said in this field."""
    codes = list(spec.choices or {})
    match spec.kind:
        case FieldKind.CHOICE:
            return codes[0]
        case FieldKind.CHOICES:
            return codes[:2]
        case FieldKind.INTEGER | FieldKind.DECIMAL:
            return str(max(spec.low, min(spec.high, 2)))
        case _:
            return "as usual"


def a_sheet(procedure: Procedure, supervisor: Member, **but: object) -> Form:
    """The least that the form of this kind accepts."""
    needed = {f"details-{s.name}": value_for(s) for s in procedure.fields if s.required}
    usual: Form = {
        "procedure": procedure.id,
        "performed_on": TODAY.isoformat(),
        "role": "assisted",
        "supervisor": str(supervisor.id),
        "age_band": "40-64",
        "outcome": "success",
        "step": "submit",
    }
    return usual | needed | but


def the_epidural(supervisor: Member, **but: object) -> Form:
    return a_sheet(shipped().procedures[KIND], supervisor, **but)


def all_cases() -> list[Case]:
    return list(db.session.query(Case).all())


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_has_its_form_and_takes_the_least(
    client: FlaskClient, asha: Member, ben: Member, kind: str
) -> None:
    procedure = shipped().procedures[kind]
    sign_in(client, asha)
    page = client.get("/cases/new", query_string={"procedure": kind}).text
    for spec in procedure.fields:
        assert f'name="details-{spec.name}"' in page
    sent = client.post(f"/cases/{new_id()}", data=a_sheet(procedure, ben))
    assert sent.status_code == 303
    (case,) = all_cases()
    assert (case.procedure, case.state) == (kind, State.SUBMITTED)
    again = client.get("/cases/new", query_string={"procedure": kind})
    assert again.status_code == 200


@pytest.mark.parametrize("kind", KINDS)
def test_every_field_takes_what_may_be_said(
    client: FlaskClient, asha: Member, ben: Member, kind: str
) -> None:
    procedure = shipped().procedures[kind]
    said = {f"details-{spec.name}": value_for(spec) for spec in procedure.fields}
    sign_in(client, asha)
    sent = client.post(f"/cases/{new_id()}", data=a_sheet(procedure, ben, **said))
    assert sent.status_code == 303
    (case,) = all_cases()
    assert case.details.keys() == {spec.name for spec in procedure.fields}
    assert not [one for one in case.details.values() if isinstance(one, float)]
    assert client.get(f"/cases/{case.id}").status_code == 200
    assert client.get(f"/cases/{case.id}/edit").status_code == 200


@pytest.mark.parametrize(
    "nonsense", ["", "x", "\0", "-1", "9" * 5000, "²", "<b>", "2026-13-45", "🩻", "NaN", "1e9"]
)
def test_nonsense_is_refused_and_breaks_nothing(
    client: FlaskClient, asha: Member, ben: Member, nonsense: str
) -> None:
    sign_in(client, asha)
    usual = the_epidural(ben)
    names = [f"details-{spec.name}" for spec in shipped().procedures[KIND].fields]
    everywhere = dict.fromkeys([*usual, *names], nonsense) | {"procedure": KIND}
    assert client.post(f"/cases/{new_id()}", data=everywhere).status_code == 422
    for name in (*usual, *names, "site", "setting", "complications", "revision", "case_id"):
        if name not in ("procedure", "step"):
            data = usual | {name: nonsense}
            assert client.post(f"/cases/{new_id()}", data=data).status_code in (303, 422), name
    for one in all_cases():
        assert client.get(f"/cases/{one.id}").status_code == 200
    for asked in ({"q": nonsense}, {"procedure": nonsense}, {"procedure": KIND, "q": nonsense}):
        assert client.get("/cases/new", query_string=asked).status_code == 200


@pytest.mark.parametrize(
    ("field", "said", "complaint"),
    [
        ("performed_on", "", "This field is required."),
        ("performed_on", "yesterday", "Not a valid date value."),
        ("role", "", "This field is required."),
        ("role", "surgeon", "Choose one of the list."),
        ("indication", "x" * 301, "Too long: at most 300 characters."),
        ("details-injectate_volume", "9" * 13, "Write a number, such as 2.5."),
    ],
)
def test_what_cannot_be_taken_is_named_beside_its_field(
    client: FlaskClient, asha: Member, ben: Member, field: str, said: str, complaint: str
) -> None:
    sheet = the_epidural(ben, **{"reflection": "The contrast told me.", field: said})
    sent = sign_in(client, asha).post(f"/cases/{new_id()}", data=sheet)
    assert sent.status_code == 422
    beside = sent.text.split(f'id="{field}-error"')[1].split("</div>")[0]
    assert complaint in beside
    assert "The contrast told me." in sent.text
    assert all_cases() == []


def test_how_it_ended_has_to_be_said(client: FlaskClient, asha: Member, ben: Member) -> None:
    sent = sign_in(client, asha).post(f"/cases/{new_id()}", data=the_epidural(ben, outcome=""))
    assert sent.status_code == 422
    assert "Choose how the case ended." in sent.text


def test_a_double_post_is_one_case(client: FlaskClient, asha: Member, ben: Member) -> None:
    sign_in(client, asha)
    case_id, sheet = new_id(), the_epidural(ben)
    for _ in range(2):
        sent = client.post(f"/cases/{case_id}", data=sheet)
        assert (sent.status_code, sent.location) == (303, f"/cases/{case_id}")
    assert [case.id for case in all_cases()] == [case_id]


def test_what_was_typed_comes_back_with_what_is_wrong_beside_it(
    client: FlaskClient, asha: Member, ben: Member
) -> None:
    sheet = the_epidural(
        ben,
        indication="sciatica of the left leg",
        reflection="MRN 00123456 was anxious.",
        **{"details-injectate_volume": "lots"},
    )
    sent = sign_in(client, asha).post(f"/cases/{new_id()}", data=sheet)
    assert sent.status_code == 422
    for typed in ("sciatica of the left leg", "MRN 00123456 was anxious.", 'value="lots"'):
        assert typed in sent.text
    assert 'id="reflection-error"' in sent.text
    assert 'href="#details-injectate_volume"' in sent.text
    assert all_cases() == []


def test_the_next_begins_as_the_last_was_done(
    client: FlaskClient, asha: Member, ben: Member, eve: Member
) -> None:
    a_case(
        fellow=asha,
        supervisor=eve,
        performed_on=TODAY - timedelta(days=9),
        outcome="failed",
        complications=("vasovagal",),
        reflection="The contrast told me.",
        indication="foraminal stenosis",
        details={"levels": ["L5"], "laterality": "right", "needle_gauge": 22, "pain_after": 1},
    )
    page = sign_in(client, asha).get(f"/cases/new?procedure={KIND}").text
    for copied in ('value="22"', "foraminal stenosis", "Filled in from your last one of"):
        assert copied in page
    for kept_back in ("The contrast told me.", 'value="1"'):
        assert kept_back not in page
    assert f'selected value="{eve.id}"' in page
    assert f'value="{TODAY.isoformat()}"' in page
    chosen = [line for line in page.split("<input") if " checked" in line.split(">")[0]]
    names = {line.split('name="')[1].split('"')[0] for line in chosen}
    assert {"role", "details-levels", "details-laterality", "age_band"} <= names
    assert not names & {"outcome", "complications"}


def test_whom_one_asked_of_late_comes_first(
    client: FlaskClient, asha: Member, ben: Member, eve: Member
) -> None:
    a_case(fellow=asha, supervisor=eve)
    page = sign_in(client, asha).get("/cases/new?procedure=enc_cancer").text
    assert page.index('label="Recent"') < page.index(str(eve.id)) < page.index('label="Others"')
    assert page.index('label="Others"') < page.index(str(ben.id))


def test_a_draft_and_the_next_one(client: FlaskClient, asha: Member, ben: Member) -> None:
    sign_in(client, asha)
    draft = client.post(f"/cases/{new_id()}", data=the_epidural(ben, step="draft", age_band=""))
    assert draft.status_code == 303
    (case,) = all_cases()
    assert case.state is State.DRAFT
    following = client.post(f"/cases/{new_id()}", data=the_epidural(ben, step="next"))
    assert following.location == f"/cases/new?procedure={KIND}"


def test_a_stale_change_shows_both_and_loses_neither(
    client: FlaskClient, asha: Member, ben: Member
) -> None:
    case_id = a_case(fellow=asha, supervisor=ben)
    cases.change(asha.actor, case_id, 1, entered(ben, indication="saved meanwhile"))
    sign_in(client, asha)
    typed = the_epidural(ben, revision="1", indication="typed here", **{"details-levels": "S1"})
    both = client.post(f"/cases/{case_id}/edit", data=typed)
    assert both.status_code == 409
    for said in ("typed here", "saved meanwhile", "S1", "L4, L5", 'name="revision" value="2"'):
        assert said in both.text
    assert client.post(f"/cases/{case_id}/edit", data=typed | {"revision": "2"}).status_code == 303
    assert db.session.get_one(Case, (asha.program_id, case_id)).indication == "typed here"


def test_a_stale_page_full_of_nonsense_is_shown_as_it_is(
    client: FlaskClient, asha: Member, ben: Member
) -> None:
    case_id = a_case(fellow=asha, supervisor=ben)
    typed = the_epidural(ben, revision="9", **{"details-injectate_volume": "a lot"})
    both = sign_in(client, asha).post(f"/cases/{case_id}/edit", data=typed)
    assert both.status_code == 409
    assert "a lot" in both.text


def test_another_case_sent_from_the_same_page_can_be_logged_beside_the_first(
    client: FlaskClient, asha: Member, ben: Member
) -> None:
    sign_in(client, asha)
    case_id = new_id()
    client.post(f"/cases/{case_id}", data=the_epidural(ben))
    both = client.post(f"/cases/{case_id}", data=the_epidural(ben, indication="another patient"))
    assert both.status_code == 409
    action = both.text.split('class="lb-submit"')[1].split('action="')[1].split('"')[0]
    assert str(case_id) not in action
    assert client.post(action, data=the_epidural(ben, indication="another patient")).location
    assert sorted(case.indication for case in all_cases()) == ["", "another patient"]


def test_an_approved_case_is_not_edited_and_a_returned_one_is_mended(
    client: FlaskClient, asha: Member, ben: Member
) -> None:
    sign_in(client, asha)
    approved = an_approved_case(fellow=asha, supervisor=ben)
    sent = client.post(f"/cases/{approved}/edit", data=the_epidural(ben, revision="2"))
    assert sent.status_code == 403
    returned = a_case(fellow=asha, supervisor=ben, role=CaseRole.ASSISTED)
    assert "Which side?" not in client.get(f"/cases/{returned}/edit").text
    approval.return_(ben.actor, returned, 1, reason="Which side?")
    page = client.get(f"/cases/{returned}/edit").text
    assert "Answer of Ben" in page and "Returned: <q>Which side?</q>" in page
    sent = client.post(f"/cases/{returned}/edit", data=the_epidural(ben, revision="2"))
    assert sent.status_code == 303
    assert db.session.get_one(Case, (asha.program_id, returned)).state is State.SUBMITTED


def test_nobody_else_edits_a_case(
    client: FlaskClient, asha: Member, ben: Member, finn: Member, ravi: Member
) -> None:
    case_id = a_case(fellow=asha, supervisor=ben)
    for other in (finn, ravi):
        sign_in(client, other)
        assert client.get(f"/cases/{case_id}/edit").status_code == 404
        sent = client.post(f"/cases/{case_id}/edit", data=the_epidural(ben, revision="1"))
        assert sent.status_code == 404


def test_the_catalogue_is_found_by_abbreviation_and_without_scripts(
    client: FlaskClient, asha: Member
) -> None:
    sign_in(client, asha)
    page = client.get("/cases/new?q=TFESI").text
    found = page.split('id="found"')[1].split("</section>")[0]
    assert f"procedure={KIND}" in found
    assert "Nothing in the catalogue" in client.get("/cases/new?q=appendectomy").text
    everything = client.get("/cases/new").text
    for kind in KINDS:
        assert f"procedure={kind}" in everything
