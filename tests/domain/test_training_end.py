"""When a training is complete, and how that is reckoned in words."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from logbook.domain.leave import Away
from logbook.domain.periods import Period
from logbook.domain.training_end import TrainingEnd

BEGAN, ENDS = date(2026, 7, 1), date(2027, 6, 30)
SEPTEMBER = date(2026, 9, 1)


def weeks_off(weeks: int) -> Period:
    return Period(SEPTEMBER, SEPTEMBER + timedelta(days=7 * weeks - 1))


def the_end(*leave: Period, weeks: int | None = None, ends_on: date = ENDS, percent: int = 100):
    return TrainingEnd(BEGAN, ends_on, percent, 12, Away(leave, weeks))


def said(end: TrainingEnd) -> str:
    return " ".join(one.id % one.params for one in end.reckoning())


def test_without_leave_it_ends_as_enrolled():
    end = the_end()
    assert (end.suggested, end.is_later) == (ENDS, False)
    assert "No leave is entered. The enrollment ends on the same day." in said(end)


def test_leave_within_the_allowance_moves_nothing():
    end = the_end(weeks_off(4))
    assert end.suggested == ENDS
    assert "28 days of leave are entered; 28 belong to the training" in said(end)
    assert "the end does not move" in said(end)


def test_leave_beyond_it_is_put_behind_and_the_enrollment_is_too_short():
    end = the_end(weeks_off(6))
    assert (end.beyond, end.is_later) == (14, True)
    assert "The 14 days beyond that are put behind the last day: until 2027-07-14." in said(end)
    assert "The enrollment ends earlier, on 2027-06-30" in said(end)


def test_an_allowance_that_nobody_set_is_said_to_be_a_suggestion():
    assert "suggested, not confirmed" in said(the_end(weeks_off(1)))
    own = said(the_end(weeks_off(1), weeks=0))
    assert "suggested" not in own
    assert "0 belong to the training, at 0 weeks a year as the program has set it." in own


def test_part_time_is_part_of_the_reckoning():
    end = the_end(percent=50)
    assert end.without_leave == date(2028, 6, 30)
    assert "12 months at 50 percent of full time" in said(end)


def test_an_enrollment_that_ends_later_is_said_to():
    assert "ends later, on 2027-07-31" in said(the_end(ends_on=date(2027, 7, 31)))


@given(
    st.integers(0, 12).map(weeks_off),
    st.one_of(st.none(), st.integers(0, 8)),
    st.integers(20, 100),
)
def test_leave_never_brings_the_end_forward(leave, weeks, percent):
    end = the_end(leave, weeks=weeks, percent=percent)
    assert 0 <= end.beyond <= leave.days
    assert end.suggested == end.without_leave + timedelta(days=end.beyond)
