"""How standings look: the keys that tags, cells and bars know."""

from functools import lru_cache

from babel import numbers as babel_numbers
from flask import Flask
from flask_babel import format_decimal, get_locale, gettext

from logbook.domain.readiness import Standing
from logbook.queries.progress import CompetencyGroup, RequirementLine

SURELY = 0.99

KEYS = {
    Standing.MET: "met",
    Standing.ON_COURSE: "on_pace",
    Standing.BEHIND: "behind",
    Standing.EARLY: "early",
    Standing.UNSET: "none",
    Standing.OPTIONAL: "optional",
}


def key(standing: Standing) -> str:
    return KEYS[standing]


def rounded(number: float | None) -> str | None:
    """One decimal at most, in the reader's language."""
    return None if number is None else str(format_decimal(round(number, 1)))


def cell_words(group: CompetencyGroup) -> str:
    """How much of all that a competency asks for is there: `9 of 40`."""
    if not group.required:
        return gettext("%(credit)s, no figure set", credit=group.credit)
    if group.asked and not group.sums_cases:
        return gettext("%(met)s of %(all)s met", met=group.credit, all=group.required)
    return gettext("%(credit)s of %(required)s", credit=group.credit, required=group.required)


@lru_cache(maxsize=2048)
def _in_percent(fraction: float, pattern: str | None, locale: str) -> str:
    """Kept: a table of shares costs as much as the rest of its page otherwise."""
    return str(babel_numbers.format_percent(fraction, pattern, locale=locale))


def percent(fraction: float) -> str:
    return _in_percent(fraction, None, str(get_locale()))


def rate(fraction: float) -> str:
    """A share of rare things, with one decimal: `1.9%`."""
    return _in_percent(fraction, "#,##0.0%", str(get_locale()))


def chance(probability: float | None) -> str:
    """In whole percent; never 0 or 100, which no forecast knows."""
    if probability is None:
        return "–"
    if probability > SURELY:
        return gettext("over %(percent)s", percent=percent(SURELY))
    if probability < 1 - SURELY:
        return gettext("under %(percent)s", percent=percent(1 - SURELY))
    return percent(round(probability, 2))


def in_words(line: RequirementLine) -> str:
    """`3 of 15, about 5 expected by now`."""
    if line.required is None:
        return gettext("%(credit)s, no figure set", credit=line.credit)
    if not line.expected:
        return gettext("%(credit)s of %(required)s", credit=line.credit, required=line.required)
    return gettext(
        "%(credit)s of %(required)s, about %(expected)s expected by now",
        credit=line.credit,
        required=line.required,
        expected=round(line.expected),
    )


def set_up(app: Flask) -> None:
    app.add_template_filter(key, "standing_key")
    app.add_template_filter(rounded, "rounded")
    app.add_template_filter(cell_words, "cell_words")
    app.add_template_filter(chance, "chance")
    app.add_template_filter(percent, "percent")
    app.add_template_filter(rate, "rate")
    app.add_template_filter(in_words, "in_words")
