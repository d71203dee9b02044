"""Who gains most from a category: the one who lacks most for the time left and will be there."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

from logbook.domain.chances import SiteNow
from logbook.domain.curriculum import Curriculum
from logbook.domain.gains import Coming, Gain, Misses, Places, cut, gain_of
from logbook.domain.periods import Period
from logbook.domain.sites import Capability
from tests.domain.shipped import shipped

DAY = date(2026, 3, 2)
STAY = Period(DAY, DAY + timedelta(days=20))
EQUIPPED, BARE, UNKNOWN = UUID(int=11), UUID(int=12), UUID(int=13)
SITES = {
    EQUIPPED: SiteNow("Hospital", frozenset(Capability)),
    BARE: SiteNow("Clinic", frozenset()),
    UNKNOWN: SiteNow("Office", None),
}
CURRICULUM: Curriculum = shipped("pain_medicine")
TOM, ANN = (
    Misses(UUID(int=1), "Tom", 10, 20, months_left=2.0),
    Misses(UUID(int=2), "Ann", 12, 20, months_left=8.0),
)


def on(whose: Misses, site: UUID | None, kind: str = "pain_clinic") -> Coming:
    return Coming(whose.enrollment_id, CURRICULUM.offers.rotations[kind], site, STAY)


def gain(
    *coming: Coming, misses: tuple[Misses, ...] = (TOM, ANN), brought: tuple[UUID, ...] = ()
) -> Gain | None:
    places = Places(SITES, frozenset((site, "rf_neurolytic") for site in brought))
    curricula = {one.enrollment_id: CURRICULUM for one in (TOM, ANN)}
    return gain_of("rf_neurolytic", misses, coming, places, curricula)


def test_who_lacks_most_for_the_time_left_and_will_be_there() -> None:
    found = gain(on(TOM, EQUIPPED), on(ANN, EQUIPPED))
    assert found is not None
    assert (found.most, found.gains, found.site) == (TOM, TOM, "Hospital")
    assert found.in_words().id.startswith("%(most)s misses most")
    assert found.in_words().params["first"] == DAY


def test_who_will_not_be_there_leaves_it_to_the_next() -> None:
    found = gain(on(TOM, BARE), on(ANN, EQUIPPED))
    assert found is not None
    assert (found.most, found.gains) == (TOM, ANN)
    said = found.in_words()
    assert "but will not be" in said.id
    assert (said.params["fellow"], said.params["lacking"]) == ("Ann", 12)


def test_a_rotation_that_does_not_host_it_brings_nothing() -> None:
    found = gain(on(TOM, EQUIPPED, kind="neurology"))
    assert found is not None
    assert found.gains is None
    assert "Nobody who misses some" in found.in_words().id


def test_of_an_undescribed_site_what_it_brought_decides() -> None:
    nothing, something = gain(on(TOM, UNKNOWN)), gain(on(TOM, UNKNOWN), brought=(UNKNOWN,))
    assert nothing is not None and something is not None
    assert (nothing.gains, something.gains) == (None, TOM)
    nowhere = gain(on(TOM, None))
    assert nowhere is not None
    assert nowhere.gains is None


def test_nobody_misses_anything() -> None:
    assert gain(on(TOM, EQUIPPED), misses=()) is None


def test_the_last_days_count_as_half_a_month() -> None:
    assert replace(TOM, months_left=0.0).a_month == 20
    assert cut(Period(DAY - timedelta(days=9), DAY + timedelta(days=99)), DAY, STAY.last) == STAY
