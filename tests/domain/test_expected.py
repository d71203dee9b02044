"""Clinic lists as they come, what of them is kept, and what is usual on a weekday."""

from datetime import date, timedelta
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import pytest

from logbook.domain.expected import Band, Planned, band_of, keep
from logbook.domain.expected_calendar import appointment, read_calendar
from logbook.domain.expected_days import UNKNOWN, Turn, Usual, paired, usual_on
from logbook.domain.expected_lists import hour_in, read_rows
from logbook.domain.hospital import Named
from logbook.domain.periods import Period
from logbook.domain.reconcile import Logged, Performed

DAY = date(2026, 3, 3)
FELLOW = UUID(int=1)
JAKARTA = ZoneInfo("Asia/Jakarta")


def known(named: Named) -> str | None:
    return "tfesi" if "tfesi" in named.code else None


def kept_of(*lines: Planned) -> list[tuple[date, Band | None, str | None, str]]:
    return [(one.on, one.band, one.procedure, one.text) for one in keep(FELLOW, lines, DAY, known)]


@pytest.mark.parametrize(
    ("text", "hour"),
    [
        ("8:30", 8),
        ("08.30", 8),
        ("1:15 pm", 13),
        ("12:05 am", 0),
        ("2026-03-03T14:00:00", 14),
        ("09:00-09:30", 9),
        ("L4-5", None),
        ("25:00", None),
        ("13.03.2026", None),
    ],
)
def test_hours_are_read_as_they_are_written(text: str, hour: int | None) -> None:
    assert hour_in(text) == hour


def test_a_pasted_line_is_a_time_and_what_may_name_a_procedure() -> None:
    first, second, third = read_rows(
        [["08:30", "TFESI L4-5"], ["13:15 stellate block"], ["2026-03-04", "17:30", "MBB", "x"]]
    )
    assert (first.on, first.hour, first.named[0].text) == (None, 8, "TFESI L4-5")
    assert (second.hour, second.named[0].text) == (13, "stellate block")
    assert (third.on, third.hour, len(third.named)) == (date(2026, 3, 4), 17, 2)
    assert not first.for_procedures


def test_a_table_is_read_by_its_headings_and_by_no_other_column() -> None:
    [one] = read_rows(
        [
            ["Patient", "DOB", "Time", "Procedure", "Location", "Date"],
            ["Siti Rahayu", "1961-04-03", "09:10", "TFESI", "Clinic", "2026-03-04"],
        ]
    )
    assert (one.on, one.hour, one.place) == (date(2026, 3, 4), 9, "Clinic")
    assert [name.text for name in one.named] == ["TFESI"]
    assert one.for_procedures


def test_of_a_calendar_the_start_title_and_place_are_read() -> None:
    text = (
        "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART:20260303T013000Z\r\n"
        "SUMMARY:TFESI\\, left si\r\n de\r\nLOCATION:Room 2\r\nDESCRIPTION:Mrs Siti\r\n"
        "ATTENDEE:mailto:siti@example.org\r\n"
        "END:VEVENT\r\nBEGIN:VEVENT\r\nDTSTART:20260303T100000\r\nSUMMARY:gone\r\n"
        "STATUS:CANCELLED\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nDTSTART;VALUE=DATE:20260399\r\n"
        "SUMMARY:no such day\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    )
    [one] = read_calendar(text, JAKARTA)
    assert (one.on, one.hour, one.place) == (date(2026, 3, 3), 8, "Room 2")
    assert one.named[0].text == "TFESI, left side"


def an_appointment(**but: object) -> dict[str, object]:
    usual: dict[str, object] = {
        "resourceType": "Appointment",
        "status": "booked",
        "start": "2026-03-02T23:30:00Z",
        "serviceType": [{"text": "TFESI"}],
        "participant": [
            {"actor": {"reference": "Patient/7", "display": "Siti Rahayu"}},
            {"actor": {"reference": "Location/2", "display": "Clinic"}},
        ],
    }
    return {"resource": {**usual, **but}}


def test_of_an_appointment_no_patient_is_read() -> None:
    one = appointment(an_appointment(), JAKARTA)
    assert one is not None
    assert (one.on, one.hour, one.place) == (DAY, 6, "Clinic")
    assert "Siti" not in repr([one.named, one.place])


@pytest.mark.parametrize(
    "but",
    [
        {"status": "cancelled"},
        {"resourceType": "Procedure"},
        {"start": "soon"},
        {"start": "2026-03-03"},
        {"serviceType": []},
        {"serviceType": "TFESI"},
    ],
)
def test_what_is_no_appointment_is_passed_over(but: dict[str, object]) -> None:
    assert appointment(an_appointment(**but), JAKARTA) is None


def test_words_are_kept_only_from_a_place_for_procedures_and_past_the_guard() -> None:
    name = Named("text", "x", "Siti Rahayu")
    loose = Planned(None, 8, (name,))
    stated = Planned(None, None, (Named("text", "y", "Peroneal block"),), for_procedures=True)
    told = Planned(None, 18, (Named("text", "z", "Block for Mrs Rahayu"),), for_procedures=True)
    mapped = Planned(None, 13, (name, Named("text", "tfesi", "TFESI")))
    assert kept_of(loose, stated, told, mapped) == [
        (DAY, Band.MORNING, None, ""),
        (DAY, None, None, "Peroneal block"),
        (DAY, Band.EVENING, None, ""),
        (DAY, Band.AFTERNOON, "tfesi", ""),
    ]
    assert band_of(None) is None


def test_the_same_list_again_has_the_same_ids_and_alike_lines_are_each_one() -> None:
    lines = [Planned(None, 8, (Named("text", "tfesi", "TFESI"),))] * 2
    first, again = ([one.id for one in keep(FELLOW, lines, DAY, known)] for _ in range(2))
    assert first == again and len(set(first)) == 2


def expected_one(procedure: str = "tfesi", category: str = "spine") -> Performed:
    return Performed(uuid4(), FELLOW, DAY, procedure, category)


def logged_one(procedure: str = "tfesi", day: date = DAY) -> Logged:
    return Logged(uuid4(), FELLOW, day, procedure, "spine")


def test_never_one_with_two_and_the_unknown_come_last() -> None:
    one, two, unknown = expected_one(), expected_one(), expected_one(UNKNOWN, UNKNOWN)
    first, other = logged_one(), logged_one("mbb")
    pairs = paired([unknown, one, two], [first, other])
    assert pairs[unknown.id] == other.id
    assert [one.id in pairs, two.id in pairs].count(True) == 1
    assert len(set(pairs.values())) == len(pairs) == 2


def test_a_case_of_another_day_is_not_what_was_expected() -> None:
    assert paired([expected_one()], [logged_one(day=DAY + timedelta(days=1))]) == {}


SITE, ELSEWHERE = UUID(int=8), UUID(int=9)
TURN = Turn("pain_clinic", SITE, Period(DAY - timedelta(weeks=10), DAY + timedelta(weeks=2)))


def weeks(cases: int, n: int, site: UUID | None = SITE) -> dict[tuple[date, UUID | None], int]:
    return {(DAY - timedelta(weeks=back), site): cases for back in range(1, n + 1)}


def test_the_mean_of_at_least_four_such_weekdays_is_usual() -> None:
    short = Turn(TURN.kind, SITE, Period(DAY - timedelta(weeks=4), DAY))
    assert usual_on(DAY, [short], [], weeks(3, 4)) == Usual(3, 4, SITE)
    shorter = Turn(TURN.kind, SITE, Period(DAY - timedelta(weeks=3), DAY))
    assert usual_on(DAY, [shorter], [], weeks(3, 4)) is None
    assert usual_on(DAY, [TURN], [], weeks(1, 4)) is None  # less than half a case in ten weeks


def test_only_the_same_rotation_at_the_same_site_is_looked_at() -> None:
    other = Turn("neurology", SITE, Period(DAY - timedelta(weeks=10), DAY - timedelta(days=1)))
    now = Turn("pain_clinic", SITE, Period(DAY, DAY))
    assert usual_on(DAY, [other, now], [], weeks(3, 10)) is None
    assert usual_on(DAY, [TURN], [], weeks(3, 10, ELSEWHERE)) is None
    assert usual_on(DAY, [TURN], [], weeks(3, 10, None)) == Usual(3, 10, SITE)
    nowhere = Turn("pain_clinic", None, TURN.period)
    assert usual_on(DAY, [nowhere], [], weeks(2, 10, ELSEWHERE)) == Usual(2, 10, None)


def test_nothing_is_usual_on_leave_and_days_of_leave_are_no_evidence() -> None:
    assert usual_on(DAY, [TURN], [Period(DAY, DAY)], weeks(3, 10)) is None
    away = [Period(DAY - timedelta(weeks=7), DAY - timedelta(days=1))]
    assert usual_on(DAY, [TURN], away, weeks(3, 10)) is None
    assert usual_on(DAY, [], [], weeks(3, 10)) is None
