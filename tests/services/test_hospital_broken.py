"""Twenty files that are broken, each in its own way: each gets a clear report, and no row in it
that is good is lost by one that is not."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO

import pytest
from flask import Flask

from logbook.domain.exchange_dates import DateOrder
from logbook.domain.hospital_table import ColumnMap, guess
from logbook.queries.hospital import ImportView, hospital_import
from logbook.services import hospital
from logbook.services.hospital_files import UnknownColumns
from logbook.services.refusals import Invalid
from tests.cast import Member
from tests.makers.hospital import imported
from tests.makers.hospital_files import (
    HEADER,
    KEY,
    MRN,
    a_batch,
    a_bundle,
    a_message,
    a_procedure,
    a_table,
    in_lines,
)


@dataclass(frozen=True)
class Broken:
    """A file with what is expected of it: how many rows are good, and what the report says."""

    data: bytes
    good: int
    says: str
    refused: bool = False
    """Nothing of it can be read."""


def cut(data: bytes, where: str) -> bytes:
    """The file up to some words."""
    return data[: data.index(where.encode())]


def spoiled(data: bytes, before: str, after: str) -> bytes:
    assert before.encode() in data
    return data.replace(before.encode(), after.encode(), 1)


def three(**but: object) -> bytes:
    """Three procedures, the middle one not as it should be."""
    return a_bundle(a_procedure(1), a_procedure(2, **but), a_procedure(3))


MIDDLE = a_message(2)
BROKEN: dict[str, Callable[[], Broken]] = {
    "empty": lambda: Broken(b" \n", 0, "empty", refused=True),
    "a picture": lambda: Broken(b"\x89PNG\r\n\x1a\n" + bytes(200), 0, "neither", refused=True),
    "xml": lambda: Broken(b"<?xml version='1.0'?><Bundle/>", 0, "XML", refused=True),
    "no procedure": lambda: Broken(a_bundle(), 0, "no procedure", refused=True),
    "no headings": lambda: Broken(b"4711,64483,x\n4712,64483,y", 0, "headings", refused=True),
    "an old workbook": lambda: Broken(b"\xd0\xcf\x11\xe0" + bytes(99), 0, "XLSX", refused=True),
    "cut off in an entry": lambda: Broken(cut(three(), '"id": "p3"'), 2, "cut off"),
    "a broken entry": lambda: Broken(spoiled(three(), '"id": "p2"', '"id" "p2"'), 2, "not valid"),
    "a string that never ends": lambda: Broken(
        spoiled(three(), '"OR-3"', '"OR-3'), 2, "not valid JSON"
    ),
    "a broken line": lambda: Broken(
        spoiled(in_lines(*map(a_procedure, (1, 2, 3))), '"id": "p2"', '"id": p2'), 2, "not valid"
    ),
    "a day that does not exist": lambda: Broken(
        three(performedDateTime="2026-02-30"), 2, "does not exist"
    ),
    "a year alone": lambda: Broken(three(performedDateTime="2026"), 2, "not a whole date"),
    "no day": lambda: Broken(three(performedDateTime=None), 2, "is missing"),
    "a day of birth": lambda: Broken(three(performedDateTime="1970-05-01"), 2, "day of birth"),
    "a day to come": lambda: Broken(three(performedDateTime="2999-01-01"), 2, "future"),
    "no code and no words": lambda: Broken(three(code={}), 2, "neither by code nor in words"),
    "no number and no id": lambda: Broken(three(identifier=None, id=None), 2, "known again"),
    "a performer that is a text": lambda: Broken(three(performer=["Ben"]), 2, "not built"),
    "a status of its own": lambda: Broken(three(status="finished"), 2, "status"),
    "a head that is cut off": lambda: Broken(
        a_batch(a_message(1), "MSH|^", a_message(3)), 2, "cut off"
    ),
    "a message about food": lambda: Broken(
        a_batch(a_message(1), a_message(2, kind="ORD^O04"), a_message(3)), 2, "no procedure"
    ),
    "a message without a day": lambda: Broken(
        a_batch(a_message(1), a_message(2, "OBR|1|P|F|64483^x^CPT"), a_message(3)), 2, "missing"
    ),
    "what stands before the messages": lambda: Broken(
        a_batch("PID|1||4711^^^RIVER||Verysecret", a_message(1)), 1, "before the first message"
    ),
    "rows that are wrong": lambda: Broken(
        a_table({}, {"Procedure Date": "yesterday"}, {"Kode": "", "Description": ""}, {}),
        2,
        "This is not a date.",
    ),
}


@pytest.fixture
def known_columns(app: Flask, cora: Member) -> None:
    own = hospital.remember_columns(cora.actor, HEADER)
    hospital.say_columns(cora.actor, own, ColumnMap(guess(HEADER), DateOrder.DMY))


def reported(cora: Member, broken: Broken) -> ImportView | str:
    try:
        return hospital_import(cora.actor, imported(broken.data))
    except Invalid as refused:
        return refused.complaints["file"].id


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_file_gets_a_report_and_loses_no_good_row(
    known_columns: None, cora: Member, name: str
) -> None:
    broken = BROKEN[name]()
    found = reported(cora, broken)
    if broken.refused:
        assert isinstance(found, str) and broken.says in found
        return
    assert isinstance(found, ImportView)
    assert found.added == broken.good
    assert any(broken.says in text for _, text, _ in found.faults)
    assert all(place.split()[0] in ("entry", "message", "row") for place, _, _ in found.faults)
    assert MRN not in json.dumps(found.faults) and "ecret" not in json.dumps(found.faults)


def test_there_are_twenty_of_them_and_more() -> None:
    assert len(BROKEN) >= 20


def test_a_table_that_nobody_has_said_anything_of_is_asked_about(app: Flask, cora: Member) -> None:
    with pytest.raises(UnknownColumns) as asked:
        hospital.prepare(cora.actor, "or.csv", BytesIO(a_table({})), KEY)
    assert asked.value.header == list(HEADER)
