"""An institution on the stage of the house tests: Riverside belongs to it; it has an officer."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from tests.cast import HILLSIDE, RIVERSIDE
from tests.makers.institutions import an_institution, an_officer, office_of


@dataclass(frozen=True)
class InstitutionScene:
    institution: UUID
    office: UUID


def set_institution_scene() -> InstitutionScene:
    institution = an_institution(RIVERSIDE)
    return InstitutionScene(institution, office_of(an_officer(institution)))


INSTITUTION_PARTS: dict[str, Callable[[Any], object]] = {
    "institution_id": lambda scene: scene.institutions.institution,
    "office_id": lambda scene: scene.institutions.office,
}
INSTITUTION_FORMS: dict[str, Callable[[Any], dict[str, Any]]] = {
    "naming.institutions": lambda scene: {"name": "Seaside", "country": "id"},
    "naming.set_least": lambda scene: {"least": "5"},
    "naming.join": lambda scene: {"program": HILLSIDE},
    "naming.appoint": lambda scene: {"name": "O", "address": "o@example.org"},
    "naming.national": lambda scene: {"name": "P", "address": "p@example.org"},
}
