"""How long there was between a case, the code that its supervisor showed, and its coming here."""

from flask import Flask
from flask_babel import gettext, ngettext

from logbook.queries.seen_together import Seen
from logbook.web.filters import instant

HOUR, DAY = 60, 60 * 24
LONG = 2
"""From two hours on in hours, from two days on in days."""


def seen_in_words(seen: Seen) -> str:
    """`with Ben, 26 Nov 2026, 09:13; code read 3 minutes after it was shown; 2 days apart: …`"""
    shown = gettext(
        "with %(supervisor)s, %(when)s", supervisor=seen.supervisor, when=instant(seen.code_at)
    )
    return "; ".join(
        part for part in (shown, read_after(seen.minutes), shown_apart(seen.days)) if part
    )


def read_after_seconds(seconds: int) -> str:
    """The same, as the ledger has it; below zero where a clock was ahead."""
    return read_after(max(0, seconds) // 60)


def read_after(minutes: int) -> str:
    """From when the code was shown to when it came."""
    if minutes == 0:
        return gettext("code read at once")
    if minutes < LONG * HOUR:
        return ngettext(
            "code read %(num)s minute after it was shown",
            "code read %(num)s minutes after it was shown",
            minutes,
        )
    if minutes < LONG * DAY:
        return ngettext(
            "code read %(num)s hour after it was shown",
            "code read %(num)s hours after it was shown",
            minutes // HOUR,
        )
    return ngettext(
        "code read %(num)s day after it was shown",
        "code read %(num)s days after it was shown",
        minutes // DAY,
    )


def shown_apart(days: int) -> str:
    """From the day of the case to that of the code; nothing where it is the same."""
    if days > 0:
        return ngettext(
            "%(num)s day apart: shown after the day of the case",
            "%(num)s days apart: shown after the day of the case",
            days,
        )
    if days < 0:
        return ngettext(
            "%(num)s day apart: shown before the day of the case",
            "%(num)s days apart: shown before the day of the case",
            -days,
        )
    return ""


def days_apart(days: int) -> str:
    """The same in short."""
    return ngettext("%(num)s day apart", "%(num)s days apart", abs(days))


def set_up(app: Flask) -> None:
    for told in (seen_in_words, read_after_seconds, shown_apart, days_apart):
        app.add_template_filter(told)
