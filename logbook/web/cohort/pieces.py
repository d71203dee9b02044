"""The parts of the cohort's page that are the same until something changes: rows and cells, in one
language. To make hundreds of them anew at every look would cost more than all the rest of it."""

from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property, partial
from threading import Lock
from uuid import UUID

from flask import render_template
from markupsafe import Markup

from logbook.domain.competencies import Competency
from logbook.domain.requirements import Requirement
from logbook.policy.actors import Actor
from logbook.queries.committee import MeetingRow, next_meeting
from logbook.queries.heatmap import HeatRow, HeatTable
from logbook.web.cohort import cells
from logbook.web.cohort.cells import CellLinks
from logbook.web.cohort.evidence import evidence_of
from logbook.web.words import language

KEPT = 2
"""Of programs and languages; one is half a megabyte, and a worker is to stay small."""
KEPT_MATRICES = 2
"""Of choices of fellows; as heavy as all the rest."""
EMPTY = Markup('<td class="lb-heat"><span>–</span></td>')


@dataclass(frozen=True, slots=True)
class Shelf:
    """The requirements of one competency, of whichever edition."""

    competency: Competency
    requirements: dict[str, Requirement]


@dataclass
class Pieces:
    """Of one table, for one kind of reader."""

    table: HeatTable
    actor: Actor
    made: dict[tuple[str, UUID, str], Markup] = field(default_factory=dict)
    links: dict[UUID, CellLinks] = field(default_factory=dict)
    matrices: dict[tuple[UUID, ...], Markup] = field(default_factory=dict)
    meetings: dict[UUID, MeetingRow | None] = field(default_factory=dict)

    @cached_property
    def shelves(self) -> list[Shelf]:
        """Fellows on different editions need not have the same columns."""
        found: dict[str, Shelf] = {}
        for row in self.table.rows:
            for name, group in row.groups.items():
                shelf = found.setdefault(name, Shelf(group.group.competency, {}))
                for cell in group.cells:
                    shelf.requirements.setdefault(cell.line.requirement.id, cell.line.requirement)
        return list(found.values())

    def meeting(self, actor: Actor, today: date) -> MeetingRow | None:
        """The next one that this reader may see: a meeting is in the ledger, too."""
        if actor.id not in self.meetings:
            self.meetings[actor.id] = next_meeting(actor, today)
        return self.meetings[actor.id]

    def lead(self, row: HeatRow) -> Markup:
        """Who it is, and why."""
        return self._once("lead", row, "", partial(self._rendered, "lead", row))

    def line(self, row: HeatRow) -> Markup:
        """The same, with all competencies."""
        return self._once("line", row, "", partial(self._line, row))

    def _line(self, row: HeatRow) -> Markup:
        names = [shelf.competency.id for shelf in self.shelves]
        found = [
            cells.of_competency(row, row.groups[name]) if name in row.groups else EMPTY
            for name in names
        ]
        return self._rendered("lead", row) + Markup("").join(found)

    def matrix(self, rows: Sequence[HeatRow]) -> Markup:
        """Requirement by requirement, these fellows side by side."""
        key = tuple(row.enrolled.id for row in rows)
        if key not in self.matrices:
            if len(self.matrices) >= KEPT_MATRICES:
                self.matrices.pop(next(iter(self.matrices)), None)
            self.matrices[key] = Markup("").join(
                part for shelf in self.shelves for part in self._shelf(shelf, rows)
            )
        return self.matrices[key]

    def _shelf(self, shelf: Shelf, rows: Sequence[HeatRow]) -> Iterator[Markup]:
        name = shelf.competency.name.in_(language())
        yield cells.SHELF.format(len(rows) + 1, shelf.competency.code, name)
        for wanted in shelf.requirements.values():
            yield cells.ACROSS.format(
                wanted.name.in_(language()),
                Markup("").join([self.requirement(row, wanted.id) for row in rows]),
            )

    def card(self, row: HeatRow, by_requirement: bool) -> Markup:
        kind = "requirements" if by_requirement else "competencies"
        return self._once("card", row, kind, partial(self._card, row, by_requirement))

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
        if found is None or found.table is not table:
            found = Pieces(table, actor)
        _kept[key] = found
        _kept.move_to_end(key)
        while len(_kept) > KEPT:
            _kept.popitem(last=False)
    return found
