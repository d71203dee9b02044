"""Checkpoints of a log, and proofs that an entry stands in it, as texts that are kept for decades.

A checkpoint says how many entries a log has and what they hash to (C2SP tlog-checkpoint); signed,
it is a note. A proof is a checkpoint with the way from one entry to its root (C2SP tlog-proof v1).
"""

from base64 import b64decode, b64encode
from binascii import Error as NotBase64
from collections.abc import Sequence
from dataclasses import dataclass

from logbook.domain.audit import HASH_BYTES
from logbook.domain.merkle import BadProof, root_from_inclusion
from logbook.domain.notes import BadNote, text_of

PROOF = "c2sp.org/tlog-proof@v1"


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """What is signed of a log."""

    origin: str
    """Whose log: `logbook.example.org/<program>/<academic year>`."""
    size: int
    root: bytes

    def __str__(self) -> str:
        return f"{self.origin}\n{self.size}\n{b64encode(self.root).decode()}\n"

    @classmethod
    def read(cls, text: str) -> "Checkpoint":
        """BadNote unless the text is a checkpoint. Lines that come after are passed over, as the
        form allows them."""
        try:
            origin, size, root, *_ = text.split("\n")
            found = cls(origin, _number(size), _hash(root))
        except ValueError as wrong:
            raise BadNote(f"this is no checkpoint: {wrong}") from None
        if not origin:
            raise BadNote("a checkpoint names its log")
        return found


@dataclass(frozen=True, slots=True)
class Proof:
    """That an entry stands at this place of the log that a checkpoint was signed of."""

    index: int
    path: Sequence[bytes]
    checkpoint: str
    """The note, word for word."""
    extra: bytes = b""
    """The entry in its canonical form. It is proved by its hash, and by nothing before that."""

    def __str__(self) -> str:
        extra = [f"extra {b64encode(self.extra).decode()}"] if self.extra else []
        hashes = [b64encode(one).decode() for one in self.path]
        lines = [PROOF, *extra, f"index {self.index}", *hashes]
        return "\n".join(lines) + "\n\n" + self.checkpoint

    @classmethod
    def read(cls, text: str) -> "Proof":
        """BadProof unless the text is a proof in this form."""
        head, between, note = text.partition("\n\n")
        lines = head.split("\n")
        try:
            if not between or lines.pop(0) != PROOF:
                raise ValueError("it does not begin as one")
            extra = b""
            if lines[0].startswith("extra "):
                extra = _exact(lines.pop(0).removeprefix("extra "))
            name, index = lines.pop(0).split(" ")
            if name != "index":
                raise ValueError("it names no entry")
            return cls(_number(index), tuple(_hash(line) for line in lines), note, extra)
        except (ValueError, IndexError, NotBase64) as wrong:
            raise BadProof(f"this is no proof: {wrong}") from None

    def check(self, leaf: bytes) -> Checkpoint:
        """The checkpoint whose log holds this leaf; BadProof when it does not. Whether anybody
        signed it is another question."""
        checkpoint = Checkpoint.read(text_of(self.checkpoint))
        if root_from_inclusion(leaf, self.index, checkpoint.size, self.path) != checkpoint.root:
            raise BadProof("this entry is not in the log that was signed")
        return checkpoint


def _number(text: str) -> int:
    if not (text.isascii() and text.isdigit()) or (text[0] == "0" and text != "0"):
        raise ValueError("a number is written in digits")
    return int(text)


def _hash(text: str) -> bytes:
    found = _exact(text)
    if len(found) != HASH_BYTES:
        raise ValueError("a hash has 32 bytes")
    return found


def _exact(text: str) -> bytes:
    """Base64 as it is written, with no bits to spare: no two texts are one proof."""
    found = b64decode(text, validate=True)
    if b64encode(found).decode() != text:
        raise ValueError("base64 is written in one way only")
    return found
