"""The cookie that carries a session, and the token of its forms. Both are Flask's and Flask-WTF's
own in all that makes them safe; what stays the same from one request to the next is made once."""

import hashlib
from functools import lru_cache
from typing import Any

from flask import Flask, current_app, session
from flask.sessions import SecureCookieSessionInterface
from flask_wtf.csrf import generate_csrf
from itsdangerous import Signer, TimestampSigner, URLSafeTimedSerializer
from itsdangerous.encoding import base64_encode

SHORT = 600
"""Bytes. Up to here a cookie is not compressed: it costs more time than the bytes are worth."""


class KeptKeys(TimestampSigner):
    """The keys follow from the secrets of the process: derived once, not at each cookie."""

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self.keys: dict[str | bytes | None, bytes] = {}

    def derive_key(self, secret_key: str | bytes | None = None) -> bytes:
        if secret_key not in self.keys:
            self.keys[secret_key] = super().derive_key(secret_key)
        return self.keys[secret_key]


class Sealing(URLSafeTimedSerializer):
    """Signs with one signer, which keeps nothing of what it signs."""

    default_signer = KeptKeys
    kept: Signer | None = None

    def make_signer(self, salt: str | bytes | None = None) -> Any:
        if salt not in (None, self.salt):
            return super().make_signer(salt)
        if self.kept is None:
            self.kept = super().make_signer()
        return self.kept

    def dump_payload(self, obj: Any) -> bytes:
        plain = self.serializer.dumps(obj, **self.serializer_kwargs).encode()
        return base64_encode(plain) if len(plain) <= SHORT else super().dump_payload(obj)


class Cookie(SecureCookieSessionInterface):
    """Flask's own, but its serializer is made once: it stays as long as the process."""

    # The same SHA-1 as Flask's, by its own name: behind a Python function `hmac` takes a slow way.
    digest_method = staticmethod(hashlib.sha1)
    sealing: Sealing | None = None

    def get_signing_serializer(self, app: Flask) -> URLSafeTimedSerializer | None:
        if self.sealing is None and (made := super().get_signing_serializer(app)) is not None:
            self.sealing = Sealing(
                made.secret_keys,
                salt=made.salt,
                serializer=made.serializer,
                signer_kwargs=made.signer_kwargs,
            )
        return self.sealing


def csrf_token() -> str:
    """What the forms of a page carry, so that none but our own pages can send them."""
    secret = session.get("csrf_token")
    return _token_of(secret, current_app.secret_key) if secret else generate_csrf()


@lru_cache(maxsize=512)
def _token_of(_secret: str, _key: str | bytes | None) -> str:
    """Kept by the secret that the session holds and nobody else's does: it is the same token that
    Flask-WTF would sign anew for each page, with another time on it, which nobody asks for."""
    token: str = generate_csrf()
    return token


def set_up(app: Flask) -> None:
    app.session_interface = Cookie()
    # In both places where Flask-WTF has put its own.
    app.jinja_env.globals["csrf_token"] = csrf_token
    app.context_processor(lambda: {"csrf_token": csrf_token})
