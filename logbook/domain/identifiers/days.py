"""Days of birth. Other full dates are left alone: the day of a procedure or of a picture belongs to
what a logbook tells, and the case has its own date anyway.

A full date counts as one of birth when words of birth stand before it, when an age beside it fits,
or when it lies so far back that nobody writes the day of a procedure any more.
"""

import re

from logbook.domain.identifiers.kinds import IdentifierKind, Rule, rule

MONTHS = (
    "jan(?:uary|uari)?|feb(?:ruary|ruari)?|mar(?:ch|et)?|apr(?:il)?|may|mei|jun[ei]?|jul[yi]?"
    "|aug(?:ust)?|agu(?:stus)?|agt|sept?(?:ember)?|o[ck]t(?:ober)?|nov(?:ember)?|de[cs](?:ember)?"
)
DAY = rf"\d{{1,2}}(?:st|nd|rd|th)?[ -](?:of )?(?:{MONTHS})[.,]?[ -]{{1,2}}\d{{4}}"
MONTH_FIRST = rf"(?:{MONTHS})\.? \d{{1,2}}(?:st|nd|rd|th)?,? {{1,2}}\d{{4}}"
FULL = (
    r"(?:\d{1,2}[/.-]\d{1,2}[/.-]\d{4}|\d{4}[/.-]\d{1,2}[/.-]\d{1,2}"
    rf"|{DAY}|{MONTH_FIRST})"
)
SHORT = r"\d{1,2}[/.-]\d{1,2}[/.-]\d{2}"
BIRTH_WORDS = (
    r"(?:d\.? ?o\.? ?b|date of birth|birth ?-?dates?|birthday|born|tanggal lahir|tgl\.? ?lahir"
    r"|lahir|kelahiran|t\.?t\.?l|tempat,? tanggal lahir|bd)"
)
BETWEEN = r"\.?(?:[^\w\n]{1,3}[^\W\d_]{1,14}\.?){0,4}[^\w\n]{0,4}"
"""Between the word and the date: a few words, such as "of the patient was", or a place."""

LONG_AGO = 1995
"""A full date of this year or before is taken for one of birth."""
LIVES_NOW = range(2015, 2046)
"""In which year an age that is written beside a day of birth is reached."""
AGE_BESIDE = re.compile(
    r"(?i)^[^\w\n]{1,4}(?:(?:aged?|usia|umur)[ :]{1,2})?(?P<age>\d{1,3})[ -]?"
    r"(?:years?|yrs?|yo|y ?/ ?o|y|tahun|thn|th)\b"
)


def _is_a_date(match: re.Match[str]) -> bool:
    """Numbers alone are a date only if they can be one; with a named month they always are."""
    written = match["date"]
    parts = [int(part) for part in re.findall(r"\d{1,4}", written)]
    if len(parts) == 2:
        return 1 <= parts[0] <= 31
    if parts[0] > 999:
        parts.reverse()
    first, second, year = parts
    return 1 <= min(first, second) <= 12 and max(first, second) <= 31 and _is_a_year(year)


def _is_a_year(year: int) -> bool:
    return year < 100 or 1900 <= year <= 2100


def _can_only_be_birth(match: re.Match[str]) -> bool:
    """Long ago, or with an age beside it that fits: 12/03/1980 (46 y)."""
    if not _is_a_date(match):
        return False
    year = max(int(part) for part in re.findall(r"\d{1,4}", match["date"]))
    if 1900 <= year <= LONG_AGO:
        return True
    beside = AGE_BESIDE.match(match.string[match.end() : match.end() + 24])
    return beside is not None and year + int(beside["age"]) in LIVES_NOW


BIRTH = IdentifierKind.BIRTH

DAYS: tuple[Rule, ...] = (
    rule(
        BIRTH,
        rf"(?i)\b{BIRTH_WORDS}\b{BETWEEN}(?<!\d)(?P<date>{FULL}|{SHORT})(?!\d)",
        _is_a_date,
    ),
    rule(BIRTH, rf"(?i)(?<![\w.])(?P<date>{FULL})(?!\d)", _can_only_be_birth),
)
