"""What is open to everybody: what a holder shows, and whether a certificate is true."""

from collections.abc import Mapping
from contextlib import closing
from urllib.parse import urlsplit
from uuid import UUID

import segno
from flask import Response, abort, current_app, jsonify, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from markupsafe import Markup
from werkzeug.datastructures import FileStorage

from logbook.domain.badges import jwk
from logbook.domain.certificates import LONGEST_FILE
from logbook.domain.document import Text
from logbook.domain.notes import Key
from logbook.queries import certificates as queries
from logbook.queries.certificates import CertificateView
from logbook.services.certificate_reader import Look, Verdict, hand_in, link_missed
from logbook.services.identity import TooManyTries
from logbook.web import current
from logbook.web.certificates.blueprint import bp
from logbook.web.certificates.forms import VerifyForm
from logbook.web.guard import anyone
from logbook.web.words import language, words

KEPT_SECONDS = 24 * 3600
"""How long others may keep a public key before they ask again."""


@bp.get("/shared/<string:token>")
@anyone
def shared(token: str) -> ResponseReturnValue:
    """What a holder has chosen to show to whoever has this link."""
    found = _found(token)
    if not found.public:
        return render_template("certificates/withdrawn.html"), 410
    return render_template("certificates/shared.html", one=found)


@bp.get("/shared/<string:token>/certificate.json")
@anyone
def shared_file(token: str) -> ResponseReturnValue:
    found = _found(token)
    if not found.public or "file" not in found.shows or found.file is None:
        abort(404)
    response = Response(found.file, mimetype="application/json")
    response.headers["Content-Disposition"] = f'attachment; filename="{found.id}.json"'
    return response


def _found(token: str) -> CertificateView:
    """What a link opens. Who has one that opens something is never made to wait, whatever others
    behind the same address do; who tries what opens nothing is, before long."""
    found = queries.shared(token, current.now())
    if found is None:
        link_missed(request.remote_addr or "")
        abort(404)
    return found


@bp.route("/verify", methods=["GET", "POST"])
@anyone
def verify() -> ResponseReturnValue:
    """Is this file what was signed here? It is read, and kept nowhere."""
    form, keys = VerifyForm(), _keys()
    if request.method == "GET":
        return _page(form, keys)
    if not form.validate():
        return _page(form, keys), 422
    text = _read(form.file.data)
    if len(text) > LONGEST_FILE:
        form.file.errors = [gettext("This file is too large for a certificate.")]
        return _page(form, keys), 422
    try:
        look = hand_in(text, [str(key) for key in keys], request.remote_addr or "")
    except TooManyTries as refusal:
        form.form_errors.append(words(refusal.reason))
        return _page(form, keys), 429
    return _page(form, keys, look), 422 if look.verdict is Verdict.FALSE else 200


def _page(form: VerifyForm, keys: list[Key], look: Look | None = None) -> str:
    return render_template("certificates/verify.html", form=form, keys=keys, look=look)


def _read(file: FileStorage) -> bytes:
    """No more of it than a certificate can be, and one byte to tell."""
    with closing(file.stream) as stream:
        return stream.read(LONGEST_FILE + 1)


@bp.get("/certificates/issuers/<uuid:program_id>")
@anyone
def issuer(program_id: UUID) -> ResponseReturnValue:
    """The issuer's profile, to which a badge points (Open Badges 3.0)."""
    name = queries.issuer(program_id)
    if name is None:
        abort(404)
    here = url_for(".issuer", program_id=program_id, _external=True)
    return _to_every_site(jsonify(id=here, type=["Profile"], name=name))


@bp.get("/certificates/keys/<uuid:key_id>")
@anyone
def key(key_id: UUID) -> ResponseReturnValue:
    """The key to which the header of a badge points, as a JWK. Retired ones stay: what they have
    signed holds. Under its id a key never changes, so whoever has it need not ask again soon."""
    public = queries.public_key(key_id)
    if public is None:
        abort(404)
    here = url_for(".key", key_id=key_id, _external=True)
    response = jsonify(**jwk(public), kid=here, alg="EdDSA", use="sig")
    response.mimetype = "application/jwk+json"
    response.headers["Cache-Control"] = f"public, max-age={KEPT_SECONDS}"
    return _to_every_site(response)


def _to_every_site(response: Response) -> Response:
    """Wallets run in browsers, as pages of other sites; nothing here is anybody's secret."""
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response


@bp.app_template_filter("spoken")
def spoken(words_: Mapping[str, str]) -> str:
    """What a statement says in several languages, in the reader's."""
    return Text(words_).in_(language())


def qr_of(token: str | None) -> Markup:
    """The link as a picture that a phone reads; without one, the page where files are verified."""
    shown = (
        {"endpoint": "certificates.shared", "token": token}
        if token
        else {"endpoint": "certificates.verify"}
    )
    made = segno.make(url_for(**shown, _external=True), error="m")
    return Markup(made.svg_inline(scale=4, border=2, light="white", svgclass="lb-qr"))  # noqa: S704  (ours)


def _keys() -> list[Key]:
    return queries.keys(urlsplit(current_app.config["BASE_URL"]).netloc)
