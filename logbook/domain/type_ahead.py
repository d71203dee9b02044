"""Finding a procedure while its name is being typed."""

import unicodedata
from collections.abc import Iterable

from logbook.domain.catalogue import Procedure


def search(procedures: Iterable[Procedure], text: str, language: str) -> list[Procedure]:
    """Type-ahead: what begins a word of the name or of a synonym, for each word typed.

    First the abbreviation as typed, then abbreviations that begin so, then names that begin so in
    the reader's language, then the rest; within each in the order of the catalogue. Nothing typed
    finds everything.
    """
    typed = words_of(text)
    found = [one for one in procedures if matches(one, typed)]
    return sorted(found, key=lambda one: rank(one, typed, language))


def matches(procedure: Procedure, typed: tuple[str, ...]) -> bool:
    known = words_of(
        *procedure.name.words.values(),
        *procedure.short.words.values(),
        *procedure.abbreviations,
        *procedure.also,
    )
    return all(any(word.startswith(part) for word in known) for part in typed)


def rank(procedure: Procedure, typed: tuple[str, ...], language: str) -> int:
    abbreviations = words_of(*procedure.abbreviations)
    if any(part in abbreviations for part in typed):
        return 0
    if any(short.startswith(part) for short in abbreviations for part in typed):
        return 1
    names = words_of(procedure.name.in_(language)), words_of(procedure.short.in_(language))
    return 2 if any(begins(name, typed) for name in names) else 3


def begins(name: tuple[str, ...], typed: tuple[str, ...]) -> bool:
    """Whether the first words of the name begin with the words typed, one by one."""
    pairs = zip(name, typed, strict=False)
    return len(name) >= len(typed) and all(word.startswith(part) for word, part in pairs)


def words_of(*texts: str) -> tuple[str, ...]:
    """Lower-case words without accents and punctuation."""
    plain = unicodedata.normalize("NFKD", " ".join(texts)).casefold()
    letters = "".join(
        letter if letter.isalnum() else " " for letter in plain if not unicodedata.combining(letter)
    )
    return tuple(letters.split())
