"""The ledger's form: canonical bytes, leaf hashes, and the tree that grows over them.

An entry's leaf is SHA-256(0x00 || canonical JSON), and two nodes join as SHA-256(0x01 || left ||
right): the hashing of RFC 9162 (Certificate Transparency 2.0), section 2.1. Each entry also
names the leaf before it, so that the entries of a program form a chain. The head keeps the roots
of the perfect subtrees (a compact range), from which the root of the whole tree follows; signed
checkpoints and inclusion proofs can be made from the same leaves at any later time.

Personal words never enter an entry. What a record said is committed to by HMAC-SHA256 under the
record's own salt: delete row and salt, and the entry tells nothing, while the ledger still holds.
"""

import hashlib
import hmac
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import lru_cache
from json.encoder import encode_basestring as _quoted
from uuid import UUID

NOTHING_BEFORE = bytes(32)
"""What the first entry of a program names as the leaf before it."""

FORM = 1
"""Version of the form of an entry; part of each entry."""

HASH_BYTES = 32


_AS_JSON = json.JSONEncoder(
    sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False
)


def canonical(value: object) -> bytes:
    """RFC 8785 JSON for what we use of it: strings, whole numbers, booleans, null, lists, and
    objects with ASCII keys. A float raises: its text differs between languages."""
    _refuse_floats(value)
    return _AS_JSON.encode(value).encode()


def _refuse_floats(value: object) -> None:
    if value is None or isinstance(value, (str, int)):  # nearly all there is, so asked first
        return
    if isinstance(value, float):
        raise TypeError("a ledger entry holds no floats")
    if isinstance(value, (list, tuple)):
        for part in value:
            _refuse_floats(part)
    elif isinstance(value, Mapping):
        for part in value.values():
            _refuse_floats(part)


def commitment(salt: bytes, content: Mapping[str, object]) -> bytes:
    """What binds an entry to the words of a record without telling them (32 bytes)."""
    return hmac.new(salt, canonical(content), hashlib.sha256).digest()


def unordered_digest(seals: Iterable[bytes]) -> str:
    """SHA-256 over seals in the order of their bytes, in hex: it binds every one of them and tells
    nothing of the order in which they were made."""
    return hashlib.sha256(b"".join(sorted(seals))).hexdigest()


_id = lru_cache(maxsize=10_000)(str)
"""Of an id, which stands in many entries, its text."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the ledger, before it is hashed."""

    program_id: UUID
    log: str
    seq: int
    at: datetime
    actor_id: UUID
    event: str
    subject_id: UUID
    facts: str
    """Canonical JSON: codes, numbers and ids; never a sentence."""
    content: bytes | None
    """Commitment to the subject's content after the event, where the subject has one."""
    previous: bytes

    def leaf(self) -> bytes:
        """SHA-256(0x00 || canonical bytes): 32 bytes."""
        return hashlib.sha256(b"\x00" + self.canonical()).digest()

    def canonical(self) -> bytes:
        # What `canonical` would write of a map of these, keys in order, in a third of the time: a
        # ledger is verified entry by entry, and nearly all that costs is this text.
        content = f'"{self.content.hex()}"' if self.content else "null"
        return (
            f'{{"actor":"{_id(self.actor_id)}","at":"{instant(self.at)}","content":{content},'
            f'"event":{_quoted(self.event)},"facts":{_quoted(self.facts)},"form":{FORM},'
            f'"log":{_quoted(self.log)},"previous":"{self.previous.hex()}",'
            f'"program":"{_id(self.program_id)}","seq":{self.seq},"subject":"{_id(self.subject_id)}"}}'
        ).encode()


def instant(at: datetime) -> str:
    """RFC 3339 in UTC with microseconds, always the same length."""
    if at.tzinfo is not UTC:  # nearly every one is, and there are many
        at = at.astimezone(UTC)
    return at.isoformat(timespec="microseconds")[: -len("+00:00")] + "Z"


def moment(at: datetime | None) -> str | None:
    """An instant as a seal covers it; None while it has not come."""
    return None if at is None else instant(at)


@dataclass(frozen=True, slots=True)
class Head:
    """Where a log stands: how many entries, the last leaf, and the perfect subtrees' roots."""

    log: str
    size: int = 0
    last: bytes = NOTHING_BEFORE
    subtrees: tuple[bytes, ...] = ()

    @classmethod
    def kept(cls, log: str, size: int, last: bytes, subtrees: bytes) -> "Head":
        """The head as its row keeps it: the roots of the subtrees one after the other."""
        places = range(0, len(subtrees), HASH_BYTES)
        return cls(log, size, last, tuple(subtrees[place : place + HASH_BYTES] for place in places))

    def grown_by(self, leaf: bytes) -> "Head":
        """The head after one more leaf: at most log2(size) hashes."""
        node, subtrees, size = leaf, list(self.subtrees), self.size
        while size & 1:
            node = join(subtrees.pop(), node)
            size >>= 1
        return Head(self.log, self.size + 1, leaf, (*subtrees, node))

    def root(self) -> bytes:
        """Merkle tree hash of all leaves; of none, SHA-256 of nothing (RFC 9162, 2.1.1)."""
        if not self.subtrees:
            return hashlib.sha256(b"").digest()
        node = self.subtrees[-1]
        for left in reversed(self.subtrees[:-1]):
            node = join(left, node)
        return node

    def next_log(self, log: str) -> "Head":
        """A new academic year begins an empty tree; the chain of leaves goes on."""
        return Head(log, last=self.last)


@dataclass(slots=True)
class Growing:
    """A log that is read from its beginning: what `Head.grown_by` would answer leaf by leaf,
    without a head for each of a million leaves."""

    log: str
    last: bytes = NOTHING_BEFORE
    size: int = 0
    subtrees: list[bytes] = field(default_factory=list)

    def add(self, leaf: bytes) -> None:
        node, size = leaf, self.size
        while size & 1:
            node = join(self.subtrees.pop(), node)
            size >>= 1
        self.subtrees.append(node)
        self.size += 1
        self.last = leaf

    def head(self) -> Head:
        return Head(self.log, self.size, self.last, tuple(self.subtrees))


def join(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()


def academic_year(at: datetime, first_month: int) -> str:
    """The name of the log: the year in which the academic year of this instant (UTC) began."""
    at = at.astimezone(UTC)
    return str(at.year if at.month >= first_month else at.year - 1)
