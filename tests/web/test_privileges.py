"""Privileges on a supervisor's member page, and what the queue says without one."""

import re
from datetime import timedelta
from uuid import uuid4

from flask.testing import FlaskClient

from logbook.database import db
from logbook.domain.privileges import Checked
from logbook.models.privileges import Privilege
from logbook.services import privileges
from tests.cast import TODAY, Member
from tests.conftest import sign_in
from tests.makers.assessments import an_assessment
from tests.makers.cases import a_case
from tests.makers.credentials import a_verified_credential


def sheet(**but: object) -> dict[str, object]:
    return {"privilege_id": uuid4(), "code": "all", "starts_on": TODAY, **but}


def test_given_once_shown_and_ended(client: FlaskClient, ben: Member, cora: Member) -> None:
    desk, path = sign_in(client, cora), f"/program/people/{ben.id}/privileges"
    assert path in desk.get(f"/program/people/{ben.id}").text
    assert "None so far" in desk.get(path).text
    form = sheet(code="procedure:esi_lumbosacral_transforaminal", ends_on=TODAY)
    for _ in range(2):
        assert desk.post(path, data=form).status_code == 303
    [given] = db.session.query(Privilege).all()
    page = desk.get(path).text
    assert "given by Cora" in page and "Where a privilege is missing: nothing is checked" in page
    assert "Keep for the whole program" not in page, "that is the director's"
    assert desk.post(f"/program/privileges/{given.id}/end").status_code == 303
    assert "Ended" in desk.get(path).text
    assert desk.post(f"/program/privileges/{given.id}/end").status_code == 409


def test_what_is_wrong_stands_beside_its_field(
    client: FlaskClient, ben: Member, cora: Member
) -> None:
    desk, path = sign_in(client, cora), f"/program/people/{ben.id}/privileges"
    for wrong, field in (
        ({"code": "procedure:wart_removal"}, "code"),
        ({"code": "everything"}, "code"),
        ({"starts_on": ""}, "starts_on"),
        ({"ends_on": "2020-01-01"}, "ends_on"),
    ):
        again = desk.post(path, data=sheet(**wrong))
        assert again.status_code == 422 and f'id="{field}-error"' in again.text
    assert db.session.query(Privilege).count() == 0


def test_the_director_decides_and_the_queue_warns(
    client: FlaskClient, asha: Member, ben: Member, dana: Member
) -> None:
    case_id = a_case(fellow=asha, supervisor=ben)
    assert "You had none for this procedure" not in sign_in(client, ben).get("/queue").text
    path = f"/program/people/{ben.id}/privileges"
    desk = sign_in(client, dana)
    assert desk.post(f"{path}/checked", data={"checked": "warn"}).status_code == 303
    assert "the supervisor is warned" in desk.get(path).text
    assert "You had none for this procedure" in sign_in(client, ben).get("/queue").text
    privileges.set_checked(dana.actor, Checked.REFUSE)
    name = f"approve-{case_id.hex}-"
    sent = {f"{name}revision": 1, f"{name}role": "performed_direct", f"{name}level": "3"}
    refused = sign_in(client, ben).post(f"/queue/{case_id}/approve", data=sent)
    assert refused.status_code == 403 and "You had no privilege" in refused.text


def test_a_director_says_which_credentials_signing_needs(
    client: FlaskClient, ben: Member, cora: Member, dana: Member
) -> None:
    desk, path = sign_in(client, dana), "/program/signing"
    assert path in desk.get(f"/program/people/{ben.id}/privileges").text
    none = desk.post(path, data={"checked": "refuse"})
    assert none.status_code == 422 and 'id="kinds-error"' in none.text
    unknown = desk.post(path, data={"checked": "warn", "kinds": ["degree"]})
    assert unknown.status_code == 422 and 'id="kinds-error"' in unknown.text
    sent = {"checked": "refuse", "kinds": ["medical_licence", "id_sip"]}
    assert desk.post(path, data=sent).status_code == 303
    page = desk.get(path).text
    assert re.search('value="medical_licence" checked', page)
    assert re.search('value="refuse" checked', page)
    assert "Credentials that signing needs" in desk.get("/ledger").text
    assert sign_in(client, cora).get(path).status_code == 403


def test_a_lapsed_supervisor_is_told_before_and_the_record_tells_it_later(
    client: FlaskClient, asha: Member, ben: Member, dana: Member, cora: Member
) -> None:
    ended = {"issued_on": TODAY - timedelta(days=99), "expires_on": TODAY - timedelta(days=9)}
    a_verified_credential(of=ben, by=cora, kind="medical_licence", **ended)
    case_id = a_case(fellow=asha, supervisor=ben)
    assessment_id = an_assessment(fellow=asha, assessor=ben)
    pages = ("/queue", f"/assessments/{assessment_id}/answers")
    desk = sign_in(client, ben)
    assert all("lapsed after" not in desk.get(page).text for page in pages)

    privileges.set_credentials(dana.actor, Checked.REFUSE, ["medical_licence"])
    desk = sign_in(client, ben)
    assert all("You cannot sign today" in desk.get(page).text for page in pages)
    name = f"approve-{case_id.hex}-"
    sent = {f"{name}revision": 1, f"{name}role": "performed_direct", f"{name}level": "3"}
    refused = desk.post(f"/queue/{case_id}/approve", data=sent)
    assert refused.status_code == 403 and "which you need to sign here" in refused.text

    privileges.set_credentials(dana.actor, Checked.WARN, ["medical_licence"])
    privileges.set_checked(dana.actor, Checked.WARN)
    desk = sign_in(client, ben)
    assert all("What you sign says so" in desk.get(page).text for page in pages)
    assert desk.post(f"/queue/{case_id}/approve", data=sent).status_code == 303
    record = sign_in(client, asha).get(f"/cases/{case_id}").text
    assert "Signed with a lapsed credential: Medical licence, good until" in record
    assert re.search(r"Signed without a recorded privilege for \w.+transforaminal", record)
