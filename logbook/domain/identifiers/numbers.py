"""Numbers that are given to one person: of hospitals, insurers, states and telephones."""

import re

from logbook.domain.identifiers.check_digits import can_be_nhs, can_be_nik, can_be_ssn, digits_of
from logbook.domain.identifiers.kinds import IdentifierKind, Rule, rule

RECORD, NATIONAL = IdentifierKind.RECORD, IdentifierKind.NATIONAL
INSURANCE, PHONE = IdentifierKind.INSURANCE, IdentifierKind.PHONE

LINK = (
    r"(?:[^\w\n]{0,4}(?:no|nos|number|nomor|num|id|is|was|pasien|patient|kartu|card|peserta|adalah)"
    r"\b\.?){0,3}[^\w\n]{0,4}"
)
"""Between the word that announces a number and the number: `no.`, `#`, `number is`."""
NUMBER = r"(?P<number>[a-z]{0,4}[ -]?\d(?:[ .-]?\d){3,18})"

OF_A_HOSPITAL = (
    r"(?:mrns?|mr|rm|no\.? ?rm|rekam medi[sk]|medical record|(?:hospital|hosp|patient|chart|unit"
    r"|case|account|acct|encounter|visit|admission)\.? ?(?:no|number|id|#)|(?:no|nomor)\.? "
    r"?(?:register|registrasi|pasien|reg)|folder (?:no|number)|record (?:no|number))"
)
OF_AN_INSURER = (
    r"(?:bpjs|jkn|kis|medicare|medicaid|mbi|(?:insurance|policy|member|subscriber|group)"
    r" ?(?:no|number|id|#)|polis|asuransi|(?:kartu|nomor) peserta)"
)
OF_A_STATE = (
    r"(?:ssn|social security|nhs|nik|ktp|national id|national insurance|nino|paspor|passport)"
)
OF_A_TELEPHONE = (
    r"(?:tel|telp|tlp|telephone|telepon|phone|mobile|cell|hp|no\.? ?hp|whatsapp|wa|fax|pager)"
)
MBI_LETTER = "[ac-hjkmnp-rt-y]"
MBI = (
    rf"[1-9]{MBI_LETTER}(?:{MBI_LETTER}|\d)\d-?{MBI_LETTER}(?:{MBI_LETTER}|\d)\d-?"
    rf"{MBI_LETTER}{{2}}\d{{2}}"
)
"""Medicare Beneficiary Identifier: eleven places, never S, L, O, I, B or Z (cms.gov)."""


def _is_long_enough(match: re.Match[str]) -> bool:
    """Four digits or more, and no date: "MR 12/03/2026" is a picture."""
    return len(digits_of(match["number"])) >= 4


def _is_nhs(match: re.Match[str]) -> bool:
    return can_be_nhs(match[0])


def _is_nik(match: re.Match[str]) -> bool:
    return can_be_nik(match[0])


def _is_ssn(match: re.Match[str]) -> bool:
    return can_be_ssn(match[0])


NUMBERS: tuple[Rule, ...] = (
    rule(NATIONAL, r"(?<![\d.-])\d{4}([ .-]?)\d{4}\1\d{4}\1\d{4}(?![\d-])", _is_nik),
    rule(NATIONAL, r"(?<![\d.-])\d{6}[ .-]\d{6}[ .-]\d{4}(?![\d-])", _is_nik),
    rule(NATIONAL, r"(?<![\w.-])\d{3}([ -]?)\d{3}\1\d{4}(?![\d-])", _is_nhs),
    rule(NATIONAL, r"(?<![\w.-])\d{3}-\d{2}-\d{4}(?![\d-])", _is_ssn),
    rule(
        NATIONAL,
        r"(?i)(?<![\w-])[a-ceghj-prtw-z][a-ceghj-nprtw-z] ?\d{2} ?\d{2} ?\d{2} ?[a-d](?![\w-])",
    ),
    rule(NATIONAL, rf"(?i)\b{OF_A_STATE}\b{LINK}{NUMBER}", _is_long_enough),
    rule(INSURANCE, rf"(?i)(?<![\w-]){MBI}(?![\w-])"),
    rule(INSURANCE, r"(?<![\w.-])000\d{10}(?!\d)"),
    rule(INSURANCE, rf"(?i)\b{OF_AN_INSURER}(?!\w){LINK}{NUMBER}", _is_long_enough),
    rule(RECORD, rf"(?i)\b{OF_A_HOSPITAL}(?!\w){LINK}{NUMBER}", _is_long_enough),
    rule(PHONE, r"(?<![\w.])\+\d{1,3}[ .-]?(?:\(?\d{2,5}\)?[ .-]?){2,4}\d{2,4}"),
    rule(PHONE, r"(?<![\w.])\(\d{2,4}\)[ .-]?\d{3,4}[ .-]?\d{3,5}(?!\d)"),
    rule(PHONE, r"(?<![\w.-])(?<!\d )08\d{2}([ .-]?)\d{3,4}\1\d{3,5}(?![\d-])"),
    rule(PHONE, r"(?<![\w.-])(?<!\d )0\d{2,4}[ .-]\d{3,4}[ .-]?\d{3,5}(?![\d-])"),
    rule(PHONE, r"(?<![\w.-])\d{3}[ .-]\d{3}[ .-]\d{4}(?![\d-])"),
    rule(PHONE, rf"(?i)\b{OF_A_TELEPHONE}\b{LINK}\+?\d(?:[ .-]?\d){{5,14}}"),
)  # fmt: skip

HARMLESS_BEFORE = re.compile(
    r"(?i)(?<![^\W\d_])(?:pmid|pmcid|nct|doi|lot|batch|ref|model|serial|seri|s/n|sn|no\.? seri"
    r"|platelets?|plt|trombosit|leukosit|wbc|isbn|cpt|icd|snomed|loinc|udi|catalog|cat|part|ndc|versi|version"
    r"|protocol|grant)\.?[^\w\n]{0,3}(?:(?:no|number|nomor|of|count|code|kode)\b\.?[^\w\n]{0,3})?[a-z]{0,3}$"
)
"""What may stand before a long number that belongs to a thing, a paper or a measurement."""
UNIT_AFTER = re.compile(
    r"(?i)^ ?(?:/|×|x10|ohms?|iu|units?|unit|u|mcg|mg|ml|hz|cells?|sel|per)\b|^ ?/"
)


def _says_nothing_of_itself(match: re.Match[str]) -> bool:
    """A long run of digits that no word, unit or roundness explains."""
    if match[0].endswith("000"):
        return False
    before = match.string[max(0, match.start() - 32) : match.start()]
    after = match.string[match.end() : match.end() + 8]
    return not HARMLESS_BEFORE.search(before) and not UNIT_AFTER.match(after)


def _is_no_day(match: re.Match[str]) -> bool:
    """12-34-56 is how many hospitals write a number; 12-03-26 is a day of these years."""
    parts = [int(part) for part in match[0].split("-")]
    if len(parts) == 4:
        return True
    first, second, year = parts
    is_day = 1 <= min(first, second) <= 12 and max(first, second) <= 31
    return not (is_day and 10 <= year <= 40)


BARE_NUMBERS: tuple[Rule, ...] = (
    rule(RECORD, r"(?<![\w-])\d{2}-\d{2}-\d{2}(?:-\d{2})?(?![\w-])", _is_no_day),
    rule(RECORD, r"(?<![\d.,/-])\d{4}[ .-]\d{4}[ .-]\d{4}(?:[ .-]\d{1,4})?(?!\d)"),
    rule(RECORD, r"(?<![\d.,/-])\d{6,40}(?![.,]\d)", _says_nothing_of_itself),
)
