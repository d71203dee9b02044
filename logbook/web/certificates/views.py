"""Certificates of one's own: making them, taking them along, and showing them to others."""

from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import UUID

from flask import Response, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from logbook.policy import certificates as policy
from logbook.queries import certificates as queries
from logbook.queries.certificates import CertificateView
from logbook.services import certificates as services
from logbook.services.certificate_paper import Reader, write_pdf
from logbook.web import current
from logbook.web.acting import act_and_return
from logbook.web.certificates import public
from logbook.web.certificates.blueprint import bp
from logbook.web.guard import door
from logbook.web.words import language, words

__all__ = ["bp", "public"]


@bp.get("/certificates")
@door(policy.may_open_own)
def index() -> ResponseReturnValue:
    found = queries.own(current.actor(), current.today())
    return render_template("certificates/index.html", certificates=found)


@bp.post("/certificates/of/<uuid:sign_off_id>")
@door(policy.may_open)
def issue(sign_off_id: UUID) -> ResponseReturnValue:
    certificate_id = services.issue(current.actor(), sign_off_id, current.today())
    return redirect(url_for(".show", certificate_id=certificate_id), 303)


@bp.post("/certificates/fellowships/<uuid:enrollment_id>")
@door(policy.may_certify)
def issue_whole(enrollment_id: UUID) -> ResponseReturnValue:
    certificate_id = services.issue_whole(current.actor(), enrollment_id, current.today())
    flash(gettext("Issued. The fellow finds it among their certificates."))
    return redirect(url_for(".show", certificate_id=certificate_id), 303)


@bp.get("/certificates/<uuid:certificate_id>")
@door(policy.may_open)
def show(certificate_id: UUID) -> ResponseReturnValue:
    one = _one(certificate_id)
    return render_template(
        "certificates/show.html",
        one=one,
        own=one.fellow_id == current.actor().id,
        offered=services.SHOWS,
        link=url_for(".shared", token=one.token, _external=True) if one.token else None,
        qr=public.qr_of(one.token) if one.public and one.token else None,
    )


@bp.post("/certificates/<uuid:certificate_id>/share")
@door(policy.may_open)
def share(certificate_id: UUID) -> ResponseReturnValue:
    shows = request.form.getlist("shows")
    return act_and_return(
        lambda: services.share(current.actor(), certificate_id, shows),
        gettext("Whoever has the link can read it now."),
        url_for(".show", certificate_id=certificate_id),
    )


@bp.post("/certificates/<uuid:certificate_id>/withdraw")
@door(policy.may_open)
def withdraw(certificate_id: UUID) -> ResponseReturnValue:
    return act_and_return(
        lambda: services.withdraw(current.actor(), certificate_id),
        gettext("Withdrawn. The link shows nothing any more."),
        url_for(".show", certificate_id=certificate_id),
    )


@bp.get("/certificates/<uuid:certificate_id>/certificate.json")
@door(policy.may_open)
def file(certificate_id: UUID) -> ResponseReturnValue:
    return attached(_one(certificate_id).file, "application/json", f"{certificate_id}.json")


@bp.get("/certificates/<uuid:certificate_id>/certificate.pdf")
@door(policy.may_open)
def pdf(certificate_id: UUID) -> ResponseReturnValue:
    with TemporaryDirectory() as folder:
        target = Path(folder) / "certificate.pdf"
        write_pdf(_one(certificate_id), Reader(language(), words), target)
        response = Response(target.read_bytes(), mimetype="application/pdf")
    name = f'attachment; filename="{certificate_id}.pdf"'
    response.headers["Content-Disposition"] = name
    return response


@bp.get("/certificates/<uuid:certificate_id>/badge.jwt")
@door(policy.may_open)
def badge(certificate_id: UUID) -> ResponseReturnValue:
    return attached(_one(certificate_id).badge, "application/vc+jwt", f"{certificate_id}.jwt")


def attached(text: str | None, kind: str, name: str) -> Response:
    """A file to keep; 404 until it is complete."""
    if text is None:
        abort(404)
    response = Response(text, mimetype=kind)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _one(certificate_id: UUID) -> CertificateView:
    return queries.one(current.actor(), certificate_id, current.today())
