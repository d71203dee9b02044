"""What may tell who a patient is, and what is only clinical."""

import string

import pytest
from hypothesis import given, settings
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
    "on 12/03/2026",
    "MRI of 3 Mei 2026",
    "Date of birth checked at time out",
    "nama pasien dikonfirmasi",
    "Mr. S and Ny. K",
    "a Dr. Racz catheter",
    "dr. Wijono, Sp.An-KMN",
    "An MRI, an Abbott lead",
    "Ibu hamil",
    "platelets 150000",
    "PMID 24988555",
    "lot A123456",
    "S/N 12345678",
    "NDC 0409-1159-01",
    "doi 10.1136/rapm-2019-100932",
    "https://doi.org/10.1136/rapm-2019-100932",
    "10.5 mg/mL at L4 5 MG",
    "L5 2ND of 3",
    "reimplanted 12-03-24",
    "46-year-old, operated 12/03/2024, 46 y",
    "RT dan kemoterapi",
    "Jalan napas bebas",
    "patient BPJS, pasien CRPS",
]

TELLING = [
    ("write to jane.doe@example.org", "jane.doe@example.org", IdentifierKind.EMAIL),
    ("call (555) 123-4567 first", "(555) 123-4567", IdentifierKind.PHONE),
    ("call 555-123-4567", "555-123-4567", IdentifierKind.PHONE),
    ("WA 0812-3456-7890", "0812-3456-7890", IdentifierKind.PHONE),
    ("+62 812 3456 7890", "+62 812 3456 7890", IdentifierKind.PHONE),
    ("tel 555-1234", "tel 555-1234", IdentifierKind.PHONE),
    ("MRN 12345", "MRN 12345", IdentifierKind.RECORD),
    ("No. RM 12-34-56", "No. RM 12-34-56", IdentifierKind.RECORD),
    ("medical record number: A 4711", "medical record number: A 4711", IdentifierKind.RECORD),
    ("NIK 3174094112800001", "3174094112800001", IdentifierKind.NATIONAL),
    ("3174 0912 3456 7890", "3174 0912 3456 7890", IdentifierKind.RECORD),
    ("123-45-6789", "123-45-6789", IdentifierKind.NATIONAL),
    ("943 476 5919", "943 476 5919", IdentifierKind.NATIONAL),
    ("tag 12-34-56-78", "12-34-56-78", IdentifierKind.RECORD),
    ("case 004711x", "004711", IdentifierKind.RECORD),
    ("DOB 12/03/1961", "DOB 12/03/1961", IdentifierKind.BIRTH),
    ("born on 3 May 2003", "born on 3 May 2003", IdentifierKind.BIRTH),
    ("tanggal lahir 3-12-71", "tanggal lahir 3-12-71", IdentifierKind.BIRTH),
    ("TTL Bandung, 3 Mei 1980", "TTL Bandung, 3 Mei 1980", IdentifierKind.BIRTH),
    ("seen 1961-11-23", "1961-11-23", IdentifierKind.BIRTH),
    ("12/03/2001 (25 y)", "12/03/2001", IdentifierKind.BIRTH),
    ("saw Mr. Smith today", "Mr. Smith", IdentifierKind.NAME),
    ("saw Mrs O\u2019Neill", "Mrs O\u2019Neill", IdentifierKind.NAME),
    ("Tn. Budi", "Tn. Budi", IdentifierKind.NAME),
    ("Ibu Siti", "Ibu Siti", IdentifierKind.NAME),
    ("nama pasien: Siti", "nama pasien: Siti", IdentifierKind.NAME),
    ("pasien Budi Santoso", "pasien Budi Santoso", IdentifierKind.NAME),
    ("patient Dr. Brown", "patient Dr. Brown", IdentifierKind.NAME),
    ("An. Dimas", "An. Dimas", IdentifierKind.NAME),
    ("Mrs smith", "Mrs smith", IdentifierKind.NAME),
    ("Mr. Juan de la Cruz Jr", "Mr. Juan de la Cruz Jr", IdentifierKind.NAME),
    (
        "lives at 12 Elm Street, Leeds LS1 4AP",
        "12 Elm Street, Leeds LS1 4AP",
        IdentifierKind.ADDRESS,
    ),
    ("Jl. Merdeka No. 12, Bandung", "Jl. Merdeka No. 12, Bandung", IdentifierKind.ADDRESS),
    ("Springfield, IL 62704", "Springfield, IL 62704", IdentifierKind.ADDRESS),
    ("see www.jane-story.example.org/me", "www.jane-story.example.org/me", IdentifierKind.WEB),
    ("Medicare 1EG4-TE5-MK73", "1EG4-TE5-MK73", IdentifierKind.INSURANCE),
    ("kartu 0001234567890", "0001234567890", IdentifierKind.INSURANCE),
    ("policy number AB 12345", "policy number AB 12345", IdentifierKind.INSURANCE),
    ("NI QQ123456C or AB 12 34 56 C", "AB 12 34 56 C", IdentifierKind.NATIONAL),
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
    [finding] = find_identifiers("12\u201303\u20131961")
    assert finding.kind is IdentifierKind.BIRTH
    [finding] = find_identifiers("\u0661\u0662\u0663\u0664\u0665\u0666")  # Arabic digits
    assert finding.kind is IdentifierKind.RECORD


def test_only_a_whole_word_explains_a_long_number():
    assert find_identifiers("lot 12345678") == []
    assert find_identifiers("the pilot 12345678") != []


def test_several_are_found_in_order_and_none_twice():
    kinds = [finding.kind for finding in find_identifiers("Mr Smith, DOB 3/4/1930, 95 years")]
    assert kinds == [
        IdentifierKind.NAME,
        IdentifierKind.BIRTH,
        IdentifierKind.AGE,
    ]


@settings(deadline=None)
@given(st.text())
def test_any_text_can_be_searched_and_findings_lie_apart_within_it(text):
    end = 0
    for finding in find_identifiers(text):
        assert end <= finding.start < finding.end <= len(text)
        end = finding.end


@settings(deadline=None)
@given(st.lists(st.sampled_from(CLINICAL), max_size=6))
def test_clinical_words_stay_clinical_together(parts):
    assert find_identifiers("; ".join(parts)) == []


@settings(deadline=None)
@given(
    st.text(alphabet=string.ascii_letters + " .,;-", max_size=60),
    st.sampled_from(["jane@example.org", "3174094112800001", "1961-11-23"]),
    st.text(alphabet=string.ascii_letters + " .,;", max_size=60),
)
def test_what_tells_is_found_among_any_words(before, telling, after):
    assert find_identifiers(f"{before} {telling} {after}")
