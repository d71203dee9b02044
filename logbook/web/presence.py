"""How and when the person of this request last proved who they are, for whoever lets them sign.

A page on which something is signed asks for the proof in the same form, so that nothing typed is
lost: its form is a `SigningForm`, its template calls `prove` of components/prove.html, its view
asks `proof_in` before the use case and hands it on. Where a passkey may sign, the page has a second
view that answers the same form with `asked_of_passkey`; static/js/passkey.js does the rest.
"""

from dataclasses import dataclass, replace
from typing import Any

from flask import jsonify, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext
from wtforms import HiddenField, PasswordField, StringField
from wtforms.validators import Length

from logbook.domain.signatures import STRONG, Method, Presence, Proven, Statement, b64
from logbook.queries import devices as queries
from logbook.services import passkeys
from logbook.services import presence as services
from logbook.services.identity import TooManyTries, of_account
from logbook.services.refusals import Conflict, Invalid
from logbook.web import current
from logbook.web.forms import Form, show
from logbook.web.words import words


class SigningForm(Form):
    """Whatever is signed with it; the fields of the proof are there and may stay empty."""

    password = PasswordField(lazy_gettext("Your password"), [Length(max=1024)])
    code = StringField(lazy_gettext("Code"), [Length(max=40)])
    passkey = HiddenField(lazy_gettext("Passkey"), [Length(max=passkeys.LONGEST)])


@dataclass(frozen=True, slots=True)
class Asked:
    """What a person has to do before they sign, as the page shows it."""

    enough: bool
    """Nothing: an earlier proof is still fresh, and will do."""
    password: bool
    """The password, and with `code` a code of their device. Not if that would be too weak."""
    code: bool
    passkey: bool
    """They have one, which can sign in the place of both."""

    @property
    def too_weak(self) -> bool:
        """A strong proof is wanted, and what they could type would be none."""
        return not (self.enough or self.password)

    def unasked(self) -> "Asked":
        """Where having signed in will do: nothing has to be typed, a passkey may still sign."""
        return replace(self, enough=True, password=False, code=False)


def presence() -> Presence:
    """By signing in, when this session began, or by the link that opened it; or later than that,
    by having proved it again."""
    me = current.me()
    if me.limited:
        return Presence(Method.LINK, me.began_at)
    if me.confirmed_at is not None and me.confirmed_by is not None:
        return Presence(me.confirmed_by, me.confirmed_at)
    return Presence(Method.SESSION, me.began_at)


def is_enough(strong: bool = False) -> bool:
    """Whether the proof that there is will do for a signature now."""
    found = presence()
    return found.is_fresh(current.now()) and (not strong or found.method in STRONG)


def fresh_or_redirect(next_url: str, strong: bool = False) -> ResponseReturnValue | None:
    """None while the proof is fresh; else the way to prove it again, which leads to `next_url`.
    A passkey opens no sitting: where it may sign, let the form ask (`proof_in`)."""
    if is_enough(strong):
        return None
    way = url_for("confirming.confirm", next=next_url, strong="yes" if strong else None)
    return redirect(way, 303)


def by_presence() -> Proven:
    """For what may be signed by whoever has signed in: says more if there is more to say."""
    return presence().proves(current.now())


def asked(strong: bool = False) -> Asked:
    """What the form has to ask for: at most two statements."""
    account_id, enough = current.me().account_id, is_enough(strong)
    device = None if enough else queries.device_of(account_id)
    code = device is not None and device.on_since is not None
    return Asked(
        enough=enough,
        password=not enough and (code or not strong),
        code=code,
        passkey=bool(passkeys.here().can_have_passkeys and queries.passkeys_of(account_id)),
    )


def proof_in(form: Any, strong: bool = False, needed: bool = True) -> Proven | None:
    """How whoever sent this form proves who they are: by a passkey, by an earlier proof that is
    still fresh, or by what they typed. None when that will not do, which the form then says.
    `needed=False`: having signed in will do, if there is no better."""
    try:
        if form.passkey.data:
            return passkeys.proven(of_account(current.me().account_id), form.passkey.data)
        if not needed or is_enough(strong):
            return by_presence()
        return _typed(form, strong)
    except Invalid as wrong:
        show(form, wrong)
    except (Conflict, TooManyTries) as refusal:
        form.form_errors.append(words(refusal.reason))
    form.passkey.data, form.passkey.raw_data = "", None
    return None


def _typed(form: Any, strong: bool) -> Proven | None:
    me = current.me()
    if asked(strong).too_weak:
        form.form_errors.append(gettext("Your password alone is not enough to sign this."))
        return None
    found = services.confirm(
        of_account(me.account_id), me.session_id, form.password.data or "", form.code.data or ""
    )
    if found is None:
        form.password.errors = [gettext("The password or the code is not right.")]
        return None
    return Proven(found.method)


def asked_of_passkey(statement: Statement) -> ResponseReturnValue:
    """What the page's module asks the person's passkey to sign: this text and nothing else."""
    return jsonify(
        challenge=b64(statement.sha256),
        at=statement.at.isoformat(),
        rp_id=passkeys.here().rp_id,
        allow=[one.credential_id for one in queries.passkeys_of(current.me().account_id)],
    )
