"""Days and months are those of the place where the program is."""

from datetime import UTC, date, datetime

import pytest

from logbook.domain.days import day_in, month_began


@pytest.mark.parametrize(
    ("zone", "day"),
    [
        ("UTC", date(2026, 11, 30)),
        ("Asia/Jakarta", date(2026, 12, 1)),
        ("America/New_York", date(2026, 11, 30)),
    ],
)
def test_an_instant_lies_on_the_day_of_the_place(zone: str, day: date) -> None:
    assert day_in(zone, datetime(2026, 11, 30, 18, 0, tzinfo=UTC)) == day


@pytest.mark.parametrize(
    ("zone", "began"),
    [
        ("UTC", datetime(2026, 11, 1, tzinfo=UTC)),
        ("Asia/Jakarta", datetime(2026, 11, 30, 17, 0, tzinfo=UTC)),
        # Summer time still held when the month began, and no longer holds now.
        ("America/New_York", datetime(2026, 11, 1, 4, 0, tzinfo=UTC)),
    ],
)
def test_a_month_begins_at_midnight_of_the_place(zone: str, began: datetime) -> None:
    assert month_began(zone, datetime(2026, 11, 30, 18, 0, tzinfo=UTC)) == began
