"""Codes from the room: what they say of their time, and what is none."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from logbook.domain import seen_together as domain
from logbook.domain.decisions import Message
from logbook.domain.one_time import STEP_SECONDS, step_of

SECRET = bytes(range(20))
NOW = datetime(2026, 11, 26, 14, 5, 10, tzinfo=UTC)


def code_at(when: datetime) -> str:
    return domain.code_shown(SECRET, step_of(when))


@given(st.integers(min_value=-10, max_value=72 * 120 - 2))
def test_a_code_says_itself_when_it_was_shown(steps_ago: int) -> None:
    shown = NOW - timedelta(seconds=STEP_SECONDS * steps_ago)
    step = domain.step_given(SECRET, domain.grouped(code_at(shown)), NOW)
    assert step == step_of(shown)
    assert domain.begins_at(step_of(shown)) <= shown


@pytest.mark.parametrize(
    ("code", "why"),
    [
        (code_at(NOW)[:-1], "has %(digits)s digits"),
        ("", "has %(digits)s digits"),
        ("٤٨٢١٧٧٣٣٠١", "has %(digits)s digits"),  # digits, and none that a phone shows
        (code_at(NOW)[:-1] + str((int(code_at(NOW)[-1]) + 1) % 10), "no code of the supervisor"),
        (domain.code_shown(bytes(20), step_of(NOW)), "no code of the supervisor"),
        (code_at(NOW - timedelta(hours=73)), "older than"),
        # Further ahead than any clock is: it is read as one of 83 hours before, and is none.
        (code_at(NOW + timedelta(minutes=10)), "no code of the supervisor"),
        (code_at(NOW - timedelta(hours=84)), "no code of the supervisor"),
    ],
)
def test_what_is_no_code(code: str, why: str) -> None:
    said = domain.step_given(SECRET, code, NOW)
    assert isinstance(said, Message) and why in said.id


def test_the_codes_of_a_window_are_those_that_are_shown() -> None:
    first = step_of(NOW)
    window = domain.codes_from(SECRET, first)
    assert len(window) == 12 * 120 * 6
    for ahead in (0, 7, 12 * 120 - 1):
        assert domain.code_shown(SECRET, first + ahead)[4:] == window[ahead * 6 : ahead * 6 + 6]


def test_gaps_are_told_in_minutes_and_days() -> None:
    assert domain.minutes_late(NOW, NOW + timedelta(seconds=200)) == 3
    assert domain.minutes_late(NOW + timedelta(seconds=90), NOW) == 0  # a phone that is ahead
    late = datetime(2026, 11, 26, 18, 0, tzinfo=UTC)  # the 27th in Jakarta
    assert domain.days_apart(late, date(2026, 11, 26), "Asia/Jakarta") == 1
    assert domain.days_apart(late, date(2026, 11, 27), "UTC") == -1
