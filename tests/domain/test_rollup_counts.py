"""Rows of a roll-up, counted from facts by hand."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

from logbook.domain.readiness import Standing
from logbook.domain.rollup_counts import (
    CaseFact,
    CredentialFact,
    FellowFact,
    SignOffFact,
    of_credentials,
    of_fellows,
    of_months,
    of_response,
    of_sign_offs,
    of_waiting,
)
from logbook.domain.rollups import Cell, Key, Measure, Row, age_band, end_of, months_until

NOVEMBER = date(2026, 11, 1)
NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)
ANNA, BEA, CARL, DREW = (UUID(int=n) for n in range(1, 5))
PAIN, NURSE = "pain_medicine", "pain_nurse"


def a_case(
    fellow: UUID = ANNA,
    supervisor: UUID = CARL,
    *,
    on: date = date(2026, 11, 10),
    logged_after: int = 0,
    answered_after: float | None = 2,
    complicated: bool = False,
) -> CaseFact:
    logged = on + timedelta(days=logged_after)
    sent = datetime(logged.year, logged.month, logged.day, 12, tzinfo=UTC)
    answered = None if answered_after is None else sent + timedelta(days=answered_after)
    return CaseFact(PAIN, fellow, supervisor, on, logged, sent, answered, complicated)


def numbers(rows: list[Row]) -> dict[tuple[Measure, str, str], Cell]:
    return {(row.key.measure, row.key.curriculum, row.key.part): row.cell for row in rows}


def test_fellows_and_how_they_stand() -> None:
    far = dict.fromkeys("abc", Standing.MET) | {"d": Standing.BEHIND}
    near = dict.fromkeys("abcd", Standing.ON_COURSE) | {"e": Standing.BEHIND}
    facts = [
        FellowFact(PAIN, ANNA, far),
        FellowFact(PAIN, BEA, near),
        FellowFact(NURSE, CARL, {"x": Standing.EARLY}),
    ]
    found = numbers(list(of_fellows(facts, NOVEMBER)))
    assert found[Measure.FELLOWS, "", ""] == Cell(0, 0, 0), "says that the month was reckoned"
    assert found[Measure.FELLOWS, PAIN, ""] == Cell(2, 0, 2)
    assert found[Measure.FELLOWS_BEHIND, PAIN, ""] == Cell(1, 2, 2), "a quarter, not a fifth"
    assert found[Measure.FELLOWS_BEHIND, NURSE, ""] == Cell(0, 1, 1)
    assert found[Measure.MET, PAIN, "a"] == Cell(1, 2, 2)
    assert found[Measure.ON_COURSE, PAIN, "a"] == Cell(1, 2, 2)
    assert found[Measure.BEHIND, PAIN, "d"] == Cell(1, 2, 2)
    assert found[Measure.BEHIND, PAIN, "e"] == Cell(1, 1, 1), "only Bea is asked for it"
    assert found[Measure.MET, NURSE, "x"] == Cell(0, 1, 1)


def test_waiting_by_age() -> None:
    waiting = [
        a_case(on=NOW.date() - timedelta(days=days), answered_after=None)
        for days in (1, 7, 8, 14, 15, 40)
    ]
    found = numbers(list(of_waiting(waiting, NOVEMBER, NOW)))
    assert {part: cell for (_, _, part), cell in found.items()} == {
        "0-7": Cell(0, 2, 1),
        "8-14": Cell(0, 2, 1),
        "15-30": Cell(1, 1, 1),
        "31-": Cell(1, 1, 1),
    }


def test_age_bands_meet_without_a_gap() -> None:
    assert [age_band(days) for days in (0, 7, 8, 14, 15, 30, 31)] == [
        "0-7",
        "0-7",
        "8-14",
        "8-14",
        "15-30",
        "15-30",
        "31-",
    ]


def test_half_of_the_answers_in_tenths_of_a_day() -> None:
    cases = [a_case(answered_after=days) for days in (1, 2.5, 9)] + [a_case(answered_after=None)]
    [row] = of_response(cases, NOVEMBER)
    assert row.cell == Cell(25, 3, 1)
    assert list(of_response([a_case(answered_after=None)], NOVEMBER)) == []


def test_on_how_many_it_rests_are_the_fewer_of_fellows_and_supervisors() -> None:
    [row] = of_response([a_case(ANNA, CARL), a_case(BEA, CARL)], NOVEMBER)
    assert row.cell.people == 1
    [row] = of_response([a_case(ANNA, CARL), a_case(BEA, DREW)], NOVEMBER)
    assert row.cell.people == 2


def test_months() -> None:
    cases = [
        a_case(answered_after=7),
        a_case(answered_after=7.1, logged_after=5),
        a_case(BEA, answered_after=None, logged_after=6, complicated=True),
        a_case(on=date(2026, 11, 24), answered_after=None),  # may still be answered in time
        a_case(on=date(2026, 10, 31)),
        a_case(on=date(2026, 9, 30)),
    ]
    months = [date(2026, 10, 1), NOVEMBER]
    found = {row.key: row.cell for row in of_months(cases, months, NOW)}
    assert found == {
        Key(NOVEMBER, Measure.ANSWERED): Cell(1, 3, 1),
        Key(NOVEMBER, Measure.LATE, PAIN): Cell(1, 4, 2),
        Key(NOVEMBER, Measure.COMPLICATIONS, PAIN): Cell(1, 4, 2),
        Key(months[0], Measure.ANSWERED): Cell(1, 1, 1),
        Key(months[0], Measure.LATE, PAIN): Cell(0, 1, 1),
        Key(months[0], Measure.COMPLICATIONS, PAIN): Cell(0, 1, 1),
    }


def test_what_may_still_be_answered_in_time_says_nothing_yet() -> None:
    waits = [a_case(on=date(2026, 11, 24), answered_after=None)]
    found = {row.key.measure for row in of_months(waits, [NOVEMBER], NOW)}
    assert found == {Measure.LATE, Measure.COMPLICATIONS}


def test_credentials_that_lapse() -> None:
    today = NOW.date()
    ends = [today - timedelta(days=1), today + timedelta(days=59), today + timedelta(days=60), None]
    facts = [CredentialFact("licence", uuid4(), day) for day in ends]
    [row] = of_credentials(facts, NOVEMBER, today)
    assert (row.key.part, row.cell) == ("licence", Cell(2, 4, 4))


def test_sign_offs_rest_on_all_fellows_of_the_track() -> None:
    given = [SignOffFact(PAIN, "epa08", date(2026, 11, day)) for day in (1, 30)]
    given.append(SignOffFact(PAIN, "epa09", date(2026, 8, 1)))
    [row] = of_sign_offs(given, [NOVEMBER], {PAIN: 6})
    assert row == Row(Key(NOVEMBER, Measure.SIGN_OFFS, PAIN, "epa08"), Cell(2, 0, 6))


def test_months_until() -> None:
    assert months_until(date(2026, 2, 28), 3) == [
        date(2025, 12, 1),
        date(2026, 1, 1),
        date(2026, 2, 1),
    ]
    assert end_of(date(2026, 2, 1)) == date(2026, 2, 28)
