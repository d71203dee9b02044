"""Where missing cases can be had: lists, rotations, and what sites have."""

from datetime import date
from uuid import UUID

from logbook.domain.chances import Chances, Opening, SiteNow, Stay, Weekday
from logbook.domain.gaps import Missing, next_step, notes
from logbook.domain.periods import Period
from logbook.domain.sites import Capability, can_offer, needed_for
from tests.domain.shipped import shipped

CURRICULUM = shipped()
TODAY = date(2026, 11, 25)
EAST, WEST = UUID(int=1), UUID(int=2)
RF = "rf_neurolytic"
WANTED = CURRICULUM.requirements["epa09.rf_neurolytic"]


def stay(kind: str, first: date, last: date, site: UUID | None = None) -> Stay:
    return Stay(CURRICULUM.offers.rotations[kind], Period(first, last), site)


def chances(*openings: Opening, stays: tuple[Stay, ...] = (), west=None, east=None) -> Chances:
    sites = {EAST: SiteNow("East", east), WEST: SiteNow("West", west)}
    return Chances(TODAY, openings, stays, sites)


def said(what: Chances) -> str:
    step = next_step(Missing(WANTED, 2, CURRICULUM, what))
    return step.id % {
        name: ", ".join(map(str, value)) if isinstance(value, tuple) else value
        for name, value in step.params.items()
    }


TUESDAY_EAST = Opening(RF, EAST, Weekday.TUESDAY, 9)
FRIDAY_WEST = Opening(RF, WEST, Weekday.FRIDAY, 4)


def test_the_list_that_brought_most_is_named():
    assert said(chances(TUESDAY_EAST, FRIDAY_WEST)) == (
        "2 more: the tuesday lists at East had 9 of them in the last 6 months."
    )


def test_where_the_fellow_will_be_comes_before_where_more_are():
    ahead = stay("pain_clinic", date(2026, 12, 1), date(2026, 12, 31), WEST)
    what = chances(TUESDAY_EAST, FRIDAY_WEST, stays=(ahead,))
    assert "friday lists at West" in said(what)
    [there] = notes(Missing(WANTED, 2, CURRICULUM, what))
    assert there.params["day"] == date(2026, 12, 1)


def test_a_site_without_imaging_offers_no_radiofrequency():
    no_images = frozenset[Capability]()
    what = chances(TUESDAY_EAST, FRIDAY_WEST, east=no_images, west=frozenset({Capability.CT}))
    assert not can_offer(CURRICULUM, RF, no_images)
    assert Capability.FLUOROSCOPY in needed_for(CURRICULUM, RF)
    assert "East" not in said(what)


def test_without_a_list_the_rotation_that_hosts_them_is_named():
    ahead = stay("radiology", date(2026, 12, 1), date(2026, 12, 31))
    over = stay("radiology", date(2026, 1, 1), date(2026, 1, 31))
    assert "your rotation Radiology, from 2026-12-01" in said(chances(stays=(over, ahead)))
    now = stay("radiology", date(2026, 11, 1), date(2026, 11, 30))
    assert "your rotation Radiology, until 2026-11-30" in said(chances(stays=(now,)))


def test_with_neither_the_director_is_asked():
    assert "ask your program director" in said(chances())


def test_sites_that_lack_what_is_needed_are_said_to():
    ahead = stay("pain_clinic", date(2026, 12, 1), date(2026, 12, 31), WEST)
    what = chances(stays=(ahead,), west=frozenset())
    [lacking] = notes(Missing(WANTED, 2, CURRICULUM, what))
    assert Capability.FLUOROSCOPY in lacking.params["what"]


def test_rotations_that_are_over_have_been_been_on():
    over = stay("neurology", date(2026, 1, 1), date(2026, 1, 31))
    assert (chances(stays=(over,)).been_on, chances(stays=(over,)).ahead) == ({"neurology"}, [])
