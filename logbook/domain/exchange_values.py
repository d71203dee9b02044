"""A cell's text as a value: a code, its label in any language, or what people write instead."""

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property

from logbook.domain.case_content import choices_of, tidy_number
from logbook.domain.catalogue import Choice, FieldKind, FieldSpec, Procedure
from logbook.domain.curriculum import Curriculum
from logbook.domain.type_ahead import search, words_of

NOTHING = frozenset({"", "-", "–", "—", ".", "n/a", "na", "n.a.", "null"})
"""What stands in a cell that is meant to be blank."""

NONE_OF_THEM = frozenset({"none", "no", "nil", "nihil", "tidak", "tidak ada", "tanpa", "0"})

SYNONYMS: Mapping[str, str] = {
    "observe": "observed", "observer": "observed", "observasi": "observed",
    "pengayaan": "observed", "watched": "observed",
    "assist": "assisted", "assistant": "assisted", "asisten": "assisted", "magang": "assisted",
    "performed": "performed_direct", "primary": "performed_direct", "operator": "performed_direct",
    "primary operator": "performed_direct", "supervised": "performed_direct",
    "direct supervision": "performed_direct", "performed under direct supervision":
    "performed_direct", "melakukan": "performed_direct",
    "independent": "performed_indirect", "unsupervised": "performed_indirect",
    "indirect supervision": "performed_indirect", "mandiri": "performed_indirect",
    "performed under indirect supervision": "performed_indirect",
    "teach": "taught", "teaching": "taught", "mengajar": "taught",
    "successful": "success", "ok": "success", "good": "success", "done": "success",
    "berhasil": "success", "sukses": "success", "complete": "success",
    "failure": "failed", "unsuccessful": "failed", "gagal": "failed", "not effective": "failed",
    "aborted": "abandoned", "stopped": "abandoned", "cancelled": "abandoned", "batal":
    "abandoned", "dibatalkan": "abandoned",
    "taken over": "handed_over", "take over": "handed_over", "takeover": "handed_over",
    "handed over to supervisor": "handed_over",
    "l": "left", "lt": "left", "r": "right", "rt": "right", "ki": "left", "ka": "right",
    "kiri": "left", "kanan": "right",
    "both": "bilateral", "bil": "bilateral", "bilat": "bilateral", "b l": "bilateral",
    "kanan kiri": "bilateral", "kiri kanan": "bilateral", "dua sisi": "bilateral",
    "fluoro": "fluoroscopy", "c arm": "fluoroscopy", "x ray": "fluoroscopy", "xray":
    "fluoroscopy", "fluoroskopi": "fluoroscopy",
    "us": "ultrasound", "usg": "ultrasound", "u s": "ultrasound", "ultrasonography": "ultrasound",
    "blind": "landmark", "palpation": "landmark", "anatomis": "landmark",
    "nerve stim": "nerve_stimulator", "stimulator": "nerve_stimulator",
    "y": "yes", "true": "yes", "1": "yes", "n": "no", "false": "no", "0": "no",
    "or": "operating_room", "ot": "operating_room", "theater": "operating_room", "ok operasi":
    "operating_room", "asc": "ambulatory_surgery_center", "clinic": "clinic_suite",
    "procedure room": "clinic_suite", "procedure suite": "clinic_suite", "poli": "clinic_suite",
    "poliklinik": "clinic_suite", "inpatient": "ward", "rawat inap": "ward",
    "vagal": "vasovagal", "syncope": "vasovagal", "wet tap": "dural_puncture",
    "pneumothorax": "respiratory", "hematom": "hematoma", "haematoma": "hematoma",
    "none given": "none",
}  # fmt: skip
"""What people write, in plain words, and the code it may mean where that code is offered."""

PARTS = re.compile(r"[;|\n]")
NUMBER = re.compile(r"(\d+(?:[.,]\d+)?)\s*[^\d\s.,-]{0,12}", re.ASCII)
BAND = re.compile(r"<(?P<under>\d+)|(?P<low>\d+)-(?P<high>\d+)|(?P<over>\d+)\+")
AGE = re.compile(r"(\d{1,3})(?:[.,]\d+)?\s*(?:years?|yrs?|y/?o?|tahun|thn|th)?\.?", re.ASCII)
MONTHS_OLD = re.compile(r"\d{1,2}\s*(?:months?|mo|bulan|bln|days?|hari|weeks?|minggu)", re.ASCII)
SPAN = re.compile(r"([CTLS])(\d{1,2})[-/]([CTLS]?)(\d{1,2})", re.ASCII)


def plain(text: str) -> str:
    """Lower-case words without accents and punctuation, in their order."""
    return " ".join(words_of(text))


def is_nothing(text: str) -> bool:
    return text.strip().casefold() in NOTHING


def says_none(text: str) -> bool:
    return is_nothing(text) or plain(text) in NONE_OF_THEM


def code_in(choices: Mapping[str, Choice], text: str) -> str | None:
    """The code that a text stands for: the code itself, a label in any language, a synonym."""
    exact = text.strip()
    if exact in choices:
        return exact
    said = plain(text)
    for code, choice in choices.items():
        if said in {plain(code), *map(plain, choice.label.words.values())}:
            return code
    meant = SYNONYMS.get(said)
    return meant if meant in choices else None


def codes_in(choices: Mapping[str, Choice], text: str) -> tuple[list[str], list[str]]:
    """The codes of a list in one cell, and the parts that stand for none."""
    if says_none(text):
        return [], []
    known, unknown = [], []
    for part in _parts(choices, text):
        code = code_in(choices, part)
        if code is None:
            unknown.append(part)
        elif code not in known:
            known.append(code)
    return known, unknown


def _parts(choices: Mapping[str, Choice], text: str) -> list[str]:
    """Parts between semicolons; one that means nothing as a whole is divided at its commas."""
    parts: list[str] = []
    for part in PARTS.split(text):
        pieces = [part] if code_in(choices, part) else part.split(",")
        parts.extend(piece.strip() for piece in pieces)
    return [part for part in parts if not is_nothing(part)]


def band_in(bands: Iterable[str], text: str) -> str | None:
    """An age band as `<1`, `40-64`, `80+`; an age in years finds its band and is not kept."""
    exact = text.strip().replace("–", "-").replace(" ", "")
    bands = list(bands)
    if exact in bands:
        return exact
    said = text.strip().casefold()
    if MONTHS_OLD.fullmatch(said):
        return next((band for band in bands if band.startswith("<")), None)
    age = AGE.fullmatch(said)
    return next((band for band in bands if age and _holds(band, int(age[1]))), None)


def _holds(band: str, age: int) -> bool:
    found = BAND.fullmatch(band)
    if found is None or age > 125:
        return False
    if found["under"]:
        return age < int(found["under"])
    if found["over"]:
        return age >= int(found["over"])
    return int(found["low"]) <= age <= int(found["high"])


def levels_in(levels: Sequence[str], text: str) -> tuple[list[str], list[str]]:
    """The levels of a procedure in one cell, in order, and the parts that name none of them.
    `L3-L5` is L3, L4 and L5 where segments are asked for, and `L4/5` is L4-L5 where gaps are."""
    if is_nothing(text):
        return [], []
    known: set[str] = set()
    unknown: list[str] = []
    for part in re.split(r"[;,|&+\n]|\band\b|\bdan\b", text):
        token = re.sub(r"\s+", "", part.replace("–", "-").replace("—", "-")).upper()
        found = _levels_of(levels, token)
        known.update(found)
        if token and not found:
            unknown.append(part.strip())
    return [level for level in levels if level in known], unknown


def _levels_of(levels: Sequence[str], token: str) -> Sequence[str]:
    if token in levels:
        return (token,)
    span = SPAN.fullmatch(token)
    if span is None:
        return ()
    first, last = span[1] + span[2], (span[3] or span[1]) + span[4]
    if f"{first}-{last}" in levels:
        return (f"{first}-{last}",)
    if first in levels and last in levels:
        return levels[levels.index(first) : levels.index(last) + 1]
    return ()


def detail_in(spec: FieldSpec, text: str) -> tuple[object, list[str]]:
    """The value of a procedure's field, and what in the cell is not one. A number may carry its
    unit; whether it is within bounds is for the complaints of the case."""
    match spec.kind:
        case FieldKind.CHOICE:
            code = code_in(choices_of(spec), text)
            return code, [] if code else [text.strip()]
        case FieldKind.CHOICES if spec.own == "levels":
            return levels_in(tuple(choices_of(spec)), text)
        case FieldKind.CHOICES:
            return codes_in(choices_of(spec), text)
        case FieldKind.INTEGER | FieldKind.DECIMAL:
            found = NUMBER.fullmatch(text.strip())
            return tidy_number(spec.kind, found[1] if found else text.strip()), []
        case _:
            return text.strip(), []


class Procedures:
    """Finds the procedure that a text means."""

    def __init__(self, curriculum: Curriculum) -> None:
        self.all = curriculum.procedures

    @cached_property
    def _by_name(self) -> dict[str, list[Procedure]]:
        found: dict[str, list[Procedure]] = {}
        for one in self.all.values():
            names = (one.id, *one.name.words.values(), *one.short.words.values())
            for name in {plain(name) for name in (*names, *one.abbreviations, *one.also)}:
                found.setdefault(name, []).append(one)
        return found

    def meant_by(self, text: str) -> Sequence[Procedure]:
        """All procedures that a text may mean: those of this name, else what a search finds."""
        if text in self.all:
            return (self.all[text],)
        said = plain(text)
        if not said:
            return ()
        return self._by_name.get(said) or search(self.all.values(), said, "en")
