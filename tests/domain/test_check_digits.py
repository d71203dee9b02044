"""Check digits, and days inside of numbers."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from logbook.domain.identifiers.check_digits import can_be_nhs, can_be_nik, can_be_ssn

NINE = st.text(alphabet="0123456789", min_size=9, max_size=9)


@pytest.mark.parametrize("number", ["943 476 5919", "4010232137", "401-023-2137"])
def test_numbers_with_their_check_digit_hold(number):
    assert can_be_nhs(number)


@settings(deadline=None)
@given(NINE)
def test_of_ten_last_digits_at_most_one_holds(nine):
    holding = [last for last in "0123456789" if can_be_nhs(nine + last)]
    assert len(holding) <= 1


@settings(deadline=None)
@given(NINE, st.integers(0, 9), st.integers(1, 9))
def test_one_wrong_digit_is_noticed(nine, place, shift):
    for last in "0123456789":
        number = nine + last
        wrong = str((int(number[place]) + shift) % 10)
        changed = number[:place] + wrong + number[place + 1 :]
        assert not (can_be_nhs(number) and can_be_nhs(changed))


@settings(deadline=None)
@given(st.dates(date(1930, 1, 1), date(2020, 12, 31)), st.booleans(), st.integers(1, 9999))
def test_a_citizens_number_holds_its_day_of_birth(born, woman, count):
    day = born.day + (40 if woman else 0)
    assert can_be_nik(f"317409{day:02}{born:%m%y}{count:04}")


@pytest.mark.parametrize(
    "number",
    [
        "3174093213800001",  # a thirteenth month, and day 32
        "3174093102800001",  # 31 February
        "3174097102800001",  # the same of a woman
        "0974091203800001",  # no such province
        "3174091203800000",  # nobody is the first of none
        "317409120380000",
    ],
)
def test_other_sixteen_digits_do_not(number):
    assert not can_be_nik(number)


@pytest.mark.parametrize("number", ["000-12-3456", "666-12-3456", "123-00-4567", "123-45-0000"])
def test_numbers_that_are_never_given_are_no_social_security_numbers(number):
    assert not can_be_ssn(number)
    assert can_be_ssn("123-45-6789")
