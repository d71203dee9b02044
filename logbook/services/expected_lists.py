"""A clinic list, whatever it came as, read into its entries. Nothing of it is kept here."""

from collections.abc import Iterator
from enum import StrEnum
from io import BytesIO
from zoneinfo import ZoneInfo

from logbook.domain.decisions import say
from logbook.domain.expected import MOST, Planned
from logbook.domain.expected_calendar import appointment, read_calendar
from logbook.domain.expected_lists import read_rows
from logbook.domain.hospital import Fault
from logbook.domain.hospital_json import pieces
from logbook.services import spreadsheets
from logbook.services.refusals import Invalid


class ListForm(StrEnum):
    """As what a list comes."""

    LINES = "lines"
    ICS = "ics"
    FHIR = "fhir"


def read_list(data: bytes, zone: ZoneInfo) -> tuple[ListForm, list[Planned]]:
    """Invalid says under `file` why it cannot be read, or that nothing is in it."""
    if len(data) > spreadsheets.MOST_BYTES:
        raise Invalid({"file": say("The file is larger than 5 MB.")})
    form = _form_of(data)
    if form is ListForm.FHIR:
        found = list(_appointments(data, zone))
    elif form is ListForm.ICS:
        found = list(read_calendar(spreadsheets.decoded(data), zone))
    else:
        found = read_rows([line.cells for line in spreadsheets.read(data)])
    if not found:
        raise Invalid({"file": say("No appointment was found. Write a time and a procedure.")})
    if len(found) > MOST:
        raise Invalid({"file": say("The list has more than %(most)s entries.", most=MOST)})
    return form, found


def _form_of(data: bytes) -> ListForm:
    begins = data.removeprefix(b"\xef\xbb\xbf").lstrip()[:15].upper()
    if begins.startswith((b"{", b"[")):
        return ListForm.FHIR
    return ListForm.ICS if begins.startswith(b"BEGIN:VCALENDAR") else ListForm.LINES


def _appointments(data: bytes, zone: ZoneInfo) -> Iterator[Planned]:
    for _, piece in pieces(BytesIO(data)):
        if not isinstance(piece, Fault) and (one := appointment(piece, zone)) is not None:
            yield one
