"""Credentials: one's own, those of the program, and the documents that show them.

A document is sent by a form of its own: whatever is wrong with a file, nothing that was typed is
lost with it.
"""

from typing import Any
from uuid import UUID, uuid4

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from werkzeug.exceptions import BadRequest

from logbook.domain.credentials import CredentialContent
from logbook.domain.documents import MOST_BYTES
from logbook.policy.credentials import may_change, may_enter, may_open, may_oversee, may_verify
from logbook.queries import credentials as queries
from logbook.queries.programs import members
from logbook.services import credentials as services
from logbook.services.credentials import AlreadyEntered, Upload
from logbook.services.refusals import Invalid, insist
from logbook.web import current
from logbook.web.credentials.forms import CredentialForm, DocumentForm
from logbook.web.credentials.telling import by_urgency
from logbook.web.forms import choices, show
from logbook.web.guard import door
from logbook.web.identifiers.telling import recall_statements
from logbook.web.words import language

bp = Blueprint("credentials", __name__, url_prefix="/credentials")

LARGEST_REQUEST = MOST_BYTES + 2 * 1024 * 1024
"""A file a little too large still gets a sentence beside its field; only beyond this it is not
read at all."""


@bp.url_value_preprocessor
def let_documents_in(endpoint: str | None, _parts: dict[str, Any] | None) -> None:
    """Only here may a request be larger than elsewhere. Before anything reads the form: the check
    of its token does."""
    if endpoint == "credentials.attach":
        request.max_content_length = LARGEST_REQUEST


@bp.get("")
@door(may_open)
def index() -> ResponseReturnValue:
    found = queries.own(current.actor(), current.today())
    return render_template(
        "credentials/index.html",
        credentials=found,
        kinds=kind_labels(),
        may_oversee=may_oversee(current.actor()),
        may_enter=may_enter(current.actor(), current.actor().id),
    )


@bp.get("/all")
@door(may_oversee)
def everybody() -> ResponseReturnValue:
    groups = by_urgency(queries.of_all(current.actor(), current.today()))
    return render_template("credentials/all.html", groups=groups, kinds=kind_labels())


@bp.route("/new", methods=["GET", "POST"])
@door(may_open)
def new() -> ResponseReturnValue:
    """Enter one. The page makes its id, so that a double tap is one."""
    actor = current.actor()
    form = CredentialForm(credential_id=uuid4(), member=request.args.get("member", actor.id))
    form.offer_kinds()
    form.member.choices = choices([(actor.id, current.me().name)])
    if may_oversee(actor):
        here = [(one.id, one.name) for one in members(actor) if not one.left_on]
        form.member.choices = choices(here)
    insist(may_enter(actor, an_id(form.member.data)))
    try:
        if form.validate_on_submit():
            return _enter(form)
    except Invalid as wrong:
        show(form, wrong)
    page = render_template("credentials/form.html", form=form, credential=None)
    return page, 200 if request.method == "GET" else 422


def _enter(form: CredentialForm) -> ResponseReturnValue:
    credential_id = an_id(form.credential_id.data)
    try:
        services.add(current.actor(), credential_id, an_id(form.member.data), form.content())
        flash(gettext("Kept. Add a photo or a PDF of it, so that it can be verified."))
    except AlreadyEntered:
        pass
    return redirect(url_for(".detail", credential_id=credential_id), 303)


@bp.get("/<uuid:credential_id>")
@door(may_open)
def detail(credential_id: UUID) -> ResponseReturnValue:
    return _page(credential_id, None)


def _page(credential_id: UUID, form: DocumentForm | None) -> str:
    view = queries.credential(current.actor(), credential_id, current.today())
    form = form or DocumentForm(revision=view.revision)
    return render_template(
        "credentials/show.html",
        credential=view,
        form=form,
        kinds=kind_labels(),
        may_change=may_change(current.actor(), view),
        may_verify=may_verify(current.actor(), view),
    )


@bp.route("/<uuid:credential_id>/change", methods=["GET", "POST"])
@door(may_open)
def change(credential_id: UUID) -> ResponseReturnValue:
    view = queries.credential(current.actor(), credential_id, current.today())
    insist(may_change(current.actor(), view))
    recall_statements(credential_id)
    form = CredentialForm(obj=view)
    form.offer_kinds()
    form.member.choices = choices([(view.member_id, view.holder)])
    try:
        if form.validate_on_submit():
            services.change(
                current.actor(), credential_id, a_revision(form.revision.data), form.content()
            )
            flash(gettext("Changed. Somebody has to verify it anew."))
            return redirect(url_for(".detail", credential_id=credential_id), 303)
    except Invalid as wrong:
        show(form, wrong)
    page = render_template("credentials/form.html", form=form, credential=view)
    return page, 200 if request.method == "GET" else 422


@bp.post("/<uuid:credential_id>/verify")
@door(may_oversee)
def verify(credential_id: UUID) -> ResponseReturnValue:
    services.verify(current.actor(), credential_id, a_revision(request.form.get("revision")))
    flash(gettext("Verified. It counts from now on."))
    return redirect(url_for(".detail", credential_id=credential_id), 303)


@bp.post("/<uuid:credential_id>/withdraw")
@door(may_open)
def withdraw(credential_id: UUID) -> ResponseReturnValue:
    view = queries.credential(current.actor(), credential_id, current.today())
    services.withdraw(current.actor(), credential_id)
    flash(gettext("Withdrawn. Its document is erased."))
    own = view.member_id == current.actor().id
    return redirect(url_for(".index" if own else ".everybody"), 303)


@bp.post("/<uuid:credential_id>/document")
@door(may_open)
def attach(credential_id: UUID) -> ResponseReturnValue:
    """Put a document to it, or another in place of the one that is there."""
    view = queries.credential(current.actor(), credential_id, current.today())
    form = DocumentForm()
    try:
        if form.validate_on_submit():
            sent = form.document.data
            upload = Upload(sent.filename, sent.stream.read(MOST_BYTES + 1))
            said = CredentialContent(
                view.kind, view.issuer, view.number, view.issued_on, view.expires_on
            )
            revision = a_revision(form.revision.data)
            services.change(current.actor(), credential_id, revision, said, upload)
            flash(gettext("The document is kept."))
            return redirect(url_for(".detail", credential_id=credential_id), 303)
    except Invalid as wrong:
        show(form, wrong)
    return _page(credential_id, form), 422


@bp.get("/<uuid:credential_id>/document")
@door(may_open)
def document(credential_id: UUID) -> ResponseReturnValue:
    """To be saved, never shown by us: `headers` puts whatever opens it into a sandbox."""
    found = queries.document(current.actor(), credential_id)
    response = Response(found.content, content_type=found.type)
    response.headers.set("Content-Disposition", "attachment", filename=found.name)
    return response


def kind_labels() -> dict[str, str]:
    return queries.labels(queries.kinds_of(current.actor().program_id), language())


def an_id(text: object) -> UUID:
    try:
        return UUID(str(text))
    except ValueError:
        raise BadRequest from None


def a_revision(text: str | None) -> int:
    try:
        return int(text or "")
    except ValueError:
        raise BadRequest from None
