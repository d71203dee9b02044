"""Lists of one procedure: who has one week after week shows a learning curve."""

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

from logbook.cli.demo_cases import Habit, a_case
from logbook.domain.case_content import CaseContent
from logbook.domain.catalogue import CaseRole
from logbook.domain.curriculum import Curriculum

ONE_OR_TWO = (1, 1, 2)
"""Cases on a list of one week."""
MOST_DRAWS = 200


def a_list(
    curriculum: Curriculum, procedure: str, last_day: date, starts_on: date, name: str
) -> Iterator[CaseContent]:
    """The cases of the week before this day, on its last working day, performed by the fellow.
    Drawn apart, so that the other cases of the demo stay as they are."""
    random = Random(f"list {name} {last_day}")
    day = last_day - timedelta(days=max(0, last_day.weekday() - 4))
    if day < starts_on:
        return
    done = min(1.0, (day - starts_on).days / 365)
    habit = Habit({curriculum.procedures[procedure].category: 1.0})
    performed = (CaseRole.PERFORMED_DIRECT, CaseRole.PERFORMED_INDIRECT)
    drawn = (a_case(curriculum, habit, day, done, random) for _ in range(MOST_DRAWS))
    fit = (one for one in drawn if one.procedure == procedure and one.role in performed)
    for _, one in zip(range(random.choice(ONE_OR_TWO)), fit, strict=False):
        yield one
