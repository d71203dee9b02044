"""Views that a member keeps: their own, each once, and not too many."""

import pytest
from sqlalchemy.exc import NoResultFound

from logbook.models.columns import new_id
from logbook.queries.saved_views import saved_views
from logbook.services.refusals import Invalid, Refused
from logbook.services.saved_views import MOST, View, keep, remove
from tests.cast import Cast, Member

PAGE = "cohort.show"


def view(name: str = "At the clinic", query: str = "sort=name") -> View:
    return View(name, PAGE, query)


def test_it_is_kept_once_and_for_its_member_alone(dana: Member, cora: Member, rin: Member) -> None:
    view_id = new_id()
    for _ in range(2):
        keep(dana.actor, view_id, view())
    assert [(one.id, one.name, one.query) for one in saved_views(dana.actor, PAGE)] == [
        (view_id, "At the clinic", "sort=name")
    ]
    for other in (cora, rin):
        assert saved_views(other.actor, PAGE) == []
        with pytest.raises(NoResultFound):
            remove(other.actor, view_id)
    with pytest.raises(Invalid):
        keep(cora.actor, view_id, view("Mine now"))
    assert saved_views(dana.actor, "another.page") == []
    remove(dana.actor, view_id)
    assert saved_views(dana.actor, PAGE) == []


@pytest.mark.parametrize(
    "wrong",
    [view(" "), view("x" * 61), view("at the CLINIC"), view("Room 4, MRN 1234567"),
     view("Long", "site=" + "1" * 500)],
)  # fmt: skip
def test_what_is_not_kept(dana: Member, wrong: View) -> None:
    keep(dana.actor, new_id(), view())
    with pytest.raises(Invalid):
        keep(dana.actor, new_id(), wrong)


def test_twenty_at_the_most(dana: Member) -> None:
    for n in range(MOST):
        keep(dana.actor, new_id(), view(f"View {n}"))
    with pytest.raises(Invalid, match="name"):
        keep(dana.actor, new_id(), view("One more"))
    assert len(saved_views(dana.actor, PAGE)) == MOST == 20


@pytest.mark.parametrize("name", ["asha", "ben", "lee"])
def test_who_sees_no_cohort_keeps_no_view_of_it(cast: Cast, name: str) -> None:
    with pytest.raises(Refused):
        keep(cast[name].actor, new_id(), view())
    with pytest.raises(Refused):
        remove(cast[name].actor, new_id())
