"""The name under which a document is kept and handed out."""

import unicodedata

from logbook.domain.decisions import Message, say
from logbook.domain.documents import ENDINGS, DocumentType

LONGEST = 80
DEVICES = frozenset({"con", "prn", "aux", "nul"})
"""Names that mean a device on some machines, whatever their ending."""


def about_name(name: str) -> Message | None:
    """Why a file of this name is not taken; None when it may be."""
    if "/" in name or "\\" in name or ".." in name or "\0" in name:
        return say("The name of the file contains a path. Rename it and choose it again.")
    return None


def kept_name(name: str, type_: DocumentType) -> str:
    """The name without what could mislead: no invisible or turning letters, nothing that a shell
    or a header would read as its own, and the ending of what the file really is."""
    plain = unicodedata.normalize("NFC", name)
    letters = [
        letter for letter in plain if unicodedata.category(letter)[0] not in "CZ" or letter == " "
    ]
    stem = "".join("-" if letter in "<>:\"|?*;%$`'" else letter for letter in letters)
    stem = stem.rpartition(".")[0] or stem
    stem = " ".join(stem.split()).strip(". -")[:LONGEST].strip(". -")
    if not stem or stem.lower() in DEVICES:
        stem = "document"
    return stem + ENDINGS[type_]
