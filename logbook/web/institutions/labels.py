"""What measures and their parts are called, and what exactly is counted."""

from collections.abc import Iterable, Mapping

from flask_babel import gettext

from logbook.domain.curriculum import Curriculum
from logbook.domain.funnels import Place
from logbook.domain.rollups import (
    ANSWER_DAYS,
    LAPSE_DAYS,
    LATE_AFTER_DAYS,
    LONG_WAIT_DAYS,
    OLDEST_BAND,
    Cell,
    Measure,
)
from logbook.web.standing import percent, rounded
from logbook.web.words import language

IN_TABLE = (
    Measure.FELLOWS,
    Measure.FELLOWS_BEHIND,
    Measure.BEHIND,
    Measure.WAITING_LONG,
    Measure.RESPONSE_DAYS,
    Measure.ANSWERED,
    Measure.LATE,
    Measure.COMPLICATIONS,
    Measure.CREDENTIALS,
    Measure.SIGN_OFFS,
)
"""The columns of an institution, in their order."""


def measure_name(measure: Measure) -> str:
    return {
        Measure.FELLOWS: gettext("Fellows"),
        Measure.FELLOWS_BEHIND: gettext("Fellows behind"),
        Measure.MET: gettext("Requirements met"),
        Measure.ON_COURSE: gettext("Requirements on course"),
        Measure.BEHIND: gettext("Requirements behind"),
        Measure.WAITING_LONG: gettext("Waiting over %(days)s days", days=LONG_WAIT_DAYS),
        Measure.CREDENTIALS: gettext("Credentials lapsing"),
        Measure.RESPONSE_DAYS: gettext("Days to an answer"),
        Measure.ANSWERED: gettext("Answered in %(days)s days", days=ANSWER_DAYS),
        Measure.LATE: gettext("Logged late"),
        Measure.COMPLICATIONS: gettext("Complications"),
        Measure.SIGN_OFFS: gettext("Sign-offs"),
    }[measure]


def short_name(measure: Measure) -> str:
    """The same where the title above says of what."""
    short = {
        Measure.MET: gettext("Met"),
        Measure.ON_COURSE: gettext("On course"),
        Measure.BEHIND: gettext("Behind"),
    }
    return short.get(measure) or measure_name(measure)


def names_of(measures: Iterable[Measure]) -> str:
    return " · ".join(measure_name(one) for one in measures)


def measure_words(measure: Measure) -> str:
    """What is counted, of what, and when."""
    return (_how_it_stands() | _what_came())[measure]


def _how_it_stands() -> dict[Measure, str]:
    return {
        Measure.FELLOWS: gettext("Fellows in training now."),
        Measure.FELLOWS_BEHIND: gettext(
            "Of the fellows in training now, those behind with a quarter or more of what is asked."
        ),
        Measure.MET: gettext("Of all that fellows are asked for now, what is met."),
        Measure.ON_COURSE: gettext("Of all that fellows are asked for now, what is on course."),
        Measure.BEHIND: gettext("Of all that fellows are asked for now, what is behind pace."),
        Measure.WAITING_LONG: gettext(
            "Of the cases that wait for an answer now, those that have waited longer."
        ),
        Measure.CREDENTIALS: gettext(
            "Of all credentials kept now, those that have lapsed or lapse within %(days)s days.",
            days=LAPSE_DAYS,
        ),
    }


def _what_came() -> dict[Measure, str]:
    return {
        Measure.RESPONSE_DAYS: gettext(
            "Half of the answered cases of the last three months were answered within so many days."
        ),
        Measure.ANSWERED: gettext(
            "Of the cases of twelve months, those answered in time. What waits longer counts as"
            " not answered in time."
        ),
        Measure.LATE: gettext(
            "Of the cases of twelve months, those logged more than %(days)s days after their day.",
            days=LATE_AFTER_DAYS,
        ),
        Measure.COMPLICATIONS: gettext(
            "Of the cases of twelve months, those with a complication. Not adjusted for what the"
            " cases were."
        ),
        Measure.SIGN_OFFS: gettext("Competencies signed off in twelve months."),
    }


def cell_words(measure: Measure, cell: Cell) -> str:
    """The number itself: `12%`, `3.5`, or a count."""
    if measure is Measure.RESPONSE_DAYS:
        return rounded(cell.amount / 10) or ""
    return str(cell.amount) if cell.share is None else percent(cell.share)


def cell_note(measure: Measure, cell: Cell) -> str:
    """What it is a share of: `3 of 25`; nothing for a count."""
    if not cell.base:
        return ""
    if measure is Measure.RESPONSE_DAYS:
        return gettext("%(n)s answered", n=cell.base)
    return gettext("%(n)s of %(all)s", n=cell.amount, all=cell.base)


def place_words(place: Place) -> str:
    return {
        Place.WITHIN: gettext("within the limits"),
        Place.ABOVE: gettext("above the 95 percent limit"),
        Place.BELOW: gettext("below the 95 percent limit"),
        Place.FAR_ABOVE: gettext("above the 99.8 percent limit"),
        Place.FAR_BELOW: gettext("below the 99.8 percent limit"),
    }[place]


def track_name(curricula: Mapping[str, Curriculum], track: str) -> str:
    """The title of a curriculum; the program as a whole has no track."""
    if not track:
        return gettext("The whole program")
    found = curricula.get(track)
    return found.title.in_(language()) if found else track


def part_name(curricula: Mapping[str, Curriculum], measure: Measure, track: str, part: str) -> str:
    """What one row of a measure is about. A part that no edition knows any more keeps its code."""
    if measure is Measure.WAITING_LONG:
        return _band(part)
    if measure is Measure.CREDENTIALS:
        return _credential(curricula, part)
    curriculum = curricula.get(track)
    if curriculum and part in curriculum.requirements:
        wanted = curriculum.requirements[part]
        code = curriculum.competencies[wanted.competency].code
        return f"{code} · {wanted.name.in_(language())}"
    if curriculum and part in curriculum.competencies:
        return curriculum.competencies[part].name.in_(language())
    return part or track_name(curricula, track)


def _band(part: str) -> str:
    low, _, high = part.partition("-")
    if part == OLDEST_BAND:
        return gettext("%(days)s days or longer", days=low)
    return gettext("%(low)s to %(high)s days", low=low, high=high)


def _credential(curricula: Mapping[str, Curriculum], part: str) -> str:
    for one in curricula.values():
        if part in one.offers.credentials:
            return one.offers.credentials[part].name.in_(language())
    return part
