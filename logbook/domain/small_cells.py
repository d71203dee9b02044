"""Tables of counts of people, in which nobody is picked out by one or two cases.

A count of one or two is not shown. Nor are as many others as it takes that none of those can be
found by subtracting what is shown from the totals beside it: the hidden cells, as lines between
their rows and their columns, must have no bridge. A hidden cell that is no bridge lies on a circle
of hidden cells, along which one more here and one less there changes no total; a bridge is the only
unknown of all that lies on one side of it.

That no total gives a cell away does not say that nothing can be guessed of it.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from typing import Any

FEWEST = 3
"""The smallest count that is shown beside nought."""

Place = tuple[Hashable, Hashable]
"""Row and column."""


@dataclass(frozen=True, slots=True)
class Crossed:
    """A table with its totals."""

    rows: tuple[Any, ...]
    columns: tuple[Any, ...]
    counts: Mapping[Place, int]
    """All of them: for reckoning, never for showing."""
    hidden: frozenset[Place]

    def shown(self, row: Hashable, column: Hashable) -> int | None:
        """None: not shown."""
        return None if (row, column) in self.hidden else self.counts.get((row, column), 0)

    def of_row(self, row: Hashable) -> int | None:
        """None where it is the same as a cell that is not shown."""
        if len(self.columns) < 2 and any((row, column) in self.hidden for column in self.columns):
            return None
        return sum(self.counts.get((row, column), 0) for column in self.columns)

    def of_column(self, column: Hashable) -> int | None:
        if len(self.rows) < 2 and any((row, column) in self.hidden for row in self.rows):
            return None
        return sum(self.counts.get((row, column), 0) for row in self.rows)

    @property
    def whole(self) -> int | None:
        if self.hidden and len(self.rows) < 2 and len(self.columns) < 2:
            return None
        return sum(self.counts.values())


def crossed(
    rows: Sequence[Hashable], columns: Sequence[Hashable], counts: Mapping[Place, int]
) -> Crossed:
    """The table with its small cells hidden, and what would give them away."""
    small = {place for place, n in counts.items() if 0 < n < FEWEST}
    thin = len(rows) < 2 or len(columns) < 2
    close = _with_another if thin else _closed
    return Crossed(
        tuple(rows), tuple(columns), dict(counts), frozenset(close(small, rows, columns, counts))
    )


def _with_another(
    small: set[Place],
    rows: Sequence[Hashable],
    columns: Sequence[Hashable],
    counts: Mapping[Place, int],
) -> set[Place]:
    """Of a single row or column: two hidden cells cannot be found from one total."""
    others = {(row, column) for row in rows for column in columns} - small
    if len(small) != 1 or not others:
        return small
    # A nought tells who had none: it is hidden last.
    cheapest = min(others, key=lambda place: (counts.get(place, 0) or _NOUGHT, repr(place)))
    return small | {cheapest}


def _closed(
    small: set[Place],
    rows: Sequence[Hashable],
    columns: Sequence[Hashable],
    counts: Mapping[Place, int],
) -> set[Place]:
    """With others hidden, until no hidden cell can be found from the totals: each that could be is
    put on a circle with three more, those with the fewest cases."""
    hidden = set(small)
    everywhere = [(row, column) for row in rows for column in columns]

    def price(places: Set[Place]) -> int:
        # A nought tells who had none: it is hidden last.
        return sum(counts.get(place, 0) or _NOUGHT for place in places - hidden)

    while found := bridges(hidden):
        row, column = next(place for place in everywhere if place in found)
        hidden |= min(
            (
                {(row, across), (down, column), (down, across)}
                for down in rows
                for across in columns
                if down != row and across != column
            ),
            key=price,
        )
    return hidden


_NOUGHT = 1_000_000

Node = tuple[str, Hashable]


def bridges(hidden: Iterable[Place]) -> set[Place]:
    """Of the hidden cells those whose count follows from the totals: each row and each column is a
    node, each hidden cell a line between two of them (Tarjan, Inf. Proc. Letters 2, 1974)."""
    lines: dict[Node, list[tuple[Node, Place]]] = defaultdict(list)
    for row, column in hidden:
        lines["row", row].append((("column", column), (row, column)))
        lines["column", column].append((("row", row), (row, column)))
    walk = _Walk(lines)
    for node in lines:
        if node not in walk.order:
            walk.from_(node, None)
    return walk.bridges


class _Walk:
    """Each node is given its place on the way, and the earliest place that it can get back to by
    another line than the one it was reached by."""

    def __init__(self, lines: Mapping[Node, list[tuple[Node, Place]]]) -> None:
        self.lines, self.bridges = lines, set[Place]()
        self.order: dict[Node, int] = {}
        self.back: dict[Node, int] = {}

    def from_(self, node: Node, by: Place | None) -> None:
        self.order[node] = self.back[node] = len(self.order)
        for there, place in self.lines[node]:
            if place == by:
                continue
            if there in self.order:
                self.back[node] = min(self.back[node], self.order[there])
                continue
            self.from_(there, place)
            self.back[node] = min(self.back[node], self.back[there])
            if self.back[there] > self.order[node]:
                self.bridges.add(place)
