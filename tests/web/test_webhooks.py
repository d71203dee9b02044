"""The director's page of webhooks."""

import re

from flask.testing import FlaskClient
from sqlalchemy import select

from logbook.cli import telling
from logbook.database import db
from logbook.models.columns import new_id
from logbook.models.webhooks import Webhook
from logbook.services import outward
from tests.cast import Member
from tests.conftest import sign_in
from tests.makers.api import a_webhook
from tests.makers.cases import an_approved_case

FORM = {"address": "https://hooks.example.org/a", "tells": ["case.approved"]}


def test_its_secret_is_shown_once(client: FlaskClient, dana: Member) -> None:
    page, form = sign_in(client, dana), {**FORM, "webhook_id": str(new_id())}
    made = page.post("/webhooks", data=form)
    [secret] = re.findall(r"whsec_[\w+/]{43}=", made.text)
    assert page.post("/webhooks", data=form).status_code == 409
    shown = page.get("/webhooks").text
    assert "https://hooks.example.org/a" in shown and secret not in shown
    assert len(db.session.scalars(select(Webhook)).all()) == 1


def test_what_will_not_do_is_said_and_kept(client: FlaskClient, dana: Member) -> None:
    page = sign_in(client, dana)
    answer = page.post("/webhooks", data={"address": "http://169.254.169.254/latest"})
    assert answer.status_code == 422
    assert "https://" in answer.text and "169.254.169.254" in answer.text
    assert "Choose at least one." in answer.text
    bare = page.post("/webhooks", data={**FORM, "address": "https://169.254.169.254/latest"})
    assert "This address is not on the public internet." in bare.text


def test_the_page_tells_what_became_of_each_telling(
    client: FlaskClient, dana: Member, asha: Member, ben: Member
) -> None:
    a_webhook()
    an_approved_case(fellow=asha, supervisor=ben)
    telling.gather()
    page = sign_in(client, dana)
    assert "waiting" in page.get("/webhooks").text
    assert page.get("/program/people").text.count("/webhooks") == 1


def test_a_removed_one_is_no_longer_shown(client: FlaskClient, dana: Member, rin: Member) -> None:
    webhook_id, _ = a_webhook()
    theirs = sign_in(client.application.test_client(), rin)
    assert theirs.post(f"/webhooks/{webhook_id}/remove").status_code == 404
    assert "hooks.example.org" not in theirs.get("/webhooks").text
    page = sign_in(client, dana)
    assert page.post(f"/webhooks/{webhook_id}/remove").status_code == 303
    assert "hooks.example.org" not in page.get("/webhooks").text


def test_only_the_director_finds_the_way(client: FlaskClient, cora: Member) -> None:
    page = sign_in(client, cora)
    assert "/webhooks" not in page.get("/program/people").text
    assert page.get("/webhooks").status_code == 403
    assert outward.TIMEOUT_SECONDS == 10, "as docs/api.md promises to receivers"
