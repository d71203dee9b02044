"""A ledger whose clock jumped holds, and its verification names where: entry and both times."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import update

from logbook.domain.audit import instant
from logbook.domain.clock_jumps import ClockJump
from logbook.models.audit import LedgerEntry
from logbook.models.columns import new_id
from logbook.queries import audit as queries
from logbook.queries.audit_wanted import Wanted
from logbook.queries.ledger_clock import WINDOW, left_behind
from logbook.services import audit, programs
from tests.cast import RIVERSIDE, Member
from tests.makers.forgery import forge

HOUR = timedelta(hours=1)
LATER = datetime.now(UTC).replace(microsecond=0) + HOUR
"""After everything that made the cast."""
entries = LedgerEntry.metadata.tables["ledger_entry"]


def written_at(dana: Member, *instants: datetime) -> None:
    """One entry at each of these instants by the clock, in this order."""
    for at in instants:
        with time_machine.travel(at, tick=False):
            programs.add_site(dana.actor, f"Clinic {new_id()}")


def look(at: datetime) -> audit.Examination:
    with time_machine.travel(at, tick=False):
        [found] = audit.examine(RIVERSIDE)
    return found


def first_seq(examination: audit.Examination, count: int) -> int:
    """The number of the first of the newest `count` entries."""
    return examination.entries - count


def test_a_clock_that_goes_right_is_not_spoken_of(dana: Member) -> None:
    written_at(dana, LATER, LATER + HOUR, LATER + HOUR - timedelta(minutes=4))
    found = look(LATER + HOUR)
    assert (found.faults, found.jumps) == ([], [])


@pytest.mark.parametrize("back", [timedelta(minutes=6), 3 * HOUR, timedelta(days=400)])
def test_a_clock_set_back_is_named_with_both_times(dana: Member, back: timedelta) -> None:
    written_at(dana, LATER, LATER + HOUR, LATER + HOUR - back, LATER + 2 * HOUR)
    found = look(LATER + 2 * HOUR)
    assert found.faults == []
    [jump] = found.jumps
    assert jump.seq == first_seq(found, 2)
    assert (jump.at, jump.against, jump.ahead) == (LATER + HOUR - back, LATER + HOUR, False)


def test_a_jump_over_the_end_of_a_year_is_seen_in_the_next_log(dana: Member) -> None:
    next_year = LATER + timedelta(days=400)
    written_at(dana, LATER, next_year, LATER + HOUR)
    found = look(next_year)
    assert found.faults == []
    assert found.logs > 1
    [jump] = found.jumps
    assert (jump.seq, jump.against) == (1, next_year)


def test_what_lies_ahead_of_the_reader_is_named_once(dana: Member) -> None:
    written_at(dana, LATER, LATER + HOUR, LATER + 2 * HOUR)
    found = look(LATER + timedelta(minutes=1))
    assert found.faults == []
    assert found.jumps == [
        ClockJump(
            found.jumps[0].log,
            first_seq(found, 2),
            LATER + HOUR,
            LATER + timedelta(minutes=1),
            ahead=True,
        )
    ]


def test_a_time_that_was_forged_is_a_fault_and_no_jump(dana: Member) -> None:
    written_at(dana, LATER, LATER + HOUR, LATER + 2 * HOUR)
    seq = first_seq(look(LATER + 2 * HOUR), 2)
    forge(update(entries).where(entries.c.seq == seq).values(at=LATER - HOUR))
    found = look(LATER + 2 * HOUR)
    assert [(fault.seq, "hash" in fault.what.id) for fault in found.faults] == [(seq, True)]
    assert found.jumps == []


def test_the_command_says_it_and_does_not_fail(app: Flask, dana: Member) -> None:
    written_at(dana, LATER, LATER - HOUR)
    with time_machine.travel(LATER, tick=False):
        result = app.test_cli_runner().invoke(args=["ledger", "verify"])
    assert result.exit_code == 0, result.output
    assert "Warning: the clock jumped, 1 time(s)." in result.output
    told = f"it says {instant(LATER - HOUR)}, the entry before it {instant(LATER)}"
    assert told in result.output
    assert "The ledger holds." in result.output


def test_a_list_tells_it_whatever_the_filter_leaves_out(dana: Member) -> None:
    written_at(dana, LATER, LATER + HOUR, LATER - HOUR)
    rows, _ = queries.entries(dana.actor, Wanted(until=LATER), LATER + HOUR)
    assert rows[0].jump is not None
    assert rows[0].jump.against == LATER + HOUR
    rows, _ = queries.entries(dana.actor, Wanted(), LATER)
    assert [row.jump is not None for row in rows[:3]] == [True, True, False]
    assert rows[1].jump is not None and rows[1].jump.ahead


def test_the_clock_is_behind_until_enough_was_written_since(
    dana: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("logbook.queries.ledger_clock.WINDOW", 3)
    assert WINDOW > 3
    written_at(dana, LATER, LATER + HOUR)
    assert left_behind(dana.actor, LATER + HOUR) is None
    assert left_behind(dana.actor, LATER) == LATER + HOUR
    written_at(dana, LATER, LATER)
    assert left_behind(dana.actor, LATER) == LATER + HOUR
    written_at(dana, LATER)
    assert left_behind(dana.actor, LATER) is None
