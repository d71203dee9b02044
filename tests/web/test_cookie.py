"""The cookie is Flask's in all that makes it safe."""

import pytest
from flask import Flask
from flask.sessions import SecureCookieSessionInterface
from itsdangerous import BadSignature

from logbook.web.cookie import Cookie


def an_app(secret: str, *older: str) -> Flask:
    app = Flask("cookies")
    app.secret_key = secret
    app.config["SECRET_KEY_FALLBACKS"] = list(older)
    return app


@pytest.mark.parametrize("said", [{"a": 1}, {"a": "long " * 400}, {"_flashes": [("ok", "<é>")]}])
def test_flask_reads_ours_and_we_read_flasks(said: dict[str, object]) -> None:
    app = an_app("one")
    ours, flasks = Cookie().get_signing_serializer(app), SecureCookieSessionInterface()
    theirs = flasks.get_signing_serializer(app)
    assert ours is not None and theirs is not None
    for _again in range(2):
        assert theirs.loads(ours.dumps(said)) == ours.loads(theirs.dumps(said)) == said


def test_a_cookie_of_the_secret_before_still_holds_and_no_other() -> None:
    now = Cookie().get_signing_serializer(an_app("new", "old"))
    before, forged = (Cookie().get_signing_serializer(an_app(one)) for one in ("old", "guess"))
    assert now is not None and before is not None and forged is not None
    assert now.loads(before.dumps({"a": 1})) == {"a": 1}
    with pytest.raises(BadSignature):
        now.loads(forged.dumps({"a": 1}))
    with pytest.raises(BadSignature):
        before.loads(now.dumps({"a": 1}))
    with pytest.raises(BadSignature):
        now.loads(now.dumps({"a": 1}).replace(".", "x.", 1))


def test_a_long_session_is_made_short() -> None:
    ours = Cookie().get_signing_serializer(an_app("one"))
    assert ours is not None and len(ours.dumps({"a": "long " * 400})) < 200
