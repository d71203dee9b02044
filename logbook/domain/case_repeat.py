"""How the next case of a kind begins: as the last one was done, never with what was found in it.

A copied dose or pain score would be a measurement that nobody made, and a copied 'consent
confirmed' a statement that nobody gave.
"""

from collections.abc import Mapping

from logbook.domain.catalogue import FieldSpec, Procedure

FOUND_GROUPS = frozenset(
    {"radiation", "stimulation_test", "disc", "attempt", "safety", "opioid_monitoring"}
)
"""Groups of fields that tell what was measured, seen or confirmed in one patient."""

FOUND_FIELDS = frozenset({"image_saved", "contrast_pattern", "no_contrast_reason", "attempts"})
"""The same, of fields whose group otherwise tells how the procedure was done."""


def repeated(procedure: Procedure, details: Mapping[str, object]) -> dict[str, object]:
    """What of a case's own fields the next one of its kind begins with, in the form's order."""
    return {
        spec.name: details[spec.name]
        for spec in procedure.fields
        if spec.name in details and not is_found(spec)
    }


def is_found(spec: FieldSpec) -> bool:
    return spec.group in FOUND_GROUPS or spec.name in FOUND_FIELDS
