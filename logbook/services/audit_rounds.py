"""Whether the answers of closed rounds are those that were there when they were closed.

An answer has no entry of its own: entries stand in order of time, and who knows when each rater
answered could tell them apart. The entry of the closing binds them all at once.
"""

from collections.abc import Iterator, Sequence
from uuid import UUID

from sqlalchemy import select

from logbook.database import db
from logbook.domain.audit import unordered_digest
from logbook.domain.rounds import RoundState
from logbook.models.rounds import FeedbackRound, RoundAnswer


def altered_rounds(program_id: UUID, batch: Sequence[FeedbackRound]) -> Iterator[FeedbackRound]:
    """Closed rounds whose answers are no longer what their closing bound."""
    closed = [one for one in batch if one.state is RoundState.CLOSED]
    asked = select(RoundAnswer).where(
        RoundAnswer.program_id == program_id,
        RoundAnswer.round_id.in_([one.id for one in closed]),
    )
    seals: dict[UUID, list[bytes]] = {one.id: [] for one in closed}
    for answer in db.session.scalars(asked.execution_options(populate_existing=True)):
        seals[answer.round_id].append(answer.seal())
    for one in closed:
        if unordered_digest(seals[one.id]) != one.digest:
            yield one
