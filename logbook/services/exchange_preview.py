"""The first rows of a file as they are understood, before any of them becomes a case."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from logbook.domain.case_content import CaseContent
from logbook.domain.cases import State
from logbook.domain.curriculum import Curriculum
from logbook.domain.exchange_rows import Reader
from logbook.policy.actors import Actor
from logbook.queries import exchange as queries
from logbook.queries.exchange import BatchView
from logbook.services.exchange import as_matching

FEW = 5


@dataclass(frozen=True, slots=True)
class Understood:
    """A row and the case that it would make."""

    number: int
    content: CaseContent
    supervisor: str | None
    state: State


@dataclass(frozen=True, slots=True)
class Preview:
    curriculum: Curriculum
    rows: Sequence[Understood]


def preview(actor: Actor, found: BatchView) -> Preview:
    """The first few right rows of a batch, read as they will be when they come in."""
    around = queries.surroundings(actor, found.enrollment_id, datetime.now(UTC))
    reader = Reader(around, as_matching(found.matching))
    names = {one.id: one.name for one in around.supervisors}
    understood = []
    for row in queries.right_rows(actor, found.id, FEW):
        said = reader.read(row.cells)
        if said.content is not None:
            supervisor = names[said.supervisor_id] if said.supervisor_id else None
            understood.append(Understood(row.number, said.content, supervisor, said.state))
    return Preview(around.curriculum, understood)
