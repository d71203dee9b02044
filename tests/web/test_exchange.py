"""Importing on pages, and exporting, as a browser without JavaScript does it."""

from io import BytesIO

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from logbook.database import db
from logbook.domain.cases import State
from logbook.models.cases import Case
from logbook.models.exchange import ImportBatch
from logbook.services import spreadsheets
from tests.cast import Member
from tests.conftest import sign_in
from tests.makers.cases import a_case
from tests.makers.files import a_csv, a_row


def upload(client: FlaskClient, member: Member, data: bytes) -> TestResponse:
    sent = {"enrollment": str(member.enrollment_id), "file": (BytesIO(data), "log.csv")}
    return client.post("/exchange/import", data=sent)


def matched_as_guessed(client: FlaskClient, where: str) -> TestResponse:
    """Confirm the columns as the page shows them."""
    batch = db.session.query(ImportBatch).order_by(ImportBatch.created_at.desc()).first()
    assert batch is not None
    columns = {f"column-{place}": name for name, place in batch.matching["columns"].items()}
    return client.post(where, data={**columns, "order": "dmy", "role": ""})


def test_from_the_file_to_the_log_and_back(client: FlaskClient, asha: Member) -> None:
    sign_in(client, asha)
    assert "Import cases" in client.get("/exchange/import").text
    sent = upload(client, asha, a_csv(a_row(2), a_row(1), a_row(1, Procedure="Wart removal")))
    assert sent.status_code == 302
    page = client.get(sent.location)
    assert "Levels" in page.text
    assert "Not kept: tells who the patient is" in page.text
    assert "12345678" not in page.text
    done = matched_as_guessed(client, sent.location)
    preview = client.get(done.location)
    assert "No procedure is called “Wart removal”." in preview.text
    assert "Import 2 cases" in preview.text
    client.post(done.location + "/step")
    assert "2 cases are in the log" in client.get(done.location).text
    faulty = client.get(done.location + "/faulty.csv")
    assert [line.cells[0] for line in spreadsheets.read(faulty.data)] == ["Row in the file", "4"]
    undone = client.post(done.location + "/undo", follow_redirects=True)
    assert "2 cases withdrawn" in undone.text
    db.session.expire_all()
    states = [case.state for case in db.session.query(Case).filter_by(fellow_id=asha.id)]
    assert states == [State.WITHDRAWN] * 2


def test_procedures_to_choose_from_are_named_in_the_language_of_the_reader(
    client: FlaskClient, asha: Member
) -> None:
    sign_in(client, asha)
    client.post("/preferences", data={"language": "id"})
    sent = upload(client, asha, a_csv(a_row(1, Procedure="TFESI"), a_row(2)))
    preview = client.get(matched_as_guessed(client, sent.location).location).text
    assert "TFESI lumbal" in preview
    assert "Lumbar TFESI;" not in preview
    client.post("/preferences", data={"language": "en"})
    assert "Lumbar TFESI" in client.get(sent.location.removesuffix("/match")).text


def test_a_file_that_is_none_is_refused_beside_its_field(client: FlaskClient, asha: Member) -> None:
    sign_in(client, asha)
    for data in (b"", b"PK\3\4 not a workbook", bytes(range(256)) * 4):
        assert upload(client, asha, data).status_code == 422


def test_ambiguous_dates_ask_which_comes_first(client: FlaskClient, asha: Member) -> None:
    sign_in(client, asha)
    sent = upload(client, asha, a_csv(a_row(Date="3/4/2026"), a_row(Date="5/6/2026")))
    page = client.get(sent.location).text
    assert 'value="dmy"' in page
    assert "checked" not in page
    refused = client.post(sent.location, data={"column-0": "performed_on"})
    assert refused.status_code == 422
    assert "Say how the dates are written." in refused.text


def test_a_column_that_is_needed_is_asked_for(client: FlaskClient, asha: Member) -> None:
    sign_in(client, asha)
    sent = upload(client, asha, a_csv(a_row(1)))
    few = {"column-0": "performed_on", "order": "dmy", "role": ""}
    refused = client.post(sent.location, data=few)
    assert refused.status_code == 422
    assert "Say which column holds the procedure." in refused.text


def test_a_step_too_many_is_harmless(client: FlaskClient, asha: Member) -> None:
    sign_in(client, asha)
    done = matched_as_guessed(client, upload(client, asha, a_csv(a_row(1))).location)
    for _ in range(3):
        assert client.post(done.location + "/step").status_code == 302
    assert db.session.query(Case).filter_by(fellow_id=asha.id).count() == 1


def test_a_coordinator_imports_for_a_fellow(
    client: FlaskClient, cora: Member, asha: Member
) -> None:
    sign_in(client, cora)
    assert "Asha" in client.get("/exchange/import").text
    assert upload(client, asha, a_csv(a_row(1))).status_code == 302


def test_strangers_find_nothing(
    client: FlaskClient, asha: Member, finn: Member, rin: Member, eve: Member
) -> None:
    where = upload(sign_in(client, asha), asha, a_csv(a_row(1))).location.removesuffix("/match")
    for stranger, code in ((finn, 404), (rin, 404), (eve, 403)):
        sign_in(client, stranger)
        for way in ("", "/match", "/faulty.csv"):
            assert client.get(where + way).status_code == code
        for act in ("/match", "/step", "/undo"):
            assert client.post(where + act).status_code == code


def test_a_log_is_taken_out(
    client: FlaskClient, asha: Member, ben: Member, dana: Member, rin: Member, eve: Member
) -> None:
    a_case(fellow=asha, supervisor=ben, indication="=SUM(A1:A9)")
    a_case(fellow=asha, supervisor=ben, submit=False)
    own = sign_in(client, asha).post("/exchange/export.csv")
    assert own.headers["Content-Disposition"].startswith('attachment; filename="logbook-asha-')
    assert "'=SUM(A1:A9)" in own.text
    assert len(spreadsheets.read(own.data)) == 3
    hers = f"/exchange/export.xlsx?fellow={asha.id}"
    assert "1 case" in sign_in(client, dana).get(hers).text
    assert len(spreadsheets.read(client.post(hers).data)) == 2  # drafts are the fellow's own
    assert sign_in(client, rin).post(hers).status_code == 404
    assert sign_in(client, eve).post(hers).status_code == 403
    for nobody in ("x", str(eve.id)):
        assert (
            sign_in(client, dana).post(f"/exchange/export.csv?fellow={nobody}").status_code == 404
        )


def test_an_import_that_is_over_leads_to_its_page(client: FlaskClient, asha: Member) -> None:
    sign_in(client, asha)
    sent = upload(client, asha, a_csv(a_row(1)))
    early = client.get(sent.location.removesuffix("/match"))
    assert early.location == sent.location
    done = matched_as_guessed(client, sent.location)
    assert 'value="dmy" checked' in " ".join(client.get(sent.location).text.split())
    client.post(done.location + "/step")
    assert client.get(sent.location).location == done.location
    client.post(done.location + "/undo")
    assert client.post(done.location + "/undo").status_code == 409


def test_nobody_imports_without_an_enrollment(client: FlaskClient, rin: Member) -> None:
    sign_in(client, rin)
    assert client.get("/exchange/import").status_code == 200
    assert client.post("/exchange/import").status_code == 422
