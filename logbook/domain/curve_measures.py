"""What stands beside success: minutes, seconds of fluoroscopy and dose over consecutive cases.

They are compared only within cases of one size: so many levels and sides, one body-mass band. A
dose is converted only between units that this module knows; others are kept apart.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from statistics import median
from typing import Any

WINDOW = 20
"""Of so many cases at the beginning and at the end the median is told."""
SIZES = 3
"""Levels times sides from which on cases are put together."""
TIME, FLUOROSCOPY = "procedure_time", "fluoroscopy_time"
DOSE, DOSE_UNIT, BODY_MASS = "dose_area_product", "dose_area_product_unit", "body_mass_band"
"""Names of the fields of a case in the shipped catalogue. A curriculum without them has no
measures."""

DOSE_IN = "cGy_cm2"
DOSE_FACTORS: Mapping[str, Decimal] = {
    "cGy_cm2": Decimal(1),
    "uGy_m2": Decimal(1),  # 1e-6 Gy times 1e4 cm² are 1e-2 Gy cm²
    "mGy_cm2": Decimal("0.1"),
    "Gy_cm2": Decimal(100),
}
"""What one of each unit is in cGy·cm²."""


@dataclass(frozen=True, slots=True)
class Measured:
    """As much of a case as is asked here."""

    level_sides: int
    details: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Stratum:
    """Cases of one size. Medians in the measure's own unit, nothing where there are too few."""

    size: int | None
    """Levels times sides, `SIZES` for that many or more; nothing: all sizes."""
    band: str | None
    """Code of the body-mass band; nothing: all, and where none was said."""
    n: int
    first: float
    """The median of the first twenty."""
    last: float | None
    """The median of the last twenty, where they are others than the first."""


@dataclass(frozen=True, slots=True)
class Series:
    """One measure in one unit."""

    field: str
    unit: str
    """`min`, `s`, or the code of a unit of dose."""
    values: tuple[float, ...]
    strata: tuple[Stratum, ...]
    """All cases, those of one size, of one band, and of both: where there are enough of them."""


Read = Callable[[Mapping[str, Any]], tuple[str, float] | None]


def series_of(cases: Sequence[Measured]) -> list[Series]:
    """The measures that these consecutive cases tell: minutes, seconds, then dose by unit."""
    found: list[Series] = []
    for field, read in ((TIME, minutes), (FLUOROSCOPY, seconds), (DOSE, dose)):
        by_unit: dict[str, list[tuple[Measured, float]]] = {}
        for case in cases:
            if (told := read(case.details)) is not None:
                by_unit.setdefault(told[0], []).append((case, told[1]))
        found += [_series(field, unit, told_of) for unit, told_of in by_unit.items()]
    return found


def minutes(details: Mapping[str, Any]) -> tuple[str, float] | None:
    return _number("min", details.get(TIME))


def seconds(details: Mapping[str, Any]) -> tuple[str, float] | None:
    return _number("s", details.get(FLUOROSCOPY))


def dose(details: Mapping[str, Any]) -> tuple[str, float] | None:
    """In cGy·cm² where its unit is known, else as it was said."""
    unit = str(details.get(DOSE_UNIT) or "")
    told = _number(unit, details.get(DOSE))
    if told is None or not unit:
        return None  # a dose without its unit says nothing
    factor = DOSE_FACTORS.get(unit)
    if factor is None:
        return told
    return DOSE_IN, float(Decimal(str(details[DOSE])) * factor)


def _number(unit: str, value: object) -> tuple[str, float] | None:
    try:
        return None if value is None else (unit, float(Decimal(str(value))))
    except InvalidOperation:
        return None


def _series(field: str, unit: str, told: Sequence[tuple[Measured, float]]) -> Series:
    groups: dict[tuple[int | None, str | None], list[float]] = {}
    for case, value in told:
        size, band = min(case.level_sides, SIZES), case.details.get(BODY_MASS)
        keys = {(None, None), (size, None), (None, band), (size, band)}
        for key in keys:
            groups.setdefault(key, []).append(value)
    order = sorted(groups, key=lambda key: (key[1] is not None, key[1] or "", key[0] or 0))
    return Series(
        field,
        unit,
        tuple(value for _, value in told),
        tuple(_stratum(*key, groups[key]) for key in order if len(groups[key]) >= WINDOW),
    )


def _stratum(size: int | None, band: str | None, values: Sequence[float]) -> Stratum:
    n = len(values)
    first = median(values[:WINDOW])
    last = median(values[-WINDOW:]) if n >= 2 * WINDOW else None
    return Stratum(size, band, n, first, last)
