"""The hospital's record on its pages: files in, names said, logs beside it, a draft in one tap."""

from datetime import timedelta
from io import BytesIO
from uuid import UUID

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from logbook.database import db
from logbook.domain.case_content import CaseContent
from logbook.domain.catalogue import CaseRole
from logbook.domain.hospital_states import MapKind
from logbook.models.cases import Case
from logbook.models.hospital import CodeMap, HospitalProcedure, KeptColumns
from logbook.models.reconcile import HospitalShare, ReconcileAnswer
from logbook.queries.hospital_names import names
from logbook.services import cases
from tests.cast import CLINIC, TODAY, Member
from tests.conftest import sign_in
from tests.makers.cases import a_case
from tests.makers.hospital import STELLATE, a_shared_procedure, imported
from tests.makers.hospital_files import MRN, a_bundle, a_procedure, a_table


def sent(
    client: FlaskClient, data: bytes, name: str = "p.json", path: str = "import", **form: str
) -> TestResponse:
    form_ = {"file": (BytesIO(data), name), **form}
    return client.post(f"/hospital/{path}", data=form_)


def test_a_file_goes_all_the_way_in(client: FlaskClient, cora: Member) -> None:
    sign_in(client, cora)
    data = a_bundle(a_procedure(1), a_procedure(2, code={}))
    page = client.get(sent(client, data).location)
    assert "not usable" in page.text and "neither by code" in page.text
    assert MRN not in page.text and "ecret" not in page.text
    done = client.post(f"{page.request.path}/step", follow_redirects=True)
    assert "Both records have been compared" in done.text
    assert db.session.scalar(select(func.count()).select_from(HospitalProcedure)) == 1
    report = client.get(f"{page.request.path}/report.csv").text
    assert "entry 2" in report and "neither by code" in report


def test_a_file_given_up_is_gone(client: FlaskClient, cora: Member) -> None:
    where = sent(sign_in(client, cora), a_bundle(a_procedure())).location
    said = client.post(f"{where}/give-up", follow_redirects=True)
    assert "Nothing of the file was kept" in said.text
    assert "Choose another file" in client.get(where).text


@pytest.mark.parametrize(("data", "said"), [(b"", "empty"), (b"<a/>", "XML")])
def test_what_is_no_such_file_is_said_beside_the_field(
    client: FlaskClient, cora: Member, data: bytes, said: str
) -> None:
    page = sent(sign_in(client, cora), data)
    assert page.status_code == 422 and said in page.text
    assert client.post("/hospital/import").status_code == 422


def test_a_new_table_is_asked_about_once(client: FlaskClient, cora: Member) -> None:
    sign_in(client, cora)
    where = sent(client, a_table({}), "or.csv").location
    page = client.get(where)
    assert "Patient Name" in page.text and "Verysecret" not in page.text
    columns = {"column-1": "performed_on", "column-2": "code", "column-0": "source_key"}
    settled = {**columns, "order": "dmy", "system": "cpt"}
    path = where.removeprefix("/hospital/")
    refused = client.post(where, data={"column-1": "performed_on", "order": "dmy", "system": "cpt"})
    assert refused.status_code == 422 and "code or the words" in refused.text
    other = sent(client, b"Date,Code\n2026-01-02,1\n", "x.csv", path, **settled)
    assert other.status_code == 422 and "other headings" in other.text
    shown = client.get(sent(client, a_table({}), "or.csv", path, **settled).location)
    assert "Import 1 procedure" in shown.text
    assert sent(client, a_table({}), "or.csv").location.startswith("/hospital/imports/")
    [kept] = db.session.scalars(select(KeptColumns))
    assert kept.columns == {"source_key": 0, "performed_on": 1, "code": 2}
    assert "Case Number" in client.get("/hospital").text


def test_names_are_suggested_accepted_and_said(client: FlaskClient, cora: Member) -> None:
    imported(a_bundle(a_procedure(1), a_procedure(2, code={"text": "Unheard of"})))
    sign_in(client, cora)
    page = client.get("/hospital/names/procedure")
    assert "Accept 1 suggestion" in page.text
    code = {one.code: one for one in names(cora.actor, MapKind.PROCEDURE)}
    target = {f"target-{code['64483'].id}": "esi_lumbosacral_transforaminal"}
    form = {"name": [str(code["64483"].id), "x"], f"revision-{code['64483'].id}": "1", **target}
    client.post("/hospital/names/suggested", data={**form, "kind": "procedure"})
    one = f"/hospital/names/{code['unheard of'].id}"
    stale = client.post(one, data={"target": "left_out", "revision": "7"})
    assert stale.status_code == 409
    client.post(one, data={"target": "left_out", "revision": "1", "kind": "procedure"})
    assert {row.code: (row.procedure, row.left_out) for row in db.session.scalars(
        select(CodeMap).where(CodeMap.kind == MapKind.PROCEDURE)
    )} == {
        "64483": ("esi_lumbosacral_transforaminal", False),
        "unheard of": (None, True),
    }  # fmt: skip
    assert "Accept" not in client.get("/hospital/names/procedure").text
    assert client.get("/hospital/names/person").status_code == 200
    assert client.get("/hospital/names/site").status_code == 200
    assert client.get("/hospital/names/food").status_code == 404


def share_of(asha: Member) -> UUID:
    """The id of her only share. The reading ends here: what a page writes later is not undone
    with it."""
    [found] = db.session.scalars(select(HospitalShare.id).where(HospitalShare.fellow_id == asha.id))
    db.session.rollback()
    return found


def test_one_tap_begins_the_case_and_a_second_one_begins_no_other(
    client: FlaskClient, asha: Member, ben: Member
) -> None:
    a_shared_procedure()
    sign_in(client, asha)
    assert "Draft it" in client.get("/hospital/mine").text
    path = f"/hospital/shares/{share_of(asha)}/draft"
    first, second = client.post(path), client.post(path)
    assert first.location == second.location and first.location.endswith("/edit")
    [case] = db.session.scalars(select(Case).where(Case.fellow_id == asha.id))
    assert (case.state, case.procedure) == ("draft", "esi_lumbosacral_transforaminal")
    assert (case.performed_on, case.site_id, case.supervisor_id) == (TODAY, CLINIC, ben.id)
    assert (case.details, case.age_band) == ({"laterality": "left"}, "40-64")
    assert "Open the draft" in client.get("/hospital/mine").text
    cases.change(asha.actor, case.id, 1, _other(case))
    assert client.post(path).location.endswith(str(case.id))


def _other(case: Case) -> cases.Entered:
    role = CaseRole(case.role)
    said = CaseContent(case.procedure, case.performed_on, role, indication="leg pain")
    return cases.Entered(said, case.supervisor_id, case.site_id, submit=False)


def test_who_cannot_be_asked_any_more_is_left_to_the_fellow(
    client: FlaskClient, asha: Member, lee: Member, cora: Member
) -> None:
    performer = [{"actor": {"reference": "Practitioner/asha"}}, {"actor": {"display": "Lee"}}]
    imported(a_bundle(a_procedure(code=STELLATE, performer=performer)))
    sign_in(client, cora)
    for one in names(cora.actor, MapKind.PERSON):
        target = {"lee": lee.id, "0000000002": asha.id}[one.code]
        client.post(f"/hospital/names/{one.id}", data={"target": target, "revision": "1"})
    [code] = names(cora.actor, MapKind.PROCEDURE)
    client.post(
        f"/hospital/names/{code.id}", data={"target": "stellate_ganglion_block", "revision": "1"}
    )
    sign_in(client, asha).post(f"/hospital/shares/{share_of(asha)}/draft")
    [case] = db.session.scalars(select(Case).where(Case.fellow_id == asha.id))
    assert case.supervisor_id is None


def test_a_difference_is_asked_about_and_answered(
    client: FlaskClient, asha: Member, ben: Member, dana: Member
) -> None:
    a_shared_procedure(code=STELLATE)
    case_id = a_case(fellow=asha, supervisor=ben)
    sign_in(client, asha)
    assert "What is it?" in client.get("/hospital/mine").text
    path = f"/hospital/cases/{case_id}/answer"
    wrong = client.post(path, data={"said": "elsewhere", "words": "MRN 4711223"})
    assert wrong.status_code == 422 and "MRN 4711223" in wrong.text
    client.post(path, data={"said": "elsewhere", "words": "Day clinic"})
    assert "checked" in client.get(path).text
    client.post(f"/hospital/shares/{share_of(asha)}/answer", data={"said": "not_mine"})
    assert db.session.scalar(select(func.count()).select_from(ReconcileAnswer)) == 2
    seen = sign_in(client, dana).get(f"/hospital/fellows/{asha.id}").text
    assert "Performed elsewhere" in seen and "Day clinic" in seen and "Draft it" not in seen
    assert client.get(f"/hospital/fellows/{CLINIC}").status_code == 404


def test_the_director_sees_how_complete_logs_are_before_the_counts(
    client: FlaskClient, asha: Member, dana: Member, finn: Member
) -> None:
    sign_in(client, dana)
    assert "what the hospital recorded" not in client.get("/cohort").text
    assert "No record of the hospital yet" in client.get("/hospital").text
    yesterday = (TODAY - timedelta(days=1)).isoformat()
    many = [a_procedure(n, performedDateTime=yesterday) for n in range(13)]
    imported(a_bundle(*many))
    a_shared_procedure(20)
    banner = client.get("/cohort").text
    assert "Logs hold 0%" in banner and "read with care: Asha" in banner
    page = client.get("/hospital").text
    assert "0% (0–" in page and "read with care" in page
    compared = client.post("/hospital/compare", follow_redirects=True)
    assert "nothing has changed" in compared.text


def test_all_rows_are_shown_when_they_are_asked_for(client: FlaskClient, asha: Member) -> None:
    imported(a_bundle(*(a_procedure(n) for n in range(15))))
    a_shared_procedure(20)
    sign_in(client, asha)
    few, all_ = client.get("/hospital/mine").text, client.get("/hospital/mine?all=1").text
    assert few.count("Draft it") == 12 and "Show all 16" in few
    assert all_.count("Draft it") == 16
