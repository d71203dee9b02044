"""Minutes, seconds and dose: medians by size, and units that are known."""

from typing import Any

import pytest

from logbook.domain.curve_measures import Measured, Stratum, dose, series_of


def measured(n: int, size: int = 1, **details: Any) -> list[Measured]:
    return [Measured(size, details) for _ in range(n)]


@pytest.mark.parametrize(
    ("value", "unit", "expected"),
    [
        ("2.5", "cGy_cm2", ("cGy_cm2", 2.5)),
        ("2.5", "uGy_m2", ("cGy_cm2", 2.5)),
        ("25", "mGy_cm2", ("cGy_cm2", 2.5)),
        ("0.025", "Gy_cm2", ("cGy_cm2", 2.5)),
        ("2.5", "rad_cm2", ("rad_cm2", 2.5)),
        ("2.5", None, None),
        (None, "Gy_cm2", None),
        ("much", "Gy_cm2", None),
    ],
)
def test_a_dose_is_converted_only_where_that_is_certain(
    value: str | None, unit: str | None, expected: tuple[str, float] | None
) -> None:
    said = {"dose_area_product": value, "dose_area_product_unit": unit}
    assert dose({name: one for name, one in said.items() if one is not None}) == expected


def test_units_that_nobody_knows_stay_apart() -> None:
    cases = measured(2, dose_area_product="1", dose_area_product_unit="Gy_cm2")
    cases += measured(1, dose_area_product="7", dose_area_product_unit="rad_cm2")
    found = {one.unit: one.values for one in series_of(cases)}
    assert found == {"cGy_cm2": (100.0, 100.0), "rad_cm2": (7.0,)}


def test_a_median_needs_twenty_cases_and_an_end_twenty_others() -> None:
    def all_of(n: int) -> Stratum:
        values = [Measured(1, {"procedure_time": 40 - place}) for place in range(n)]
        [series] = series_of(values)
        return series.strata[0]

    assert (all_of(20).first, all_of(20).last) == (30.5, None)
    assert (all_of(39).first, all_of(39).last) == (30.5, None)
    assert (all_of(40).first, all_of(40).last) == (30.5, 10.5)
    assert series_of(measured(19, procedure_time=9))[0].strata == ()


def test_sizes_and_bands_are_told_apart_and_three_levels_and_more_together() -> None:
    cases = measured(20, 1, fluoroscopy_time=10, body_mass_band="25-29.9")
    cases += measured(12, 3, fluoroscopy_time=30) + measured(8, 4, fluoroscopy_time=50)
    cases += measured(19, 2, fluoroscopy_time=20, body_mass_band="40+")
    [series] = series_of(cases)
    told = [(one.size, one.band, one.n) for one in series.strata]
    assert told == [
        (None, None, 59),
        (1, None, 20),
        (3, None, 20),
        (None, "25-29.9", 20),
        (1, "25-29.9", 20),
    ]


def test_cases_that_say_nothing_make_no_series() -> None:
    assert series_of(measured(3, levels=["L4"])) == []
