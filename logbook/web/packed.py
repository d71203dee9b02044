"""Pages put together of parts that were packed once and of parts of now (gzip, RFC 1952).

To pack a page of a third of a megabyte takes longer than to make it, and to send it as it is takes
longer still, on a slow line above all. So what is kept of a page is packed once. All the rest, with
the token of a session in it and perhaps words that somebody else chose, is stored as it is: packed
together, the length of the answer would give the one away to whoever chooses the other
(BREACH; Gluck, Harris and Prado, Black Hat USA 2013).
"""

import struct
import zlib
from collections.abc import Sequence
from dataclasses import dataclass

from flask import Response, request

HEAD = b"\x1f\x8b\x08\x00" + bytes(4) + b"\x02\xff"
"""Deflated, without name or time; packed as well as can be, on no system in particular."""
LAST = b"\x03\x00"
"""An empty block that says that no other follows (RFC 1951, 3.2.3)."""
PACKED, STORED = 9, 0
"""Levels of zlib."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a page: what it says, and the same as a run of deflate blocks."""

    said: bytes
    blocks: bytes


def piece(text: str, level: int = STORED) -> Piece:
    """Refers to nothing before it, so that it fits behind whatever comes before."""
    said = text.encode()
    squeeze = zlib.compressobj(level, zlib.DEFLATED, -zlib.MAX_WBITS)
    return Piece(said, squeeze.compress(said) + squeeze.flush(zlib.Z_FULL_FLUSH))


def response(pieces: Sequence[Piece], packed: bool) -> Response:
    """One page. `packed`: where the browser takes that."""
    packed = packed and request.accept_encodings.quality("gzip") > 0
    body = _packed(pieces) if packed else b"".join(one.said for one in pieces)
    made = Response(body, content_type="text/html; charset=utf-8")
    made.vary.add("Accept-Encoding")
    if packed:
        made.content_encoding = "gzip"
    return made


def _packed(pieces: Sequence[Piece]) -> bytes:
    check, size = 0, 0
    for one in pieces:
        check = zlib.crc32(one.said, check)
        size += len(one.said)
    tail = struct.pack("<II", check, size & 0xFFFFFFFF)
    return b"".join((HEAD, *(one.blocks for one in pieces), LAST, tail))
