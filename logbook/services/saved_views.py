"""Views of a page that a member keeps under a name, and removes again."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from logbook.database import db
from logbook.domain.case_content import about_text
from logbook.domain.decisions import Message, say
from logbook.domain.events_saved_views import ViewKept, ViewRemoved
from logbook.models.programs import Membership
from logbook.models.saved_views import SavedView
from logbook.policy.actors import Actor
from logbook.policy.cohort import may_see_cohort
from logbook.services.refusals import Invalid, insist
from logbook.services.unit import unit_of_work

MOST = 20
"""Of one member on one page."""
NAME_LIMIT, QUERY_LIMIT = 60, 500


@dataclass(frozen=True, slots=True)
class View:
    """What is to be kept."""

    name: str
    page: str
    query: str


def keep(actor: Actor, view_id: UUID, view: View) -> None:
    """Under an id that the page made: sent twice, it is kept once."""
    with unit_of_work(actor) as unit:
        insist(may_see_cohort(actor))
        # Two at once come one after the other.
        db.session.get_one(Membership, (actor.program_id, actor.id), with_for_update=True)
        others = [one for one in _own(actor, view.page) if one.id != view_id]
        if wrong := _wrong(view, others):
            raise Invalid({"name": wrong})
        kept = db.session.get(SavedView, (actor.program_id, view_id))
        if kept is None:
            kept = SavedView(program_id=actor.program_id, id=view_id, member_id=actor.id)
            db.session.add(kept)
        elif kept.member_id != actor.id:
            raise Invalid({"name": say("Open the page again and keep the view from there.")})
        kept.name, kept.page, kept.query = view.name.strip(), view.page, view.query
        unit.record(ViewKept(subject_id=view_id, page=view.page))


def _wrong(view: View, others: list[SavedView]) -> Message | None:
    name = view.name.strip()
    if not name:
        return say("Give the view a name.")
    if any(one.name.casefold() == name.casefold() for one in others):
        return say("You have a view of this name.")
    if len(others) >= MOST:
        return say("%(most)s views are kept at most. Remove one first.", most=MOST)
    if len(view.query) > QUERY_LIMIT:
        return say("Too much is chosen to be kept.")
    return next((message for _, message in about_text("name", name, NAME_LIMIT)), None)


def remove(actor: Actor, view_id: UUID) -> None:
    """NoResultFound for somebody else's."""
    with unit_of_work(actor) as unit:
        insist(may_see_cohort(actor))
        kept = db.session.scalars(
            select(SavedView)
            .where(
                SavedView.program_id == actor.program_id,
                SavedView.member_id == actor.id,
                SavedView.id == view_id,
            )
            .with_for_update()
        ).one()
        db.session.delete(kept)
        unit.record(ViewRemoved(subject_id=view_id, page=kept.page))


def _own(actor: Actor, page: str) -> list[SavedView]:
    return list(
        db.session.scalars(
            select(SavedView).where(
                SavedView.program_id == actor.program_id,
                SavedView.member_id == actor.id,
                SavedView.page == page,
            )
        )
    )
