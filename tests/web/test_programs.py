"""Members, invitations, sites and enrollments: who may, and what happens."""

from flask import Flask
from flask.testing import FlaskClient

from logbook.services.mail import OUTBOX
from tests.cast import TODAY, Member
from tests.conftest import sign_in


def invite(client: FlaskClient, **but: object) -> str:
    """Invite somebody; the path of the link in the letter."""
    OUTBOX.clear()
    data = {
        "name": "Nia Putri",
        "address": "nia@example.org",
        "roles": ["fellow"],
        "profession": "physician",
    }
    answer = client.post("/program/people/invite", data=data | but)
    assert answer.status_code == 200, answer.text
    (letter,) = OUTBOX
    address = next(word for word in letter.text.split() if "/join/" in word)
    return address[address.index("/join/") :]


def test_an_invited_person_joins_and_signs_in(
    app: Flask, client: FlaskClient, cora: Member
) -> None:
    path = invite(sign_in(client, cora))
    visitor = app.test_client()
    words = "seven quiet herons"
    form = {"name": "Nia Putri", "password": words, "again": words}
    assert visitor.post(path, data=form).status_code == 302
    assert visitor.post(path, data=form).status_code == 410
    signed = visitor.post("/sign-in", data={"address": "nia@example.org", "password": words})
    assert signed.status_code == 302
    assert "Nia Putri" in client.get("/program/people").text


def test_a_revoked_invitation_opens_nothing(app: Flask, client: FlaskClient, cora: Member) -> None:
    path = invite(sign_in(client, cora))
    page = client.get("/program/people").text
    revoke = page[page.index("/program/invitations/") :].split('"')[0]
    assert client.post(revoke).status_code == 302
    assert app.test_client().get(path).status_code == 410


def test_a_coordinator_makes_no_director(client: FlaskClient, cora: Member) -> None:
    data = {"name": "X", "address": "x@example.org", "roles": ["director"], "profession": "nurse"}
    assert sign_in(client, cora).post("/program/people/invite", data=data).status_code == 422


def test_the_last_director_stays(client: FlaskClient, dana: Member) -> None:
    sign_in(client, dana)
    answer = client.post(f"/program/people/{dana.id}/leave", data={"on": TODAY.isoformat()})
    assert answer.status_code == 422
    assert "at least one director" in answer.text


def test_a_member_leaves_and_loses_the_right_to_change(
    app: Flask, client: FlaskClient, cora: Member, ben: Member
) -> None:
    bens = sign_in(app.test_client(), ben)
    assert bens.get("/queue").status_code == 200
    sign_in(client, cora).post(f"/program/people/{ben.id}/leave", data={"on": TODAY.isoformat()})
    assert bens.get("/queue").status_code == 403


def test_members_of_another_program_are_not_there(
    client: FlaskClient, rin: Member, ben: Member
) -> None:
    sign_in(client, rin)
    assert client.get(f"/program/people/{ben.id}").status_code == 404
    assert (
        client.post(f"/program/people/{ben.id}/leave", data={"on": "2026-01-01"}).status_code == 404
    )


def test_fellows_and_supervisors_do_not_run_the_program(
    app: Flask, asha: Member, eve: Member, ola: Member
) -> None:
    for member in (asha, eve, ola):
        assert sign_in(app.test_client(), member).get("/program/people/invite").status_code == 403
    assert sign_in(app.test_client(), ola).get("/program/people").status_code == 200


def test_the_administrator_makes_a_program_and_its_director(
    app: Flask, client: FlaskClient, ada: Member
) -> None:
    OUTBOX.clear()
    form = {"name": "Lakeside", "time_zone": "Asia/Jakarta", "year_begins_month": "1"}
    created = sign_in(client, ada).post("/administration/programs/new", data=form)
    assert created.status_code == 302
    director = {"name": "Lia", "address": "lia@example.org"}
    assert client.post(created.headers["Location"], data=director).status_code == 200
    assert "/join/" in OUTBOX[0].text
    assert client.get("/program/people").status_code == 403


def test_a_person_in_two_programs_switches(
    app: Flask, client: FlaskClient, cora: Member, rin: Member
) -> None:
    path = invite(sign_in(client, cora), address="rin@example.org", roles=["supervisor"])
    rins = sign_in(app.test_client(), rin)
    assert rins.get(path).status_code == 200
    assert rins.post(path).status_code == 302
    assert "Riverside" in rins.get("/queue").text
    assert rins.post("/programs", data={"program": str(rin.program_id)}).status_code == 302
    assert rins.get("/queue").status_code == 403
