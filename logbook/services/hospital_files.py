"""Files of a hospital, told apart by how they begin, and read by the reader of their kind.

Nothing of a file is kept here or written anywhere: rows come out one by one, and go to the door.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import BinaryIO

from logbook.domain.audit import canonical
from logbook.domain.decisions import say
from logbook.domain.exchange_columns import plain_heading
from logbook.domain.hospital import Fault, Told
from logbook.domain.hospital_fhir import FhirReader
from logbook.domain.hospital_hl7 import read_hl7
from logbook.domain.hospital_json import pieces
from logbook.domain.hospital_states import FileForm
from logbook.domain.hospital_table import ColumnMap, TableReader, header_place
from logbook.services import spreadsheets
from logbook.services.refusals import Invalid

HEAD = 4096
MOST_BYTES = 64 * 1024 * 1024
Row = Told | Fault
Columns = Callable[[Sequence[str]], ColumnMap]
"""What is known of a table with these headings; raises UnknownColumns when nothing is."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A file whose kind is known, ready to be read once."""

    form: FileForm
    rows: Iterator[Row]


class UnknownColumns(Exception):
    """Nobody has said yet what the columns of such a table hold."""

    def __init__(self, header: Sequence[str]) -> None:
        super().__init__("columns")
        self.header = list(header)


def open_file(source: BinaryIO, columns: Columns) -> Opened:
    """Invalid says under `file` why it cannot be read at all."""
    form = _form_of(source)
    if form is FileForm.FHIR:
        return Opened(form, _fhir(source))
    if form is FileForm.HL7:
        return Opened(form, read_hl7(source))
    return Opened(form, _table(source, columns))


def signature(header: Sequence[str]) -> str:
    """By which headings are known again, however they are spelled."""
    return sha256(canonical([plain_heading(one) for one in header])).hexdigest()


def _form_of(source: BinaryIO) -> FileForm:
    source.seek(0, 2)
    if source.tell() > MOST_BYTES:
        raise Invalid({"file": say("The file is larger than 64 MB. Divide it.")})
    source.seek(0)
    head = source.read(HEAD)
    source.seek(0)
    if not head.strip():
        raise Invalid({"file": say("The file is empty.")})
    begins = head.removeprefix(b"\xef\xbb\xbf").lstrip(b" \t\r\n\x0b")
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        begins = head.decode("utf-16", "replace").lstrip().encode()
    if begins.startswith((b"{", b"[")):
        return FileForm.FHIR
    if begins.startswith((b"MSH", b"FHS", b"BHS")):
        return FileForm.HL7
    if begins.startswith(b"<"):
        raise Invalid({"file": say("This is XML. Export FHIR as JSON, or HL7 version 2.")})
    return FileForm.TABLE


def _fhir(source: BinaryIO) -> Iterator[Row]:
    reader = FhirReader()
    for place, piece in pieces(source):
        if isinstance(piece, Fault):
            yield piece
        else:
            reader.take(place, piece)
    yield from reader.rows()


def _table(source: BinaryIO, columns: Columns) -> Iterator[Row]:
    lines = spreadsheets.read(source.read(spreadsheets.MOST_BYTES + 1))
    place = header_place([line.cells for line in lines])
    if place is None:
        raise Invalid({"file": say("No headings were found that we know, such as Date and Code.")})
    matching = columns(lines[place].cells)
    rest = ((line.number, line.cells) for line in lines[place + 1 :])
    return TableReader(matching).rows(rest)
