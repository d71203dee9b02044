"""What the first page says of assessments."""

from dataclasses import dataclass

from logbook.domain.assessments import SAID, State, is_remembered, waits_too_long
from logbook.policy.actors import Actor
from logbook.policy.assessments import may_open_own, may_open_requests
from logbook.queries.assessments import AssessmentView, open_for_fellow, requests_of
from logbook.web import current

AT_MOST = 3
"""So many of a kind stand on the first page; the rest is one tap away."""


@dataclass(frozen=True, slots=True)
class AtHome:
    """Of an assessor: what waits. Of a fellow: what is to be read, and what does not come."""

    requests: list[AssessmentView]
    to_read: list[AssessmentView]
    stuck: list[AssessmentView]


def at_home(actor: Actor) -> AtHome:
    now = current.now()
    asked = requests_of(actor, now) if may_open_requests(actor) else []
    own = open_for_fellow(actor, now) if may_open_own(actor) else []
    return AtHome(
        requests=[one for one in asked if one.now_state is State.REQUESTED],
        to_read=[one for one in own if one.state in SAID][-AT_MOST:][::-1],
        stuck=[one for one in own if _is_stuck(one)][-AT_MOST:][::-1],
    )


def _is_stuck(one: AssessmentView) -> bool:
    if one.state in SAID or not is_remembered(one.happened_on, current.today()):
        return False
    return waits_too_long(one.now_state, one.waiting_days)
