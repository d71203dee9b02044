"""What the committee has for somebody on their first page."""

from dataclasses import dataclass

from logbook.policy.actors import Actor, Role
from logbook.policy.committee import READERS
from logbook.queries.committee_decisions import LetterView, PlanView, letters_to, open_plans
from logbook.web import current

SHOWN = 5


@dataclass(frozen=True, slots=True)
class AtHome:
    letters: list[LetterView]
    """Of a fellow, not read yet."""
    plans: list[PlanView]
    """Open ones: one's own, those that one sees to, and for the committee all."""


def at_home(actor: Actor) -> AtHome:
    """At most two statements; none for those whom it does not concern."""
    fellow = actor.is_(Role.FELLOW)
    letters = letters_to(actor, actor.id) if fellow else []
    concerned = fellow or actor.is_(Role.SUPERVISOR, *READERS)
    return AtHome(
        [one for one in letters if one.acknowledged_at is None],
        open_plans(actor, current.today())[:SHOWN] if concerned else [],
    )
