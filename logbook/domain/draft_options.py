"""What may be chosen where a curriculum is drafted: the other parts of the document, and the words
of the enums that a document may hold."""

from collections.abc import Iterable, Mapping
from typing import Any

from logbook.domain.catalogue import CaseKind, Category, FieldKind
from logbook.domain.curriculum import Curriculum
from logbook.domain.decisions import Message, say
from logbook.domain.document import Text
from logbook.domain.draft_asks import Option, Options
from logbook.domain.forms import ItemKind, Purpose
from logbook.domain.opportunities import Measure
from logbook.domain.requirements import CountUnit
from logbook.domain.rules_of_judgement import GroupOf

PROFESSIONS: Mapping[str, Message] = {
    "physician": say("physician"),
    "nurse": say("nurse"),
    "psychologist": say("psychologist"),
    "physiotherapist": say("physiotherapist"),
    "anesthesiologist": say("anesthesiologist"),
    "rehabilitation_physician": say("rehabilitation physician"),
    "technician": say("technician"),
    "other": say("other"),
}

FIXED: Mapping[str, Mapping[str, Message]] = {
    "professions": PROFESSIONS,
    "units": {
        CountUnit.PROCEDURE: say("Each case"),
        CountUnit.LEVEL_SIDE: say("Each level on each side"),
    },
    "purposes": {
        Purpose.FORMATIVE: say("Formative: it helps to learn"),
        Purpose.SUMMATIVE: say("Summative: it stands in a decision"),
    },
    "item_kinds": {
        ItemKind.LEVEL: say("A level of a scale"),
        ItemKind.CHOICE: say("One of its own choices"),
        ItemKind.TEXT: say("Words"),
    },
    "case_kinds": {
        CaseKind.PROCEDURE: say("Procedures"),
        CaseKind.PATIENT: say("Patients"),
        CaseKind.EXAM: say("Examinations"),
    },
    "field_kinds": {
        FieldKind.CHOICE: say("One of several values"),
        FieldKind.CHOICES: say("Any of several values"),
        FieldKind.INTEGER: say("A whole number"),
        FieldKind.DECIMAL: say("A number"),
        FieldKind.TEXT: say("Words"),
    },
    "own_lists": {
        "levels": say("Levels of the spine"),
        "regions": say("Regions"),
        "sides": say("Sides"),
        "approaches": say("Approaches"),
        "guidance": say("Guidance"),
    },
    "measures": {Measure.HOURS: say("Hours"), Measure.ITEMS: say("Items")},
    "scale_kinds": {
        "prospective": say("How much supervision is needed next time"),
        "needed_if_repeated_now": say("How much supervision would be needed now"),
        "committee": say("Milestones that the committee rates"),
        "form": say("Questions of forms"),
    },
}


def options_in(
    document: Mapping[str, Any], curriculum: Curriculum, entry: Mapping[str, Any] | None = None
) -> Options:
    """Everything that may be chosen. `entry`: what is edited, which cannot name itself."""
    offers = curriculum.offers
    return {
        **{name: _enum(known) for name, known in FIXED.items()},
        **_shared(curriculum),
        **_of_fields(document),
        **_categories(curriculum),
        **{
            name: _named(getattr(offers, name).values())
            for name in ("rotations", "activities", "credentials", "tests")
        },
        "forms": _named(curriculum.forms.values()),
        "round_forms": _named(one for one in curriculum.forms.values() if one.round),
        "parts": _parts(curriculum, entry),
        "own_levels": _own_levels(curriculum, entry),
    }


def _shared(curriculum: Curriculum) -> Options:
    words = curriculum.vocabularies
    return {
        "sources": tuple(Option(one.id, one.title) for one in curriculum.sources.values()),
        "scales": _named(curriculum.scales.values()),
        "levels": tuple(
            Option(f"{scale.id} {one.code}", coded(one.code, one.label), scale.name)
            for scale in curriculum.scales.values()
            for one in scale.levels
        ),
        "subcompetencies": tuple(
            Option(one.id, coded(one.id, one.name), domain.name)
            for domain in curriculum.domains.values()
            for one in domain.subcompetencies
        ),
        "competencies": tuple(
            Option(one.id, coded(one.code, one.name)) for one in curriculum.competencies.values()
        ),
        **{
            name: tuple(Option(one.code, one.label) for one in words[name].values())
            for name in ("roles", "regions", "guidance", "approaches", "bleeding_risks", "outcomes")
        },
        "only_procedures": _named(
            one for one in curriculum.procedures.values() if one.kind is CaseKind.PROCEDURE
        ),
        "complications": tuple(
            Option(one.id, one.label) for one in curriculum.complications.values()
        ),
    }


def _of_fields(document: Mapping[str, Any]) -> Options:
    """What a curriculum does not keep once it is read: fields and sets of levels as such."""
    sets: Mapping[str, list[str]] = document["level_sets"]
    fields = {one["name"]: Text(one["label"]) for one in document["fields"]}
    return {
        "fields": tuple(Option(name, label) for name, label in fields.items()),
        "field_groups": tuple(
            Option(
                group["id"],
                Text(group["label"]),
                note=Text.joined(", ", [fields[name] for name in group["fields"]]),
            )
            for group in document["field_groups"]
        ),
        "vocabularies": tuple(Option(name, _spelled(name)) for name in document["vocabularies"]),
        "level_sets": tuple(
            Option(name, Text({"en": f"{levels[0]} – {levels[-1]}"}), note=_spelled(name))
            for name, levels in sets.items()
            if levels
        ),
    }


def _spelled(name: str) -> Text:
    return Text({"en": name.replace("_", " ")})


def coded(code: str, words: Text) -> Text:
    """The code before the words, in each language."""
    return Text.joined(" ", [Text({"en": code}), words])


def _enum(known: Mapping[str, Message]) -> tuple[Option, ...]:
    return tuple(Option(str(code), label) for code, label in known.items())


def _named(things: Iterable[Any]) -> tuple[Option, ...]:
    return tuple(Option(one.id, one.name) for one in things)


def _categories(curriculum: Curriculum) -> Options:
    def of(*kinds: CaseKind) -> tuple[Option, ...]:
        found: list[Category] = [one for one in curriculum.categories.values() if one.kind in kinds]
        return _named(found)

    return {
        "categories": of(*CaseKind),
        "procedure_categories": of(CaseKind.PROCEDURE),
        "patient_categories": of(CaseKind.PATIENT),
        "exam_categories": of(CaseKind.EXAM),
        "encounter_categories": of(CaseKind.PATIENT, CaseKind.EXAM),
    }


def _parts(curriculum: Curriculum, entry: Mapping[str, Any] | None) -> tuple[Option, ...]:
    """Requirements that a group may be made of: neither itself nor a group that it is in."""
    own = str((entry or {}).get("id"))
    return tuple(
        Option(one.id, coded(curriculum.competencies[one.competency].code, one.name))
        for one in curriculum.requirements.values()
        if not _holds(curriculum, one.id, own)
    )


def _holds(curriculum: Curriculum, group: str, part: str) -> bool:
    rule = curriculum.requirements[group].rule
    inner = rule.parts if isinstance(rule, GroupOf) else ()
    return group == part or any(_holds(curriculum, one, part) for one in inner)


def _own_levels(curriculum: Curriculum, entry: Mapping[str, Any] | None) -> tuple[Option, ...]:
    scale = curriculum.scales.get(str((entry or {}).get("id")))
    return (
        tuple(Option(one.code, coded(one.code, one.label)) for one in scale.levels if scale)
        if scale
        else ()
    )
