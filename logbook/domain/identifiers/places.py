"""Where somebody lives, writes and is written about."""

import re

from logbook.domain.identifiers.kinds import IdentifierKind, Rule, rule

ADDRESS = IdentifierKind.ADDRESS

WORD = r"(?:[A-Z][\w'-]{0,20}|\d{1,3}(?:st|nd|rd|th))"
STREET = (
    r"(?:Street|St\.?(?=[,.\s]|$)|Avenue|Ave|Road|Rd|Lane|Ln|Drive|Boulevard|Blvd|Parkway|Pkwy"
    r"|Terrace|Court|Crescent|Close|Gardens|Square|Highway|Hwy|Grove|Mews|Place|Way)"
)
TOWN = r"(?:St\. )?[A-Z][a-z'-]{1,20}(?: [A-Z][a-z'-]{1,20}){0,2}"
STATES = (
    "A[KLRZ]|C[AOT]|D[CE]|FL|GA|HI|I[ADLN]|K[SY]|LA|M[ADEINOST]|N[CDEHJMVY]|O[HKR]|PA|RI|S[CD]"
    "|T[NX]|UT|V[AT]|W[AIVY]|PR"
)
ZIP = rf"(?:{STATES}) \d{{5}}(?:-\d{{4}})?"
POSTCODE = r"[A-Z]{1,2}\d[A-Z\d]? \d[ABD-HJLNP-UW-Z]{2}"
"""Of the United Kingdom. The last two letters are never C, I, K, M, O or V: 5 MG is no postcode."""
JALAN = r"(?:[A-Z][\w'.-]{1,20}|No\.?|no\.?|RT|RW|\d{1,4}[A-Za-z]?(?:/\d{1,3})?)"

PUBLISHED = re.compile(
    r"(?i)^(?:https?://)?(?:www\.)?(?:(?:dx\.)?doi\.org|(?:[a-z]{1,10}\.){0,2}nih\.gov"
    r"|(?:www\.)?nice\.org\.uk|(?:www\.)?who\.int|(?:www\.)?cochranelibrary\.com"
    r"|(?:www\.)?acgme\.org|(?:www\.)?asra\.com|(?:[a-z]{1,10}\.){0,2}fda\.gov)(?:/|$)"
)
"""Where papers and guidance are: nobody's own page."""
ORDINALS = ("ST", "ND", "RD", "TH", "HZ", "HR", "GY")


def _is_nobodys(match: re.Match[str]) -> bool:
    return not PUBLISHED.match(match[0])


def _is_a_postcode(match: re.Match[str]) -> bool:
    """L5 2ND is a level and a count."""
    return not match[0].endswith(ORDINALS)


PLACES: tuple[Rule, ...] = (
    rule(
        IdentifierKind.EMAIL,
        r"(?<![\w.+%-])[\w.+%-]{1,64} ?@ ?[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}",
    ),
    rule(
        IdentifierKind.WEB,
        r"(?i)(?<![\w@])(?:https?://|www\.)[^\s<>\"')\]]{3,300}",
        _is_nobodys,
    ),
    rule(
        ADDRESS,
        rf"(?<![\w./-])\d{{1,5}}[A-Za-z]?,? (?:{WORD}\.? ){{1,4}}{STREET}\b"
        rf"(?:,? (?:Apt|Unit|Flat|Suite|#)\.? ?\w{{1,6}})?"
        rf"(?:,? {TOWN}(?:,? (?:{ZIP}|{POSTCODE}))?)?",
    ),
    rule(ADDRESS, rf"\b{TOWN},? {ZIP}\b"),
    rule(ADDRESS, rf"(?:\b[A-Z][a-z'-]{{2,20}},? |, ){POSTCODE}\b", _is_a_postcode),
    rule(ADDRESS, r"(?i)(?<!\w)p\.? ?o\.? box \d{1,6}\b"),
    rule(ADDRESS, rf"(?<!\w)(?:Jl|Jln|JL|JLN|jl|jln|Gg|Gang|Kompleks?|Perum(?:ahan)?)\b\.? {{0,2}}"
                  rf"[A-Z][\w'.-]{{1,20}}(?:[ ,]{{1,2}}{JALAN}){{0,8}}"),
    rule(ADDRESS, rf"(?<!\w)[Jj]alan [A-Z][\w'.-]{{1,20}}(?: [A-Z][\w'.-]{{1,20}}){{0,3}}"
                  rf",? (?:[Nn]o\.? ?)?\d{{1,4}}\b(?:[ ,]{{1,2}}{JALAN}){{0,8}}"),
    rule(ADDRESS, r"(?i)(?<!\w)rt\.? ?\d{1,3} ?/ ?(?:rw\.? ?)?\d{1,3}\b"),
    rule(ADDRESS, r"(?<!\w)(?:Kel|Kec|Kelurahan|Kecamatan|Dusun|Desa)\b\.? [A-Z][\w'-]{2,20}"),
)  # fmt: skip
