"""The ways within the room, and how levels, results and windows are told."""

from dataclasses import dataclass
from uuid import UUID

from flask import url_for
from flask_babel import gettext

from logbook.domain.competencies import Scale
from logbook.domain.curriculum import Curriculum
from logbook.policy.actors import Actor
from logbook.policy.portfolio import may_record_hours
from logbook.policy.teaching import may_see_sessions
from logbook.queries.teaching import Trained
from logbook.web.words import language


@dataclass(frozen=True, slots=True)
class Tab:
    """One of the pages beside each other."""

    label: str
    href: str
    active: bool


def program_tabs(actor: Actor, here: str) -> list[Tab]:
    """Of those who oversee the program; nobody else has any."""
    if not may_see_sessions(actor):
        return []
    ways = [("index", gettext("Sessions"))]
    if may_record_hours(actor):
        ways.append(("hours", gettext("Hours")))
    ways += [("tests", gettext("Tests")), ("milestones", gettext("Milestones"))]
    return [Tab(label, url_for(f".{name}"), name == here) for name, label in ways]


def fellow_tabs(enrollment_id: UUID, here: str) -> list[Tab]:
    """Of one fellow."""
    ways = [
        ("attendance", gettext("Attendance")),
        ("results", gettext("Tests")),
        ("history", gettext("Milestones")),
    ]
    return [
        Tab(label, url_for(f".{name}", enrollment_id=enrollment_id), name == here)
        for name, label in ways
    ]


def level_words(scale: Scale | None, code: str | None) -> str:
    """`3.5`, or what is said where there is no level; a dash for nothing."""
    level = scale.level(code) if scale and code else None
    if level is None:
        return code or "–"
    return level.code if level.order else level.label.in_(language())


def crumbs(actor: Actor, fellow: Trained) -> list[tuple[str, str]]:
    """The way back from a page of one fellow, for those who oversee the program."""
    if not may_see_sessions(actor):
        return []
    return [
        (gettext("Cohort"), url_for("cohort.show")),
        (fellow.fellow, url_for("cohort.fellow", enrollment_id=fellow.id)),
    ]


def orders(scale: Scale, codes: list[str | None]) -> list[int | None]:
    """The places of levels on their scale, for a chart."""
    found = [scale.level(code) if code else None for code in codes]
    return [level.order if level and level.order else None for level in found]


def sub_names(curriculum: Curriculum) -> dict[str, str]:
    """By id: `PC3 · Comprehensive Pain Treatment Plan`."""
    return {
        one.id: f"{one.id} · {one.name.in_(language())}"
        for domain in curriculum.domains.values()
        for one in domain.subcompetencies
    }
