"""Performed procedures out of a table: which column holds what, and what its rows tell.

The columns are said once for each kind of table and remembered by its headings. A table without
headings that we know is refused: its first row could be a patient's.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from logbook.domain.decisions import Message, say
from logbook.domain.exchange_columns import plain_heading
from logbook.domain.exchange_dates import DateOrder, read_date
from logbook.domain.hospital import Fault, Happened, Named, Told, by_words
from logbook.domain.hospital_codes import side_in, system_named

HEADINGS: Mapping[str, tuple[str, ...]] = {
    "source_key": ("source key", "procedure id", "case id", "case number", "order id",
        "order number", "accession", "accession number", "record id", "log id", "event id",
        "id tindakan", "nomor tindakan"),
    "performed_on": ("performed on", "date", "performed", "procedure date", "date of procedure",
        "date of service", "service date", "dos", "surgery date", "start", "start time",
        "tanggal", "tanggal tindakan", "tgl tindakan"),
    "code": ("code", "procedure code", "cpt", "cpt code", "snomed", "snomed code", "icd 10 pcs",
        "icd10pcs", "kode", "kode tindakan"),
    "code_system": ("code system", "coding system", "system", "sistem kode"),
    "text": ("procedure", "procedure name", "description", "procedure description", "operation",
        "tindakan", "nama tindakan", "prosedur"),
    "site": ("site", "location", "facility", "department", "hospital", "lokasi",
        "tempat", "ruang", "unit"),
    "practitioner": ("practitioner", "performer", "performing provider", "surgeon", "primary",
        "attending", "supervisor", "provider", "npi", "operator", "dpjp", "dokter"),
    "practitioner_2": ("practitioner 2", "assistant", "fellow", "resident", "second provider",
        "assisting provider", "asisten", "peserta"),
    "practitioner_3": ("practitioner 3", "third provider", "other provider"),
    "side": ("side", "laterality", "sisi"),
    "body_site": ("body site", "level", "levels", "body part", "bagian tubuh"),
    "status": ("status", "procedure status", "case status"),
    "patient": ("patient", "patient id", "mrn", "medical record number", "no rm", "rekam medis"),
    "encounter": ("encounter", "encounter id", "visit", "visit number", "csn", "account number",
        "nomor kunjungan"),
    "born": ("born", "dob", "date of birth", "birth date", "birthdate", "tanggal lahir",
        "tgl lahir"),
    "age": ("age", "patient age", "age at procedure", "umur", "usia"),
}  # fmt: skip
"""What a column may hold, and the headings under which it is found."""

FIELDS = tuple(HEADINGS)
STAFF = ("practitioner", "practitioner_2", "practitioner_3")
LOOKED_AT = 20
HAPPENED = {
    "not done": Happened.NOT_DONE, "cancelled": Happened.NOT_DONE, "canceled": Happened.NOT_DONE,
    "scheduled": Happened.NOT_DONE, "batal": Happened.NOT_DONE, "stopped": Happened.STOPPED,
    "aborted": Happened.STOPPED, "abandoned": Happened.STOPPED, "error": Happened.MISTAKEN,
    "entered in error": Happened.MISTAKEN, "deleted": Happened.MISTAKEN, "void": Happened.MISTAKEN,
}  # fmt: skip
IDENTITY = re.compile(r"\d{5,}|@")
"""A heading has no such thing; a first row of data may."""
STAFF_NUMBER = re.compile(r"[A-Za-z]{0,4}\d[\w-]*", re.ASCII)
NPI = re.compile(r"\d{10}", re.ASCII)


@dataclass(frozen=True, slots=True)
class ColumnMap:
    """What the columns of one kind of table hold, and what is needed to read them."""

    columns: Mapping[str, int]
    order: DateOrder = DateOrder.DMY
    system: str = "cpt"
    """Of codes whose row names no list."""


def guess(header: Sequence[str]) -> dict[str, int]:
    """Field to the place of its column: by the field's own name, else by other headings."""
    places: dict[str, int] = {}
    for at, heading in enumerate(header):
        places.setdefault(plain_heading(heading), at)
    found: dict[str, int] = {}
    for name, headings in HEADINGS.items():
        for heading in (plain_heading(name), *headings):
            place = places.get(heading)
            if name not in found and place is not None and place not in found.values():
                found[name] = place
    return found


def header_place(rows: Sequence[Sequence[str]]) -> int | None:
    """Which of the first rows holds the headings; None when none does."""
    named = [0 if any(map(IDENTITY.search, row)) else len(guess(row)) for row in rows[:LOOKED_AT]]
    best = max(named, default=0)
    return named.index(best) if best >= 2 else None


def is_enough(columns: Mapping[str, int]) -> dict[str, Message]:
    """What must be said of the columns before rows can be read, by field."""
    wrong = {}
    if "performed_on" not in columns:
        wrong["performed_on"] = say("Say which column holds the date.")
    if not {"code", "text"} & set(columns):
        wrong["code"] = say("Say which column holds the code or the words for the procedure.")
    return wrong


class TableReader:
    """Rows of a table as procedures."""

    def __init__(self, matching: ColumnMap) -> None:
        self._map = matching
        self._seen: Counter[str] = Counter()

    def rows(self, lines: Iterable[tuple[int, Sequence[str]]]) -> Iterator[Told | Fault]:
        for number, cells in lines:
            yield self._told(f"row {number}", cells)

    def _told(self, place: str, cells: Sequence[str]) -> Told | Fault:
        values = {
            name: cells[at].strip() if at < len(cells) else ""
            for name, at in self._map.columns.items()
        }
        written = values.get("performed_on", "")
        day = read_date(written, self._map.order)
        if day is None:
            wrong = say("The date is missing.") if not written else say("This is not a date.")
            return Fault(place, wrong)
        named = self._procedure(values)
        if named is None:
            return Fault(place, say("It says neither by code nor in words what was done."))
        return Told(
            place=place,
            source_key=self._source_key(values, named),
            performed_on=day,
            procedure=named,
            site=by_words(values.get("site", "")),
            practitioners=tuple(self._staff(values)),
            side=side_in(values.get("side", ""), named.text),
            body_site=values.get("body_site", ""),
            happened=HAPPENED.get(plain_heading(values.get("status", "")), Happened.DONE),
            patient=values.get("patient", ""),
            encounter=values.get("encounter", ""),
            born=read_date(values.get("born", ""), self._map.order),
            age=int(age) if (age := values.get("age", "")).isdecimal() and len(age) < 4 else None,
        )

    def _procedure(self, values: Mapping[str, str]) -> Named | None:
        code, text = values.get("code", ""), values.get("text", "")
        if not code:
            return by_words(text)
        system = values.get("code_system") or self._map.system
        return Named(system_named(system), code, text)

    def _source_key(self, values: Mapping[str, str], named: Named) -> str:
        """The hospital's own, else all that tells the row from others, and how often it came."""
        own = values.get("source_key")
        if own:
            return f"key|{own}"
        told = [values.get(name, "") for name in ("performed_on", "patient", "encounter", *STAFF)]
        row = "|".join(("row", *told, named.system, named.code, values.get("side", "")))
        self._seen[row] += 1
        return f"{row}|{self._seen[row]}"

    def _staff(self, values: Mapping[str, str]) -> Iterator[Named]:
        for name in STAFF:
            for part in re.split(r"[;|]", values.get(name, "")):
                person = staff_named(part.strip())
                if person is not None:
                    yield person


def staff_named(text: str) -> Named | None:
    """A person by a number, else by name."""
    if NPI.fullmatch(text):
        return Named("npi", text)
    if STAFF_NUMBER.fullmatch(text):
        return Named("staff", text)
    return by_words(text)
