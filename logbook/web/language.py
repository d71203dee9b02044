"""The language of the answer: the account's, else the visitor's choice, else the browser's."""

from babel import Locale
from flask import request, session

from logbook.web import current

LANGUAGES = {"en": "English", "id": "Bahasa Indonesia"}

_LOCALES = {code: Locale.parse(code) for code in LANGUAGES}
"""Found once: to look a locale up by its name asks the disk, and every request needs one."""


def choose_language() -> Locale:
    found = current.person()
    for wish in (found.locale if found else None, session.get("language")):
        if wish in _LOCALES:
            return _LOCALES[wish]
    return _LOCALES[request.accept_languages.best_match(list(LANGUAGES), default="en")]


def choose_zone() -> str:
    """Times are shown as they are where the program is."""
    found = current.person()
    return found.time_zone if found else "UTC"
