"""Secrets under a mask, as long as themselves and used once: HMAC-SHA256 of a random seed, which
the database has, under the service's key, which the database has not. See docs/adr/0013.
"""

import hashlib
import hmac
import secrets
from dataclasses import dataclass

from flask import current_app

SEED_BYTES = 16


@dataclass(frozen=True, slots=True)
class Masked:
    """What the database keeps of a secret of at most 32 bytes."""

    seed: bytes
    key_id: str
    """Of which of the service's keys: they can be changed."""
    masked: bytes


def hide(purpose: bytes, secret: bytes) -> Masked:
    """Under a mask that was never used before. `purpose`: so that no mask serves two kinds."""
    key, seed = _newest_key(), secrets.token_bytes(SEED_BYTES)
    return Masked(seed, _key_id(key), _under(key, purpose + seed, secret))


def reveal(purpose: bytes, hidden: Masked) -> bytes | None:
    """None when the service has lost the key that the mask follows from."""
    key = _keys().get(hidden.key_id)
    return None if key is None else _under(key, purpose + hidden.seed, hidden.masked)


def is_newest(key_id: str) -> bool:
    return key_id == _key_id(_newest_key())


def _under(key: bytes, text: bytes, secret: bytes) -> bytes:
    """The same way off as on."""
    mask = hmac.digest(key, text, hashlib.sha256)
    return bytes(a ^ b for a, b in zip(secret, mask, strict=False))


def _keys() -> dict[str, bytes]:
    known = [current_app.config["SECRET_KEY"], *current_app.config["SECRET_KEY_FALLBACKS"]]
    return {_key_id(str(one).encode()): str(one).encode() for one in known}


def _newest_key() -> bytes:
    return str(current_app.config["SECRET_KEY"]).encode()


def _key_id(key: bytes) -> str:
    """Tells which key it is and nothing of it."""
    return hmac.digest(key, b"logbook/second factor/which key", hashlib.sha256)[:8].hex()
