"""What drives a risk, in one sentence.

The rule: of each driver it is reckoned what would come without it. The one whose absence lifts the
probability most is told, if it lifts it by three points or more. Where the figure is out of reach
either way, it is the one that closes most of what is missing, if that is a tenth or more; else that
the time is short.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from logbook.domain.decisions import Message, say
from logbook.domain.forecast_counts import Course

LIFT_TOLD, GAP_TOLD, LEAST_TOLD = 0.03, 0.1, 0.5
"""Of the probability; of what is missing; in pieces."""
SLOW_BELOW = 0.9
"""Of the program's pace or rate; from there on it is nothing to speak of."""


@dataclass(frozen=True, slots=True)
class Without:
    """What the probability would be if one thing were otherwise, and how that is told."""

    probability: float
    coming: float
    told: Message


def strongest(
    now: float, coming: float, missing: float, found: Sequence[Without]
) -> Message | None:
    """`coming`, `missing`: pieces, as things are."""
    lifting = max(found, key=lambda one: one.probability, default=None)
    if lifting and lifting.probability - now >= LIFT_TOLD:
        return lifting.told
    closing = max(found, key=lambda one: one.coming, default=None)
    if closing and closing.coming - coming >= max(GAP_TOLD * missing, LEAST_TOLD):
        return closing.told
    return None


def without(course: Course, told: Message) -> Without:
    return Without(course.probability, course.still_expected, told)


@dataclass(frozen=True, slots=True)
class Background:
    """What one fellow's course is compared with."""

    usual: float
    """The program's rate."""
    pace: float
    """The fellow's over all requirements, beside the program's."""
    time: float
    """To come, whatever its places bring."""
    weighed: float
    """The same, as much as its places bring."""
    short_of: float
    """Months of full-time training that leave and part time take."""
    long_waiting: int


def why_a_count(course: Course, background: Background) -> Message:
    found = [
        *_places(course, background),
        *_rate(course, background),
        *_pace(course, background),
        *_unanswered(course, background),
        *_time_away(course, background),
    ]
    told = strongest(course.probability, course.still_expected, course.missing, found)
    return told or at_this_rate(round(course.still_expected), course.ends_on)


def at_this_rate(n: int, day: date) -> Message:
    """What is told where nothing drives it."""
    return say("At this rate about %(n)s more are expected until %(day)s.", n=n, day=day)


def _places(course: Course, background: Background) -> Iterable[Without]:
    """Case mix, as far as it is known of the sites ahead."""
    usual, here = background.time, background.weighed
    if usual > 0 and here < SLOW_BELOW * usual:
        lifted = max(here, usual) / here if here else 1.0
        ahead = tuple((month, time * lifted) for month, time in course.ahead)
        percent = round(100 * here / usual)
        yield without(
            course.but(ahead=ahead),
            say(
                "Case mix: the rotations ahead bring %(percent)s percent of the usual number of "
                "these.",
                percent=percent,
            ),
        )


def _rate(course: Course, background: Background) -> Iterable[Without]:
    """Case mix again: these come seldom, the others do not."""
    due = background.usual * min(1.0, background.pace)
    if course.rate.mean < SLOW_BELOW * due:
        faster = type(course.rate)(course.rate.shape, due)
        yield without(
            course.but(rate=faster),
            say(
                "Case mix: these come at %(percent)s percent of the program's rate; the rest does "
                "not lag as much.",
                percent=round(100 * course.rate.mean / background.usual),
            ),
        )


def _pace(course: Course, background: Background) -> Iterable[Without]:
    if background.pace < SLOW_BELOW:
        faster = type(course.rate)(course.rate.shape, course.rate.mean / background.pace)
        yield without(
            course.but(rate=faster),
            say(
                "Rate of logging: evidence of all kinds comes at %(percent)s percent of the "
                "program's pace.",
                percent=round(100 * background.pace),
            ),
        )


def _unanswered(course: Course, background: Background) -> Iterable[Without]:
    if course.waiting:
        yield without(
            course.but(counting=1.0),
            say(
                "Unanswered: %(n)s that would count wait for an answer, %(long)s of them for more "
                "than 14 days.",
                n=course.waiting,
                long=background.long_waiting,
            ),
        )


def _time_away(course: Course, background: Background) -> Iterable[Without]:
    if background.short_of > 0 and course.ahead:
        longer = (*course.ahead, (course.ahead[-1][0], background.short_of))
        yield without(
            course.but(ahead=longer),
            say(
                "Leave and part time: the enrollment holds %(weeks)s weeks less than the "
                "curriculum takes.",
                weeks=round(background.short_of * 52 / 12),
            ),
        )


def why_a_pattern(
    now: float,
    at_usual_share: float,
    at_usual_rate: float,
    share: float,
    usual: float,
    coming: float,
) -> Message:
    """`at_usual_share`, `at_usual_rate`: what the probability would be if as many judgements
    reached the level, or as many were asked for, as is usual in the program."""
    told = strongest(
        now,
        0.0,
        1.0,
        [
            Without(
                at_usual_share,
                0.0,
                say(
                    "Entrustment plateau: %(percent)s percent of recent judgements reach the "
                    "level; %(usual)s percent are usual at this stage.",
                    percent=round(100 * share),
                    usual=round(100 * usual),
                ),
            ),
            Without(
                at_usual_rate,
                0.0,
                say(
                    "Few judgements: about %(n)s more are expected until the end.",
                    n=round(coming),
                ),
            ),
        ],
    )
    return told or as_usual(round(100 * share))


def as_usual(percent: int) -> Message:
    """The same of judgements."""
    return say(
        "%(percent)s percent of recent judgements reach the level, as is usual at this stage.",
        percent=percent,
    )


NO_DRIVER = frozenset({at_this_rate(0, date.min).id, as_usual(0).id})
"""Sentences that say how it will go on, and not why."""
