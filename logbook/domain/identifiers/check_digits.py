"""Whether a number can be one of its kind, by what its digits say of one another."""

from datetime import date


def digits_of(written: str) -> str:
    return "".join(letter for letter in written if letter.isdigit())


def can_be_nhs(written: str) -> bool:
    """NHS number of the United Kingdom: ten digits, the last a check digit modulo 11 with weights
    ten to two; a remainder that would need the digit 10 is never given out.
    (NHS Data Dictionary, "NHS Number".)"""
    digits = digits_of(written)
    if len(digits) != 10 or len(set(digits)) == 1:
        return False
    total = sum(int(one) * weight for one, weight in zip(digits, range(10, 1, -1), strict=False))
    return (11 - total % 11) % 11 == int(digits[9])


def can_be_ssn(written: str) -> bool:
    """Social security number of the United States: area neither 000 nor 666, and no group of only
    zeros (ssa.gov/employer/randomization.html). From 900 on it is a
    taxpayer's number, as telling."""
    digits = digits_of(written)
    if len(digits) != 9 or digits[:3] in ("000", "666"):
        return False
    return digits[3:5] != "00" and digits[5:] != "0000"


def can_be_nik(written: str) -> bool:
    """NIK of Indonesia: sixteen digits; province, town and district, then the day of birth as
    DDMMYY with 40 added to the day for women, then a count that is never 0000.
    (Government Regulation 40/2019 and Permendagri 72/2022.)"""
    digits = digits_of(written)
    if len(digits) != 16 or not 11 <= int(digits[:2]) <= 97 or digits[12:] == "0000":
        return False
    day, month, year = int(digits[6:8]), int(digits[8:10]), int(digits[10:12])
    return any(_is_a_day(century + year, month, day % 40) for century in (1900, 2000))


def _is_a_day(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True
