"""The courses of a year on their shelves, with the rows that each sum is made of: all that the page
shows of them, found once."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext

from logbook.domain.document import Text
from logbook.domain.readiness import Standing
from logbook.queries.progress import CompetencyGroup, RequirementLine
from logbook.queries.year import Course
from logbook.web.standing import key
from logbook.web.year.links import Links


@dataclass(frozen=True, slots=True)
class LineRow:
    """One requirement as the fold of its competency shows it."""

    name: Text
    standing: str
    """Its key for a tag."""
    href: str | None
    credit: int
    required: int | None
    unconfirmed: bool
    met: int
    """1 for one that is asked for and met."""
    in_sum: int
    """What it adds to the credit of its competency."""


@dataclass(frozen=True, slots=True)
class CourseCard:
    """One competency."""

    course: Course
    group: CompetencyGroup
    credit: int
    required: int
    expected: float
    behind: list[tuple[Text, str]]
    """Requirements that hold it up, with where each is explained."""
    met: int
    asked: int
    rows: list[LineRow]


@dataclass(frozen=True, slots=True)
class Shelf:
    """Competencies that stand alike."""

    id: str
    title: str
    standing: Standing
    cards: list[CourseCard]


def shelves(courses: Sequence[Course], links: Links) -> list[Shelf]:
    """The most pressing first; a standing that no competency has is left out."""
    titles = {
        Standing.BEHIND: gettext("At risk"),
        Standing.ON_COURSE: gettext("On course"),
        Standing.EARLY: gettext("Too early to say"),
        Standing.MET: gettext("Met"),
        Standing.UNSET: gettext("No figure set"),
        Standing.OPTIONAL: gettext("Optional"),
    }
    found: dict[Standing, list[CourseCard]] = {}
    for one in courses:
        standing = one.group.standing
        found.setdefault(standing, []).append(_card(one, standing, links))
    return [
        Shelf(f"standing-{standing.value}", title, standing, found[standing])
        for standing, title in titles.items()
        if standing in found
    ]


def _card(one: Course, standing: Standing, links: Links) -> CourseCard:
    group, asked, counted = one.group, one.group.asked, one.group.counted
    late = asked if standing is Standing.BEHIND else []
    return CourseCard(
        one,
        group,
        one.credit,
        one.required,
        one.expected,
        behind=[
            (line.requirement.name, links.gap(line.requirement.id))
            for line in late
            if line.standing is standing
        ],
        met=sum(line.met for line in asked),
        asked=len(asked),
        rows=[_row(line, asked, counted, links) for line in group.lines],
    )


def _row(
    line: RequirementLine,
    asked: Sequence[RequirementLine],
    counted: Sequence[RequirementLine],
    links: Links,
) -> LineRow:
    return LineRow(
        line.requirement.name,
        key(line.standing),
        links.of_line(line),
        line.credit,
        line.required,
        line.unconfirmed,
        int(line.met and line in asked),
        min(line.credit, line.required or 0) if line in counted else 0,
    )
