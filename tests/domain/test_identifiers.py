"""What may tell who a patient is, and what is only clinical."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from logbook.domain.identifiers import IdentifierKind, find_identifiers

CLINICAL = [
    "L4-L5",
    "80 C for 90 s",
    "22 G 3.5 inch",
    "2% lidocaine 2 mL",
    "C7-T1",
    "18 gauge",
    "120 s",
    "MR imaging of L4",
    "MRI",
    "Tn I raised",
    "TN type 1",
    "MS Contin 30 mg",
    "450 ms of PRF at 42 V",
    "Mr. what",
    "100-200 mcg",
    "iohexol 240, 2 mL",
    "pain 8/10 to 2/10",
    "0.25% bupivacaine 5 mL",
    "80-85 C, 90-119 s",
    "L3/4/5",
    "aged 64",
    "65 years",
    "20 years of pain",
    "usia 70 tahun",
    "99/99/2020",
    "31-12-3020",
    "heart rate 90",
    "T10-T11",
    "S1, S2 and S3",
    "12.5 mGy",
    "dural puncture at 14:30",
    "may 10 mL",
]

TELLING = [
    ("write to jane.doe@example.org", "jane.doe@example.org", IdentifierKind.EMAIL),
    ("call (555) 123-4567 first", "(555) 123-4567", IdentifierKind.PHONE),
    ("call 555-123-4567", "555-123-4567", IdentifierKind.PHONE),
    ("WA 0812-3456-7890", "0812-3456-7890", IdentifierKind.PHONE),
    ("+62 812 3456 7890", "+62 812 3456 7890", IdentifierKind.PHONE),
    ("tel 555-1234", "tel 555-1234", IdentifierKind.PHONE),
    ("MRN 12345", "MRN 12345", IdentifierKind.RECORD),
    ("No. RM 12-34-56", "12-34-56", IdentifierKind.RECORD),
    ("medical record number: A 4711", "medical record number: A 4711", IdentifierKind.RECORD),
    ("NIK 3174091234567890", "NIK 3174091234567890", IdentifierKind.RECORD),
    ("3174 0912 3456 7890", "3174 0912 3456 7890", IdentifierKind.RECORD),
    ("123-45-6789", "123-45-6789", IdentifierKind.RECORD),
    ("943 476 5919", "943 476 5919", IdentifierKind.RECORD),
    ("case 004711x", "004711", IdentifierKind.RECORD),
    ("on 12/03/2026", "12/03/2026", IdentifierKind.DATE),
    ("on 3/12/26", "3/12/26", IdentifierKind.DATE),
    ("on 2026-11-23", "2026-11-23", IdentifierKind.DATE),
    ("on 3 Mei 2026", "3 Mei 2026", IdentifierKind.DATE),
    ("on March 5th, 2026", "March 5th, 2026", IdentifierKind.DATE),
    ("DOB known", "DOB", IdentifierKind.BIRTH),
    ("tanggal lahir", "tanggal lahir", IdentifierKind.BIRTH),
    ("saw Mr. Smith today", "Mr. Smith", IdentifierKind.NAME),
    ("saw Mrs O\u2019Neill", "Mrs O\u2019Neill", IdentifierKind.NAME),
    ("Tn. Budi", "Tn. Budi", IdentifierKind.NAME),
    ("Ibu Siti", "Ibu Siti", IdentifierKind.NAME),
    ("nama pasien", "nama pasien", IdentifierKind.NAME),
    ("a 95-year-old", "95-year", IdentifierKind.AGE),
    ("aged 101", "aged 101", IdentifierKind.AGE),
    ("usia 92 tahun", "92 tahun", IdentifierKind.AGE),
]


@pytest.mark.parametrize("text", CLINICAL)
def test_clinical_words_are_left_alone(text):
    assert find_identifiers(text) == []


@pytest.mark.parametrize(("text", "telling", "kind"), TELLING)
def test_what_tells_is_found_in_its_place(text, telling, kind):
    assert (kind, telling) in [
        (finding.kind, text[finding.start : finding.end]) for finding in find_identifiers(text)
    ]


def test_a_wrong_check_digit_makes_it_no_record_number_but_still_a_telephone_number():
    assert [finding.kind for finding in find_identifiers("943 476 5918")] == [IdentifierKind.PHONE]


def test_invisible_letters_and_other_digits_hide_nothing():
    hidden = "see jo\u200bhn@example.org"
    [finding] = find_identifiers(hidden)
    assert hidden[finding.start : finding.end] == "jo\u200bhn@example.org"
    [finding] = find_identifiers("\uff14\uff17\uff11\uff11\uff10\uff18")
    assert finding.kind is IdentifierKind.RECORD
    [finding] = find_identifiers("12\u201303\u20132026")
    assert finding.kind is IdentifierKind.DATE


def test_several_are_found_in_order_and_none_twice():
    kinds = [finding.kind for finding in find_identifiers("Mr Smith, DOB 3/4/1930, 95 years")]
    assert kinds == [
        IdentifierKind.NAME,
        IdentifierKind.BIRTH,
        IdentifierKind.DATE,
        IdentifierKind.AGE,
    ]


@given(st.text())
def test_any_text_can_be_searched_and_findings_lie_apart_within_it(text):
    end = 0
    for finding in find_identifiers(text):
        assert end <= finding.start < finding.end <= len(text)
        end = finding.end


@given(st.lists(st.sampled_from(CLINICAL), max_size=6))
def test_clinical_words_stay_clinical_together(parts):
    assert find_identifiers("; ".join(parts)) == []


@given(
    st.text(alphabet=string.ascii_letters + " .,;-", max_size=60),
    st.sampled_from(["jane@example.org", "3174091234567890", "2026-11-23"]),
    st.text(alphabet=string.ascii_letters + " .,;", max_size=60),
)
def test_what_tells_is_found_among_any_words(before, telling, after):
    assert find_identifiers(f"{before} {telling} {after}")


def test_long_texts_of_near_misses_are_searched_at_once():
    for near in ("1-", "a.", "0 ", "Mr ", "12/", "(", "+1 "):
        find_identifiers(near * 2000)
