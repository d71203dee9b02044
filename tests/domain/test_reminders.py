"""When a digest is due, how often a fellow may ask, who is the deputy: the rules themselves."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from logbook.domain.letters import FIRST_WAIT, MOST_TRIES, wait_after
from logbook.domain.reminders import (
    FEWEST_FOR_A_SHARE,
    Absence,
    Deputised,
    Digest,
    deputy_for,
    digest_day,
    may_ask_again,
    monday_of,
    week_of,
    within_days,
)

MONDAY = date(2026, 11, 23)
DAYS = st.dates(date(2026, 1, 1), date(2027, 12, 31))


def at(day: date, hour: int = 9) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=UTC)


def days_of_letters(wish: Digest, oldest: int, span: int = 21) -> list[int]:
    """On which days after a Monday somebody is written to, whose queue stays as it is."""
    last: date | None = None
    found = []
    for n in range(span):
        due = digest_day(wish, oldest, last, at(MONDAY + timedelta(days=n)))
        if due is not None:
            last = due
            found.append(n)
    return found


@pytest.mark.parametrize(
    ("wish", "oldest", "expected"),
    [
        (Digest.WEEKLY, 1, [0, 7, 14]),
        (Digest.WEEKLY, 30, [0, 7, 14]),
        (Digest.AS_NEEDED, 7, [0, 7, 14]),
        (Digest.AS_NEEDED, 8, [0, 1, 2, 3, 4, 7, 8, 9, 10, 11, 14, 15, 16, 17, 18]),
        (Digest.DAILY, 0, [0, 1, 2, 3, 4, 7, 8, 9, 10, 11, 14, 15, 16, 17, 18]),
        (Digest.OFF, 60, []),
    ],
)
def test_the_days_of_a_digest(wish: Digest, oldest: int, expected: list[int]) -> None:
    assert days_of_letters(wish, oldest) == expected


@pytest.mark.parametrize("wish", list(Digest))
def test_nobody_is_written_to_about_nothing_nor_at_night(wish: Digest) -> None:
    assert digest_day(wish, None, None, at(MONDAY)) is None
    assert digest_day(wish, 30, None, at(MONDAY, hour=6)) is None


def test_a_week_in_which_no_worker_ran_on_monday_is_made_up_for() -> None:
    thursday = MONDAY + timedelta(days=3)
    assert digest_day(Digest.WEEKLY, 2, MONDAY - timedelta(days=7), at(thursday)) == thursday
    assert digest_day(Digest.WEEKLY, 2, MONDAY, at(thursday)) is None


@given(st.sampled_from(Digest), st.integers(0, 60), DAYS, st.integers(0, 23))
def test_no_day_has_two_digests(wish: Digest, oldest: int, day: date, hour: int) -> None:
    due = digest_day(wish, oldest, None, at(day, hour))
    if due is not None:
        assert digest_day(wish, oldest, due, at(day, 23)) is None


@given(DAYS, st.integers(0, 30))
def test_two_nudges_are_a_week_apart_and_have_two_keys(day: date, later: int) -> None:
    first = at(day)
    again = may_ask_again(first, first + timedelta(days=later))
    if again:
        assert later >= 7
        assert week_of(day) != week_of(day + timedelta(days=later))
    else:
        assert later < 7


def test_the_first_nudge_is_free() -> None:
    assert may_ask_again(None, at(MONDAY))


@given(DAYS)
def test_a_monday_is_in_the_week_of_its_day(day: date) -> None:
    monday = monday_of(day)
    assert monday.weekday() == 0 and monday <= day and week_of(monday) == week_of(day)


def test_a_letter_is_tried_ever_more_rarely_and_not_for_ever() -> None:
    waits = [wait_after(tries) for tries in range(1, MOST_TRIES + 1)]
    assert waits[0] == FIRST_WAIT and waits[-1] is None
    known = [wait for wait in waits if wait is not None]
    assert known == sorted(known) and sum(known, timedelta()) > timedelta(hours=8)


def absence(starts: int, ends: int | None) -> Absence:
    first = MONDAY + timedelta(days=starts)
    return Absence(first, None if ends is None else MONDAY + timedelta(days=ends))


SPANS = st.tuples(st.integers(0, 20), st.none() | st.integers(0, 20)).map(
    lambda pair: absence(pair[0], None if pair[1] is None else pair[0] + pair[1])
)


@given(SPANS, SPANS)
def test_two_spans_overlap_if_some_day_is_in_both(one: Absence, other: Absence) -> None:
    days = [MONDAY + timedelta(days=n) for n in range(60)]
    both = any(one.holds_on(day) and other.holds_on(day) for day in days)
    assert one.overlaps(other) is other.overlaps(one) is both


def deputised(span: Absence) -> Deputised:
    return Deputised(uuid4(), UUID(int=7), span)


def test_during_an_absence_the_deputy_is_asked_at_once() -> None:
    away, standing = deputised(absence(0, 5)), deputised(absence(0, None))
    assert deputy_for([standing, away], 0, 14, MONDAY) is away
    assert deputy_for([away], 60, 14, MONDAY + timedelta(days=6)) is None


def test_a_standing_deputy_is_asked_when_the_days_are_over() -> None:
    standing = deputised(absence(0, None))
    assert deputy_for([standing], 13, 14, MONDAY) is None
    assert deputy_for([standing], 14, 14, MONDAY) is standing


def test_a_share_counts_what_still_waits_as_late() -> None:
    week, fortnight = timedelta(days=7), timedelta(days=14)
    assert within_days([week] * 5, 0) == 100
    assert within_days([week] * 3 + [fortnight], 2) == 50


def test_of_too_few_there_is_no_share() -> None:
    assert within_days([timedelta(days=1)] * (FEWEST_FOR_A_SHARE - 1), 0) is None
