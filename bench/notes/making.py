"""Notes by the seed: half of them tell who the patient is, and it is known where."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from bench.notes.sentences import Family, Sentences
from bench.notes.values import MAKERS

BLANK = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, slots=True)
class Telling:
    """From start to before end of a note."""

    kind: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Note:
    language: str
    text: str
    telling: tuple[Telling, ...]
    """Empty in a clean note."""


def make(family: Family, seed: int, count: int) -> Iterator[Note]:
    """So many notes, by turns clean and telling, English and Indonesian."""
    draw = Random(seed)
    for number in range(count):
        language = ("en", "id")[number // 2 % 2]
        sentences = family.by_language[language]
        parts = _clean_parts(draw, sentences)
        if number % 2:
            for kind in draw.sample(sorted(sentences.telling), draw.choice((1, 1, 1, 2, 3))):
                parts.insert(
                    draw.randint(0, len(parts)), (kind, draw.choice(sentences.telling[kind]))
                )
        yield _put_together(draw, family, language, parts)


def _clean_parts(draw: Random, sentences: Sentences) -> list[tuple[str, str]]:
    plain = draw.sample(sentences.clean, draw.randint(1, min(3, len(sentences.clean))))
    hard = draw.sample(sentences.hard, draw.randint(1, min(3, len(sentences.hard))))
    parts = [("", one) for one in plain + hard]
    draw.shuffle(parts)
    return parts


def _put_together(
    draw: Random, family: Family, language: str, parts: list[tuple[str, str]]
) -> Note:
    text, telling = "", []
    for kind, sentence in parts:
        filled = BLANK.sub(lambda blank: MAKERS[blank[1]](draw, family.names), sentence)
        text += " " if text else ""
        before, opened, rest = filled.partition("[[")
        inside, _, after = rest.partition("]]")
        text += before
        if opened:
            telling.append(Telling(kind, len(text), len(text) + len(inside)))
            text += inside + after
    return Note(language, text, tuple(telling))
