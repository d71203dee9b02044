"""Who gains most from each category in the coming weeks: from kept sums, the plan and the sites."""

from collections import defaultdict
from datetime import date, timedelta
from uuid import UUID

from logbook.database import db
from logbook.domain.catalogue import Category
from logbook.domain.gains import (
    AHEAD_WEEKS,
    LEAST_DAYS,
    Coming,
    Gain,
    Misses,
    Places,
    cut,
    gain_of,
)
from logbook.domain.periods import Period, days_on_service
from logbook.domain.requirements import counted_cases
from logbook.domain.sharing import DAYS_A_MONTH
from logbook.policy.actors import Actor
from logbook.queries.cohort import CohortRow, cohort
from logbook.queries.opportunity import Opportunity
from logbook.queries.opportunity_logging import ROTATIONS


def gains(actor: Actor, found: Opportunity, today: date) -> list[tuple[Category, Gain]]:
    """Of each category that somebody still misses: five statements."""
    rows = [row for row in cohort(actor, today) if row.enrolled.ends_on >= today]
    curricula = {one.id: one.curriculum for one in found.fellows}
    rows = [row for row in rows if row.enrolled.id in curricula]
    coming = _coming(actor, found, [row.enrolled.id for row in rows], today)
    misses = _misses(rows, today)
    places = Places(found.sites, found.brought)
    categories = {
        one.id: one for each in found.fellows for one in each.curriculum.categories.values()
    }
    told = []
    for code, category in categories.items():
        gain = gain_of(code, misses[code], coming, places, curricula)
        if gain is not None:
            told.append((category, gain))
    return told


def _misses(rows: list[CohortRow], today: date) -> dict[str, list[Misses]]:
    """By category, what fellows still miss of the cases that are asked for one by one: of several
    requirements of a category the one of which most is missing."""
    found: dict[str, dict[UUID, Misses]] = defaultdict(dict)
    for row in rows:
        left = (row.enrolled.ends_on - today).days / DAYS_A_MONTH
        for line in row.progress.lines:
            rule = counted_cases(line.requirement)
            if rule is None or line.required is None or line.gap <= 0:
                continue
            misses = Misses(row.enrolled.id, row.enrolled.fellow, line.gap, line.required, left)
            known = found[rule.category].get(row.enrolled.id)
            if known is None or known.missing < misses.missing:
                found[rule.category][row.enrolled.id] = misses
    return defaultdict(list, {code: list(each.values()) for code, each in found.items()})


def _coming(actor: Actor, found: Opportunity, enrollments: list[UUID], today: date) -> list[Coming]:
    """The rotations of the coming weeks, the earliest first, without stays of a few days."""
    until = today + timedelta(weeks=AHEAD_WEEKS)
    asked = {
        "in_program": actor.program_id,
        "enrollments": enrollments,
        "since": today,
        "until": until,
    }
    trained = {one.id: one for one in found.fellows}
    coming = []
    for row in db.session.connection().execute(ROTATIONS, asked):
        whose = trained[row.enrollment_id]
        kind = whose.curriculum.offers.rotations.get(row.kind)
        period = cut(Period(row.starts_on, row.ends_on), today, until)
        if kind and days_on_service(period, whose.away.leave) >= LEAST_DAYS:
            coming.append(Coming(row.enrollment_id, kind, row.site_id, period))
    return sorted(coming, key=lambda one: one.period)
