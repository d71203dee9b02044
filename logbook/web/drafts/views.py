"""Drafts of a curriculum: begun from an edition or a file, looked at, taken out, thrown away."""

from uuid import UUID, uuid4

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from werkzeug.exceptions import BadRequest

from logbook.domain.decisions import Message, say
from logbook.domain.draft_places import entries
from logbook.domain.draft_shelves import SHELVES
from logbook.domain.draft_values import NEEDED, clean, too_long
from logbook.policy.curriculum import may_write
from logbook.queries.curriculum import VersionRow, versions
from logbook.queries.curriculum_drafts import DraftRow, open_draft, open_drafts
from logbook.services import curriculum_drafts as services
from logbook.services.curriculum_files import Fault, FaultyFile, as_yaml, read_file
from logbook.services.refusals import Conflict
from logbook.web import current
from logbook.web.drafts import parts
from logbook.web.drafts.blueprint import bp
from logbook.web.drafts.forms import BeginForm, UploadForm
from logbook.web.drafts.parts import EDITION_TAKEN, is_published
from logbook.web.forms import choices
from logbook.web.forms import show as show_complaints
from logbook.web.guard import door
from logbook.web.words import language

__all__ = ["bp", "parts"]

LONGEST_EDITION = 32


@bp.get("")
@door(may_write)
def index() -> ResponseReturnValue:
    return render_template("drafts/index.html", drafts=open_drafts(current.actor()))


@bp.route("/begin", methods=["GET", "POST"])
@door(may_write)
def begin() -> ResponseReturnValue:
    """A copy of a published edition, under another. The page makes the draft's id, so that a
    double tap is one."""
    known = versions(current.actor())
    form = BeginForm(draft_id=uuid4(), version=request.args.get("version"))
    form.version.choices = choices(
        (one.id, f"{one.title.in_(language())} {one.edition}") for one in known
    )
    if form.validate_on_submit():
        version = next((one for one in known if str(one.id) == form.version.data), None)
        if wrong := _wrong_with(version, clean(form.edition.data), known):
            show_complaints(form, wrong)
        elif version is not None:
            draft_id = _id(form.draft_id.data)
            services.begin(current.actor(), draft_id, version.id, clean(form.edition.data))
            flash(gettext("The draft is begun. It binds nobody before it is published."))
            return redirect(url_for(".show", draft_id=draft_id), 303)
    page = render_template("drafts/begin.html", form=form, known=known)
    return page, 200 if request.method == "GET" else 422


def _wrong_with(
    version: VersionRow | None, edition: str, known: list[VersionRow]
) -> dict[str, Message]:
    wrong: dict[str, Message] = {}
    if version is None:
        wrong["version"] = say("Choose the edition to begin from.")
    if not edition:
        wrong["edition"] = NEEDED
    elif len(edition) > LONGEST_EDITION:
        wrong["edition"] = too_long(LONGEST_EDITION)
    elif version and (version.curriculum, edition) in [
        (one.curriculum, one.edition) for one in known
    ]:
        wrong["edition"] = EDITION_TAKEN
    return wrong


@bp.route("/upload", methods=["GET", "POST"])
@door(may_write)
def upload() -> ResponseReturnValue:
    """A draft that comes as a file."""
    form = UploadForm(draft_id=uuid4())
    faults: tuple[Fault, ...] = ()
    try:
        if form.validate_on_submit():
            document = read_file(form.file.data.read())
            if not is_published(document):
                draft_id = _id(form.draft_id.data)
                services.begin_with(current.actor(), draft_id, document)
                flash(gettext("The draft is begun. It binds nobody before it is published."))
                return redirect(url_for(".show", draft_id=draft_id), 303)
            show_complaints(form, {"file": EDITION_TAKEN})
    except FaultyFile as faulty:
        faults = faulty.faults
    page = render_template("drafts/upload.html", form=form, faults=faults)
    return page, 200 if request.method == "GET" else 422


@bp.get("/<uuid:draft_id>")
@door(may_write)
def show(draft_id: UUID) -> ResponseReturnValue:
    draft = open_draft(current.actor(), draft_id)
    shelves = [(shelf, len(entries(draft.document, shelf.name))) for shelf in SHELVES.values()]
    return render_template("drafts/show.html", draft=draft, shelves=shelves)


@bp.get("/<uuid:draft_id>/document")
@door(may_write)
def document(draft_id: UUID) -> ResponseReturnValue:
    """The draft as a file that can be edited and sent back."""
    draft = open_draft(current.actor(), draft_id)
    response = Response(as_yaml(draft.document), content_type="application/yaml; charset=utf-8")
    name = f"{draft.curriculum.id}.yaml"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@bp.route("/<uuid:draft_id>/replace", methods=["GET", "POST"])
@door(may_write)
def replace(draft_id: UUID) -> ResponseReturnValue:
    """The whole document as a file; what the forms do not offer is edited so."""
    draft = open_draft(current.actor(), draft_id)
    form = UploadForm(revision=draft.revision)
    faults: tuple[Fault, ...] = ()
    code = 200 if request.method == "GET" else 422
    stale = False
    try:
        if form.validate_on_submit() and _replaced(draft, form):
            return redirect(url_for(".show", draft_id=draft_id), 303)
    except FaultyFile as faulty:
        faults = faulty.faults
    except Conflict:
        stale, code = True, 409
        form.revision.data = open_draft(current.actor(), draft_id).revision
    page = render_template(
        "drafts/replace.html", draft=draft, form=form, faults=faults, stale=stale
    )
    return page, code


def _replaced(draft: DraftRow, form: UploadForm) -> bool:
    document = read_file(form.file.data.read())
    if document == draft.document:
        flash(gettext("It stands so in the draft."))
        return True
    if document["id"] != draft.document["id"]:
        show_complaints(form, {"file": OTHER_CURRICULUM})
        return False
    if is_published(document):
        show_complaints(form, {"file": EDITION_TAKEN})
        return False
    services.change(current.actor(), draft.id, _revision(), document, "document")
    flash(gettext("The draft is what the file says. Nothing is published yet."))
    return True


OTHER_CURRICULUM = say("This file is of another curriculum. Upload it as a draft of its own.")


@bp.post("/<uuid:draft_id>/discard")
@door(may_write)
def discard(draft_id: UUID) -> ResponseReturnValue:
    services.discard(current.actor(), draft_id, _revision())
    flash(gettext("The draft is thrown away."))
    return redirect(url_for(".index"), 303)


def _revision() -> int:
    """That of the page that was sent; none is a revision that never was."""
    sent = request.form.get("revision", "")
    return int(sent) if sent.isdecimal() and len(sent) < 10 else 0


def _id(text: str | None) -> UUID:
    try:
        return UUID(text or "")
    except ValueError:
        raise BadRequest from None
