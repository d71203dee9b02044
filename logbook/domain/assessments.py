"""The life of an assessment: asked for, said, read; and how time takes its value."""

from datetime import date, datetime, timedelta
from enum import StrEnum

from logbook.domain.life import Life


class State(StrEnum):
    REQUESTED = "requested"
    FINISHED = "finished"
    ACKNOWLEDGED = "acknowledged"
    DECLINED = "declined"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"
    AMENDED = "amended"
    """Another took its place. It keeps all its words and signatures, and counts no longer."""


class Step(StrEnum):
    KEEP = "keep"
    """A draft of what is to be said."""
    FINISH = "finish"
    DECLINE = "decline"
    MOVE = "move"
    EXPIRE = "expire"
    """Taken by time alone."""
    WITHDRAW = "withdraw"
    ACKNOWLEDGE = "acknowledge"
    AMEND = "amend"
    """Taken by the signing of the assessment that names this one."""


TRANSITIONS: dict[tuple[State, Step], State] = {
    (State.REQUESTED, Step.KEEP): State.REQUESTED,
    (State.REQUESTED, Step.MOVE): State.REQUESTED,
    (State.REQUESTED, Step.FINISH): State.FINISHED,
    (State.REQUESTED, Step.DECLINE): State.DECLINED,
    (State.REQUESTED, Step.EXPIRE): State.EXPIRED,
    (State.REQUESTED, Step.WITHDRAW): State.WITHDRAWN,
    (State.DECLINED, Step.MOVE): State.REQUESTED,
    (State.DECLINED, Step.WITHDRAW): State.WITHDRAWN,
    (State.EXPIRED, Step.MOVE): State.REQUESTED,
    (State.EXPIRED, Step.WITHDRAW): State.WITHDRAWN,
    (State.FINISHED, Step.ACKNOWLEDGE): State.ACKNOWLEDGED,
    (State.FINISHED, Step.AMEND): State.AMENDED,
    (State.ACKNOWLEDGED, Step.AMEND): State.AMENDED,
}
"""What was said has no step that changes or removes it: at most another takes its place."""
_LIFE = Life(TRANSITIONS)
after, allows = _LIFE.after, _LIFE.allows

SAID = frozenset({State.FINISHED, State.ACKNOWLEDGED})
"""Signed, and counting. Whoever counts or shows what assessors say asks for these."""

SIGNED = SAID | {State.AMENDED}
"""Signed, whether it counts or another took its place: these stay readable."""

LATE_DAYS = 14
"""Feedback given more than this many days after what it is about is late: by then comments have
become fewer and poorer."""

EXPIRES_DAYS = 30
"""A request that nobody answered for so long has lapsed: twice the time in which feedback is worth
having, so that it also survives a holiday of its assessor."""

REMEMBERED_DAYS = 45
"""Who was in the room no longer knows what they saw, after that."""


def state_at(kept: State, asked_at: datetime, now: datetime) -> State:
    """The state as it is now. Expiry needs nobody to write it down: it is a matter of the time."""
    if kept is State.REQUESTED and now >= expires_at(asked_at):
        return after(kept, Step.EXPIRE)
    return kept


def expires_at(asked_at: datetime) -> datetime:
    return asked_at + timedelta(days=EXPIRES_DAYS)


def late_by(happened_on: date, said_on: date) -> int:
    """How many days after what it is about feedback came, where that was late; otherwise 0."""
    days = (said_on - happened_on).days
    return days if days > LATE_DAYS else 0


def is_remembered(happened_on: date, today: date) -> bool:
    """Whether it is still worth asking somebody for what they saw."""
    return (today - happened_on).days <= REMEMBERED_DAYS


def waits_too_long(now_state: State, waiting_days: int) -> bool:
    """Whether no answer is to be hoped for: nobody is asked any more, or for too long."""
    return now_state is not State.REQUESTED or waiting_days > LATE_DAYS
