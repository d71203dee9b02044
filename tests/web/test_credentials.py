"""Credentials on pages: entered on a phone, sent with a document, verified by somebody else."""

import re
import zlib
from io import BytesIO
from uuid import UUID, uuid4

import pytest
from flask.testing import FlaskClient
from werkzeug.datastructures import FileStorage
from werkzeug.test import TestResponse, encode_multipart

from logbook.domain.documents import MOST_BYTES
from logbook.queries import credentials as queries
from logbook.services.credentials import Upload
from tests.cast import TODAY, Member
from tests.conftest import sign_in
from tests.house.scene_forms import A_LICENCE
from tests.makers.credentials import a_credential, a_verified_credential, ends_in
from tests.makers.documents import A_DRAWING, A_PROGRAM, A_ZIP, a_jpeg, a_pdf, a_png


def text_of(page: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def send(
    client: FlaskClient, id_: UUID, name: str, content: bytes, revision: int = 1
) -> TestResponse:
    """As a browser does, whole: the client would leave a spooled copy of a large file open."""
    form = {"revision": str(revision), "document": FileStorage(BytesIO(content), name)}
    boundary, body = encode_multipart(form)
    kind = f"multipart/form-data; boundary={boundary}"
    return client.post(f"/credentials/{id_}/document", data=body, content_type=kind)


def test_a_fellow_enters_one_and_a_double_tap_is_one(client: FlaskClient, asha: Member) -> None:
    form = {"credential_id": uuid4(), "member": asha.id, **A_LICENCE}
    first = sign_in(client, asha).post("/credentials/new", data=form)
    again = client.post("/credentials/new", data=form)
    assert first.status_code == again.status_code == 303
    assert first.location == again.location
    assert len(queries.own(asha.actor, TODAY)) == 1
    page = text_of(client.get("/credentials").text)
    assert "Medical licence" in page and "To be verified" in page and "no document" in page


def test_what_is_wrong_stands_beside_its_field_and_what_was_typed_stays(
    client: FlaskClient, asha: Member
) -> None:
    form = {**A_LICENCE, "credential_id": uuid4(), "member": asha.id, "number": "AB 12-7"}
    page = sign_in(client, asha).post("/credentials/new", data=form | {"expires_on": ""})
    assert page.status_code == 422
    assert "Say on which day it ends: this kind does." in text_of(page.text)
    assert "AB 12-7" in page.text and "Medical Board" in page.text
    assert queries.own(asha.actor, TODAY) == []


@pytest.mark.parametrize(
    ("name", "content", "type_"),
    [
        ("a.pdf", a_pdf(), "application/pdf"),
        ("photo.jpeg", a_jpeg(), "image/jpeg"),
        ("photo.png", a_png(), "image/png"),
    ],
)
def test_a_document_comes_back_as_a_download_in_a_sandbox(
    client: FlaskClient, asha: Member, cora: Member, name: str, content: bytes, type_: str
) -> None:
    id_ = a_credential(of=asha)
    assert send(sign_in(client, asha), id_, name, content).status_code == 303
    for reader in (asha, cora):
        got = sign_in(client, reader).get(f"/credentials/{id_}/document")
        assert (got.data, got.content_type) == (content, type_)
        assert got.headers["Content-Disposition"].startswith("attachment; filename=")
        assert got.headers["X-Content-Type-Options"] == "nosniff"
        assert got.headers["Content-Security-Policy"].endswith("; sandbox")
        assert got.headers["Cache-Control"] == "no-store"


A_BOMB = a_png(60_000, 60_000)
REFUSALS = [
    ("notes.txt", b"just words", "Only PDF, JPEG and PNG can be kept."),
    ("licence.pdf", A_PROGRAM, "This is a program, whatever its name says."),
    ("licence.png", A_DRAWING, "This is a web page or an SVG drawing."),
    ("licence.pdf", A_ZIP, "This is an archive or an Office file."),
    ("licence.pdf", zlib.compress(b"\0" * 10_000_000), "Only PDF, JPEG and PNG can be kept."),
    ("licence.png", A_BOMB, "This picture claims to be too large"),
    ("../../etc/licence.pdf", a_pdf(), "The name of the file contains a path."),
    ("..\\licence.pdf", a_pdf(), "The name of the file contains a path."),
    ("licence.pdf", a_pdf()[:-9], "The file is damaged or cut off."),
    ("licence.pdf", b"%PDF-" + b"0" * MOST_BYTES, "The file is larger than 10 MB."),
    ("licence.pdf", b"", "The file is empty."),
    ("", a_pdf(), "Choose a file."),
]


@pytest.mark.parametrize(("name", "content", "message"), REFUSALS)
def test_a_file_that_is_no_document_is_refused_and_nothing_else_is_lost(
    client: FlaskClient, asha: Member, cora: Member, name: str, content: bytes, message: str
) -> None:
    before = Upload("first.pdf", a_pdf("First"))
    id_ = a_credential(of=asha, upload=before, number="AB-777")
    page = send(sign_in(client, asha), id_, name, content)
    assert page.status_code == 422
    assert message in text_of(page.text) and "AB-777" in page.text
    assert queries.document(asha.actor, id_).content == before.content
    assert queries.credential(asha.actor, id_, TODAY).revision == 1


def test_fifty_megabytes_are_not_even_read(client: FlaskClient, asha: Member) -> None:
    id_ = a_credential(of=asha)
    page = send(sign_in(client, asha), id_, "a.pdf", b"%PDF-" + b"0" * (50 * 1024 * 1024))
    assert page.status_code == 413
    assert "Nothing was changed. Go back and choose a smaller file." in text_of(page.text)
    assert queries.credential(asha.actor, id_, TODAY).document_name is None


def test_only_the_door_for_documents_is_wide(client: FlaskClient, asha: Member) -> None:
    boundary, body = encode_multipart(
        {"file": FileStorage(BytesIO(b"0" * (7 * 1024 * 1024)), "a.csv")}
    )
    kind = f"multipart/form-data; boundary={boundary}"
    page = sign_in(client, asha).post("/credentials/new", data=body, content_type=kind)
    assert page.status_code == 413


def test_a_coordinator_verifies_and_a_change_takes_it_back(
    client: FlaskClient, asha: Member, cora: Member
) -> None:
    id_ = a_credential(of=asha)
    assert "verify" not in sign_in(client, asha).get(f"/credentials/{id_}").text
    page = sign_in(client, cora).get(f"/credentials/{id_}").text
    assert "I have seen it: verify" in page
    done = client.post(f"/credentials/{id_}/verify", data={"revision": 1})
    assert done.status_code == 303
    assert "Verified by" in client.get(f"/credentials/{id_}").text
    send(sign_in(client, asha), id_, "new.pdf", a_pdf(), revision=2)
    assert "To be verified" in client.get(f"/credentials/{id_}").text


def test_the_program_sees_what_has_lapsed_first(
    client: FlaskClient, asha: Member, finn: Member, cora: Member
) -> None:
    for days in (400, 80, 20, 5, -2):
        a_verified_credential(of=asha if days > 50 else finn, by=cora, expires_on=ends_in(days))
    page = text_of(sign_in(client, cora).get("/credentials/all").text)
    titles = ["Lapsed", *(f"Lapses within {days} days" for days in (7, 30, 90)), "All others"]
    holders = ["Finn"] * 3 + ["Asha"] * 2
    places = [page.index(f"{title} {who}") for title, who in zip(titles, holders, strict=True)]
    assert places == sorted(places)


def test_a_list_reads_no_document(client: FlaskClient, asha: Member, rin: Member) -> None:
    id_ = a_credential(of=asha, upload=Upload("a.pdf", a_pdf()))
    assert sign_in(client, rin).get(f"/credentials/{id_}/document").status_code == 404
    assert client.get(f"/credentials/{uuid4()}").status_code == 404
