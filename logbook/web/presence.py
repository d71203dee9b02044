"""How and when the person of this request last proved who they are, for whoever lets them sign."""

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from logbook.domain.signatures import Method, Presence
from logbook.web import current


def presence() -> Presence:
    """By signing in, when this session began."""
    return Presence(Method.SESSION, current.me().began_at)


def fresh_or_redirect(next_url: str) -> ResponseReturnValue | None:
    """None while the proof is fresh; else the way to prove it again, which leads to `next_url`."""
    if presence().is_fresh(current.now()):
        return None
    return redirect(url_for("identity.sign_in", next=next_url), 303)
