"""What of a table may be shown, when a part of it rests on very few people.

A cell that rests on fewer people than the least is not shown. Nor may it be found by taking what
is shown away from the total: what is then left over is a cell as any other. So further cells are
withheld, those with the fewest people first, until what is left over

- is made of two cells or more,
- rests on as many people as any cell must,
- is more than one for each cell, which would say it of each, and
- is neither none nor all of its base, for the same reason.

Where that cannot be reached, the total is withheld instead.
"""

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from logbook.domain.rollups import COUNTS, NO_SUMS, Cell, Measure, beside, together

K = TypeVar("K", bound=Hashable)

LEAST, MOST, USUAL = 3, 20, 4
"""The least number of people that an installation may set, the most, and what nobody has set.
Our own choice, and no rule of an accreditor."""


FAMILIES = (
    (Measure.FELLOWS, Measure.FELLOWS_BEHIND),
    (Measure.MET, Measure.ON_COURSE, Measure.BEHIND),
    (Measure.LATE, Measure.COMPLICATIONS),
)
"""Measures of the same base. What is withheld of one is withheld of the others, or the base of a
cell that is withheld here could be read there."""


def family_of(measure: Measure) -> tuple[Measure, ...]:
    return next((one for one in FAMILIES if measure in one), (measure,))


@dataclass(frozen=True, slots=True)
class Published(Generic[K]):
    """What is shown of the cells of one measure."""

    shown: Mapping[K, Cell]
    withheld: frozenset[K]
    total: Cell | None
    """None: withheld too, or nothing to add up."""


def publish(
    tables: Mapping[Measure, Mapping[K, Cell]], least: int, same_people: bool = False
) -> dict[Measure, Published[K]]:
    """Decide for the cells of each measure which are shown, and whether their total is.
    `same_people`: the cells may rest on the same people, as the requirements of one track do."""
    found: dict[Measure, Published[K]] = {}
    for measure, cells in tables.items():
        withheld: frozenset[K] = frozenset()
        for one in family_of(measure):
            withheld |= _withheld(tables.get(one, {}), least, one, same_people)
        found[measure] = _published(cells, withheld, least, measure, same_people)
    return found


def _published(
    cells: Mapping[K, Cell],
    withheld: frozenset[K],
    least: int,
    measure: Measure,
    same_people: bool,
) -> Published[K]:
    hidden = [cell for name, cell in cells.items() if name in withheld]
    shown = {name: cell for name, cell in cells.items() if name not in withheld}
    total: Cell | None = _sum(cells.values(), same_people)
    exposed = hidden and not _hides(hidden, least, measure, same_people)
    if exposed or not cells or measure in NO_SUMS:
        total = None
    return Published(shown, withheld & cells.keys(), total)


def _withheld(
    cells: Mapping[K, Cell], least: int, measure: Measure, same_people: bool
) -> frozenset[K]:
    """The small cells with as many others as hide them. Where all of them do not, or where there
    is no total to take them from, the small ones alone."""
    small = frozenset(name for name, cell in cells.items() if cell.people < least)
    if not small or measure in NO_SUMS:
        return small
    others = sorted(
        (name for name in cells if name not in small),
        key=lambda name: (cells[name].people, cells[name].base, str(name)),
    )
    for many in range(len(others) + 1):
        withheld = small | frozenset(others[:many])
        if _hides([cells[name] for name in withheld], least, measure, same_people):
            return withheld
    return small


def _hides(withheld: list[Cell], least: int, measure: Measure, same_people: bool) -> bool:
    """Whether what is left over tells nothing of any one of these cells."""
    left_over = _sum(withheld, same_people)
    if len(withheld) < 2 or left_over.people < least or left_over.amount == 0:
        return False
    if measure in COUNTS:
        return left_over.amount > len(withheld)
    return left_over.amount < left_over.base and left_over.base > len(withheld)


def _sum(cells: Iterable[Cell], same_people: bool) -> Cell:
    return together(cells) if same_people else beside(cells)
