"""Mails that carry a link. Absolute addresses come from BASE_URL, never from the request: a forged
Host header must not lead the reader of a mail anywhere."""

from datetime import date

from flask import current_app, render_template, url_for
from flask_babel import force_locale, gettext

from logbook.services.identity import Link
from logbook.services.mail import Letter, send
from logbook.services.rounds import Asked
from logbook.services.second_factor import WhoLost
from logbook.web.words import language


def absolute(path: str) -> str:
    return str(current_app.config["BASE_URL"]).rstrip("/") + path


def post_password_link(link: Link) -> bool:
    address = absolute(url_for("identity.set_password", token=link.token))
    with force_locale(link.locale or language()):
        text = render_template("mail/password_link.txt", name=link.name, address=address)
        return send(Letter(link.address, gettext("Set your password for Logbook"), text))


def post_devices_taken_off(who: WhoLost) -> bool:
    """So that nobody loses them without knowing: it may have been asked for by somebody else."""
    address = absolute(url_for("account.settings"))
    with force_locale(who.locale or language()):
        text = render_template("mail/devices_taken_off.txt", name=who.name, address=address)
        return send(Letter(who.address, gettext("Your devices on Logbook"), text))


def post_rater(link: Asked, fellow: str, program: str, closes_on: date) -> str:
    """Ask one rater; returns the address in the letter."""
    address = absolute(url_for("rounds.rate", token=link.token))
    text = render_template(
        "mail/rater.txt", address=address, fellow=fellow, program=program, closes_on=closes_on
    )
    subject = gettext("Your view of %(fellow)s", fellow=fellow)
    send(Letter(link.address, subject, text))
    return address


def post_invitation(link: Link, program: str, inviter: str) -> str:
    """Send it; returns the address in the letter, so that the inviter can pass it on as well."""
    address = absolute(url_for("identity.join", token=link.token))
    text = render_template(
        "mail/invitation.txt", name=link.name, address=address, program=program, inviter=inviter
    )
    subject = gettext("Join %(program)s on Logbook", program=program)
    send(Letter(link.address, subject, text))
    return address
