"""Amending an approved case from its page: the form, the two pages that show each other, and what
the supervisor is shown."""

from typing import Any

from flask.testing import FlaskClient

from logbook.database import db
from logbook.domain.cases import State
from logbook.domain.catalogue import CaseRole
from logbook.models.cases import Case
from logbook.models.columns import new_id
from logbook.services import cases
from tests.cast import RIVERSIDE, TODAY, Member
from tests.conftest import sign_in
from tests.makers.amendments import WHY, an_amendment, an_approved_amendment
from tests.makers.cases import an_approved_case

Form = dict[str, Any]


def a_form(supervisor: Member, **but: object) -> Form:
    usual: Form = {
        "procedure": "esi_lumbosacral_transforaminal",
        "performed_on": TODAY.isoformat(),
        "role": "performed_direct",
        "supervisor": str(supervisor.id),
        "age_band": "40-64",
        "outcome": "success",
        "indication": "radicular leg pain",
        "details-levels": ["L4", "L5"],
        "details-laterality": "right",
        "details-guidance": "fluoroscopy",
        "why": WHY,
        "step": "submit",
    }
    return usual | but


def amendments_of(case_id: object) -> list[Case]:
    db.session.expire_all()
    return db.session.query(Case).filter_by(program_id=RIVERSIDE, amends_id=case_id).all()


def test_the_form_begins_as_the_case_stands_and_sent_twice_is_one_amendment(
    client: FlaskClient, asha: Member, ben: Member
) -> None:
    old, new = an_approved_case(fellow=asha, supervisor=ben), new_id()
    asha_in = sign_in(client, asha)
    assert f"/cases/{old}/amend" in asha_in.get(f"/cases/{old}").text
    page = asha_in.get(f"/cases/{old}/amend").text
    assert 'value="radicular leg pain"' in page and 'name="why"' in page
    assert 'name="code"' not in page
    for _ in range(2):
        came = asha_in.post(f"/cases/{old}/amend/{new}", data=a_form(ben))
        assert came.status_code == 303 and came.location == f"/cases/{new}"
    [made] = amendments_of(old)
    assert (made.id, made.state, made.amends_why) == (new, State.SUBMITTED, WHY)
    assert f"/cases/{old}/amend" not in asha_in.get(f"/cases/{old}").text
    refused = asha_in.get(f"/cases/{old}/amend")
    assert refused.status_code == 403 and "is there already" in refused.text


def test_without_a_reason_everything_typed_is_kept(
    client: FlaskClient, asha: Member, ben: Member
) -> None:
    old = an_approved_case(fellow=asha, supervisor=ben)
    form = a_form(ben, why=" ", reflection="tip too deep")
    came = sign_in(client, asha).post(f"/cases/{old}/amend/{new_id()}", data=form)
    assert came.status_code == 422
    assert "Say what was wrong" in came.text and "tip too deep" in came.text
    assert amendments_of(old) == []


def test_it_may_have_been_another_procedure(client: FlaskClient, asha: Member, ben: Member) -> None:
    old, new = an_approved_case(fellow=asha, supervisor=ben), new_id()
    page = sign_in(client, asha).get(f"/cases/{old}/amend?procedure=enc_cancer").text
    assert 'value="enc_cancer"' in page and "details-levels" not in page
    form = a_form(ben, procedure="enc_cancer")
    client.post(f"/cases/{old}/amend/{new}", data=form)
    assert [one.procedure for one in amendments_of(old)] == ["enc_cancer"]


def test_both_pages_show_each_other_and_what_differs(
    client: FlaskClient, asha: Member, ben: Member, dana: Member
) -> None:
    old = an_approved_case(fellow=asha, supervisor=ben)
    new = an_approved_amendment(old, fellow=asha, supervisor=ben)
    for reader in (asha, ben, dana):
        was = sign_in(client, reader).get(f"/cases/{old}").text
        assert f'href="/cases/{new}"' in was and "counts no longer" in was
        assert "Answer of Ben" in was
        now = client.get(f"/cases/{new}").text
        assert f'href="/cases/{old}"' in now and WHY in now
        for page in (was, now):
            assert page.count('class="is-different"') == 1
            assert "<td>Left</td><td>Right</td>" in page


def test_who_is_asked_sees_what_changes_but_not_the_role(
    client: FlaskClient, asha: Member, ben: Member
) -> None:
    old = an_approved_case(fellow=asha, supervisor=ben)
    new = an_amendment(old, fellow=asha, supervisor=ben, role=CaseRole.PERFORMED_INDIRECT)
    queue = sign_in(client, ben).get("/queue").text
    assert "Amendment" in queue and WHY in queue and f"/cases/{new}#amends" in queue
    for page in (client.get(f"/cases/{new}").text, client.get(f"/cases/{old}").text):
        assert "<td>Left</td><td>Right</td>" in page
        assert "Performed, supervisor nearby" not in page


def test_another_supervisor_is_shown_the_reason_alone(
    client: FlaskClient, asha: Member, ben: Member, eve: Member
) -> None:
    old = an_approved_case(fellow=asha, supervisor=ben)
    new = an_approved_amendment(old, fellow=asha, supervisor=eve)
    page = sign_in(client, eve).get(f"/cases/{new}").text
    assert WHY in page and str(old) not in page and "Another supervisor approved" in page
    assert client.get(f"/cases/{old}").status_code == 404
    page = sign_in(client, ben).get(f"/cases/{old}").text
    assert "Another case, with another supervisor" in page and str(new) not in page


def test_a_draft_stays_its_fellows_own(
    client: FlaskClient, asha: Member, ben: Member, dana: Member
) -> None:
    old = an_approved_case(fellow=asha, supervisor=ben)
    new = an_amendment(old, fellow=asha, supervisor=ben, submit=False)
    assert str(new) in sign_in(client, asha).get(f"/cases/{old}").text
    for reader in (ben, dana):
        assert str(new) not in sign_in(client, reader).get(f"/cases/{old}").text


def test_who_did_not_log_it_finds_no_form(
    client: FlaskClient, asha: Member, ben: Member, finn: Member, ravi: Member
) -> None:
    old = an_approved_case(fellow=asha, supervisor=ben)
    for stranger in (finn, ravi):
        stranger_in = sign_in(client, stranger)
        assert stranger_in.get(f"/cases/{old}/amend").status_code == 404
        sent = stranger_in.post(f"/cases/{old}/amend/{new_id()}", data=a_form(ben))
        assert sent.status_code == 404
    assert sign_in(client, ben).get(f"/cases/{old}/amend").status_code == 403
    cases.withdraw(asha.actor, old, "Logged twice.")
    assert sign_in(client, asha).get(f"/cases/{old}/amend").status_code == 403
