"""The worklist of names that the hospital uses, and saying what each is here."""

from uuid import UUID

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from werkzeug.exceptions import NotFound

from logbook.domain.catalogue import CaseKind, Procedure
from logbook.domain.hospital import Named
from logbook.domain.hospital_codes import is_further_level, likely
from logbook.domain.hospital_states import MapKind
from logbook.domain.type_ahead import words_of
from logbook.policy.hospital import may_import
from logbook.queries import hospital_names as queries
from logbook.queries.hospital_names import NameView
from logbook.queries.reconciling import catalogue_of
from logbook.services.hospital_maps import Decided, Meaning, map_name, map_names
from logbook.services.likely_codes import likely_by_cpt
from logbook.services.reconciling import compare
from logbook.web import current
from logbook.web.acting import act_and_return
from logbook.web.guard import door
from logbook.web.hospital.blueprint import bp
from logbook.web.words import language

LEFT_OUT = "left_out"


@bp.get("/names/<string:kind>")
@door(may_import)
def names(kind: str) -> ResponseReturnValue:
    """The names of a kind, those that nobody has said anything of first."""
    if kind not in set(MapKind):
        raise NotFound
    actor, kind_ = current.actor(), MapKind(kind)
    found, targets = queries.names(actor, kind_), _targets(kind_)
    return render_template(
        "hospital/names.html",
        kind=kind_,
        kinds=list(MapKind),
        found=found,
        waiting=queries.open_names(actor),
        suggested=_suggestions(kind_, [one for one in found if one.open], targets),
        targets=targets,
    )


Targets = list[tuple[str, str]]
"""What a name can be: the value of the choice, and its words."""


def _procedures() -> list[Procedure]:
    catalogue = catalogue_of(current.actor().program_id).values()
    return [one for one in catalogue if one.kind is CaseKind.PROCEDURE]


def _targets(kind: MapKind) -> Targets:
    if kind is MapKind.PROCEDURE:
        named = [(one.id, one.name.in_(language())) for one in _procedures()]
        return sorted(named, key=lambda pair: pair[1])
    actor = current.actor()
    found = queries.people(actor) if kind is MapKind.PERSON else queries.sites(actor)
    return [(str(one.id), one.name) for one in found]


def _suggestions(kind: MapKind, unsaid: list[NameView], targets: Targets) -> dict[UUID, str]:
    """By name, what it probably is; none where nothing speaks for anything."""
    if kind is MapKind.PROCEDURE:
        catalogue = _procedures()
        found = {one.id: _procedure(one, catalogue) for one in unsaid}
    else:
        found = {one.id: _alike(one.text, targets) for one in unsaid}
    return {own: target for own, target in found.items() if target}


def _procedure(one: NameView, catalogue: list[Procedure]) -> str:
    named = Named(one.system, one.code, one.text)
    return LEFT_OUT if is_further_level(named) else likely(named, catalogue, likely_by_cpt()) or ""


def _alike(text: str, targets: Targets) -> str:
    """The only one of all whose words are these, or share two with them."""
    said = set(words_of(text))
    same = [value for value, name in targets if said and said == set(words_of(name))]
    near = [value for value, name in targets if len(said & set(words_of(name))) >= 2]
    found = same or near
    return found[0] if len(found) == 1 else ""


@bp.post("/names/<uuid:name_id>")
@door(may_import)
def map_one(name_id: UUID) -> ResponseReturnValue:
    """Say what a name is. It holds for the rows that came before as well."""
    actor, decided = current.actor(), _decided(name_id, request.form.get("target", ""))

    def act() -> None:
        map_name(actor, decided)
        compare(actor)

    return act_and_return(act, gettext("Kept. It holds for all rows of that name."), _back())


@bp.post("/names/suggested")
@door(may_import)
def map_suggested() -> ResponseReturnValue:
    """Say of all names that were ticked what the page suggested."""
    actor = current.actor()
    chosen = [
        _decided(UUID(own), request.form.get(f"target-{own}", ""))
        for own in request.form.getlist("name")
        if _is_id(own)
    ]

    def act() -> None:
        if chosen:
            map_names(actor, chosen)
            compare(actor)

    return act_and_return(act, gettext("Kept. It holds for all rows of these names."), _back())


def _decided(name_id: UUID, target: str) -> Decided:
    revision = request.form.get("revision", 0, type=int)
    revision = request.form.get(f"revision-{name_id}", revision, type=int)
    left_out = target == LEFT_OUT
    return Decided(name_id, revision, Meaning("" if left_out else target, left_out))


def _back() -> str:
    kind = request.form.get("kind", "")
    return url_for(".names", kind=kind if kind in set(MapKind) else MapKind.PROCEDURE.value)


def _is_id(text: str) -> bool:
    try:
        return bool(UUID(text))
    except ValueError:
        return False
