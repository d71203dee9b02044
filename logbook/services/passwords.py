"""Passwords: argon2id, a check that costs the same for nobody, and what is too easy to guess."""

from functools import cache
from pathlib import Path

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError

from logbook.domain.decisions import Message, say

SHORTEST, LONGEST = 10, 128

# OWASP's first choice for argon2id: 19 MiB, two passes, one lane.
_hasher = PasswordHasher(memory_cost=19 * 1024, time_cost=2, parallelism=1)
_COMMON = Path(__file__).with_name("common_passwords.txt")


def hash_password(password: str) -> str:
    return _hasher.hash(password)


def matches(stored: str | None, password: str) -> bool:
    """Whether this is the password. With nothing stored it works as hard and says no: the time
    that an answer takes must not tell whether there is an account."""
    try:
        return _hasher.verify(stored or nobodys_hash(), password) and stored is not None
    except (VerifyMismatchError, InvalidHashError):
        return False


@cache
def nobodys_hash() -> str:
    return _hasher.hash("nobody has this password")


def complaint(password: str, *about: str) -> Message | None:
    """Why a password will not do: too short, too common, or made of what everybody knows."""
    if len(password) < SHORTEST:
        return say("Use %(shortest)s characters or more.", shortest=SHORTEST)
    if len(password) > LONGEST:
        return say("Use %(longest)s characters or fewer.", longest=LONGEST)
    plain = password.casefold()
    if plain in common() or len(set(plain)) < 4:
        return say("This password is among the first that are tried. Choose another.")
    if any(word.casefold() in plain for word in about if len(word) > 3):
        return say("Leave your own name and address out of it.")
    return None


@cache
def common() -> frozenset[str]:
    """Passwords that are tried first; a short list of our own making."""
    return frozenset(_COMMON.read_text("utf-8").split())
