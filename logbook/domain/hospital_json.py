"""The resources of a FHIR file, one at a time: a Bundle, NDJSON, or resources in a row.

A Bundle of ten thousand procedures is some twenty megabytes, and Python's own reader wants all of
it at once. Here the text is held only as far as one entry reaches. What cannot be read is named by
its place; reading goes on with the next entry, so that one broken entry costs no other.
"""

import codecs
import json
import re
from collections.abc import Iterator
from json import JSONDecodeError
from typing import Any, BinaryIO

from logbook.domain.decisions import say
from logbook.domain.hospital import Fault

PIECE = 256 * 1024
"""So much is read at a time, in bytes."""
LONGEST_ENTRY = 2 * 1024 * 1024
"""In characters; what is longer is no entry of a Bundle of procedures."""

BLANK = re.compile(r"[ \t\r\n,]*")
ANEW = re.compile(r'\{\s*"(?:fullUrl|resource)"\s*:')
"""How an entry of a Bundle begins: where reading goes on behind one that is broken."""
SCAN = json.JSONDecoder().raw_decode

Piece = tuple[str, dict[str, Any] | Fault]
"""The place in the file, and the entry or resource that stands there."""


class Broken(Exception):
    """What stands here is no JSON. The text behind it may be."""


class Window:
    """The part of a file that is looked at."""

    def __init__(self, source: BinaryIO) -> None:
        head = source.read(PIECE)
        self._source, self._decoder = (
            source,
            codecs.getincrementaldecoder(encoding_of(head))("replace"),
        )
        self.text, self.at, self.ended = self._decoder.decode(head), 0, not head

    def more(self) -> bool:
        """Read on, and forget what lies behind. False at the end of the file."""
        if self.ended:
            return False
        piece = self._source.read(PIECE)
        self.ended = not piece
        self.text = self.text[self.at :] + self._decoder.decode(piece, self.ended)
        self.at = 0
        return True

    def next_letter(self) -> str:
        """The next letter that is not blank and no comma; nothing at the end."""
        while True:
            found = BLANK.match(self.text, self.at)
            self.at = found.end() if found else self.at
            if self.at < len(self.text):
                return self.text[self.at]
            if not self.more():
                return ""

    def value(self) -> Any:
        """The JSON value that begins here. Broken when there is none."""
        self.next_letter()
        while True:
            try:
                found, self.at = SCAN(self.text, self.at)
                return found
            except JSONDecodeError as wrong:
                cut_off = wrong.msg.startswith("Unterminated") or wrong.pos >= len(self.text) - 12
                if not cut_off or len(self.text) - self.at > LONGEST_ENTRY or not self.more():
                    raise Broken from wrong
            except RecursionError as wrong:
                raise Broken from wrong

    def to_next_entry(self) -> bool:
        """Go on behind something broken; False when nothing more begins."""
        self.at += 1
        while not (found := ANEW.search(self.text, self.at)):
            self.at = max(self.at, len(self.text) - 64)
            if not self.more():
                self.at = len(self.text)
                return False
        self.at = found.start()
        return True


def encoding_of(head: bytes) -> str:
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    return "utf-8-sig"


def pieces(source: BinaryIO) -> Iterator[Piece]:
    """Every entry or resource of the file, or what is wrong in its place."""
    window, number = Window(source), 0
    while letter := window.next_letter():
        if letter == "{":
            for found in _of_object(window, number):
                number += 1
                yield found
        elif letter == "[":
            window.at += 1
            for found in _of_list(window, number):
                number += 1
                yield found
        elif letter in "]}":
            window.at += 1
        else:
            number += 1
            yield _fault(number, window)
            if not _to_next_line(window):
                return


def _of_object(window: Window, number: int) -> Iterator[Piece]:
    """One resource; of a Bundle its entries, as they come."""
    whole = _of_one_line(window)
    if whole is not None:
        yield from _unpacked(whole, number)
        return
    window.at += 1
    found: dict[str, Any] = {}
    last: object = None
    try:
        while window.next_letter() not in ("}", ""):
            name = window.value()
            if window.next_letter() != ":":
                raise Broken
            window.at += 1
            if name == "entry" and window.next_letter() == "[":
                window.at += 1
                for one in _of_list(window, number):
                    number, last = number + 1, one[1]
                    yield one
            else:
                found[name] = window.value()
    except (Broken, TypeError):
        yield from _behind_the_broken(window, found, number + 1)
        return
    if window.next_letter() == "":
        if not isinstance(last, Fault):  # it has been said already
            yield f"entry {number + 1}", _ends_early(number + 1)
        return
    window.at += 1
    if found.get("resourceType") not in (None, "Bundle"):
        yield f"entry {number + 1}", found


def _behind_the_broken(window: Window, found: dict[str, Any], number: int) -> Iterator[Piece]:
    """Name what is broken, and go on: with the next entry of a Bundle, or with the next line."""
    yield _fault(number, window)
    if found.get("resourceType") != "Bundle":
        _to_next_line(window)
    elif window.to_next_entry():
        yield from _of_list(window, number)


def _of_one_line(window: Window) -> dict[str, Any] | None:
    """The object, when it ends with its line, as each does in NDJSON."""
    end = window.text.find("\n", window.at)
    if end < 0:
        return None
    try:
        found = json.loads(window.text[window.at : end])
    except (ValueError, RecursionError):
        return None
    window.at = end
    return found if isinstance(found, dict) else None


def _unpacked(whole: dict[str, Any], number: int) -> Iterator[Piece]:
    entries = whole.get("entry")
    parts = entries if isinstance(entries, list) else [whole]
    for place, one in enumerate(parts, start=number + 1):
        yield f"entry {place}", one if isinstance(one, dict) else _no_object(place)


def _of_list(window: Window, number: int) -> Iterator[Piece]:
    """The elements of a list whose bracket is behind us."""
    while (letter := window.next_letter()) != "]":
        number += 1
        if not letter:
            yield f"entry {number}", _ends_early(number)
            return
        try:
            one = window.value()
        except Broken:
            yield _fault(number, window)
            if not window.to_next_entry():
                return
            continue
        yield f"entry {number}", one if isinstance(one, dict) else _no_object(number)
    window.at += 1


def _to_next_line(window: Window) -> bool:
    while (end := window.text.find("\n", window.at)) < 0:
        window.at = len(window.text)
        if not window.more():
            return False
    window.at = end
    return True


def _fault(number: int, window: Window) -> Piece:
    if window.ended and not ANEW.search(window.text, window.at + 1):
        return f"entry {number}", _ends_early(number)
    return f"entry {number}", Fault(f"entry {number}", say("This is not valid JSON."))


def _ends_early(number: int) -> Fault:
    return Fault(f"entry {number}", say("This is cut off or not valid JSON; nothing follows it."))


def _no_object(number: int) -> Fault:
    return Fault(f"entry {number}", say("This is not valid JSON."))
