"""What drives a risk, in one sentence.

The rule: of each driver it is reckoned what the probability would be without it. The one whose
absence lifts it most is told, if it lifts it by three points or more; else that the time is short.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from logbook.domain.decisions import Message, say
from logbook.domain.forecast_counts import Course

LIFT_TOLD = 0.03
SLOW_BELOW = 0.9
"""Of the program's pace or rate; from there on it is nothing to speak of."""


@dataclass(frozen=True, slots=True)
class Without:
    """What the probability would be if one thing were otherwise, and how that is told."""

    probability: float
    told: Message


def strongest(now: float, found: Iterable[Without]) -> Message | None:
    best = max(found, key=lambda one: one.probability, default=None)
    return best.told if best and best.probability - now >= LIFT_TOLD else None


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
    return strongest(course.probability, found) or say(
        "At this rate about %(n)s more are expected until %(day)s.",
        n=round(course.still_expected),
        day=course.ends_on,
    )


def _places(course: Course, background: Background) -> Iterable[Without]:
    """Case mix, as far as it is known of the sites ahead."""
    usual, here = background.time, background.weighed
    if usual > 0 and here < SLOW_BELOW * usual:
        lifted = max(here, usual) / here if here else 1.0
        ahead = tuple((month, time * lifted) for month, time in course.ahead)
        percent = round(100 * here / usual)
        yield Without(
            course.but(ahead=ahead).probability,
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
        yield Without(
            course.but(rate=faster).probability,
            say(
                "Case mix: these come at %(percent)s percent of the program's rate; the rest does "
                "not lag as much.",
                percent=round(100 * course.rate.mean / background.usual),
            ),
        )


def _pace(course: Course, background: Background) -> Iterable[Without]:
    if background.pace < SLOW_BELOW:
        faster = type(course.rate)(course.rate.shape, course.rate.mean / background.pace)
        yield Without(
            course.but(rate=faster).probability,
            say(
                "Rate of logging: evidence of all kinds comes at %(percent)s percent of the "
                "program's pace.",
                percent=round(100 * background.pace),
            ),
        )


def _unanswered(course: Course, background: Background) -> Iterable[Without]:
    if course.waiting:
        yield Without(
            course.but(counting=1.0).probability,
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
        yield Without(
            course.but(ahead=longer).probability,
            say(
                "Leave and part time: the enrollment holds %(weeks)s weeks less than the "
                "curriculum takes.",
                weeks=round(background.short_of * 52 / 12),
            ),
        )


def why_a_pattern(
    now: float, at_usual_share: float, at_usual_rate: float, share: float, coming: float
) -> Message:
    """`at_usual_share`, `at_usual_rate`: what the probability would be if as many judgements
    reached the level, or as many were asked for, as is usual in the program."""
    told = strongest(
        now,
        [
            Without(
                at_usual_share,
                say(
                    "Entrustment has stopped rising: %(percent)s percent of recent judgements "
                    "reach the level.",
                    percent=round(100 * share),
                ),
            ),
            Without(
                at_usual_rate,
                say(
                    "Few judgements: about %(n)s more are expected until the end.",
                    n=round(coming),
                ),
            ),
        ],
    )
    return told or say(
        "%(percent)s percent of recent judgements reach the level, as is usual at this stage.",
        percent=round(100 * share),
    )
