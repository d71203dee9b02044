"""The life of a sign-off: proposed, judged by each of its judges, decided, and what may end it."""

from collections.abc import Sequence
from datetime import date
from enum import StrEnum

from logbook.domain.life import Life
from logbook.domain.readiness import months_after


class State(StrEnum):
    PROPOSED = "proposed"
    JUDGED = "judged"
    """Some have judged, and the others have not: neither sees what the other said."""
    DIFFERING = "differing"
    """All have judged, and not the same."""
    GRANTED = "granted"
    CONFIRMED = "confirmed"
    """By the committee, where the curriculum asks for it."""
    REVIEW = "review"
    """To be looked at again: something that it stood on is gone."""
    SUSPENDED = "suspended"
    RETURNED = "returned"
    WITHDRAWN = "withdrawn"
    REVOKED = "revoked"
    AMENDED = "amended"
    """Another one stands in its place."""
    LAPSED = "lapsed"


class Step(StrEnum):
    JUDGE = "judge"
    """Others are still to judge."""
    AGREE = "agree"
    """The last judgement, and all say the same level, the target or above."""
    FALL_SHORT = "fall_short"
    """The last judgement, and all say the same level, below the target."""
    DIFFER = "differ"
    """The last judgement, and they do not say the same."""
    DECIDE = "decide"
    CONFIRM = "confirm"
    RETURN = "return"
    WITHDRAW = "withdraw"
    ASK_ANOTHER = "ask_another"
    OVERRIDE = "override"
    REOPEN = "reopen"
    """Taken when evidence is withdrawn, by nobody in particular."""
    UPHOLD = "uphold"
    SUSPEND = "suspend"
    REVOKE = "revoke"
    AMEND = "amend"
    """Taken by the one that takes its place."""
    LAPSE = "lapse"
    """Taken by time alone."""


TRANSITIONS: dict[tuple[State, Step], State] = {
    (State.PROPOSED, Step.ASK_ANOTHER): State.PROPOSED,
    (State.PROPOSED, Step.OVERRIDE): State.PROPOSED,
    (State.PROPOSED, Step.JUDGE): State.JUDGED,
    (State.PROPOSED, Step.AGREE): State.GRANTED,
    (State.PROPOSED, Step.FALL_SHORT): State.RETURNED,
    (State.PROPOSED, Step.RETURN): State.RETURNED,
    (State.PROPOSED, Step.WITHDRAW): State.WITHDRAWN,
    (State.JUDGED, Step.ASK_ANOTHER): State.JUDGED,
    (State.JUDGED, Step.OVERRIDE): State.JUDGED,
    (State.JUDGED, Step.JUDGE): State.JUDGED,
    (State.JUDGED, Step.AGREE): State.GRANTED,
    (State.JUDGED, Step.DIFFER): State.DIFFERING,
    (State.JUDGED, Step.FALL_SHORT): State.RETURNED,
    (State.JUDGED, Step.RETURN): State.RETURNED,
    (State.JUDGED, Step.REOPEN): State.RETURNED,
    (State.DIFFERING, Step.DECIDE): State.GRANTED,
    (State.DIFFERING, Step.RETURN): State.RETURNED,
    (State.DIFFERING, Step.REOPEN): State.RETURNED,
    (State.GRANTED, Step.CONFIRM): State.CONFIRMED,
    (State.GRANTED, Step.RETURN): State.RETURNED,
    (State.GRANTED, Step.REOPEN): State.REVIEW,
    (State.GRANTED, Step.SUSPEND): State.SUSPENDED,
    (State.GRANTED, Step.REVOKE): State.REVOKED,
    (State.GRANTED, Step.AMEND): State.AMENDED,
    (State.GRANTED, Step.LAPSE): State.LAPSED,
    (State.CONFIRMED, Step.REOPEN): State.REVIEW,
    (State.CONFIRMED, Step.SUSPEND): State.SUSPENDED,
    (State.CONFIRMED, Step.REVOKE): State.REVOKED,
    (State.CONFIRMED, Step.AMEND): State.AMENDED,
    (State.CONFIRMED, Step.LAPSE): State.LAPSED,
    (State.REVIEW, Step.REOPEN): State.REVIEW,
    (State.REVIEW, Step.UPHOLD): State.GRANTED,
    (State.REVIEW, Step.SUSPEND): State.SUSPENDED,
    (State.REVIEW, Step.REVOKE): State.REVOKED,
    (State.REVIEW, Step.AMEND): State.AMENDED,
    (State.REVIEW, Step.LAPSE): State.LAPSED,
    (State.SUSPENDED, Step.REOPEN): State.SUSPENDED,
    (State.SUSPENDED, Step.UPHOLD): State.GRANTED,
    (State.SUSPENDED, Step.REVOKE): State.REVOKED,
    (State.SUSPENDED, Step.AMEND): State.AMENDED,
    (State.SUSPENDED, Step.LAPSE): State.LAPSED,
}
_LIFE = Life(TRANSITIONS)
after, allows = _LIFE.after, _LIFE.allows

OPEN = frozenset({State.PROPOSED, State.JUDGED, State.DIFFERING})
"""On its way: one at a time for a fellow and a competency."""
AWAITS_JUDGES = frozenset({State.PROPOSED, State.JUDGED})
DECIDED = frozenset({State.GRANTED, State.CONFIRMED, State.REVIEW, State.SUSPENDED})
"""Was granted and has not ended."""
SHAKEN_WITH_ITS_GROUNDS = frozenset(
    state for state, step in TRANSITIONS if step is Step.REOPEN and state is not State.SUSPENDED
)


class Decided(StrEnum):
    """What was decided about a sign-off, beside the judgements."""

    OVERRIDDEN = "overridden"
    """Evidence is missing, and it goes on without."""
    BY_DIRECTOR = "by_director"
    """The judges differed, and a director decided."""
    TOGETHER = "together"
    """The judges differed, talked, and a director wrote down what they came to."""
    CONFIRMED = "confirmed"
    RETURNED = "returned"
    UPHELD = "upheld"
    SUSPENDED = "suspended"
    REVOKED = "revoked"


STEPS: dict[Decided, Step] = {
    Decided.OVERRIDDEN: Step.OVERRIDE,
    Decided.BY_DIRECTOR: Step.DECIDE,
    Decided.TOGETHER: Step.DECIDE,
    Decided.CONFIRMED: Step.CONFIRM,
    Decided.RETURNED: Step.RETURN,
    Decided.UPHELD: Step.UPHOLD,
    Decided.SUSPENDED: Step.SUSPEND,
    Decided.REVOKED: Step.REVOKE,
}
"""The step that each decision takes."""

WORDS_LIMIT = 600


def outcome(levels: Sequence[int], target: int, seats: int) -> Step:
    """What the judgements come to once one more is in. Levels are orders on one scale; they are
    compared and never averaged."""
    if len(levels) < seats:
        return Step.JUDGE
    if len(set(levels)) > 1:
        return Step.DIFFER
    return Step.AGREE if levels[0] >= target else Step.FALL_SHORT


def lapses_on(granted_on: date, months: int | None) -> date | None:
    """The first day on which it no longer holds."""
    return months_after(granted_on, months) if months else None


def state_at(kept: State, ends_on: date | None, today: date) -> State:
    """The state as it is today. Lapsing needs nobody to write it down."""
    if ends_on is not None and today >= ends_on and allows(kept, Step.LAPSE):
        return after(kept, Step.LAPSE)
    return kept


def holds(state: State, committee: bool) -> bool:
    """Whether the fellow may rely on it."""
    return state is State.CONFIRMED or (state is State.GRANTED and not committee)
