"""The curriculum that comes with the service, and a small one that tests may spoil."""

from copy import deepcopy
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from logbook.domain.curriculum import Curriculum
from logbook.domain.derivation import BASED_ON, derived


@cache
def parsed(name: str) -> dict[str, Any]:
    text = files("logbook.curricula").joinpath(f"{name}.yaml").read_text("utf-8")
    document: dict[str, Any] = yaml.load(text, yaml.CSafeLoader)
    if base := document.get(BASED_ON):
        return derived(document, parsed(base))
    return document


def shipped_document(name: str = "pain_medicine") -> dict[str, Any]:
    """The parsed data file, to be changed at will."""
    return deepcopy(parsed(name))


@cache
def shipped(name: str = "pain_medicine") -> Curriculum:
    return Curriculum.from_document(parsed(name))


def named(english: str) -> dict[str, str]:
    return {"en": english}


def choices(*codes: str) -> list[dict[str, Any]]:
    return [{"code": code, "label": named(code)} for code in codes]


def small_document() -> dict[str, Any]:
    """One of everything."""
    return {
        "id": "small",
        "edition": "1",
        "title": named("Small"),
        "notice": named("Nothing is official."),
        "length": {"months": 12, "sources": ["READ"]},
        "case_scale": "three",
        "counting_roles": ["performed_direct", "performed_indirect"],
        "sources": [
            {"id": "READ", "title": "A document that was read", "confirmed": True},
            {"id": "HEARD", "title": "An address", "url": "https://example.org"},
        ],
        "scales": [
            {
                "id": "three",
                "kind": "prospective",
                "name": named("Three"),
                "source": "READ",
                "levels": choices("1", "2", "3"),
            }
        ],
        "domains": [
            {
                "id": "PC",
                "name": named("Care"),
                "subcompetencies": [{"id": "PC1", "name": named("First"), "source": "READ"}],
            }
        ],
        "competencies": [
            {
                "id": "epa01",
                "code": "EPA01",
                "name": named("Block"),
                "domains": ["PC1"],
                "target": {"scale": "three", "level": "3", "source": "HEARD"},
            }
        ],
        "categories": [
            {"id": "blocks", "kind": "procedure", "competency": "epa01", "name": named("Blocks")},
            {"id": "visits", "kind": "patient", "name": named("Visits")},
        ],
        "requirements": [
            {
                "id": "epa01.blocks",
                "competency": "epa01",
                "kind": "procedures",
                "category": "blocks",
                "unit": "level_side",
                "figure": {"suggested": 10, "source": "HEARD", "check": "READ"},
            }
        ],
        "vocabularies": {
            "roles": choices(
                "observed", "assisted", "performed_direct", "performed_indirect", "taught"
            ),
            "outcomes": choices("success", "failed", "abandoned", "handed_over"),
            "settings": choices("ward"),
            "age_bands": choices("18-39"),
            "sides": choices("left", "right", "bilateral"),
            "regions": choices("lumbar", "thoracic"),
            "guidance": choices("landmark", "ultrasound"),
            "approaches": choices("lateral"),
            "bleeding_risks": choices("low", "high"),
        },
        "level_sets": {"lumbar": ["L1", "L2"]},
        "complications": [
            {
                "id": "other",
                "label": named("Other"),
                "definition": named("Anything else."),
                "source": "READ",
                "needs_note": True,
            }
        ],
        "fields": [
            {"name": "levels", "label": named("Levels"), "kind": "choices", "from": "levels"},
            {"name": "region", "label": named("Region"), "kind": "choice", "from": "regions"},
            {"name": "laterality", "label": named("Side"), "kind": "choice", "from": "sides"},
            {"name": "approach", "label": named("Way"), "kind": "choice", "from": "approaches"},
            {"name": "guidance", "label": named("By"), "kind": "choice", "from": "guidance"},
            {
                "name": "dose",
                "label": named("Dose"),
                "kind": "decimal",
                "max": 100,
                "with": {"field": "drug"},
            },
            {"name": "drug", "label": named("Drug"), "kind": "text"},
        ],
        "field_groups": [
            {
                "id": "where",
                "label": named("Where"),
                "fields": ["levels", "region", "laterality", "approach", "guidance"],
            },
            {"id": "what", "label": named("What"), "fields": ["dose", "drug"]},
        ],
        "procedures": [
            {
                "id": "block",
                "name": named("Nerve block"),
                "short": named("Block"),
                "category": "blocks",
                "abbreviations": ["NB"],
                "regions": ["lumbar", "thoracic"],
                "levels": ["lumbar"],
                "guidance": ["landmark", "ultrasound"],
                "approaches": ["lateral"],
                "sided": True,
                "groups": ["where", "what"],
                "requires": ["levels"],
                "bleeding_risk": {"value": "low", "source": "READ"},
            }
        ],
        "encounters": [
            {
                "id": "visit",
                "name": named("Visit"),
                "short": named("Visit"),
                "category": "visits",
                "counts": False,
            }
        ],
    }
