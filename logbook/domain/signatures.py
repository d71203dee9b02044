"""Electronic signatures: what exactly was signed, by whom, when, and what it means.

After 21 CFR Part 11: a signature shows its signer's name, its time and its meaning (11.50), cannot
be moved to another record (11.70), and is given with a fresh proof of who signs (11.200). What is
signed is one canonical text. It names the record and everything that the decision stood on, so
that the text alone says, years later, what was decided and on what.
"""

import hashlib
import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from logbook.domain.audit import canonical, instant

DOMAIN = "logbook/signature/1"
"""Stands in every signed text: nothing else that is ever signed can be taken for one of these."""

FRESH = timedelta(minutes=10)
"""How long somebody who has proved who they are may go on signing."""


class Meaning(StrEnum):
    """What a signature says."""

    SUPERVISED = "supervised"
    """I supervised this procedure in this role."""
    ASSESSED = "assessed"
    """I observed this, and this is my judgement."""
    PROPOSES = "proposes"
    """I propose this level."""
    ATTESTS = "attests"
    """I attest this level."""
    CONFIRMS = "confirms"
    """I confirm this for the committee."""
    ENDS = "ends"
    """I suspend or revoke this, for the reason given."""


class Method(StrEnum):
    """How a signer proved who they are, from the weakest to the strongest."""

    LINK = "link"
    """By a single-use link in a mail."""
    SESSION = "session"
    """By having signed in."""
    PASSWORD = "password"  # noqa: S105  (the name of a method)
    """By the password, again."""
    PASSWORD_AND_CODE = "password_and_code"  # noqa: S105  (likewise)
    """By the password, again, and a code from a device."""
    PASSKEY = "passkey"
    """By a passkey, over the very text that is signed."""


WEAKEST_FIRST = tuple(Method)

STRONG = frozenset({Method.PASSWORD_AND_CODE, Method.PASSKEY})
"""What a competency is signed with."""


@dataclass(frozen=True, slots=True)
class Presence:
    """When and how somebody last proved who they are."""

    method: Method
    at: datetime

    def is_fresh(self, now: datetime) -> bool:
        """Not if the clock was set back in between, either."""
        return timedelta(0) <= now - self.at <= FRESH

    def proves(self, now: datetime) -> "Proven":
        """What a signature that is given now can say of it: what is no longer fresh says no more
        than that somebody had signed in."""
        known = self.method if self.is_fresh(now) else Method.SESSION
        return Proven(min(known, self.method, key=WEAKEST_FIRST.index))


@dataclass(frozen=True, slots=True)
class Proven:
    """How the signer of one text proved who they are."""

    method: Method = Method.SESSION
    at: datetime | None = None
    """The instant that the text says, if it was signed before it came to be kept: by a passkey."""
    proof: Mapping[str, str] | None = None
    """What the passkey answered; see `over`."""


BY_SESSION = Proven()


def over(proof: Mapping[str, str], sha256: bytes) -> bool:
    """Whether what a passkey answered is over this text. That it is the passkey's answer at all is
    another question, for which one needs its public key."""
    try:
        asked = json.loads(b64decoded(proof["client_data"]))["challenge"]
    except (ValueError, KeyError, TypeError):
        return False
    return bool(asked == b64(sha256))


def b64(data: bytes) -> str:
    """As WebAuthn writes bytes: base64url without padding (RFC 4648, section 5)."""
    return urlsafe_b64encode(data).rstrip(b"=").decode()


def b64decoded(text: str) -> bytes:
    """ValueError for what is none."""
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


@dataclass(frozen=True, slots=True)
class Ground:
    """One thing that a decision stood on: its kind, its id and what it said then."""

    kind: str
    id: UUID
    sha256: str
    """Of its content, in hex."""


@dataclass(frozen=True, slots=True)
class Signer:
    """Who signs, as they were known at that moment."""

    id: UUID
    """Of the membership."""
    name: str
    role: str
    profession: str


@dataclass(frozen=True, slots=True)
class Statement:
    """What is signed, whole."""

    program_id: UUID
    record: str
    """Which kind of record: `case_answer`, `assessment`, `sign_off`."""
    record_id: UUID
    meaning: Meaning
    signer: Signer
    at: datetime
    content: Mapping[str, object]
    """The record as it is signed: texts, whole numbers, None, lists and maps of these."""
    grounds: Sequence[Ground] = ()

    def canonical(self) -> bytes:
        """The one text that this statement is (RFC 8785 JSON, UTF-8)."""
        return canonical(
            {
                "domain": DOMAIN,
                "program": str(self.program_id),
                "record": self.record,
                "record_id": str(self.record_id),
                "meaning": self.meaning,
                "signer": {
                    "id": str(self.signer.id),
                    "name": self.signer.name,
                    "role": self.signer.role,
                    "profession": self.signer.profession,
                },
                "at": instant(self.at),
                "content": self.content,
                "grounds": [
                    {"kind": one.kind, "id": str(one.id), "sha256": one.sha256}
                    for one in sorted(self.grounds, key=lambda one: (one.kind, one.id))
                ],
            }
        )

    @property
    def sha256(self) -> bytes:
        """What a passkey is asked to sign (32 bytes)."""
        return hashlib.sha256(self.canonical()).digest()


def digest(grounds: Sequence[Ground]) -> str:
    """Of a whole list of grounds, in whatever order (SHA-256, in hex)."""
    listed = sorted(f"{one.kind} {one.id} {one.sha256}" for one in grounds)
    return hashlib.sha256("\n".join(listed).encode()).hexdigest()
