"""No hidden count can be worked out from the totals: tried against elimination, by any table."""

from collections.abc import Hashable
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from logbook.domain.small_cells import Crossed, bridges, crossed

Place = tuple[Hashable, Hashable]


def found_by_subtraction(table: Crossed) -> set[Place]:
    """Of the hidden cells those that follow from the shown ones and the totals: whose unit vector
    lies in the span of the equations."""
    places = sorted(table.hidden, key=repr)
    lines = [[Fraction(place[0] == row) for place in places] for row in table.rows]
    lines += [[Fraction(place[1] == column) for place in places] for column in table.columns]
    reduced = eliminated(lines)
    return {places[line.index(1)] for line in reduced if sum(map(bool, line)) == 1}


def eliminated(lines: list[list[Fraction]]) -> list[list[Fraction]]:
    """Reduced row echelon form."""
    rows, done = [list(line) for line in lines], 0
    for column in range(len(rows[0]) if rows else 0):
        pivot = next((n for n in range(done, len(rows)) if rows[n][column]), None)
        if pivot is None:
            continue
        rows[done], rows[pivot] = rows[pivot], rows[done]
        by = rows[done][column]
        rows[done] = [one / by for one in rows[done]]
        for n, row in enumerate(rows):
            if n != done and row[column]:
                factor = row[column]
                rows[n] = [a - factor * b for a, b in zip(row, rows[done], strict=True)]
        done += 1
    return rows[:done]


TABLES = st.integers(2, 6).flatmap(
    lambda wide: st.lists(
        st.lists(st.sampled_from([0, 0, 1, 2, 3, 5, 9, 20]), min_size=wide, max_size=wide),
        min_size=2,
        max_size=6,
    )
)


@given(TABLES)
def test_no_hidden_cell_is_found_by_subtraction(counts: list[list[int]]) -> None:
    rows, columns = range(len(counts)), range(len(counts[0]))
    table = crossed(rows, columns, {(r, c): counts[r][c] for r in rows for c in columns})
    small = {(r, c) for r in rows for c in columns if 0 < counts[r][c] < 3}
    assert small <= table.hidden
    assert found_by_subtraction(table) == set()
    assert (table.hidden == set()) == (small == set())


@given(TABLES)
def test_bridges_are_what_elimination_finds(counts: list[list[int]]) -> None:
    rows, columns = range(len(counts)), range(len(counts[0]))
    hidden = {(r, c) for r in rows for c in columns if counts[r][c] > 4}
    table = Crossed(tuple(rows), tuple(columns), {}, frozenset(hidden))
    assert bridges(hidden) == found_by_subtraction(table)


def test_a_table_without_small_cells_shows_everything() -> None:
    table = crossed("ab", "xy", {("a", "x"): 3, ("b", "y"): 7})
    assert table.hidden == frozenset()
    assert (table.shown("a", "x"), table.shown("a", "y")) == (3, 0)
    assert (table.of_row("b"), table.of_column("x"), table.whole) == (7, 3, 10)


def test_a_small_cell_takes_the_smallest_others_with_it() -> None:
    counts = {
        ("a", "x"): 1, ("a", "y"): 9, ("a", "z"): 4,
        ("b", "x"): 5, ("b", "y"): 8, ("b", "z"): 6,
    }  # fmt: skip
    table = crossed("ab", "xyz", counts)
    assert table.hidden == {("a", "x"), ("a", "z"), ("b", "x"), ("b", "z")}
    assert table.of_row("a") == 14


def test_of_a_single_row_two_are_hidden() -> None:
    table = crossed("a", "xyz", {("a", "x"): 1, ("a", "y"): 9, ("a", "z"): 4})
    assert table.hidden == {("a", "x"), ("a", "z")}
    assert (table.of_row("a"), table.whole) == (14, 14)
    assert [table.of_column(one) for one in "xyz"] == [None, 9, None]


def test_of_a_single_column_too() -> None:
    table = crossed("abc", "x", {("a", "x"): 1, ("b", "x"): 2, ("c", "x"): 9})
    assert table.hidden == {("a", "x"), ("b", "x")}
    assert [table.of_row(one) for one in "abc"] == [None, None, 9]
    assert table.of_column("x") == 12


def test_of_a_single_cell_nothing_is_told() -> None:
    table = crossed("a", "x", {("a", "x"): 1})
    assert (table.shown("a", "x"), table.of_row("a"), table.of_column("x")) == (None, None, None)
    assert table.whole is None
