"""List twins of the policies: what `may_view` says of one row, said of a whole table in SQL."""

from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, and_, bindparam, false, or_

from logbook.domain.cases import State
from logbook.models.cases import Case
from logbook.policy.actors import Actor, Role
from logbook.policy.cases import OVERSEERS


class Ways(NamedTuple):
    """Whose cases somebody sees beside their own."""

    supervises: bool
    oversees: bool


def ways_of(actor: Actor) -> Ways:
    return Ways(actor.is_(Role.SUPERVISOR), actor.is_(*OVERSEERS) and not actor.left)


def cases_visible_to(actor: Actor) -> ColumnElement[bool]:
    """Twin of `policy.cases.may_view`; always within the actor's own program."""
    return _visible(ways_of(actor), actor.id, actor.program_id)


def cases_visible_by(ways: Ways) -> ColumnElement[bool]:
    """The same for a statement that is built once: its blanks are `asker` and `in_program`."""
    return _visible(ways, bindparam("asker"), bindparam("in_program"))


def _visible(ways: Ways, asker: Any, in_program: Any) -> ColumnElement[bool]:
    handed_in = Case.state != State.DRAFT
    seen: list[ColumnElement[bool]] = [Case.fellow_id == asker]
    if ways.supervises:
        seen.append(and_(Case.supervisor_id == asker, handed_in))
    if ways.oversees:
        seen.append(handed_in)
    return and_(Case.program_id == in_program, or_(false(), *seen))
