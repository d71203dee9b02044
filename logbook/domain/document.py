"""How a curriculum document is read: a cursor that knows where it stands.

Whatever is wrong is told with its place, as in `procedures[3].category: unknown category 'x'`,
because the reader of the complaint is whoever edits the document.
"""

from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NoReturn, TypeVar

from logbook.domain.decisions import Message, say

T = TypeVar("T")


class CurriculumError(ValueError):
    """A curriculum document is malformed, or names something that is not there.

    `path` is the place in the document; `what` is to be shown to whoever edits it.
    """

    def __init__(self, path: str, what: Message) -> None:
        super().__init__(f"{path or 'document'}: {what.id % what.params}")
        self.path = path
        self.what = what


@dataclass(frozen=True, slots=True)
class Text:
    """The same words in several languages."""

    words: Mapping[str, str]

    def in_(self, language: str) -> str:
        """The words in this language, else in its base language (`id` for `id_ID`), else in
        English."""
        base = language.replace("-", "_").split("_", 1)[0]
        return self.words.get(language) or self.words.get(base) or self.words["en"]

    def __str__(self) -> str:
        return self.words["en"]

    @classmethod
    def joined(cls, between: str, parts: Sequence["Text"]) -> "Text":
        """The parts in a row, in every language that one of them knows."""
        languages = sorted({language for part in parts for language in part.words})
        return cls({one: between.join(part.in_(one) for part in parts) for one in languages})


@dataclass(frozen=True, slots=True)
class Node:
    """A value of the document and its path."""

    value: object
    path: str = ""

    def wrong(self, what: Message) -> NoReturn:
        raise CurriculumError(self.path, what)

    def mapping(self) -> Mapping[str, object]:
        if not isinstance(self.value, Mapping):
            self.wrong(say("expected a mapping"))
        return self.value

    def at(self, key: str) -> "Node":
        """The value under a key; missing and null are the same."""
        return Node(self.mapping().get(key), f"{self.path}.{key}" if self.path else key)

    def items(self) -> Iterator["Node"]:
        """The parts of a list; a missing list is empty."""
        if self.value is None:
            return
        if not isinstance(self.value, list | tuple):
            self.wrong(say("expected a list"))
        for place, part in enumerate(self.value):
            yield Node(part, f"{self.path}[{place}]")

    def string(self) -> str:
        if not isinstance(self.value, str) or not self.value.strip():
            self.wrong(say("expected a text"))
        return self.value

    def whole(self) -> int:
        """A whole number, zero or more."""
        if not isinstance(self.value, int) or isinstance(self.value, bool) or self.value < 0:
            self.wrong(say("expected a whole number of zero or more"))
        return self.value

    def positive(self) -> int:
        if self.whole() == 0:
            self.wrong(say("expected a whole number of one or more"))
        return self.whole()

    def flag(self, default: bool = False) -> bool:
        if self.value is None:
            return default
        if not isinstance(self.value, bool):
            self.wrong(say("expected true or false"))
        return self.value

    def text(self) -> Text:
        words = {key: self.at(key).string() for key in self.mapping()}
        if "en" not in words:
            self.wrong(say("needs at least English words (en)"))
        return Text(words)

    def name(self) -> Text:
        """Words in several languages, or a proper name, which is the same in all of them."""
        return Text({"en": self.value}) if isinstance(self.value, str) else self.text()

    def one_of(self, known: Container[str], what: str) -> str:
        """A text that must be among the known ones; `what` names them in the complaint."""
        code = self.string()
        if code not in known:
            self.wrong(say("unknown %(what)s '%(code)s'", what=what, code=code))
        return code

    def all_of(self, known: Container[str], what: str) -> tuple[str, ...]:
        """A list of different texts, each among the known ones."""
        codes = tuple(part.one_of(known, what) for part in self.items())
        if len(set(codes)) < len(codes):
            self.wrong(say("names a %(what)s twice", what=what))
        return codes

    def optional(self, read: Callable[["Node"], T]) -> T | None:
        return None if self.value is None else read(self)

    def by_id(self, read: Callable[["Node"], T], key: str = "id") -> dict[str, T]:
        """The parts of a list under their ids, in the order of the document."""
        found: dict[str, T] = {}
        for part in self.items():
            name = part.at(key).string()
            if name in found:
                part.at(key).wrong(say("'%(name)s' is there twice", name=name))
            found[name] = read(part)
        return found
