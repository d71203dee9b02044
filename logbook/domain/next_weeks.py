"""What the next two weeks should hold: a few things, each of which can be done in them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from logbook.domain.chances import Chances, Stay
from logbook.domain.curriculum import Curriculum
from logbook.domain.decisions import Message, say
from logbook.domain.document import Text
from logbook.domain.periods import Period, days_of
from logbook.domain.requirements import Requirement, RequirementKind, cases_asked

DAYS = 14
MOST = 5
"""Things to do: more than one reads in a corridor is a list that nobody follows."""
RENEW_DAYS = 30
"""A credential that ends within so many days is to be renewed now: offices take weeks."""

AT_ANY_TIME = frozenset(
    {
        RequirementKind.ASSESSMENTS,
        RequirementKind.ENTRUSTMENT,
        RequirementKind.SESSIONS,
        RequirementKind.HOURS,
        RequirementKind.PORTFOLIO,
        RequirementKind.CREDENTIAL,
        RequirementKind.FEEDBACK_ROUND,
        RequirementKind.TEST,
    }
)
"""What can be set about on any working day; a rotation or the committee's rating cannot."""


class Do(StrEnum):
    """What is to be done; the page knows where."""

    RENEW = "renew"
    MEND = "mend"
    READ = "read"
    REQUIREMENT = "requirement"
    ASK_AGAIN = "ask_again"


@dataclass(frozen=True, slots=True)
class Todo:
    do: Do
    title: Message | Text
    why: Message | None = None
    requirement: Requirement | None = None
    count: int | None = None
    """How many rows stand behind it."""


@dataclass(frozen=True, slots=True)
class Lapsing:
    """A credential and its last good day."""

    kind: str
    name: Text
    last_day: date


@dataclass(frozen=True, slots=True)
class Lacking:
    """What one requirement lacks, and the next best step toward it."""

    requirement: Requirement
    n: int
    step: Message


@dataclass(frozen=True, slots=True)
class OpenNow:
    """What waits for the fellow, and what waits too long with others."""

    returned: int = 0
    to_read: int = 0
    asked_long_ago: int = 0


def plan(
    curriculum: Curriculum,
    chances: Chances,
    leave: Sequence[Period],
    lapsing: Sequence[Lapsing],
    waiting: OpenNow,
    lacking: Sequence[Lacking],
) -> list[Todo]:
    """At most five. First what bars the fellow from working, then what came back, then what these
    two weeks can bring: of the gaps, given the most pressing first, those that the rotation brings
    before those that can be had anywhere."""
    weeks = Period(chances.today, chances.today + timedelta(days=DAYS - 1))
    found = [_renewed(one, chances.today) for one in lapsing]
    found += _answered(waiting)
    if days_of(leave, weeks.first, weeks.last + timedelta(days=1)) < DAYS:
        renewed = {one.kind for one in lapsing}
        found += _gaps(curriculum, chances, weeks, lacking, renewed)
    return found[:MOST]


def _renewed(one: Lapsing, today: date) -> Todo:
    if one.last_day < today:
        why = say("It lapsed on %(day)s. Bring a valid one to your coordinator.", day=one.last_day)
    else:
        why = say("It ends on %(day)s. Renew it now.", day=one.last_day)
    return Todo(Do.RENEW, one.name, why)


def _answered(waiting: OpenNow) -> list[Todo]:
    kinds = (
        (Do.MEND, waiting.returned, say("Mend the cases that came back")),
        (Do.READ, waiting.to_read, say("Read the feedback that was given to you")),
        (Do.ASK_AGAIN, waiting.asked_long_ago, say("Ask again: no answer for a week or longer")),
    )
    return [Todo(do, title, count=n) for do, n, title in kinds if n]


def _gaps(
    curriculum: Curriculum,
    chances: Chances,
    weeks: Period,
    lacking: Sequence[Lacking],
    renewed: set[str],
) -> list[Todo]:
    here: list[Todo] = []
    anywhere: list[Todo] = []
    elsewhere: list[Todo] = []
    for one in lacking:
        as_said = Todo(Do.REQUIREMENT, one.requirement.name, one.step, one.requirement)
        if asked := cases_asked(one.requirement):
            if stay := stay_that_brings(curriculum, chances, weeks, one.requirement):
                here.append(_on(stay, one, chances))
            elif chances.best_opening(curriculum, asked.category):
                elsewhere.append(as_said)
        elif one.requirement.kind in AT_ANY_TIME and not _is_renewed(one, renewed):
            anywhere.append(as_said)
    return _by_turns(here + elsewhere, anywhere)


def _is_renewed(one: Lacking, renewed: set[str]) -> bool:
    kinds: frozenset[str] = getattr(one.requirement.rule, "credentials", frozenset())
    return bool(renewed & kinds)


def _by_turns(cases: list[Todo], others: list[Todo]) -> list[Todo]:
    """Two that need cases, then one of the rest, and so on: neither is forgotten."""
    return [*cases[:2], *others[:1], *cases[2:3], *others[1:], *cases[3:]]


def stay_that_brings(
    curriculum: Curriculum, chances: Chances, weeks: Period, wanted: Requirement
) -> Stay | None:
    """The rotation of these weeks that hosts the competency, or else one at a site that had such
    cases in the last months; in both cases the site has what they need."""
    asked = cases_asked(wanted)
    assert asked is not None
    had = {one.site_id for one in chances.openings if one.category == asked.category}
    able = [
        stay
        for stay in chances.stays
        if stay.period.meets(weeks)
        and chances.may_offer(curriculum, asked.category, stay.site_id)
        and (_hosts(stay, wanted) or stay.site_id in had)
    ]
    return next((stay for stay in able if _hosts(stay, wanted)), able[0] if able else None)


def _hosts(stay: Stay, wanted: Requirement) -> bool:
    return wanted.competency in stay.kind.competencies


def _on(stay: Stay, one: Lacking, chances: Chances) -> Todo:
    told = {"n": one.n, "rotation": stay.kind.name, "day": stay.period.last}
    site = chances.sites.get(stay.site_id) if stay.site_id else None
    if site is None:
        why = say("%(n)s more. Your rotation %(rotation)s brings them, until %(day)s.", **told)
    elif _hosts(stay, one.requirement):
        why = say(
            "%(n)s more. Your rotation %(rotation)s at %(site)s brings them, until %(day)s.",
            site=site.name,
            **told,
        )
    else:
        why = say(
            "%(n)s more. %(site)s had such cases in the last months; you are there until %(day)s, "
            "on %(rotation)s.",
            site=site.name,
            **told,
        )
    return Todo(Do.REQUIREMENT, one.requirement.name, why, one.requirement)
