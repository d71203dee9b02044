"""What is withheld of a table cannot be found in what is shown of it."""

from collections.abc import Iterator
from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from logbook.domain.rollups import Cell, Measure
from logbook.domain.suppression import FAMILIES, Published, publish

LEAST = 4
SHARE, COUNT = Measure.FELLOWS_BEHIND, Measure.FELLOWS


def behind(*cells: tuple[int, int]) -> dict[str, Cell]:
    """Programs a, b, c ... of so many fellows, of whom so many are behind."""
    return {chr(97 + n): Cell(amount, base, base) for n, (amount, base) in enumerate(cells)}


def published(cells: dict[str, Cell], measure: Measure = SHARE) -> Published[str]:
    return publish({measure: cells}, LEAST)[measure]


def test_where_all_are_many_all_is_shown() -> None:
    found = published(behind((1, 8), (2, 5)))
    assert (set(found.shown), found.total) == ({"a", "b"}, Cell(3, 13, 13))


def test_a_small_cell_takes_the_smallest_other_with_it() -> None:
    found = published(behind((1, 8), (1, 2), (2, 5)))
    assert found.withheld == {"b", "c"}
    assert found.total == Cell(4, 15, 15)


def test_several_small_ones_hide_each_other() -> None:
    found = published(behind((1, 8), (1, 3), (0, 3)))
    assert (found.withheld, found.total) == ({"b", "c"}, Cell(2, 14, 14))


def test_none_of_what_is_left_over_would_say_none_of_each() -> None:
    found = published(behind((1, 8), (0, 3), (0, 3), (2, 5)))
    assert found.withheld == {"b", "c", "d"}


def test_all_of_what_is_left_over_would_say_all_of_each() -> None:
    assert published(behind((1, 8), (3, 3), (3, 3), (2, 5))).withheld == {"b", "c", "d"}


def test_where_nothing_hides_the_small_one_the_total_goes() -> None:
    found = published(behind((0, 8), (0, 2)))
    assert (found.withheld, found.total) == ({"b"}, None)
    alone = published(behind((1, 2)))
    assert (alone.shown, alone.total) == ({}, None)


def test_cells_on_the_same_people_do_not_add_up_to_more_people() -> None:
    cells = {"a": Cell(3, 9, 2), "b": Cell(4, 9, 2), "c": Cell(5, 9, 5)}
    apart = publish({Measure.LATE: cells}, LEAST)[Measure.LATE]
    same = publish({Measure.LATE: cells}, LEAST, same_people=True)[Measure.LATE]
    assert (apart.withheld, same.withheld) == ({"a", "b"}, {"a", "b", "c"})


def test_a_middle_value_has_no_total_and_needs_no_company() -> None:
    found = published({"a": Cell(25, 40, 3), "b": Cell(30, 50, 6)}, Measure.RESPONSE_DAYS)
    assert (found.withheld, set(found.shown), found.total) == ({"a"}, {"b"}, None)


def test_measures_of_one_base_withhold_the_same_cells() -> None:
    late = {"a": Cell(0, 9, 2), "b": Cell(0, 9, 2), "c": Cell(3, 9, 5), "d": Cell(3, 9, 6)}
    complicated = {name: Cell(1, 9, cell.people) for name, cell in late.items()}
    found = publish({Measure.LATE: late, Measure.COMPLICATIONS: complicated}, LEAST)
    assert {frozenset(one.withheld) for one in found.values()} == {frozenset("abc")}


cells_of_programs = st.lists(
    st.integers(1, 4).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))),
    min_size=1,
    max_size=4,
)


@given(cells_of_programs, st.integers(3, 5))
@settings(max_examples=50, deadline=None)
def test_no_withheld_cell_can_be_derived(given_cells: list[tuple[int, int]], least: int) -> None:
    """An attacker who knows all that is shown, and what is withheld, finds more than one possible
    amount, base and share of each cell that is withheld."""
    cells = behind(*given_cells)
    tables = {COUNT: {k: Cell(c.base, 0, c.people) for k, c in cells.items()}, SHARE: cells}
    found = publish(tables, least)
    share = found[SHARE]
    assert all(cell.people >= least for cell in share.shown.values())
    assert found[COUNT].withheld == share.withheld
    if share.total is None:
        return  # nothing but cells of their own: there is nothing to take away
    possible: dict[str, set[tuple[int, int]]] = {name: set() for name in share.withheld}
    for guess in guesses(share):
        for name, pair in guess.items():
            possible[name].add(pair)
    for name, pairs in possible.items():
        assert (cells[name].amount, cells[name].base) in pairs, "the truth is among the guesses"
        assert len({amount for amount, _ in pairs}) > 1
        assert len({base for _, base in pairs}) > 1
        assert len({amount / base for amount, base in pairs}) > 1


def guesses(shown: Published[str]) -> Iterator[dict[str, tuple[int, int]]]:
    """All ways to share out among the withheld cells what is left over. A cell that is there at
    all has one fellow or more."""
    assert shown.total is not None
    names = sorted(shown.withheld)
    amount = shown.total.amount - sum(cell.amount for cell in shown.shown.values())
    base = shown.total.base - sum(cell.base for cell in shown.shown.values())
    for bases in split(base, len(names), 1):
        for amounts in split(amount, len(names), 0):
            pairs = list(zip(amounts, bases, strict=True))
            if all(a <= b for a, b in pairs):
                yield dict(zip(names, pairs, strict=True))


def split(n: int, parts: int, least: int) -> list[tuple[int, ...]]:
    if parts == 0:
        return [()] if n == 0 else []
    if parts == 1:
        return [(n,)] if n >= least else []
    return [
        (first, *rest)
        for first in range(least, n + 1)
        for rest in split(n - first, parts - 1, least)
    ]


@given(
    st.lists(st.tuples(st.integers(0, 9), st.integers(1, 9), st.integers(1, 9)), max_size=6),
    st.sampled_from(Measure),
    st.booleans(),
)
def test_a_small_cell_is_never_shown_and_a_total_never_gives_it_away(
    numbers: list[tuple[int, int, int]], measure: Measure, same_people: bool
) -> None:
    cells = {n: Cell(min(a, b), b, people) for n, (a, b, people) in enumerate(numbers)}
    found = publish({measure: cells}, LEAST, same_people)[measure]
    assert set(found.shown) | found.withheld == set(cells)
    assert all(cell.people >= LEAST for cell in found.shown.values())
    if found.withheld and found.total is not None:
        assert len(found.withheld) > 1


def test_families_share_no_measure() -> None:
    assert not any(
        one != other and set(one) & set(other) for one, other in product(FAMILIES, FAMILIES)
    )
