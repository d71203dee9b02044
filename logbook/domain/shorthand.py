"""A case as it is said in short: `L4-5 TFESI R`, `C3-5 MBB b/l`, `SCS trial`.

Words are known by the curriculum: abbreviations and other words of its procedures, and what its
choices are called in short. What is understood is a proposal: it fills a form that its fellow sees.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from logbook.domain.catalogue import Procedure, Vocabulary
from logbook.domain.curriculum import Curriculum
from logbook.domain.exchange_values import levels_in, plain

LEVELS = re.compile(r"(?i)[CTLS]\d{1,2}(?:[-/,+][CTLS]?\d{1,2}){0,8}", re.ASCII)
DASHES = str.maketrans("–—‑", "---")
MOST_WORDS = 16


class Part(StrEnum):
    """What a word says of a case."""

    KIND = "kind"
    LEVELS = "levels"
    SIDE = "sides"
    GUIDANCE = "guidance"
    ROLE = "roles"
    UNKNOWN = "unknown"


FIELDS = {Part.SIDE: "laterality", Part.GUIDANCE: "guidance"}
"""The field of a procedure that takes a choice of this vocabulary."""


@dataclass(frozen=True, slots=True)
class Word:
    """One or two words as typed, and what they were understood as."""

    typed: str
    part: Part
    code: str = ""
    """Of a choice."""


@dataclass(frozen=True, slots=True)
class Understood:
    words: tuple[Word, ...]
    procedures: tuple[Procedure, ...]
    """The likeliest first. Those that have the levels and the side, where some have."""

    @property
    def says_more(self) -> bool:
        """Whether anything but the name of a procedure was said."""
        return any(one.part is not Part.KIND for one in self.words)

    def details_of(self, procedure: Procedure) -> dict[str, object]:
        """What was said, as values of the procedure's own fields."""
        said: dict[str, object] = {}
        if found := _levels_said(procedure, self.words):
            said["levels"] = found
        for word in self.words:
            spec = procedure.field(FIELDS.get(word.part, ""))
            if spec is not None and word.code in (spec.choices or {}):
                said[spec.name] = word.code
        return said

    @property
    def role(self) -> str | None:
        return next((one.code for one in self.words if one.part is Part.ROLE), None)


def understand(curriculum: Curriculum, text: str, language: str) -> Understood:
    """Read what was typed. Words of no meaning are named and otherwise passed over."""
    typed = text.translate(DASHES).split()[:MOST_WORDS]
    words = tuple(_read(curriculum, typed, language))
    if not any(one.part in (Part.KIND, Part.LEVELS) for one in words):
        # Nothing names a procedure: what was taken for a choice may name one, as CT does.
        words = tuple(_as_kind(curriculum, one, language) for one in words)
    named = " ".join(one.typed for one in words if one.part is Part.KIND)
    found = curriculum.search(named, language) if named else []
    return Understood(words, tuple(_fitting(found, words)))


def _read(curriculum: Curriculum, typed: Sequence[str], language: str) -> Iterator[Word]:
    place = 0
    while place < len(typed):
        for many in (2, 1):
            said = " ".join(typed[place : place + many]).strip(",;")
            if (word := _one(curriculum, said, many, language)) is not None:
                break
        place += many
        if word is not None:
            yield word


def _one(curriculum: Curriculum, said: str, many: int, language: str) -> Word | None:
    """A level, a choice or a part of a name; two words only as a choice that has two."""
    if not plain(said):
        return None
    if LEVELS.fullmatch(said):
        return Word(said, Part.LEVELS)
    for part in (Part.SIDE, Part.GUIDANCE, Part.ROLE):
        if code := _code_of(curriculum.vocabularies[part.value], said, many):
            return Word(said, part, code)
    if many > 1:
        return None
    return _as_kind(curriculum, Word(said, Part.UNKNOWN), language)


def _code_of(vocabulary: Vocabulary, said: str, many: int) -> str | None:
    wanted = plain(said)
    if many > 1 and " " not in wanted:
        return None
    for code, choice in vocabulary.items():
        if wanted in map(plain, (code, *choice.label.words.values(), *choice.also)):
            return code
    return None


def _as_kind(curriculum: Curriculum, word: Word, language: str) -> Word:
    if len(plain(word.typed)) < 2 or not curriculum.search(word.typed, language):
        return word
    return Word(word.typed, Part.KIND)


def _fitting(found: Sequence[Procedure], words: Sequence[Word]) -> Sequence[Procedure]:
    """Those that have what was said of them; all where none has."""
    if any(one.part is Part.LEVELS for one in words):
        found = [one for one in found if _has_the_levels(one, words)] or found
    if any(one.part is Part.SIDE for one in words):
        found = [one for one in found if one.sided] or found
    return found


def _has_the_levels(procedure: Procedure, words: Sequence[Word]) -> bool:
    said = [one.typed for one in words if one.part is Part.LEVELS]
    return all(levels_in(procedure.levels, one)[0] for one in said)


def _levels_said(procedure: Procedure, words: Sequence[Word]) -> list[str]:
    said = " ; ".join(one.typed for one in words if one.part is Part.LEVELS)
    return levels_in(procedure.levels, said)[0] if said else []
