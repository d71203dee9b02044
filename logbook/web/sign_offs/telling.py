"""Words of this room for templates: what a signature means, how it was given, and when."""

from datetime import date, datetime

from flask import Flask
from flask_babel import format_date, format_datetime, gettext

from logbook.domain.sign_off_rule import SeatRole
from logbook.domain.signatures import Meaning, Method
from logbook.policy.actors import Role
from logbook.policy.sign_offs import ROLE_OF
from logbook.web.words import label


def meaning(code: Meaning) -> str:
    """The sentence that a signature says."""
    return {
        Meaning.SUPERVISED: gettext("I supervised this procedure in this role."),
        Meaning.ASSESSED: gettext("I observed this, and this is my judgement."),
        Meaning.PROPOSES: gettext("I propose this level."),
        Meaning.ATTESTS: gettext("I attest this level."),
        Meaning.CONFIRMS: gettext("I confirm this."),
        Meaning.ENDS: gettext("I end this, for the reason given."),
    }[code]


def method(code: Method) -> str:
    return {
        Method.LINK: gettext("by a link in a mail"),
        Method.SESSION: gettext("signed in"),
        Method.PASSWORD: gettext("by password"),
        Method.PASSWORD_AND_CODE: gettext("by password and code"),
        Method.PASSKEY: gettext("by passkey"),
    }[code]


def zoned(at: datetime) -> str:
    """An instant with the zone it is told in, as the reader of a signature must know it."""
    return f"{format_datetime(at, 'medium')} {format_datetime(at, 'z')}"


def month(day: date) -> str:
    return str(format_date(day, "MMM y"))


def role(code: str) -> str:
    return label(Role(code))


def seat(code: SeatRole) -> str:
    return label(ROLE_OF[code])


def set_up(app: Flask) -> None:
    for name, say in (
        ("meaning", meaning),
        ("method", method),
        ("zoned", zoned),
        ("month", month),
        ("role", role),
        ("seat", seat),
    ):
        app.add_template_filter(say, name)
