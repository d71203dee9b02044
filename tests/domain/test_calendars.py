"""A calendar file, read back by a strict reader of RFC 5545 of our own."""

from datetime import UTC, date, datetime

from hypothesis import given
from hypothesis import strategies as st

from logbook.domain.calendars import LINE_OCTETS, Entry, calendar, escaped, folded

NOW = datetime(2026, 11, 26, 8, 30, tzinfo=UTC)
ONE_OF = frozenset({"VERSION", "PRODID"})
OF_AN_EVENT = frozenset({"UID", "DTSTAMP", "DTSTART"})


def unescaped(text: str) -> str:
    """A TEXT value; nothing but what section 3.3.11 allows stands behind a backslash."""
    found, rest = "", iter(text)
    for character in rest:
        assert character not in ";,\n\r"
        if character == "\\":
            character = {"n": "\n", "N": "\n", "\\": "\\", ";": ";", ",": ","}[next(rest)]
        found += character
    return found


def read(text: str) -> list[dict[str, str]]:
    """The events of a file that keeps every rule that is checked here."""
    assert text.endswith("\r\n")
    raw = text.split("\r\n")[:-1]
    assert all(len(line.encode()) <= LINE_OCTETS and "\n" not in line for line in raw)
    lines: list[str] = []
    for line in raw:
        if line.startswith(" "):
            lines[-1] += line[1:]
        else:
            lines.append(line)
    assert (lines[0], lines[-1]) == ("BEGIN:VCALENDAR", "END:VCALENDAR")
    assert {line.split(":")[0] for line in lines} >= ONE_OF
    events: list[dict[str, str]] = []
    inside = False
    for line in lines[1:-1]:
        name, value = line.split(":", 1)
        if name in ("BEGIN", "END"):
            assert value == "VEVENT" and inside == (name == "END")
            inside = name == "BEGIN"
            events += [{}] if inside else []
        elif inside:
            assert name.split(";")[0] not in events[-1]
            events[-1][name.split(";")[0]] = value
    assert not inside and all(set(event) >= OF_AN_EVENT for event in events)
    assert len({event["UID"] for event in events}) == len(events)
    return events


def an_entry(title: str = "A licence ends", n: int = 1) -> Entry:
    return Entry(
        f"credential-{n}@logbook.example", date(2026, 12, 31), title, "https://x.example/1"
    )


def test_a_day_is_a_whole_day_and_its_end_is_the_next() -> None:
    (event,) = read(calendar("Riverside", [an_entry()], NOW))
    assert (event["DTSTART"], event["DTEND"]) == ("20261231", "20270101")
    assert event["DTSTAMP"] == "20261126T083000Z"


def test_an_empty_calendar_is_one() -> None:
    assert read(calendar("Riverside", [], NOW)) == []


@given(st.text(), st.lists(st.text(max_size=300), max_size=4))
def test_whatever_a_title_holds_it_breaks_no_line(name: str, titles: list[str]) -> None:
    entries = [an_entry(title, n) for n, title in enumerate(titles)]
    found = read(calendar(name, entries, NOW))
    for event, title in zip(found, titles, strict=True):
        kept = title.replace("\r\n", "\n").replace("\r", "\n")
        plain = "".join(one for one in kept if one in "\n\t" or (one >= " " and one != "\x7f"))
        assert unescaped(event["SUMMARY"]) == plain


def test_no_character_is_cut_in_two() -> None:
    line = "SUMMARY:" + "é" * 100
    pieces = folded(line).split("\r\n")
    assert len(pieces) > 2 and "".join([pieces[0], *(one[1:] for one in pieces[1:])]) == line


def test_what_means_something_is_escaped() -> None:
    assert escaped("Room 2; left, then\\up\nnow") == "Room 2\\; left\\, then\\\\up\\nnow"
