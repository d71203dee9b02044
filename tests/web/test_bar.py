"""The bar is kept, and says to each reader only what is theirs and so now."""

import re

from flask import Flask
from flask.testing import FlaskClient
from itsdangerous import URLSafeTimedSerializer
from sqlalchemy import update

from logbook.database import db
from logbook.models.programs import Program
from logbook.web.bar import SLOT
from tests.cast import Member
from tests.conftest import sign_in


def bar_of(page: str) -> str:
    return page[page.index('<header class="lb-bar">') : page.index("</header>")]


def tokens_of(page: str) -> set[str]:
    return set(re.findall(r'name="csrf_token" value="([^"]*)"', page))


def test_each_session_gets_its_own_token(app: Flask, asha: Member, ben: Member) -> None:
    """Also the second browser of one member, whose bar says the same in all else."""
    signed = URLSafeTimedSerializer(app.secret_key or "", salt="wtf-csrf-token")
    for member in (asha, asha, ben):
        client = sign_in(app.test_client(), member)
        for _again in range(2):
            page = client.get("/").text
            (token,) = tokens_of(page)
            assert token in bar_of(page) and SLOT not in page
            with client.session_transaction() as session:
                assert signed.loads(token) == session["csrf_token"]


def test_it_names_who_reads_it_where_they_are(
    client: FlaskClient, asha: Member, ben: Member
) -> None:
    for member, other in ((asha, ben), (ben, asha), (asha, ben)):
        bar = bar_of(sign_in(client, member).get("/").text)
        assert member.name.title() in bar and other.name.title() not in bar
    bar = bar_of(sign_in(client, asha).get("/cases").text)
    assert re.findall(r'href="([^"]*)" aria-current="page"', bar) == ["/cases"]


def test_it_speaks_the_language_of_now_and_knows_the_program_of_now(
    client: FlaskClient, asha: Member
) -> None:
    sign_in(client, asha)
    assert "Sign out" in bar_of(client.get("/").text)
    client.post("/preferences", data={"language": "id"})
    assert "Sign out" not in bar_of(client.get("/").text)
    db.session.execute(update(Program).where(Program.id == asha.program_id).values(name="<csrf>"))
    renamed = client.get("/").text
    assert bar_of(renamed).count("&lt;csrf&gt;") == 2 and len(tokens_of(renamed)) == 1
