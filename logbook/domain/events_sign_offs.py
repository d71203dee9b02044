"""What can happen to sign-offs. Levels and words stay out of the ledger, their seals are in it:
whoever reads the ledger must not learn what one judge said before the other has."""

from uuid import UUID

from logbook.domain.events import Event, event


@event("sign_off.proposed")
class SignOffProposed(Event):
    """Subject: the sign-off."""

    fellow_id: UUID
    competency: str
    amends_id: UUID | None


@event("sign_off.judge_asked")
class JudgeAsked(Event):
    """Subject: the seat."""

    sign_off_id: UUID
    judge_id: UUID
    before_id: UUID | None


@event("sign_off.judged")
class JudgementGiven(Event):
    """Subject: the judgement."""

    sign_off_id: UUID


@event("sign_off.decided")
class SignOffDecided(Event):
    """Subject: the decision."""

    sign_off_id: UUID
    decided: str


@event("sign_off.moved")
class SignOffMoved(Event):
    """Subject: the sign-off, which is in another state now."""

    fellow_id: UUID
    competency: str
    before: str
    state: str


@event("sign_off.reopened")
class SignOffReopened(Event):
    """Subject: the sign-off, of whose evidence a piece is gone."""

    fellow_id: UUID
    competency: str
    state: str
    kind: str
    """Of the piece."""
    ground_id: UUID


@event("conflict.declared")
class ConflictDeclared(Event):
    """Subject: the conflict of interest."""

    member_id: UUID
    other_id: UUID


@event("conflict.ended")
class ConflictEnded(Event):
    """Subject: the conflict of interest."""
