"""The parts of a draft: its shelves, and each entry of a shelf."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from werkzeug.exceptions import NotFound

from logbook.domain.decisions import say
from logbook.domain.draft_edits import (
    NotAccepted,
    StillNamed,
    added,
    edited,
    find,
    key_for,
    reframed,
    removed,
    still_named,
)
from logbook.domain.draft_names import label_of, names_of
from logbook.domain.draft_requirements import TITLES, asks_of_requirement
from logbook.domain.draft_shelves import FRAME, SHELVES, Shelf
from logbook.policy.curriculum import may_write
from logbook.queries.curriculum import versions
from logbook.queries.curriculum_drafts import DraftRow, open_draft
from logbook.services import curriculum_drafts as services
from logbook.web import current
from logbook.web.drafts.blueprint import bp
from logbook.web.drafts.editing import Apply, Page, Part, edit
from logbook.web.drafts.listing import GROUPED, groups_of
from logbook.web.guard import door
from logbook.web.words import language

Document = Mapping[str, Any]
EDITION_TAKEN = say("This edition is published already. Name another.")


@bp.get("/<uuid:draft_id>/shelves/<string:shelf>")
@door(may_write)
def shelf(draft_id: UUID, shelf: str) -> ResponseReturnValue:
    draft, known = open_draft(current.actor(), draft_id), _shelf(shelf)
    asked = request.args.get("q", "")
    groups = groups_of(draft, known, asked, language(), current.today())
    return render_template(
        "drafts/shelf.html",
        draft=draft,
        shelf=known,
        groups=groups,
        grouped=GROUPED.get(shelf),
        asked=asked,
    )


def is_published(document: Document) -> bool:
    """Whether the program has this edition of this curriculum."""
    own = (document["id"], document["edition"])
    return own in [(one.curriculum, one.edition) for one in versions(current.actor())]


@bp.route("/<uuid:draft_id>/frame", methods=["GET", "POST"])
@door(may_write)
def frame(draft_id: UUID) -> ResponseReturnValue:
    """Title, edition, length, and what else belongs to the whole."""
    draft = open_draft(current.actor(), draft_id)

    def apply(document: Document, typed: Document) -> tuple[dict[str, Any], str]:
        changed = reframed(document, typed)
        if is_published(changed):
            raise NotAccepted({"edition": EDITION_TAKEN})
        return changed, ""

    part = Part(
        "frame",
        draft.document,
        FRAME,
        apply,
        lambda _: url_for(".show", draft_id=draft_id),
        "drafts/frame.html",
        {},
    )
    return edit(draft, part)


@bp.route("/<uuid:draft_id>/shelves/<string:shelf>/new", methods=["GET", "POST"])
@door(may_write)
def new(draft_id: UUID, shelf: str) -> ResponseReturnValue:
    """An entry that is not there yet. Of a requirement its kind is chosen first."""
    draft, known = open_draft(current.actor(), draft_id), _shelf(shelf)
    kind = request.args.get("kind", "")
    if shelf == "requirements" and not asks_of_requirement(kind):
        return render_template(
            "drafts/kinds.html",
            draft=draft,
            kinds=TITLES,
            competency=request.args.get("competency"),
        )

    def apply(document: Document, typed: Document) -> tuple[dict[str, Any], str]:
        key = key_for(known, typed)
        if _stands_so(document, known, key, typed):
            return dict(document), key
        return added(document, known, typed, kind)

    entry = _begun(draft.document, kind)
    return edit(draft, _part(draft, known, entry, apply, is_new=True))


def _begun(document: Document, kind: str) -> dict[str, Any]:
    """A new entry as its form shows it at first: a figure is mostly the program's own."""
    begun = {
        name: request.args[name] for name in ("competency", "category") if name in request.args
    }
    if not kind:
        return begun
    sources = [one["figure"]["source"] for one in document["requirements"] if "figure" in one]
    figure = {"source": max(sources, key=sources.count)} if sources else {}
    return {**begun, "kind": kind, "figure": figure}


def _stands_so(document: Document, shelf: Shelf, key: str, typed: Document) -> bool:
    """Whether the very same was added already, as by a double tap."""
    try:
        there = find(document, shelf.name, key) is not None
        return there and edited(document, shelf, key, typed) == document
    except NotAccepted:
        return False


@bp.route("/<uuid:draft_id>/shelves/<string:shelf>/items/<string:key>", methods=["GET", "POST"])
@door(may_write)
def item(draft_id: UUID, shelf: str, key: str) -> ResponseReturnValue:
    draft, known = open_draft(current.actor(), draft_id), _shelf(shelf)
    return edit(draft, _item(draft, known, key))


def _item(draft: DraftRow, known: Shelf, key: str) -> Part:
    entry = find(draft.document, known.name, key)
    if entry is None:
        raise NotFound

    def apply(document: Document, typed: Document) -> tuple[dict[str, Any], str]:
        return edited(document, known, key, typed), key

    return _part(draft, known, entry, apply)


def _part(
    draft: DraftRow, known: Shelf, entry: Document, apply: Apply, is_new: bool = False
) -> Part:
    document = draft.document
    context: dict[str, Any] = {"shelf": known, "shelves": SHELVES}
    if not is_new:
        context |= {
            "label": label_of(document, known.name, entry),
            "named_by": names_of(document, known.name, entry["id"]),
            "requirement": draft.curriculum.requirements.get(entry["id"]),
        }
    if known.name == "requirements":
        context["kind"] = TITLES[entry["kind"]]
    where = url_for(".shelf", draft_id=draft.id, shelf=known.name)
    return Part(
        known.name,
        entry,
        known.asks_of(entry),
        apply,
        lambda key: f"{where}#{key}",
        "drafts/item.html",
        context,
        is_new,
    )


@bp.post("/<uuid:draft_id>/shelves/<string:shelf>/items/<string:key>/removal")
@door(may_write)
def remove(draft_id: UUID, shelf: str, key: str) -> ResponseReturnValue:
    """Take an entry out; refused while others name it."""
    draft, known = open_draft(current.actor(), draft_id), _shelf(shelf)
    done = redirect(url_for(".shelf", draft_id=draft_id, shelf=shelf), 303)
    if find(draft.document, shelf, key) is None:  # sent twice
        return done
    page = Page(draft, _item(draft, known, key))
    if request.form.get("revision") != str(draft.revision):
        page.stale = True
        return page.shown(409)
    try:
        document = removed(draft.document, known, key)
    except StillNamed as named:
        page.form.complain({"": still_named(key, named.by)})
        return page.shown(422)
    except NotAccepted as wrong:
        page.form.complain(wrong.complaints)
        return page.shown(422)
    services.change(current.actor(), draft_id, draft.revision, document, f"{shelf}.{key}")
    flash(gettext("Taken out of the draft."))
    return done


def _shelf(name: str) -> Shelf:
    if name not in SHELVES:
        raise NotFound
    return SHELVES[name]
