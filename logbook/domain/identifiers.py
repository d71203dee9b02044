"""The first guard against words that tell who a patient is.

It looks for what is written in a fixed form: addresses, numbers, dates, titles with a name, great
ages. It cannot know a bare name. Each pattern is linear: no repetition stands inside another one
over the same letters.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum


class IdentifierKind(StrEnum):
    EMAIL = "email"
    BIRTH = "birth"
    """Words that announce a date of birth."""
    DATE = "date"
    """A full date, with its year."""
    RECORD = "record"
    """A record, insurance or citizen's number, or any long run of digits."""
    PHONE = "phone"
    NAME = "name"
    """A title with a name."""
    AGE = "age"
    """Ninety years or more: so few people that the age points to one."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found, from start to before end, as positions in the text that was given."""

    kind: IdentifierKind
    start: int
    end: int


MONTHS = (
    "jan(?:uary|uari)?|feb(?:ruary|ruari)?|mar(?:ch|et)?|apr(?:il)?|may|mei|jun[ei]?|jul[yi]?"
    "|aug(?:ust)?|agu(?:stus)?|agt|sept?(?:ember)?|o[ck]t(?:ober)?|nov(?:ember)?|de[cs](?:ember)?"
)

PATTERNS: tuple[tuple[IdentifierKind, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(pattern))
    for kind, pattern in (
        (
            IdentifierKind.EMAIL,
            r"[\w.+%-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}",
        ),
        (
            IdentifierKind.BIRTH,
            r"(?i)\b(?:dob|d\.o\.b|date of birth|birth ?dates?|birthday|born (?:on|in)"
            r"|tanggal lahir|tgl\.? ?lahir|lahir (?:pada|tanggal|tgl)|ttl)\b",
        ),
        (IdentifierKind.DATE, r"(?<![\d.])\d{1,2}([/.-])\d{1,2}\1\d{4}(?!\d)"),
        (IdentifierKind.DATE, r"(?<![\d.])\d{4}([/.-])\d{1,2}\1\d{1,2}(?!\d)"),
        (IdentifierKind.DATE, r"(?<![\d.])\d{1,2}/\d{1,2}/\d{2}(?!\d)"),
        (
            IdentifierKind.DATE,
            rf"(?i)\b\d{{1,2}}(?:st|nd|rd|th)?[ -](?:of )?(?:{MONTHS})\b[.,]?[ -]{{1,2}}\d{{4}}\b",
        ),
        (
            IdentifierKind.DATE,
            rf"(?i)\b(?:{MONTHS})\b\.? \d{{1,2}}(?:st|nd|rd|th)?,? {{1,2}}\d{{4}}\b",
        ),
        (IdentifierKind.RECORD, r"(?<!\d)(?P<nhs>\d{3}[ -]?\d{3}[ -]?\d{4})(?!\d)"),
        (IdentifierKind.RECORD, r"(?<![\d-])\d{3}-\d{2}-\d{4}(?![\d-])"),
        (IdentifierKind.RECORD, r"(?<![\d-])\d{2}-\d{2}-\d{2}(?:-\d{2})?(?![\d-])"),
        (
            IdentifierKind.RECORD,
            r"(?i)\b(?:mrn?|rm|nik|nhs|ssn|bpjs|no\.? ?rm|rekam medis"
            r"|(?:medical )?record (?:no|number)|(?:hospital|patient|case|chart) (?:no|number|id)"
            r"|medical record|nomor pasien)\b"
            r"[^\w\n]{0,4}(?:(?:no|number|nomor)\b[^\w\n]{0,4})?[a-z]{0,4}[ -]?\d(?:[ .-]?\d){2,}",
        ),
        (IdentifierKind.PHONE, r"(?<![\w.])\+\d{1,3}[ .-]?(?:\(?\d{2,4}\)?[ .-]?){2,4}\d{2,4}"),
        (IdentifierKind.PHONE, r"(?<![\w.])\(\d{2,4}\)[ .-]?\d{3,4}[ .-]?\d{3,5}(?!\d)"),
        (IdentifierKind.PHONE, r"(?<![\w.])(?<!\d[ -])0\d{1,3}[ .-]\d{3,4}[ .-]?\d{3,5}(?!\d)"),
        (IdentifierKind.PHONE, r"(?<![\w.-])\d{3}[ .-]\d{3}[ .-]\d{4}(?!\d)"),
        (
            IdentifierKind.PHONE,
            r"(?i)\b(?:tel|telp|telephone|telepon|phone|mobile|hp|whatsapp)\b[^\w\n]{0,4}"
            r"\d(?:[ .-]?\d){5,}",
        ),
        (IdentifierKind.RECORD, r"(?<!\d)\d{4}[ .-]\d{4}[ .-]\d{4}(?:[ .-]\d{1,4})?(?!\d)"),
        (IdentifierKind.RECORD, r"(?<![\d.])\d{6,}"),
        (
            IdentifierKind.NAME,
            r"\b(?:Mr|Mrs|Ms|Miss|Mister|Bapak|Bpk|Ibu)\b\.? {1,3}(?P<name>[^\W\d_][\w'-]*)",
        ),
        (
            # Tn is troponin too, as in Tn I: here the name has two letters or more.
            IdentifierKind.NAME,
            r"\b(?:Tn|Ny|Nn|Sdr|Sdri|Pak|Bu)\b\.? {1,3}(?P<name>[^\W\d_]{2}[\w'-]*)",
        ),
        (
            IdentifierKind.NAME,
            r"(?i)\b(?:patient(?:'s)? name|name of (?:the )?patient|nama pasien)\b",
        ),
        (
            IdentifierKind.AGE,
            r"(?i)(?<![\w.,-])(?P<age>\d{2,3})[ -]?(?:years?|yrs?|y ?/ ?o|yo|y|tahun|thn)\b",
        ),
        (
            IdentifierKind.AGE,
            r"(?i)\b(?:aged?|usia|umur|berusia|berumur)(?: of)?[ :]{1,2}(?P<age>\d{2,3})\b",
        ),
    )
)
"""In the order in which they are believed where two find the same letters."""


def find_identifiers(text: str) -> list[Finding]:
    """What in this text may tell who a patient is, in order of place, without overlaps."""
    if not text:
        return []
    plain, places = plainly(text)
    taken = bytearray(len(plain))
    findings = []
    for kind, start, end in candidates(plain):
        if any(taken[start:end]):
            continue
        taken[start:end] = b"\1" * (end - start)
        findings.append(Finding(kind, places[start], places[end - 1] + 1))
    return sorted(findings, key=lambda finding: finding.start)


def plainly(text: str) -> tuple[str, Sequence[int]]:
    """The text in one form of writing (NFKC) without invisible letters, and for each letter the
    place in the original: full-width digits and zero-width spaces hide nothing."""
    if text.isascii():
        return text, range(len(text))
    letters: list[str] = []
    places: list[int] = []
    for place, letter in enumerate(text):
        if unicodedata.category(letter) == "Cf":
            continue
        for part in unicodedata.normalize("NFKC", letter):
            letters.append(SIMPLER.get(unicodedata.category(part), part))
            places.append(place)
    return "".join(letters), places


SIMPLER = {"Pd": "-", "Zs": " ", "Pf": "'"}
"""By category of letter: every dash is a hyphen, every blank a space, a raised comma an
apostrophe."""


def candidates(plain: str) -> Iterator[tuple[IdentifierKind, int, int]]:
    for kind, pattern in PATTERNS:
        for match in pattern.finditer(plain):
            stands = CHECKS.get(kind)
            if stands is None or stands(match):
                yield kind, match.start(), match.end()


def is_a_date(match: re.Match[str]) -> bool:
    """Numbers alone are a date only if they can be one; with a named month they always are."""
    parts = re.findall(r"\d+", match[0])
    if len(parts) == 2:
        return True
    if len(parts[0]) == 4:
        parts.reverse()
    first, second, year = (int(part) for part in parts)
    return 1 <= min(first, second) <= 12 and max(first, second) <= 31 and is_a_year(year)


def is_a_year(year: int) -> bool:
    return year < 100 or 1900 <= year <= 2100


def is_a_name(match: re.Match[str]) -> bool:
    """A word with a capital after the title; words that announce a name need none."""
    name = match.groupdict().get("name")
    return name is None or name[0].isupper()


def is_a_great_age(match: re.Match[str]) -> bool:
    return 90 <= int(match["age"]) <= 125


def has_its_check_digit(match: re.Match[str]) -> bool:
    """An NHS number ends in a check digit (modulo 11, weights ten to two); others need none."""
    number = match.groupdict().get("nhs")
    if number is None:
        return True
    digits = [int(digit) for digit in number if digit.isdigit()]
    total = sum(digit * weight for digit, weight in zip(digits, range(10, 1, -1), strict=False))
    return (11 - total % 11) % 11 == digits[-1]


CHECKS: dict[IdentifierKind, Callable[[re.Match[str]], bool]] = {
    IdentifierKind.DATE: is_a_date,
    IdentifierKind.NAME: is_a_name,
    IdentifierKind.AGE: is_a_great_age,
    IdentifierKind.RECORD: has_its_check_digit,
}
