"""How it stands with one requirement, one competency, one fellow: what the forecast says of the
last day, and the pace only where there is no forecast.

The bounds are those of the words for a probability (`outlook.BOUNDS`): below 10 % very unlikely,
below 40 % unlikely. To be a little behind an even pace is what half of all fellows are at any time;
it is no state of its own.
"""

from collections.abc import Iterable, Sequence
from enum import StrEnum

from logbook.domain.outlook import Outlook, OutlookKind
from logbook.domain.readiness import Standing


class Heat(StrEnum):
    """A state, the hottest first."""

    BEHIND = "behind"
    AT_RISK = "at_risk"
    ON_COURSE = "on_course"
    UNKNOWN = "unknown"
    MET = "met"
    OPTIONAL = "optional"


HOTTEST_FIRST = tuple(Heat)
LEVELS = {Heat.BEHIND: 1, Heat.AT_RISK: 2, Heat.ON_COURSE: 3, Heat.MET: 4}
"""The digit of a cell; what is not forecast, or optional, has none."""
RISKS = (Heat.BEHIND, Heat.AT_RISK)

BEHIND_BELOW, AT_RISK_BELOW = 0.1, 0.4
"""Of the probability: very unlikely; unlikely."""
BEHIND_FROM, ON_COURSE_UP_TO = 0.25, 0.05
"""Of what is asked of a fellow: from this share of risks on the fellow as a whole is behind; up to
that share, and with nothing behind, on course."""


def heat(standing: Standing, outlook: Outlook | None, asked: bool = True) -> Heat:
    """Of one requirement. The first line that fits decides:

    - it is not asked for, or has no figure: optional;
    - there is a probability: by its bounds, and met where it is met and will probably stay so;
    - it is met: met;
    - what is planned brings it: on course; does not, and it is due by now: at risk;
    - there is no forecast: behind where the pace is, else unknown.
    """
    if not asked or standing in (Standing.OPTIONAL, Standing.UNSET):
        return Heat.OPTIONAL
    chance = outlook.probability if outlook else None
    if chance is not None and chance < BEHIND_BELOW:
        return Heat.BEHIND
    if chance is not None and chance < AT_RISK_BELOW:
        return Heat.AT_RISK
    if standing is Standing.MET:
        return Heat.MET
    if chance is not None:
        return Heat.ON_COURSE
    late = standing is Standing.BEHIND
    if outlook is not None and outlook.kind is OutlookKind.PLANNED:
        if (outlook.least or 0) >= outlook.wanted:
            return Heat.ON_COURSE
        return Heat.AT_RISK if late else Heat.UNKNOWN
    return Heat.BEHIND if late else Heat.UNKNOWN


def of_competency(heats: Iterable[Heat]) -> Heat:
    """That of its requirements which is hottest."""
    found = set(heats)
    return next((one for one in HOTTEST_FIRST if one in found), Heat.OPTIONAL)


def of_fellow(heats: Sequence[Heat]) -> Heat:
    """All that is asked of one fellow in one word, by the share that is behind or at risk."""
    asked = [one for one in heats if one is not Heat.OPTIONAL]
    risks = sum(one in RISKS for one in asked)
    if not asked or all(one is Heat.MET for one in asked):
        return Heat.MET if asked else Heat.OPTIONAL
    if risks >= BEHIND_FROM * len(asked):
        return Heat.BEHIND
    if Heat.BEHIND in asked or risks > ON_COURSE_UP_TO * len(asked):
        return Heat.AT_RISK
    return Heat.ON_COURSE if Heat.ON_COURSE in asked else Heat.UNKNOWN
