"""List twins of the policies: what `may_view` says of one row, said of a whole table in SQL."""

from sqlalchemy import ColumnElement, and_, false, or_

from logbook.domain.cases import State
from logbook.models.cases import Case
from logbook.policy.actors import Actor, Role
from logbook.policy.cases import OVERSEERS


def cases_visible_to(actor: Actor) -> ColumnElement[bool]:
    """Twin of `policy.cases.may_view`; always within the actor's own program."""
    handed_in = Case.state != State.DRAFT
    ways: list[ColumnElement[bool]] = [Case.fellow_id == actor.id]
    if actor.is_(Role.SUPERVISOR):
        ways.append(and_(Case.supervisor_id == actor.id, handed_in))
    if actor.is_(*OVERSEERS) and not actor.left:
        ways.append(handed_in)
    return and_(Case.program_id == actor.program_id, or_(false(), *ways))
