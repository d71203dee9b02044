"""Views that a member keeps of a page."""

from uuid import UUID

from logbook.models.columns import new_id
from logbook.services import saved_views
from logbook.services.saved_views import View
from tests.cast import Member


def a_view(of: Member, name: str = "Seen by one") -> UUID:
    view_id = new_id()
    saved_views.keep(of.actor, view_id, View(name, "cohort.show", "sort=name"))
    return view_id
