"""Names of code systems, words for sides, and what a code is likely to be in our catalogue.

A suggestion is only that: a person of the program confirms it. Codes for a further level in the
same session come with the first and are no procedure of their own.
"""

from collections.abc import Collection, Mapping, Sequence

from logbook.domain.catalogue import Procedure
from logbook.domain.hospital import Named, Side
from logbook.domain.type_ahead import words_of

SYSTEMS = {
    "cpt": "cpt c4 cpt4 cpt-4 http://www.ama-assn.org/go/cpt urn:oid:2.16.840.1.113883.6.12",
    "snomed": "snomed sct snomedct snomed-ct http://snomed.info/sct urn:oid:2.16.840.1.113883.6.96",
    "icd10pcs": "icd10pcs icd-10-pcs i10p icd10-pcs http://www.cms.gov/medicare/coding/icd10"
    " http://hl7.org/fhir/sid/icd-10-pcs urn:oid:2.16.840.1.113883.6.4",
    "hcpcs": "hcpcs hcpt http://www.cms.gov/medicare/coding/hcpcsreleasecodesets"
    " urn:oid:2.16.840.1.113883.6.285",
    "npi": "npi http://hl7.org/fhir/sid/us-npi urn:oid:2.16.840.1.113883.4.6",
}
"""Our name of a list, and the names by which FHIR and HL7 know it."""

_KNOWN = {name: ours for ours, names in SYSTEMS.items() for name in names.split()}
PREFERRED = ("cpt", "snomed", "icd10pcs", "hcpcs")

SIDES = {
    Side.LEFT: "left l lt 7771000 kiri sinistra",
    Side.RIGHT: "right r rt 24028007 kanan dextra",
    Side.BILATERAL: "bilateral both b bil bl 50 51440002 b/l kedua bilateral",
}
_SIDE_OF = {word: side for side, words in SIDES.items() for word in words.split()}

FURTHER_LEVELS = frozenset(
    {"64480", "64484", "64491", "64492", "64494", "64495", "64634", "64636", "20561"}
)
"""CPT codes that are only ever sent beside another one."""

ENOUGH_ALIKE = 0.5
"""Of the words of two names, how many must be the same for one to be suggested."""


def system_named(name: str) -> str:
    """Our short name of a code system, or the hospital's own."""
    plain = name.strip().casefold().replace("https://", "http://")
    return _KNOWN.get(plain, plain or "local")


def preferred(codes: Sequence[Named]) -> Named | None:
    """Of several codes for one procedure, that of the list we know best."""
    ranks = {system: place for place, system in enumerate(PREFERRED)}
    return min(codes, key=lambda one: ranks.get(one.system, len(ranks)), default=None)


def side_in(*texts: str) -> Side | None:
    """The side that codes or words name; both when they name left and right."""
    found = {
        _SIDE_OF[word] for text in texts for word in text.casefold().split() if word in _SIDE_OF
    }
    if found == {Side.LEFT, Side.RIGHT}:
        return Side.BILATERAL
    return found.pop() if len(found) == 1 else None


def is_further_level(named: Named) -> bool:
    return named.system == "cpt" and named.code in FURTHER_LEVELS


def likely(named: Named, catalogue: Collection[Procedure], by_cpt: Mapping[str, str]) -> str | None:
    """Which procedure of the catalogue a code probably is; None when nothing speaks for one.
    `by_cpt`: ids of procedures by CPT code, as a curriculum names them."""
    if named.system == "cpt" and by_cpt.get(named.code) in {one.id for one in catalogue}:
        return by_cpt[named.code]
    said = set(words_of(named.text)) - set(_SIDE_OF)
    if not said:
        return None
    best = max(catalogue, key=lambda one: alike(said, one), default=None)
    return best.id if best is not None and alike(said, best) >= ENOUGH_ALIKE else None


def alike(said: set[str], procedure: Procedure) -> float:
    """Between 0 and 1 (Dice's coefficient of the words), the best of the procedure's names."""
    names = (*procedure.name.words.values(), *procedure.short.words.values(), *procedure.also)
    return max(
        (
            2 * len(said & words) / (len(said) + len(words))
            for words in (set(words_of(name)) for name in names)
            if words
        ),
        default=0.0,
    )
