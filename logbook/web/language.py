"""The language of the answer: the account's, else the visitor's choice, else the browser's."""

from functools import lru_cache

from babel import Locale, localedata
from babel.core import get_global
from flask import request, session
from werkzeug.datastructures import LanguageAccept
from werkzeug.http import parse_accept_header

from logbook.web import current

LANGUAGES = {"en": "English", "id": "Bahasa Indonesia"}

# What Babel knows about the languages, units and moneys of the world, and no page says. Its tables
# would be a twentieth of what a worker weighs.
UNSAID = (
    *("unit_patterns", "unit_display_names", "compound_unit_patterns"),
    *("currency_names", "currency_names_plural", "currency_symbols"),
    *("compact_currency_formats", "compact_decimal_formats"),
    *("languages", "scripts", "variants"),
)


def _forget_what_no_page_says() -> None:
    for table in ("likely_subtags", "territory_languages"):
        unsaid = get_global(table)
        assert isinstance(unsaid, dict)
        unsaid.clear()
    for code in ("root", *LANGUAGES):
        for part in UNSAID:
            localedata.load(code).pop(part, None)


_forget_what_no_page_says()
_LOCALES = {code: Locale.parse(code) for code in LANGUAGES}
"""Found once: to look a locale up by its name asks the disk, and every request needs one."""


def choose_language() -> Locale:
    found = current.person()
    for wish in (found.locale if found else None, session.get("language")):
        if wish in _LOCALES:
            return _LOCALES[wish]
    return _LOCALES[_best_of(request.headers.get("Accept-Language", ""))]


@lru_cache(maxsize=256)
def _best_of(accepted: str) -> str:
    """Which of our languages a browser's header asks for; a house has few kinds of browser."""
    wishes = parse_accept_header(accepted, LanguageAccept)
    return wishes.best_match(list(LANGUAGES), default="en")


def choose_zone() -> str:
    """Times are shown as they are where the program is."""
    found = current.person()
    return found.time_zone if found else "UTC"
