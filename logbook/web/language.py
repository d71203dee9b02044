"""The language of the answer: the account's, else the visitor's choice, else the browser's."""

from flask import request, session

from logbook.web import current

LANGUAGES = {"en": "English", "id": "Bahasa Indonesia"}


def choose_language() -> str:
    found = current.person()
    for wish in (found.locale if found else None, session.get("language")):
        if wish in LANGUAGES:
            return str(wish)
    return request.accept_languages.best_match(list(LANGUAGES), default="en")


def choose_zone() -> str:
    """Times are shown as they are where the program is."""
    found = current.person()
    return found.time_zone if found else "UTC"
