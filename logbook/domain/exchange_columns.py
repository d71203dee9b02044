"""Which column of a spreadsheet holds what: guessed from its heading, in English or Indonesian."""

import re
from collections.abc import Iterable, Mapping, Sequence

from logbook.domain.catalogue import FieldSpec
from logbook.domain.curriculum import Curriculum
from logbook.domain.type_ahead import words_of

FIELDS = (
    "performed_on",
    "procedure",
    "role",
    "supervisor",
    "site",
    "setting",
    "age_band",
    "indication",
    "outcome",
    "complications",
    "complication_note",
    "reflection",
    "state",
    "id",
)
"""What a column may hold of every case; the fields of the procedures come on top."""

HEADINGS: Mapping[str, tuple[str, ...]] = {
    "performed_on": ("date", "performed", "performed on", "case date", "procedure date",
        "date of procedure", "date of service", "dos", "service date", "date of case", "day",
        "tanggal", "tgl", "tanggal tindakan", "tgl tindakan", "tanggal prosedur", "waktu"),
    "procedure": ("procedures", "procedure name", "name of procedure", "procedure type",
        "type of procedure", "case", "case type", "type of case", "intervention", "block",
        "tindakan", "prosedur", "nama tindakan", "jenis tindakan", "nama prosedur", "kasus"),
    "role": ("fellow role", "role of fellow", "my role", "role in case", "role in the case",
        "role name", "level of participation", "participation", "involvement", "peran",
        "peran saya", "peran peserta", "keterlibatan"),
    "supervisor": ("supervising physician", "attending", "attending physician", "faculty",
        "preceptor", "supervisor name", "consultant", "teacher", "staff", "proctor",
        "pembimbing", "preseptor", "dpjp", "supervisi", "dokter pembimbing", "konsulen"),
    "site": ("hospital", "location", "clinic", "facility", "place", "center", "tempat",
        "lokasi", "rumah sakit", "rs", "klinik"),
    "setting": ("setting name", "care setting", "suite", "ruang", "ruangan"),
    "age_band": ("age", "patient age", "age group", "age range", "age years", "years",
        "age of patient", "umur", "usia", "umur pasien", "usia pasien", "kelompok umur"),
    "indication": ("diagnosis", "dx", "reason", "indications", "pain diagnosis",
        "clinical indication", "indikasi", "diagnosa", "diagnosis kerja"),
    "outcome": ("outcomes", "outcome name", "result", "success", "status of procedure",
        "hasil", "luaran", "keberhasilan"),
    "complications": ("complication", "adverse event", "adverse events", "adverse effects",
        "komplikasi", "penyulit", "efek samping"),
    "complication_note": ("complication notes", "complication details", "complication comment",
        "catatan komplikasi", "keterangan komplikasi"),
    "reflection": ("reflections", "comment", "comments", "note", "notes", "learning points",
        "remarks", "refleksi", "catatan", "keterangan", "komentar"),
    "levels": ("level", "spinal level", "spinal levels", "segment", "segments", "tingkat"),
    "laterality": ("side", "sides", "left right", "l r", "sisi", "kiri kanan"),
    "guidance": ("imaging", "image guidance", "guidance used", "modality", "panduan",
        "alat bantu"),
    "region": ("body region", "area", "joint", "regio", "daerah"),
    "approach": ("technique", "pendekatan", "teknik"),
    "fluoroscopy_time": ("fluoro time", "fluoroscopy seconds", "screening time", "ft"),
    "dose_area_product": ("dap", "kap", "kerma area product"),
    "dose_area_product_unit": ("dap unit", "kap unit", "unit of dap"),
    "reference_air_kerma": ("air kerma", "rak"),
    "local_anesthetic": ("local anaesthetic", "la", "anestesi lokal"),
    "steroid_kind": ("steroid type", "kind of steroid", "jenis steroid"),
    "injectate_volume": ("volume", "volume injected"),
    "needle_gauge": ("gauge", "needle", "jarum"),
    "sedation_depth": ("depth of sedation", "sedasi"),
    "anticoagulant": ("anticoagulation", "anticoagulants"),
    "lesion_temperature": ("rf temperature", "temperature", "suhu"),
    "lesion_time": ("rf time", "burn time"),
    "pain_before": ("pain before", "nrs before", "vas before", "pre pain score"),
    "pain_after": ("pain after", "nrs after", "vas after", "post pain score"),
}  # fmt: skip
"""Headings of programs' own spreadsheets, in plain words; a field's name itself always counts."""

IDENTIFYING = frozenset(
    """
    patient|patients|patient name|name of patient|name|full name|first name|last name|surname
    |initials|patient initials|mrn|mr number|medical record|medical record number|record number
    |chart number|hospital number|hospital no|patient id|patient number|dob|date of birth
    |birth date|birthdate|birthday|ssn|nhs number|phone|phone number|telephone|address|email
    |insurance number|nama|nama pasien|inisial|no rm|nomor rm|rm|rekam medis|nomor rekam medis
    |no rekam medis|tanggal lahir|tgl lahir|ttl|nik|no ktp|ktp|bpjs|no bpjs|no hp|alamat|telepon
    """.replace("\n", "")
    .replace("    ", "")
    .split("|")
)
"""Headings of what tells who a patient is. Such columns are never kept."""

ASIDE = re.compile(r"\([^)]*\)|\[[^]]*\]")
LOOKED_AT = 20


def plain_heading(heading: str) -> str:
    """A heading in plain words: `Fluoro time (s)` is `fluoro time`."""
    return " ".join(words_of(ASIDE.sub(" ", heading)))


def specs_of(curriculum: Curriculum) -> dict[str, FieldSpec]:
    """Every field that some procedure has, by name."""
    specs: dict[str, FieldSpec] = {}
    for procedure in curriculum.procedures.values():
        for spec in procedure.fields:
            specs.setdefault(spec.name, spec)
    return specs


def fields_of(curriculum: Curriculum) -> list[str]:
    """All that a column may hold, in the order in which it is offered."""
    return [*FIELDS, *specs_of(curriculum)]


def guess(header: Sequence[str], curriculum: Curriculum) -> dict[str, int]:
    """Field to the place of its column. A field's own name comes before every other heading,
    and of two columns that say the same the first is taken."""
    places: dict[str, int] = {}
    for at, heading in enumerate(header):
        places.setdefault(plain_heading(heading), at)
    specs = specs_of(curriculum)
    found: dict[str, int] = {}
    for headings_of in (_own_name, _other_names):
        for field in fields_of(curriculum):
            for heading in headings_of(field, specs.get(field)):
                place = places.get(plain_heading(heading))
                if field not in found and place is not None and place not in found.values():
                    found[field] = place
    return found


def _own_name(field: str, _spec: FieldSpec | None) -> Iterable[str]:
    return (field,)


def _other_names(field: str, spec: FieldSpec | None) -> Iterable[str]:
    return (*HEADINGS.get(field, ()), *(spec.label.words.values() if spec else ()))


def identifying(header: Sequence[str]) -> list[int]:
    """Places of the columns that, by their heading, tell who a patient is."""
    return [place for place, text in enumerate(header) if plain_heading(text) in IDENTIFYING]


def header_place(rows: Sequence[Sequence[str]], curriculum: Curriculum) -> int:
    """Which row holds the headings: of the first few, that which names most fields; a title or
    two above it are common. The first row when none names any."""
    named = [len(guess(row, curriculum)) for row in rows[:LOOKED_AT]]
    return named.index(max(named)) if named else 0
