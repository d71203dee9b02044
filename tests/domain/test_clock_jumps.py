"""Which times of a ledger are doubtful, and against what."""

from datetime import UTC, datetime, timedelta

import pytest

from logbook.domain.clock_jumps import LEEWAY, ClockJump, Watch

NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)
MOMENT = timedelta(microseconds=1)


def jumps(*ago: timedelta) -> list[ClockJump | None]:
    """Of entries that were written so long before now, in this order."""
    watch = Watch(NOW)
    return [watch.see("2026", seq, NOW - one) for seq, one in enumerate(ago)]


def test_time_that_goes_on_is_no_jump() -> None:
    hours = [timedelta(hours=n) for n in (9000, 5, 3, 3, 0)]
    assert jumps(*hours) == [None] * 5


@pytest.mark.parametrize(("back", "found"), [(LEEWAY, False), (LEEWAY + MOMENT, True)])
def test_five_minutes_back_are_allowed(back: timedelta, found: bool) -> None:
    hour = timedelta(hours=1)
    _, second = jumps(hour, hour + back)
    assert (second is not None) == found
    if second is not None:
        assert second == ClockJump("2026", 1, NOW - hour - back, NOW - hour, ahead=False)


@pytest.mark.parametrize(("ahead", "found"), [(LEEWAY, False), (LEEWAY + MOMENT, True)])
def test_five_minutes_ahead_are_allowed(ahead: timedelta, found: bool) -> None:
    [only] = jumps(-ahead)
    assert (only is not None) == found
    if only is not None:
        assert only == ClockJump("2026", 0, NOW + ahead, NOW, ahead=True)


def test_of_many_that_lie_ahead_the_first_is_named_and_then_the_way_back() -> None:
    day = timedelta(days=1)
    found = [jump and (jump.seq, jump.ahead) for jump in jumps(day, -day, -2 * day, day, -day)]
    assert found == [None, (1, True), None, (3, False), (4, True)]


def test_what_follows_a_jump_is_measured_by_it() -> None:
    """One step back is one jump, not one at each entry until time has caught up."""
    hours = [timedelta(hours=n) for n in (1, 8, 7, 6)]
    assert [jump is not None for jump in jumps(*hours)] == [False, True, False, False]
