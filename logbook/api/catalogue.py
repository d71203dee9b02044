"""What can be logged, and what a case may name: all that a form needs that has no network."""

from collections.abc import Iterable
from uuid import UUID

from flask.typing import ResponseReturnValue

from logbook.api.answers import Shown, answer
from logbook.api.blueprint import bp
from logbook.api.callers import caller, today
from logbook.api.operations import operation
from logbook.domain.catalogue import FieldSpec, Procedure, Vocabulary
from logbook.domain.curriculum import Curriculum
from logbook.domain.decisions import say
from logbook.domain.scopes import Scope
from logbook.policy.curriculum import may_read
from logbook.queries import curriculum as queries
from logbook.queries import programs
from logbook.queries.programs import Choice

ROOM = say("Catalogue")


@bp.get("/catalogue")
@operation(
    room=ROOM,
    summary=say("The editions of the program's curricula, its sites and its supervisors"),
    scope=Scope.CATALOGUE_READ,
    may=may_read,
    gives={200: "Editions", 304: ""},
)
def list_editions() -> ResponseReturnValue:
    actor = caller().actor
    editions = [
        {
            "id": one.id,
            "curriculum": one.curriculum,
            "edition": one.edition,
            "title": one.title,
            "published_at": one.published_at,
        }
        for one in queries.versions(actor)
    ]
    return answer(
        {
            "editions": editions,
            "sites": _named(programs.sites(actor)),
            "supervisors": _named(programs.supervisors(actor, today())),
        }
    )


@bp.get("/catalogue/<uuid:version_id>")
@operation(
    room=ROOM,
    summary=say("One edition: its procedures with their fields, and every code with its words"),
    scope=Scope.CATALOGUE_READ,
    may=may_read,
    gives={200: "Catalogue", 304: ""},
    problems=(404,),
)
def get_edition(version_id: UUID) -> ResponseReturnValue:
    found = queries.curriculum_of(caller().actor.program_id, version_id)
    return answer({"id": version_id, **_catalogue(found)})


def _named(choices: Iterable[Choice]) -> list[Shown]:
    return [{"id": one.id, "name": one.name} for one in choices]


def _catalogue(found: Curriculum) -> Shown:
    words = found.vocabularies
    return {
        "curriculum": found.id,
        "edition": found.edition,
        "title": found.title,
        **{name: _choices(words[name]) for name in ("roles", "outcomes", "settings", "age_bands")},
        "levels": [{"code": one.code, "label": one.label} for one in found.case_scale.levels],
        "complications": [
            {
                "id": one.id,
                "label": one.label,
                "definition": one.definition,
                "needs_note": one.needs_note,
            }
            for one in found.complications.values()
        ],
        "categories": [
            {"id": one.id, "kind": one.kind, "name": one.name} for one in found.categories.values()
        ],
        "procedures": [_procedure(one) for one in found.procedures.values()],
    }


def _choices(vocabulary: Vocabulary | None) -> list[Shown]:
    return [{"code": one.code, "label": one.label} for one in (vocabulary or {}).values()]


def _procedure(one: Procedure) -> Shown:
    return {
        "id": one.id,
        "name": one.name,
        "short": one.short,
        "category": one.category,
        "kind": one.kind,
        "abbreviations": one.abbreviations,
        "also": one.also,
        "fields": [_field(spec) for spec in one.fields],
    }


def _field(spec: FieldSpec) -> Shown:
    return {
        "name": spec.name,
        "label": spec.label,
        "kind": spec.kind,
        "unit": spec.unit,
        "low": spec.low,
        "high": spec.high,
        "required": spec.required,
        "own": spec.own,
        "companion": None
        if spec.companion is None
        else {"field": spec.companion.field, "when": spec.companion.when},
        "choices": _choices(spec.choices),
    }
