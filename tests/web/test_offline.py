"""What a phone keeps of the service: the same for everybody, and asked for anew when it changes."""

import json
import re
from io import BytesIO
from urllib.parse import urljoin

import pytest
from flask.testing import FlaskClient
from pytest import MonkeyPatch

from logbook.web.assets import views as assets
from tests.cast import Member
from tests.conftest import sign_in

IMPORT = re.compile(r' from "(\./[^"]+)"')
WANTED = re.compile(r'\["(?:html|form)?\[([\w-]+)\]", "(\./[^"]+)"\]')
"""A line of main.js: what a page must have in it, and the script that it then loads."""
ABOUT = r"const {} = (.*);\n"


def said(worker: str, name: str) -> object:
    """One of the lines that the service writes in front of the worker."""
    found = re.search(ABOUT.format(name), worker)
    assert found is not None
    return json.loads(found[1])


def test_the_worker_stands_before_every_page_and_is_asked_for_anew(client: FlaskClient) -> None:
    answer = client.get("/sw.js")
    assert answer.mimetype == "text/javascript"
    assert answer.headers["Service-Worker-Allowed"] == "/"
    assert answer.headers["Cache-Control"] == "no-cache"
    assert "Set-Cookie" not in answer.headers


def test_all_that_the_worker_keeps_is_there_and_says_nothing(client: FlaskClient) -> None:
    worker = client.get("/sw.js").text
    files = said(worker, "FILES")
    assert isinstance(files, list)
    for path in [*files, said(worker, "SHELL")]:
        answer = client.get(path)
        assert answer.status_code == 200, path
        assert "no-store" not in answer.headers["Cache-Control"], path
        answer.close()


def test_whatever_the_page_loads_is_kept(client: FlaskClient) -> None:
    worker, page = client.get("/sw.js").text, client.get("/offline").text
    files = said(worker, "FILES")
    assert isinstance(files, list)
    asked = re.findall(r'<(?:link rel="stylesheet"|script)[^>]* (?:href|src)="([^"]+)"', page)
    asked += re.findall(r'<use href="([^"#]+)#', page)
    assert asked and set(asked) <= set(files)
    imported = set()
    for path in files:
        with client.get(path) as answer:
            imported |= {urljoin(path, one) for one in IMPORT.findall(answer.text)}
            wanted = [one for part, one in WANTED.findall(answer.text) if f" {part}" in page]
            imported |= {urljoin(path, one) for one in wanted}
    assert len(imported) > 5 and imported <= set(files)


def test_the_page_is_the_same_for_everybody(client: FlaskClient, asha: Member, ben: Member) -> None:
    """It is kept on phones, where anybody may open it."""
    pages = {sign_in(client, one).get("/offline").text for one in (asha, ben)}
    assert len(pages) == 1
    [page] = pages
    assert "csrf" not in page and "data-account" not in page and "Asha" not in page


def test_a_change_of_what_is_kept_is_a_new_worker(
    client: FlaskClient, asha: Member, monkeypatch: MonkeyPatch
) -> None:
    def version() -> object:
        return said(sign_in(client, asha).get("/sw.js").text, "VERSION")

    first = version()
    assert version() == first
    client.post("/preferences", data={"theme": "dark", "language": "id"})
    other = version()
    assert other != first
    monkeypatch.setattr(assets, "version", lambda: "0123456789abcdef")
    assets._address.cache_clear()
    try:
        assert version() not in (first, other)
    finally:
        assets._address.cache_clear()


def test_it_can_be_put_on_the_home_screen(client: FlaskClient, asha: Member) -> None:
    answer = client.get("/manifest.webmanifest")
    assert answer.mimetype == "application/manifest+json"
    told = answer.get_json(force=True)
    assert (told["name"], told["start_url"], told["display"]) == ("Logbook", "/", "standalone")
    for shortcut in told["shortcuts"]:
        assert sign_in(client, asha).get(shortcut["url"]).status_code == 200
    for icon in told["icons"]:
        got = client.get(icon["src"])
        assert (got.status_code, got.mimetype) == (200, icon["type"])
        if icon["type"] == "image/png":
            width = int.from_bytes(BytesIO(got.data).getvalue()[16:20])
            assert icon["sizes"] == f"{width}x{width}"
        got.close()
    assert {one["purpose"] for one in told["icons"]} == {"any", "maskable"}


@pytest.mark.parametrize(("who", "logs"), [("asha", "yes"), ("ben", "no")])
def test_a_page_says_whose_it_is(
    client: FlaskClient, who: str, logs: str, request: pytest.FixtureRequest
) -> None:
    member: Member = request.getfixturevalue(who)
    page = sign_in(client, member).get("/").text
    assert f'data-account="{member.account_id}" data-logs="{logs}"' in page


def test_the_page_after_signing_out_says_so_once(client: FlaskClient, asha: Member) -> None:
    """What a phone keeps for a form is to go then; a session that ran out asks for nothing."""
    assert 'data-left-behind=""' in client.get("/sign-in").text
    sign_in(client, asha).post("/sign-out")
    assert 'data-left-behind="signed-out"' in client.get("/sign-in").text
    assert 'data-left-behind=""' in client.get("/sign-in").text
