"""What the first page says of assessments."""

from dataclasses import dataclass

from logbook.domain.assessments import SAID, State
from logbook.policy.actors import Actor
from logbook.policy.assessments import may_open_own, may_open_requests
from logbook.queries.assessments import AssessmentView, open_for_fellow, requests_of
from logbook.web import current
from logbook.web.assessments.record import waits_too_long


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
        to_read=[one for one in own if one.state in SAID],
        stuck=[one for one in own if one.state not in SAID and waits_too_long(one)],
    )
