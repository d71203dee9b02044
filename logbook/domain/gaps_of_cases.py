"""Where the cases that are missing can be had: which lists bring them, which rotation hosts."""

from dataclasses import dataclass

from logbook.domain.chances import LOOK_BACK_MONTHS, Chances, Opening, Stay
from logbook.domain.curriculum import Curriculum
from logbook.domain.decisions import Message, say
from logbook.domain.requirements import Requirement, cases_asked
from logbook.domain.sites import Capability, needed_for


@dataclass(frozen=True, slots=True)
class Missing:
    """So much is missing of one requirement, in the unit of its figure."""

    requirement: Requirement
    n: int
    curriculum: Curriculum
    chances: Chances


def notes(missing: Missing) -> list[Message]:
    """What explains the step or makes it harder: when the fellow is at that site next, and what
    the sites of the fellow's own rotations lack. Only of requirements that ask for cases."""
    asked = cases_asked(missing.requirement)
    if asked is None:
        return []
    opening = missing.chances.best_opening(missing.curriculum, asked.category)
    stay = missing.chances.next_at(opening.site_id) if opening else None
    lacking = missing.chances.lacking(missing.curriculum, asked.category)
    said = []
    if stay:
        said.append(_there(stay, missing.chances))
    if lacking:
        said.append(
            say(
                "The sites of your planned rotations have none of what these cases need: %(what)s.",
                what=lacking,
            )
        )
    return said


def _there(stay: Stay, chances: Chances) -> Message:
    if stay.period.first <= chances.today:
        return say("You are there until %(day)s.", day=stay.period.last)
    return say(
        "You are there from %(day)s, on %(rotation)s.",
        day=stay.period.first,
        rotation=stay.kind.name,
    )


def step_to_cases(missing: Missing) -> Message:
    """The list that brings most of them, else the rotation that hosts them, else whom to ask."""
    asked = cases_asked(missing.requirement)
    assert asked is not None
    curriculum, chances = missing.curriculum, missing.chances
    if opening := chances.best_opening(curriculum, asked.category):
        return _at_a_list(missing, opening)
    hosting = chances.next_hosting(curriculum, missing.requirement.competency, asked.category)
    if hosting is None:
        return say(
            "%(n)s more: none was approved at any site in the last %(months)s months; ask your "
            "program director where they can be seen.",
            n=missing.n,
            months=LOOK_BACK_MONTHS,
        )
    if hosting.period.first <= chances.today:
        return say(
            "%(n)s more: your rotation %(rotation)s, until %(day)s, is the one that brings them.",
            n=missing.n,
            rotation=hosting.kind.name,
            day=hosting.period.last,
        )
    return say(
        "%(n)s more: your rotation %(rotation)s, from %(day)s, is the one that brings them.",
        n=missing.n,
        rotation=hosting.kind.name,
        day=hosting.period.first,
    )


def _at_a_list(missing: Missing, opening: Opening) -> Message:
    site = missing.chances.sites[opening.site_id]
    having = _useful(missing, site.capabilities)
    told = {
        "n": missing.n,
        "weekday": opening.weekday,
        "site": site.name,
        "cases": opening.cases,
        "months": LOOK_BACK_MONTHS,
    }
    if having:
        return say(
            "%(n)s more: the %(weekday)s lists at %(site)s (with %(having)s) had %(cases)s of them "
            "in the last %(months)s months.",
            having=having,
            **told,
        )
    return say(
        "%(n)s more: the %(weekday)s lists at %(site)s had %(cases)s of them in the last "
        "%(months)s months.",
        **told,
    )


def _useful(missing: Missing, site: frozenset[Capability] | None) -> tuple[Capability, ...]:
    """What a site has of that which the cases need."""
    asked = cases_asked(missing.requirement)
    needed = needed_for(missing.curriculum, asked.category) if asked else ()
    return tuple(one for one in needed if site and one in site)
