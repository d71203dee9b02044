"""The table behind a learning curve: one row a case, on the page and as a file."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from flask_babel import gettext

from logbook.domain.curve_measures import BODY_MASS, DOSE, DOSE_UNIT, FLUOROSCOPY, TIME
from logbook.domain.document import Text
from logbook.queries.curves import Curve, CurveCase
from logbook.services.spreadsheets import Cell, write_csv
from logbook.web.curves.drawing import bands
from logbook.web.words import language


@dataclass(frozen=True, slots=True)
class TableRow:
    """One case as it is written."""

    number: int
    id: UUID
    may_open: bool
    on: date
    failed: bool
    outcome: str
    complications: str
    total: float
    """The sum of the chart after this case."""
    level: str
    level_sides: int
    band: str
    minutes: str
    seconds: str
    dose: str
    unit: str


def table_rows(found: Curve) -> list[TableRow]:
    known = {code: words for code, (_, words) in bands(found).items()}
    return [
        _row(found, number, one, total, known)
        for number, (one, total) in enumerate(zip(found.cases, found.reading.sums, strict=True), 1)
    ]


def _row(
    found: Curve, number: int, one: CurveCase, total: float, known: dict[str, str]
) -> TableRow:
    curriculum, told = found.learner.curriculum, one.details
    outcome = curriculum.vocabularies["outcomes"].get(one.outcome)
    names = [curriculum.complications.get(code) for code in one.complications]
    unit = found.procedure.field(DOSE_UNIT)
    units = (unit.choices or {}) if unit is not None else {}
    code = str(told.get(DOSE_UNIT, ""))
    return TableRow(
        number=number,
        id=one.id,
        may_open=one.may_open,
        on=one.on,
        failed=one.failed,
        outcome=_words(outcome.label) if outcome else one.outcome,
        complications=", ".join(_words(known_.label) for known_ in names if known_),
        total=total,
        level=one.level or "",
        level_sides=one.level_sides,
        band=known.get(str(told.get(BODY_MASS)), ""),
        minutes=str(told.get(TIME, "")),
        seconds=str(told.get(FLUOROSCOPY, "")),
        dose=str(told.get(DOSE, "")),
        unit=_words(units[code].label) if code in units else code,
    )


def _words(text: Text) -> str:
    return text.in_(language())


def as_csv(found: Curve) -> bytes:
    """The same rows; a day as 2026-11-26, the sum to four places."""
    header = [
        gettext("Case"),
        gettext("Date"),
        gettext("Counted as"),
        gettext("Outcome"),
        gettext("Complications"),
        gettext("Sum"),
        gettext("Level of entrustment"),
        gettext("Levels times sides"),
        gettext("Body mass band"),
        gettext("Minutes"),
        gettext("Fluoroscopy (s)"),
        gettext("Dose-area product"),
        gettext("Unit"),
    ]
    return write_csv(header, (_cells(row) for row in table_rows(found)))


def _cells(row: TableRow) -> list[Cell]:
    counted = gettext("Failure") if row.failed else gettext("Success")
    return [
        row.number,
        row.on.isoformat(),
        counted,
        row.outcome,
        row.complications,
        round(row.total, 4),
        row.level,
        row.level_sides,
        row.band,
        row.minutes,
        row.seconds,
        row.dose,
        row.unit,
    ]
