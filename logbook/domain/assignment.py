"""Who goes with whom, so that the sum of what speaks for the pairs is greatest and nobody is in two
pairs: the assignment problem of a sparse table.

Each connected part of the table is solved by itself, by successive shortest augmenting paths with
prices (Kuhn 1955; Jonker and Volgenant, Computing 38, 1987). A row may stay alone: it has a place
of its own whose cost is that of no pair at all. So each search ends at the latest there, and stays
near its row: a year of one fellow's cases takes milliseconds, where the full table would take
minutes.

A row's cost for a column is the greatest weight less its own. Prices u (rows) and v (columns) keep
every reduced cost, cost - u - v, at nought or above, and at nought for the pairs that stand. A new
row looks for the cheapest way to a free column through columns that are taken (Dijkstra's search
over reduced costs), turns the pairs along it, and the prices of what it passed follow.
"""

from collections.abc import Hashable, Iterator, Mapping
from heapq import heappop, heappush
from typing import Generic, TypeVar

R = TypeVar("R", bound=Hashable)
C = TypeVar("C", bound=Hashable)

Weights = Mapping[R, Mapping[C, float]]
"""For each row the columns that it may go with, and what speaks for it; only above nought."""


def assign(weights: Weights[R, C]) -> dict[R, C]:
    """The pairs of the greatest sum. The same table gives the same pairs."""
    pairs: dict[R, C] = {}
    for rows in parts(weights):
        pairs.update(_Part({row: weights[row] for row in rows}).solved())
    return pairs


def parts(weights: Weights[R, C]) -> Iterator[list[R]]:
    """The rows of each connected part, in the order in which they are given."""
    rows_of: dict[C, list[R]] = {}
    for row, columns in weights.items():
        for column in columns:
            rows_of.setdefault(column, []).append(row)
    seen: set[R] = set()
    for first in weights:
        if first in seen:
            continue
        seen.add(first)
        part, waiting = [], [first]
        while waiting:
            row = waiting.pop()
            part.append(row)
            for column in weights[row]:
                for other in rows_of.pop(column, ()):
                    if other not in seen:
                        seen.add(other)
                        waiting.append(other)
        yield part


class _Part(Generic[R, C]):
    """One connected part: rows and columns by number, a place of its own for each row."""

    def __init__(self, weights: Weights[R, C]) -> None:
        self.rows = list(weights)
        self.columns = list(dict.fromkeys(one for row in weights.values() for one in row))
        number = {column: place for place, column in enumerate(self.columns)}
        top = max((w for row in weights.values() for w in row.values()), default=0.0)
        count = len(self.columns)
        self.costs: list[list[tuple[int, float]]] = [
            [(number[column], top - w) for column, w in row.items() if w > 0] + [(count + at, top)]
            for at, row in enumerate(weights.values())
        ]
        self.u = [0.0] * len(self.rows)
        self.v = [0.0] * (count + len(self.rows))
        self.row_of: list[int | None] = [None] * (count + len(self.rows))
        self.column_of = [-1] * len(self.rows)

    def solved(self) -> Iterator[tuple[R, C]]:
        for row in range(len(self.rows)):
            self._place(row)
        for column, row_there in enumerate(self.row_of[: len(self.columns)]):
            if row_there is not None:
                yield self.rows[row_there], self.columns[column]

    def _place(self, start: int) -> None:
        """Give a row its column; others may have to move."""
        distance: dict[int, float] = {}
        before: dict[int, int] = {}
        done: dict[int, float] = {}
        heap: list[tuple[float, int]] = []
        row, reached = start, 0.0
        while True:
            for column, cost in self.costs[row]:
                if column in done:
                    continue
                far = reached + cost - self.u[row] - self.v[column]
                if far < distance.get(column, float("inf")):
                    distance[column], before[column] = far, row
                    heappush(heap, (far, column))
            reached, column = heappop(heap)
            while column in done or reached > distance[column]:
                reached, column = heappop(heap)
            holder = self.row_of[column]
            if holder is None:
                break
            done[column], row = reached, holder
        self._reprice(start, done, reached)
        self._turn(start, column, before)

    def _reprice(self, start: int, done: Mapping[int, float], reached: float) -> None:
        self.u[start] += reached
        for column, far in done.items():
            holder = self.row_of[column]
            assert holder is not None
            self.u[holder] += reached - far
            self.v[column] -= reached - far

    def _turn(self, start: int, column: int, before: Mapping[int, int]) -> None:
        """From the free column back to the row that began: each takes the column before it."""
        while True:
            row = before[column]
            self.row_of[column] = row
            self.column_of[row], column = column, self.column_of[row]
            if row == start:
                return
