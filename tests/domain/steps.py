"""How many steps a backtracking matcher takes over a text: counted, so that no clock is asked.

It walks the parsed form of a pattern as `re` does, depth first, and counts each comparison of one
letter. Only what the patterns of the guard use is known; anything else is a KeyError.
"""

import re
import re._constants as c
import re._parser as parser
from collections.abc import Callable, Iterator
from typing import Any

Next = Iterator[int]


class Steps:
    """Counts over one text, from every place where a match may begin."""

    def __init__(self, pattern: re.Pattern[str], text: str) -> None:
        self.text = text
        self.count = 0
        self.groups: dict[int, tuple[int, int]] = {}
        parsed = parser.parse(pattern.pattern, pattern.flags & ~re.UNICODE)
        self.nodes, self.flags = list(parsed), pattern.flags

    def over_all(self) -> int:
        at = 0
        while at <= len(self.text):
            end = next(self.walk(self.nodes, at, self.flags), None)
            at = end if end is not None and end > at else at + 1
        return self.count

    def walk(self, nodes: list[Any], at: int, flags: int) -> Next:
        if not nodes:
            yield at
            return
        (op, arg), rest = nodes[0], nodes[1:]
        for after in self.one(op, arg, at, flags):
            yield from self.walk(rest, after, flags)

    def one(self, op: Any, arg: Any, at: int, flags: int) -> Next:
        self.count += 1
        known: dict[Any, Callable[[Any, int, int], Next]] = {
            c.BRANCH: self.branch, c.SUBPATTERN: self.group, c.MAX_REPEAT: self.repeat,
            c.ASSERT: self.look, c.ASSERT_NOT: self.look_not, c.AT: self.place,
            c.GROUPREF: self.same_again,
        }  # fmt: skip
        if op in known:
            yield from known[op](arg, at, flags)
        elif at < len(self.text) and self.is_one(op, arg, self.text[at], flags):
            yield at + 1

    def is_one(self, op: Any, arg: Any, letter: str, flags: int) -> bool:
        if op is c.IN:
            negated = arg[0][0] is c.NEGATE
            return negated != any(
                self.is_one(kind, value, letter, flags) for kind, value in arg[int(negated) :]
            )
        if op is c.CATEGORY:
            return re.fullmatch(CATEGORIES[arg], letter) is not None
        letters = {letter, letter.lower(), letter.upper()} if flags & re.I else {letter}
        if op is c.RANGE:
            return any(len(one) == 1 and arg[0] <= ord(one) <= arg[1] for one in letters)
        if op is c.NOT_LITERAL:
            return chr(arg) not in letters
        return {c.LITERAL: lambda: chr(arg) in letters, c.ANY: lambda: letter != "\n"}[op]()

    def branch(self, arg: Any, at: int, flags: int) -> Next:
        for choice in arg[1]:
            yield from self.walk(list(choice), at, flags)

    def group(self, arg: Any, at: int, flags: int) -> Next:
        number, add, remove, inner = arg
        for end in self.walk(list(inner), at, (flags | add) & ~remove):
            if number is not None:
                self.groups[number] = (at, end)
            yield end

    def repeat(self, arg: Any, at: int, flags: int) -> Next:
        least, most, inner = arg
        if most > 0:
            for after in self.walk(list(inner), at, flags):
                if after > at or least > 0:
                    yield from self.repeat((max(0, least - 1), most - 1, inner), after, flags)
        if least == 0:
            yield at

    def look(self, arg: Any, at: int, flags: int) -> Next:
        if self.seen(arg, at, flags):
            yield at

    def look_not(self, arg: Any, at: int, flags: int) -> Next:
        if not self.seen(arg, at, flags):
            yield at

    def seen(self, arg: Any, at: int, flags: int) -> bool:
        direction, inner = arg
        begin = at if direction > 0 else at - inner.getwidth()[0]
        return begin >= 0 and next(self.walk(list(inner), begin, flags), None) is not None

    def place(self, arg: Any, at: int, _flags: int) -> Next:
        sides = (self.text[at - 1 : at] if at else "", self.text[at : at + 1])
        inside = [bool(re.match(r"\w", one)) for one in sides]
        holds = {
            c.AT_BOUNDARY: inside[0] != inside[1],
            c.AT_BEGINNING: at == 0,
            c.AT_END: at == len(self.text),
        }[arg]
        if holds:
            yield at

    def same_again(self, number: int, at: int, _flags: int) -> Next:
        begin, end = self.groups[number]
        if self.text.startswith(self.text[begin:end], at):
            yield at + end - begin


CATEGORIES = {
    c.CATEGORY_DIGIT: r"\d", c.CATEGORY_NOT_DIGIT: r"\D", c.CATEGORY_WORD: r"\w",
    c.CATEGORY_NOT_WORD: r"\W", c.CATEGORY_SPACE: r"\s", c.CATEGORY_NOT_SPACE: r"\S",
}  # fmt: skip
