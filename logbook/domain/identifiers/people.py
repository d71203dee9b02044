"""Names after a title, and ages that few people reach.

`Dr` is no title here: whom a fellow calls so is a supervisor, an author or a technique. Only where
the words before say that the doctor is the patient is the name looked at. A single letter, as in
Mr. S, is what a fellow is to write, and is left alone.
"""

import re

from logbook.domain.identifiers.kinds import IdentifierKind, Rule, rule

WORD = r"[^\W\d_][\w'-]{1,30}"
CAPITAL = r"(?:[A-ZÀ-ÖØ-ÞĀĂĄĆČĎĐĒĘĚĞĪİŁŃŇŌŐŘŚŞŠŤŪŮŰŹŻŽ][\w'-]{1,30})"
PARTICLE = r"(?:van|von|de|der|den|del|da|di|la|le|bin|binti|al|el|ibn|st\.?)"
NO_MORE = r"(?!(?:DOB|MRN?|NHS|SSN|MBI|TTL|NIK|KTP|RM|BPJS|JKN|MRI|CT|HP|WA)\b)"
NAMES = (
    rf"(?:{PARTICLE} ){{0,2}}(?P<name>{CAPITAL})"
    rf"(?: (?:(?:{PARTICLE} ){{0,2}}{NO_MORE}{CAPITAL}|[A-Z]\.)){{0,3}}"
)
"""A capitalised word and up to three more, with what stands between the parts of a name."""

NOT_NAMES = (
    # After an English title.
    "and or who what was is had has have with the a an in on to for of at but did does will would "
    "said says she he they we it not patient patients patent "
    # Magnetic resonance in words after Mr.
    "imaging guided guidance scan scans spine brain neurography arthrogram angiography angiogram "
    # After Ibu, Bapak, Bu and Pak as common words.
    "pasien hamil menyusui dan atau rumah perawat dokter kandung mertua bapak ibu anak yang di ke "
    "dari untuk dengan tidak sudah akan serta juga kos guru bidan suami istri keluarga jari kita "
    # After patient and pasien.
    "health controlled reported specific global activation education safety information "
    "counselling counseling identification consent positioning position positioned satisfaction "
    "selection denies reports tolerated prone supine rawat post pasca nyeri dalam kontrol umum "
    "baru lama usia umur laki perempuan wanita pria kanker stroke datang lain"
)
NO_NAMES = frozenset(NOT_NAMES.split())
"""What is no name although it stands where one would."""


def _is_a_name(match: re.Match[str]) -> bool:
    """Not a common word, and more than initials."""
    name = match["name"]
    if name.lower().rstrip("'-") in NO_NAMES:
        return False
    return len(name) > 2 or not name.isupper()


def _is_a_patient_named(match: re.Match[str]) -> bool:
    """After "patient" only a word that is written like a name: BPJS and CRPS are none."""
    return _is_a_name(match) and len(match["name"]) > 2 and match["name"][1:].islower()


def _is_a_great_age(match: re.Match[str]) -> bool:
    return 90 <= int(match["age"]) <= 125


NAME, AGE = IdentifierKind.NAME, IdentifierKind.AGE

PEOPLE: tuple[Rule, ...] = (
    rule(
        NAME,
        rf"(?<![\w.])(?:Mr|Ms|Mx)\.? ?(?:&|and) ?(?:Mrs|Ms|Mr)\b\.? {{1,3}}{NAMES}",
        _is_a_name,
    ),
    # MS Contin and MR imaging are written in capitals: of these only MRS is a title. A number
    # before ms makes it milliseconds.
    rule(
        NAME,
        rf"(?<![\w.])(?<!\d )(?:[Mm]rs|MRS|[Mm]r|[Mm]s|[Mm]x|[Mm]iss|MISS|[Mm]ister|[Mm]adam)\b"
        rf"\.? {{1,3}}{NAMES}",
        _is_a_name,
    ),
    rule(NAME, rf"(?<![\w.])(?:MR|MS)\. {{1,3}}{NAMES}", _is_a_name),
    rule(NAME, rf"(?<![\w.])(?:M[Rr][Ss]?\.|M[Rr][Ss]|mrs) {{1,3}}(?P<name>{WORD}\w)", _is_a_name),
    # Tn is troponin too, as in Tn I: a name has two letters or more.
    rule(
        NAME,
        r"(?<![\w.])(?:Tn|Ny|Nn|Sdr|Sdri|Bpk|Bp|TN|NY|NN|SDR|tn|ny|nn|sdr|sdri|bpk)\b"
        rf"\.? {{0,3}}{NAMES}",
        _is_a_name,
    ),
    rule(NAME, rf"(?<![\w.])(?i:tn|ny|nn|sdr|sdri)\. {{0,3}}(?P<name>{WORD}\w)", _is_a_name),
    rule(
        NAME,
        rf"(?<![\w.])(?:[Bb]apak|[Ii]bu|[Pp]ak|[Bb]u|[Tt]uan|[Nn]yonya|[Nn]ona|[Ss]audar[ai]) "
        rf"{{1,3}}{NAMES}",
        _is_a_name,
    ),
    # Without its point, An is the English article; after a point, a doctor's degree (Sp.An.).
    rule(NAME, rf"(?<![\w.])(?:An|AN|By)\. {{0,3}}{NAMES}", _is_a_name),
    rule(NAME, rf"(?<![\w.])(?:[Aa]\.n\.?|[Aa]/n\.?|[Aa]tas nama):? {{0,3}}{NAMES}", _is_a_name),
    rule(
        NAME,
        rf"(?i:\b(?:patient(?:'s)? name|name of (?:the )?patient|nama (?:lengkap )?pasien"
        rf"|pt name|nama) ?(?:is|adalah|[:=-])) {{0,3}}(?-i:{NAMES})",
        _is_a_name,
    ),
    rule(NAME, rf"\b(?:named|called|bernama|nama) {{1,2}}{NAMES}", _is_a_patient_named),
    rule(NAME, rf"\b(?:patient|pasien|pt),? (?:[Dd]r\.? )?{NAMES}", _is_a_patient_named),
    rule(
        AGE,
        r"(?i)(?<![\w.,/-])(?P<age>\d{2,3})[ -]?(?:years?|yrs?|y ?/ ?o|yo|y|tahun|thn|th)\b",
        _is_a_great_age,
    ),
    rule(
        AGE,
        r"(?i)\b(?:aged?|usia|umur|berusia|berumur)(?: of)?[ :]{1,2}(?P<age>\d{2,3})\b",
        _is_a_great_age,
    ),
)  # fmt: skip
