"""Is an uploaded file the document that it says it is? PDF, JPEG and PNG, told by what is in them.

The name and the type that a browser sends prove nothing. A file is taken when its first bytes are
those of its kind and its parts follow one another up to its end; nothing is unpacked, so a small
file cannot become a great one here. What a reader's own program makes of it later is beyond this
guard, which is why documents are only ever handed out as downloads.
"""

import re
import zlib
from dataclasses import dataclass
from enum import StrEnum

from logbook.domain.decisions import Message, say

MOST_BYTES = 10 * 1024 * 1024
MOST_MEGABYTES = MOST_BYTES // (1024 * 1024)
MOST_PIXELS = 100_000_000
"""More than a good camera takes; a picture that claims more is meant to fill somebody's memory."""


class DocumentType(StrEnum):
    """What a document may be, as its media type."""

    PDF = "application/pdf"
    JPEG = "image/jpeg"
    PNG = "image/png"


ENDINGS = {DocumentType.PDF: ".pdf", DocumentType.JPEG: ".jpg", DocumentType.PNG: ".png"}


@dataclass(frozen=True, slots=True)
class Document:
    """A file that is what it says."""

    type: DocumentType
    content: bytes
    """Of a picture, up to its end: what a phone or anybody else has put behind it is left out."""


class NotADocument(Exception):
    """The file is refused; the reason is meant to be shown."""

    def __init__(self, reason: Message) -> None:
        super().__init__(reason.id)
        self.reason = reason


DAMAGED = say("The file is damaged or cut off. Save or scan it anew.")


def examine(data: bytes) -> Document:
    """The document in these bytes; NotADocument when they are something else."""
    if not data:
        raise NotADocument(say("The file is empty."))
    if len(data) > MOST_BYTES:
        raise NotADocument(
            say(
                "The file is larger than %(most)s MB. Scan it at a lower resolution.",
                most=MOST_MEGABYTES,
            )
        )
    if data.startswith(b"%PDF-"):
        return Document(DocumentType.PDF, _pdf(data))
    if data.startswith(b"\xff\xd8\xff"):
        return Document(DocumentType.JPEG, _jpeg(data))
    if data.startswith(PNG_SIGNATURE):
        return Document(DocumentType.PNG, _png(data))
    raise NotADocument(_what_else(data))


# ── what it is instead ───────────────────────────────────────────────────────────────────────

PROGRAMS = (b"MZ", b"\x7fELF", b"#!", b"\xca\xfe\xba\xbe", b"\xcf\xfa\xed\xfe", b"\xce\xfa\xed\xfe")
ARCHIVES = (b"PK\x03\x04", b"PK\x05\x06", b"\x1f\x8b", b"BZh", b"7z\xbc\xaf", b"Rar!", b"\xfd7zXZ")
MARKUP = re.compile(rb"(?i)\s*<(?:\?xml|!doctype|!--|svg|html|script|head|body)")
APPLE_PHOTO = re.compile(rb"(?s).{4}ftyp(?:heic|heix|hevc|mif1|msf1|avif)")


def _what_else(data: bytes) -> Message:
    """Said plainly, so that whoever chose the wrong file knows what to do."""
    if data.startswith(PROGRAMS):
        return say("This is a program, whatever its name says. It was not kept.")
    if data.startswith(ARCHIVES):
        return say("This is an archive or an Office file. Send a PDF, or a photo of the document.")
    if MARKUP.match(data.removeprefix(b"\xef\xbb\xbf")):
        return say("This is a web page or an SVG drawing. Send a PDF, or a photo of the document.")
    if APPLE_PHOTO.match(data):
        return say("This photo is in the HEIC format. Send it as JPEG, or a screenshot of it.")
    return say("Only PDF, JPEG and PNG can be kept. This file is none of them.")


# ── PDF ──────────────────────────────────────────────────────────────────────────────────────

PDF_HEAD = re.compile(rb"%PDF-[12]\.\d")
PDF_TAIL = re.compile(rb"startxref\s{1,4}(\d{1,10})\s{1,4}%%EOF[\s\0]*\Z")
PDF_INDEX = re.compile(rb"\s{0,4}(?:xref\b|\d{1,10}\s{1,4}\d{1,5}\s{1,4}obj\b)")
PDF_ACTIVE = (b"/JavaScript", b"/Launch", b"/EmbeddedFiles", b"/RichMedia")


def _pdf(data: bytes) -> bytes:
    """Header, and a last line that points at the index of its parts, which is there."""
    tail = PDF_TAIL.search(data, max(0, len(data) - 2048))
    if not PDF_HEAD.match(data) or tail is None:
        raise NotADocument(DAMAGED)
    if not PDF_INDEX.match(data, int(tail[1])):
        raise NotADocument(DAMAGED)
    if any(name in data for name in PDF_ACTIVE):
        raise NotADocument(
            say("This PDF carries a program or another file. Print it to a new PDF first.")
        )
    return data


# ── JPEG ─────────────────────────────────────────────────────────────────────────────────────

AFTER_SCAN = re.compile(rb"\xff[^\x00\xff\xd0-\xd7]")
"""The next marker behind compressed lines: stuffed zeros, fillers and restarts belong to them."""
START_OF_SCAN, END_OF_IMAGE = 0xDA, 0xD9
FRAMES = frozenset({*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC})


def _jpeg(data: bytes) -> bytes:
    """Segment by segment from the start to the end of the image."""
    place, framed, scanned = 2, False, False
    while True:
        while data[place : place + 2] == b"\xff\xff":  # fillers
            place += 1
        if place + 2 > len(data) or data[place] != 0xFF:
            raise NotADocument(DAMAGED)
        marker = data[place + 1]
        if marker == END_OF_IMAGE and framed and scanned:
            return data[: place + 2]
        length = int.from_bytes(data[place + 2 : place + 4])
        if length < 2 or place + 2 + length > len(data):
            raise NotADocument(DAMAGED)
        if marker in FRAMES:
            _fits(data[place + 7 : place + 9], data[place + 5 : place + 7])
            framed = True
        place += 2 + length
        if marker == START_OF_SCAN:
            scanned = True
            place = _behind_scan(data, place)


def _behind_scan(data: bytes, place: int) -> int:
    found = AFTER_SCAN.search(data, place)
    if found is None:
        raise NotADocument(DAMAGED)
    return found.start()


def _fits(width: bytes, height: bytes) -> None:
    """Whether a picture of that size can be looked at."""
    pixels = int.from_bytes(width) * int.from_bytes(height)
    if not pixels:
        raise NotADocument(DAMAGED)
    if pixels > MOST_PIXELS:
        raise NotADocument(say("This picture claims to be too large to be looked at."))


# ── PNG ──────────────────────────────────────────────────────────────────────────────────────

PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"
CHUNK_FRAME = 12
"""Bytes of a chunk around its data: length, name, checksum."""


def _png(data: bytes) -> bytes:
    """Chunk by chunk, each with its checksum, from the header to the end."""
    place = len(PNG_SIGNATURE)
    seen: set[bytes] = set()
    while place + CHUNK_FRAME <= len(data):
        length = int.from_bytes(data[place : place + 4])
        end = place + CHUNK_FRAME + length
        if end > len(data):
            break
        named = data[place + 4 : end - 4]
        if zlib.crc32(named) != int.from_bytes(data[end - 4 : end]):
            break
        name = named[:4]
        if (name == b"IHDR") != (not seen):  # the header comes first, and once
            break
        if name == b"IHDR":
            _fits(named[4:8], named[8:12])
        seen.add(name)
        if name == b"IEND" and b"IDAT" in seen:
            return data[:end]
        place = end
    raise NotADocument(DAMAGED)
