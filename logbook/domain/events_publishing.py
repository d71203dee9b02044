"""What can happen to an edition when it is published, and to those who follow it."""

from uuid import UUID

from logbook.domain.events import Event, event


@event("curriculum.draft_published")
class DraftPublished(Event):
    """Subject: the draft."""

    version_id: UUID


@event("curriculum.figure_carried_over")
class FigureCarriedOver(Event):
    """Subject: the version. A director confirmed the figure for the other one."""

    requirement: str
    value: int
    before_id: UUID
    figure_id: UUID
    figure_seal: str


@event("enrollment.moved")
class EnrollmentMoved(Event):
    """The reason is the one sentence that the ledger itself keeps: nothing else records a move. It
    is refused where it may tell who a patient is."""

    fellow_id: UUID
    before_id: UUID
    version_id: UUID
    reason: str
