"""Codes that a device shows for half a minute (RFC 6238, on RFC 4226), and codes on paper.

Written out here: the two standards come to ten lines, and their own vectors test them.
"""

import hashlib
import hmac
import secrets
import struct
from base64 import b32encode
from datetime import datetime

STEP_SECONDS = 30
DIGITS = 6
DRIFT = 1
"""How many steps a device's clock may be off, either way."""

RECOVERY_CODES = 10
_GROUPS, _GROUP = 4, 4
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
"""None that are read for one another: no i, l, o, 0, 1."""


def step_of(at: datetime) -> int:
    """Steps since 1970."""
    return int(at.timestamp()) // STEP_SECONDS


def code_of(secret: bytes, step: int, digits: int = DIGITS) -> str:
    """What a device with this secret shows in this step: decimal digits."""
    digest = hmac.digest(secret, struct.pack(">Q", step), hashlib.sha1)
    place = digest[-1] & 15
    number = int.from_bytes(digest[place : place + 4]) & 0x7FFFFFFF
    return str(number % 10**digits).zfill(digits)


def step_shown(secret: bytes, code: str, at: datetime) -> int | None:
    """The step whose code this is, of those that a device may be in now. All of them are looked
    at, whichever it is."""
    now, found = step_of(at), None
    for step in range(now - DRIFT, now + DRIFT + 1):
        if hmac.compare_digest(code_of(secret, step).encode(), code.encode()):
            found = step
    return found


def as_typed(code: str) -> str:
    """A code without the blanks and hyphens that people put into it."""
    return "".join(code.split()).replace("-", "").casefold()


def is_of_a_device(code: str) -> bool:
    return len(code) == DIGITS and code.isascii() and code.isdecimal()


def new_recovery_codes() -> list[str]:
    """Each has 79 bits: nobody finds one by trying, not even with all their hashes."""
    return [
        "-".join("".join(secrets.choice(_LETTERS) for _ in range(_GROUP)) for _ in range(_GROUPS))
        for _ in range(RECOVERY_CODES)
    ]


def hash_of_recovery(code: str) -> str:
    return hashlib.sha256(f"logbook/recovery/1:{as_typed(code)}".encode()).hexdigest()


def as_text(secret: bytes) -> str:
    """A secret as a person can type it into a device: base32 (RFC 4648)."""
    return b32encode(secret).decode().rstrip("=")
