"""Signed notes: a few lines of text, and under them who signed it (C2SP signed-note v1).

    the text, ending in a newline

    — name base64(key id || signature)

The signature is Ed25519 (RFC 8032) over the text. The key itself is made and used elsewhere: this
module knows the form only, and is handed what signs and what verifies.
"""

import hashlib
from base64 import b64decode, b64encode
from binascii import Error as NotBase64
from collections.abc import Callable, Iterable
from dataclasses import dataclass

ED25519 = b"\x01"
"""The type of the signature, as the key's id and its written form name it."""

DASH = "— "
MOST_BYTES = 64 * 1024
MOST_SIGNATURES = 32

Signing = Callable[[bytes], bytes]
Verifying = Callable[[bytes, bytes, bytes], bool]
"""Public key, signature, text: whether the signature is the key's over this text."""


class BadNote(ValueError):
    """A note that is not in the form, or that no known key has signed."""


@dataclass(frozen=True, slots=True)
class Key:
    """A name and the public half of its key."""

    name: str
    public: bytes
    """32 bytes."""

    @property
    def id(self) -> bytes:
        """Four bytes, by which a signature tells whose it is."""
        told = self.name.encode() + b"\n" + ED25519 + self.public
        return hashlib.sha256(told).digest()[:4]

    @property
    def fingerprint(self) -> str:
        """SHA-256 of the key in hex, in groups that people can read to each other."""
        told = hashlib.sha256(self.public).hexdigest()
        return " ".join(told[at : at + 4] for at in range(0, len(told), 4))

    def named(self, name: str) -> "Key":
        """The same key under another name, as each log has its own."""
        return Key(name, self.public)

    def __str__(self) -> str:
        """As it is printed and handed over: name, id and key, between plus signs."""
        return f"{self.name}+{self.id.hex()}+{b64encode(ED25519 + self.public).decode()}"

    @classmethod
    def read(cls, text: str) -> "Key":
        """BadNote for what is no key."""
        try:
            name, id_, encoded = text.strip().split("+", 2)
            kind_and_key = b64decode(encoded, validate=True)
        except (ValueError, NotBase64):
            raise BadNote("this is not a verifier key") from None
        key = cls(name, kind_and_key[1:])
        if kind_and_key[:1] != ED25519 or len(key.public) != 32 or key.id.hex() != id_:
            raise BadNote("this is not a verifier key of ours")
        _check_name(name)
        return key


def sign(text: str, key: Key, signing: Signing) -> str:
    """The text as a note of this key. BadNote for a text that a note cannot hold."""
    _check_name(key.name)
    if not text.endswith("\n") or any(ord(one) < 32 and one != "\n" for one in text):
        raise BadNote("a note's text ends in a newline, and holds no other control character")
    signature = b64encode(key.id + signing(text.encode())).decode()
    return f"{text}\n{DASH}{key.name} {signature}\n"


def text_of(note: str) -> str:
    """What a note says, whoever signed it. BadNote if it is not in the form."""
    return _parts(note)[0]


def is_named_in(note: str, key: Key) -> bool:
    """Whether a signature under this note says that it is of this key; it may be false."""
    return any((name, signed[:4]) == (key.name, key.id) for name, signed in _parts(note)[1])


def signed_by(note: str, keys: Iterable[Key], verifying: Verifying) -> tuple[str, list[Key]]:
    """What a note says, and which of these keys signed it. Signatures of keys that are not known
    are passed over; BadNote when a known one's is false, or none of them signed."""
    text, lines = _parts(note)
    known = {(key.name, key.id): key for key in keys}
    found = []
    for name, signature in lines:
        key = known.get((name, signature[:4]))
        if key is None:
            continue
        if not verifying(key.public, signature[4:], text.encode()):
            raise BadNote(f"the signature of {name} does not fit the text")
        found.append(key)
    if not found:
        raise BadNote("none of the known keys has signed this")
    return text, found


def _parts(note: str) -> tuple[str, list[tuple[str, bytes]]]:
    if len(note.encode("utf-8", "replace")) > MOST_BYTES:
        raise BadNote("this note is too long")
    head, between, tail = note.rpartition("\n\n")
    if not between or not tail.endswith("\n"):
        raise BadNote("a note has a text, an empty line, and signatures")
    lines = tail[:-1].split("\n")
    if len(lines) > MOST_SIGNATURES:
        raise BadNote("this note has too many signatures")
    return head + "\n", [_signature(line) for line in lines]


def _signature(line: str) -> tuple[str, bytes]:
    if not line.startswith(DASH):
        raise BadNote("a signature begins with a dash")
    name, blank, encoded = line[len(DASH) :].partition(" ")
    try:
        signature = b64decode(encoded, validate=True)
    except (ValueError, NotBase64):
        raise BadNote("a signature is written in base64") from None
    if b64encode(signature).decode() != encoded:
        raise BadNote("a signature is written in base64")
    if not name or not blank or len(signature) < 5:
        raise BadNote("a signature has a name, a key's id and its bytes")
    return name, signature


def _check_name(name: str) -> None:
    if not name or "+" in name or any(one.isspace() for one in name):
        raise BadNote("a key's name holds neither blanks nor a plus")
