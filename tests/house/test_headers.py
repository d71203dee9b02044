"""Every answer carries the same protection, errors too; no form is taken without its token."""

import pytest
from flask import Flask

from logbook.web.headers import ALWAYS, CONTENT_POLICY
from tests.cast import Member
from tests.conftest import sign_in


@pytest.mark.parametrize("path", ["/sign-in", "/no-such-page", "/cohort", "/assets/x/logbook.css"])
def test_every_answer_is_protected(app: Flask, path: str) -> None:
    headers = app.test_client().get(path).headers
    assert {name: headers[name] for name in ALWAYS} == ALWAYS


def test_nothing_inline_may_run() -> None:
    assert "unsafe" not in CONTENT_POLICY
    assert "default-src 'none'" in CONTENT_POLICY


def test_pages_are_not_kept(app: Flask, asha: Member) -> None:
    client = sign_in(app.test_client(), asha)
    assert client.get("/").headers["Cache-Control"] == "no-store"


def test_every_act_needs_its_token(app: Flask, asha: Member) -> None:
    """A post without the token is refused before its view is asked."""
    app.config["WTF_CSRF_ENABLED"] = True
    try:
        client = sign_in(app.test_client(), asha)
        some_id = "00000000-0000-7000-8000-000000000000"
        taken = []
        for rule in app.url_map.iter_rules():
            if "POST" not in (rule.methods or set()):
                continue
            parts = {
                name: some_id if type(turn).__name__ == "UUIDConverter" else "1"
                for name, turn in rule._converters.items()
            }
            path = rule.build(parts)
            assert path is not None
            if client.post(path[1]).status_code != 400:
                taken.append(rule.endpoint)
        assert taken == []
    finally:
        app.config["WTF_CSRF_ENABLED"] = False
