"""The life of a case: its states, the steps between them, and no other ways through."""

from enum import StrEnum

from logbook.domain.life import Life


class State(StrEnum):
    DRAFT = "draft"
    SUBMITTED = "submitted"
    APPROVED = "approved"
    RETURNED = "returned"
    WITHDRAWN = "withdrawn"
    VOIDED = "voided"
    AMENDED = "amended"
    """Another case took its place. It keeps all its words and answers, and counts no longer."""


class Step(StrEnum):
    CHANGE = "change"
    SUBMIT = "submit"
    REASSIGN = "reassign"
    APPROVE = "approve"
    RETURN = "return"
    NOT_OBSERVED = "not_observed"
    UNDO = "undo"
    WITHDRAW = "withdraw"
    REOPEN = "reopen"
    VOID = "void"
    AMEND = "amend"
    """Taken by the approval of the case that names this one."""
    PUT_BACK = "put_back"
    """Taken when that approval is taken back."""


TRANSITIONS: dict[tuple[State, Step], State] = {
    (State.DRAFT, Step.CHANGE): State.DRAFT,
    (State.DRAFT, Step.SUBMIT): State.SUBMITTED,
    (State.DRAFT, Step.WITHDRAW): State.WITHDRAWN,
    (State.SUBMITTED, Step.CHANGE): State.SUBMITTED,
    (State.SUBMITTED, Step.REASSIGN): State.SUBMITTED,
    (State.SUBMITTED, Step.APPROVE): State.APPROVED,
    (State.SUBMITTED, Step.RETURN): State.RETURNED,
    (State.SUBMITTED, Step.NOT_OBSERVED): State.RETURNED,
    (State.SUBMITTED, Step.WITHDRAW): State.WITHDRAWN,
    (State.SUBMITTED, Step.VOID): State.VOIDED,
    (State.RETURNED, Step.CHANGE): State.RETURNED,
    (State.RETURNED, Step.SUBMIT): State.SUBMITTED,
    (State.RETURNED, Step.WITHDRAW): State.WITHDRAWN,
    (State.RETURNED, Step.UNDO): State.SUBMITTED,
    (State.RETURNED, Step.VOID): State.VOIDED,
    (State.APPROVED, Step.UNDO): State.SUBMITTED,
    (State.APPROVED, Step.WITHDRAW): State.WITHDRAWN,
    (State.APPROVED, Step.VOID): State.VOIDED,
    (State.APPROVED, Step.AMEND): State.AMENDED,
    (State.AMENDED, Step.PUT_BACK): State.APPROVED,
    (State.WITHDRAWN, Step.REOPEN): State.DRAFT,
}
_LIFE = Life(TRANSITIONS)
after, allows = _LIFE.after, _LIFE.allows

OPEN_STATES = frozenset({State.DRAFT, State.SUBMITTED, State.RETURNED})


class Answer(StrEnum):
    """What a supervisor says to a case."""

    APPROVED = "approved"
    RETURNED = "returned"
    NOT_OBSERVED = "not_observed"


UNDO_SECONDS = 10
"""How long an answer can be taken back. The ledger keeps both the answer and its undoing."""

LATE_DAYS = 30
"""A case logged more than this many days after it was performed is marked as logged late."""
