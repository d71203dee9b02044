"""Names of code systems, words for sides, and what a code is likely to be in our catalogue.

A suggestion is only that: a person of the program confirms it. The pairs of CPT codes are from
the descriptors of the American Medical Association's code set as payers publish them (62320 to
62323: interlaminar epidurals; 64479 to 64484: transforaminal; 64490 to 64495: facet joints; 64633
to 64636: destruction of facet nerves). Codes for a further level in the same session come with
the first and are no procedure of their own.
"""

from collections.abc import Collection, Sequence

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

LIKELY_CPT = {
    "62323": "esi_lumbar_interlaminar",
    "62322": "esi_lumbar_interlaminar",
    "62321": "esi_cervical_interlaminar",
    "62320": "esi_cervical_interlaminar",
    "64483": "esi_lumbosacral_transforaminal",
    "64479": "esi_cervical_transforaminal",
    "62273": "epidural_blood_patch",
    "64493": "mbb_lumbar",
    "64490": "mbb_cervical",
    "64451": "lateral_branch_block",
    "64635": "rfa_thoracolumbar_mb",
    "64633": "rfa_cervical_mb",
    "64625": "rfa_sacral_lateral_branch",
    "64624": "rfa_genicular",
    "64454": "genicular_nerve_block",
    "64628": "rfa_vertebral_body",
    "64680": "neurolysis_sympathetic",
    "27096": "sij_injection",
    "64510": "stellate_ganglion_block",
    "64520": "lumbar_sympathetic_block",
    "64530": "celiac_splanchnic_block",
    "64517": "superior_hypogastric_block",
    "64405": "occipital_nerve_block",
    "64505": "sphenopalatine_block",
    "64418": "suprascapular_nerve_block",
    "64420": "intercostal_nerve_block",
    "64425": "groin_pelvic_nerve_block",
    "20610": "joint_injection",
    "20611": "joint_injection",
    "20552": "trigger_point_injection",
    "20553": "trigger_point_injection",
    "63650": "scs_trial",
    "63685": "scs_implant",
    "62350": "intrathecal_pump_implant",
    "62362": "intrathecal_pump_implant",
    "62370": "intrathecal_pump_refill",
    "62290": "discography",
    "22514": "vertebral_augmentation",
}

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


def likely(named: Named, catalogue: Collection[Procedure]) -> str | None:
    """Which procedure of the catalogue a code probably is; None when nothing speaks for one."""
    if named.system == "cpt" and LIKELY_CPT.get(named.code) in {one.id for one in catalogue}:
        return LIKELY_CPT[named.code]
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
