"""What the page of a case tells of how it went afterwards."""

from dataclasses import dataclass

from logbook.domain.follow_ups import is_asked_about
from logbook.policy.actors import Actor
from logbook.policy.follow_ups import may_answer
from logbook.queries.cases import CaseView
from logbook.queries.follow_ups import FollowUpView, follow_up_of
from logbook.web import current
from logbook.web.words import language


@dataclass(frozen=True, slots=True)
class Later:
    told: FollowUpView | None
    may_tell: bool
    complications: str
    """In words."""


def later_of(actor: Actor, found: CaseView) -> Later:
    told = follow_up_of(actor, found.id)
    if told is None:
        return Later(None, _may_tell(actor, found), "")
    known = found.curriculum.complications
    labels = (known[code].label.in_(language()) for code in told.complications if code in known)
    return Later(told, may_tell=False, complications=", ".join(labels))


def _may_tell(actor: Actor, found: CaseView) -> bool:
    """Not on the day itself, and only of what was done to a patient."""
    procedure = found.curriculum.procedures.get(found.procedure)
    if procedure is None or not is_asked_about(procedure):
        return False
    return found.performed_on < current.today() and bool(may_answer(actor, found))
