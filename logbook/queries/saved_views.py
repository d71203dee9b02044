"""The views that a member keeps of a page."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import bindparam, select

from logbook.models.saved_views import SavedView
from logbook.policy.actors import Actor
from logbook.prepared import Prepared


@dataclass(frozen=True, slots=True)
class SavedViewRow:
    id: UUID
    name: str
    query: str


_OWN = Prepared(
    select(SavedView.id, SavedView.name, SavedView.query)
    .where(
        SavedView.program_id == bindparam("in_program"),
        SavedView.member_id == bindparam("member_id"),
        SavedView.page == bindparam("page"),
    )
    .order_by(SavedView.name)
)


def saved_views(actor: Actor, page: str) -> list[SavedViewRow]:
    """The member's own, by name: one statement."""
    rows = _OWN.all(in_program=actor.program_id, member_id=actor.id, page=page)
    return [SavedViewRow(*row) for row in rows]
