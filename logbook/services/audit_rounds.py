"""Whether the answers of closed rounds are those that were there when they were closed.

An answer has no entry of its own: entries stand in order of time, and who knows when each rater
answered could tell them apart. The entry of the closing binds them all at once.
"""

from collections.abc import Iterator, Sequence
from typing import cast
from uuid import UUID

from sqlalchemy import Table, select

from logbook.domain.audit import unordered_digest
from logbook.domain.decisions import Message, say
from logbook.domain.rounds import RoundState
from logbook.models.rounds import FeedbackRound, RoundAnswer
from logbook.services.reading import NONSENSE, Unreadable, read


def round_faults(program_id: UUID, batch: Sequence[FeedbackRound]) -> Iterator[Message]:
    """What is wrong with the answers of closed rounds: some are unreadable, or they are no longer
    those that the closing bound."""
    closed = [one for one in batch if one.state is RoundState.CLOSED]
    asked = select(RoundAnswer).where(
        RoundAnswer.program_id == program_id,
        RoundAnswer.round_id.in_([one.id for one in closed]),
    )
    seals: dict[UUID, list[bytes]] = {one.id: [] for one in closed}
    table = cast(Table, RoundAnswer.__table__)
    for row in read(asked.execution_options(populate_existing=True), table):
        if isinstance(row, Unreadable):
            yield row.what
        else:
            seals[row[0].round_id].append(_seal_of(row[0]))
    for one in closed:
        if unordered_digest(seals[one.id]) != one.digest:
            yield say("Answers of this round were changed: %(id)s.", id=one.id)


def _seal_of(answer: RoundAnswer) -> bytes:
    try:
        return answer.seal()
    except NONSENSE:  # such as a number that only a forger would have put there
        return b""
