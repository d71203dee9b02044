"""One form of writing for letters that look alike or cannot be seen."""

import unicodedata
from collections.abc import Sequence

SIMPLER = {"Pd": "-", "Zs": " ", "Pf": "'"}
"""By category of letter: every dash is a hyphen, every blank a space, a raised comma an
apostrophe."""


def plainly(text: str) -> tuple[str, Sequence[int]]:
    """The text in one form of writing (NFKC) without invisible letters, and for each letter the
    place in the original: full-width digits and zero-width spaces hide nothing."""
    if text.isascii():
        return text, range(len(text))
    letters: list[str] = []
    places: list[int] = []
    for place, letter in enumerate(text):
        if letter < "\x80":
            letters.append(letter)
            places.append(place)
            continue
        if unicodedata.category(letter) == "Cf":
            continue
        for part in unicodedata.normalize("NFKC", letter):
            letters.append(_simply(part))
            places.append(place)
    return "".join(letters), places


def _simply(letter: str) -> str:
    """Digits of every script as 0 to 9, so that a number is a number."""
    category = unicodedata.category(letter)
    if category == "Nd":
        return str(unicodedata.digit(letter))
    return SIMPLER.get(category, letter)
