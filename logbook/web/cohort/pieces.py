"""The parts of the cohort's page that are the same until something changes: rows and cells, in one
language. To make hundreds of them anew at every look would cost more than all the rest of it."""

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from threading import Lock
from uuid import UUID

from flask import render_template
from markupsafe import Markup

from logbook.policy.actors import Actor
from logbook.queries.heatmap import HeatRow, HeatTable
from logbook.web.cohort import cells
from logbook.web.cohort.cells import CellLinks
from logbook.web.cohort.evidence import evidence_of
from logbook.web.words import language

KEPT = 8
"""Of programs and languages; one is half a megabyte, and a worker is to stay small."""
EMPTY = Markup('<td class="lb-heat"><span>–</span></td>')


@dataclass
class Pieces:
    """Of one table, for one kind of reader."""

    stamp: tuple[object, ...]
    actor: Actor
    made: dict[tuple[str, UUID, str], Markup] = field(default_factory=dict)
    links: dict[UUID, CellLinks] = field(default_factory=dict)

    def lead(self, row: HeatRow) -> Markup:
        """Everything of a row that stands before its cells."""
        return self._once("lead", row, "", partial(self._rendered, "lead", row))

    def card(self, row: HeatRow, by_requirement: bool) -> Markup:
        kind = "requirements" if by_requirement else "competencies"
        return self._once("card", row, kind, partial(self._card, row, by_requirement))

    def competency(self, row: HeatRow, name: str) -> Markup:
        one = row.groups.get(name)
        if one is None:
            return EMPTY
        return self._once("group", row, name, partial(cells.of_competency, row, one))

    def requirement(self, row: HeatRow, name: str) -> Markup:
        cell = row.cells.get(name)
        if cell is None:
            return EMPTY
        make = partial(cells.of_requirement, row, cell, self.links_of(row))
        return self._once("cell", row, name, make)

    def links_of(self, row: HeatRow) -> CellLinks:
        if row.enrolled.id not in self.links:
            evidence = evidence_of(row.row.progress)
            self.links[row.enrolled.id] = CellLinks(self.actor, row, evidence)
        return self.links[row.enrolled.id]

    def _card(self, row: HeatRow, by_requirement: bool) -> Markup:
        if by_requirement:
            return self._rendered("card", row, cells.worst_requirements(row, self.links_of(row)))
        worst, rest = cells.worst_competencies(row)
        return self._rendered("card", row, worst, rest)

    def _rendered(self, part: str, row: HeatRow, worst: object = (), rest: object = ()) -> Markup:
        sentence, requirement = cells.why_words(row)
        page = render_template(
            f"cohort/_{part}.html",
            one=row,
            why=sentence,
            why_of=requirement,
            worst=worst,
            rest=rest,
        )
        return Markup(page)  # noqa: S704 - a template's, which escapes

    def _once(self, kind: str, row: HeatRow, name: str, make: Callable[[], Markup]) -> Markup:
        key = kind, row.enrolled.id, name
        if key not in self.made:
            self.made[key] = make()
        return self.made[key]


_kept: OrderedDict[tuple[object, ...], Pieces] = OrderedDict()
_keeping = Lock()


def pieces_of(actor: Actor, table: HeatTable) -> Pieces:
    """A fellow who also oversees the program has other addresses for what is their own."""
    own = actor.id if any(row.enrolled.fellow_id == actor.id for row in table.rows) else None
    key = actor.program_id, language(), own
    with _keeping:
        found = _kept.get(key)
        if found is None or found.stamp != table.stamp:
            found = Pieces(table.stamp, actor)
        _kept[key] = found
        _kept.move_to_end(key)
        while len(_kept) > KEPT:
            _kept.popitem(last=False)
    return found
