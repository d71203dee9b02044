"""What the packet of a meeting says about one fellow, row by row: the same for the paper and the
workbook, and read from what the page shows."""

from collections.abc import Callable
from dataclasses import dataclass

from logbook.domain.competencies import Scale
from logbook.domain.decisions import Message, say
from logbook.domain.milestones import aims, scale_of, subcompetencies
from logbook.domain.readiness import Standing
from logbook.queries.committee_board import Item
from logbook.queries.committee_kept import File
from logbook.queries.progress import RequirementLine
from logbook.queries.sign_off_curve import counted

Speak = Callable[[Message], str]
"""Puts a message into the reader's words."""
Row = list[object]

REVIEWS_SHOWN = 2


@dataclass(frozen=True, slots=True)
class Teller:
    """How codes become words."""

    speak: Speak
    language: str

    def word(self, member: object) -> str:
        """A member of an enum, a day or nothing, as it is read."""
        return "" if member is None else self.speak(Message("%(word)s", {"word": member}))


def lines_of(file: File) -> list[tuple[str, RequirementLine]]:
    return [(group.competency.code, line) for group in file.progress.groups for line in group.asked]


STANDINGS = {
    Standing.MET: say("Met"),
    Standing.ON_COURSE: say("On pace"),
    Standing.BEHIND: say("Behind pace"),
    Standing.EARLY: say("Too early to say"),
    Standing.UNSET: say("No figure set"),
    Standing.OPTIONAL: say("Optional"),
}
"""The words of the tags on the page."""


def standing_words(line: RequirementLine) -> Message:
    return STANDINGS[line.standing]


def _level(scale: Scale | None, code: str | None, language: str) -> str:
    level = scale.level(code) if scale and code else None
    if level is None:
        return code or ""
    return level.code if level.order else level.label.in_(language)


def milestone_rows(teller: Teller, file: File) -> list[Row]:
    scale, aimed = scale_of(file.curriculum), aims(file.curriculum)
    if scale is None:
        return []
    reviews = file.reviews[:REVIEWS_SHOWN][::-1]
    own = file.own[0] if file.own else None
    rows: list[Row] = []
    for one in subcompetencies(file.curriculum):
        before = [_level(scale, review.levels.get(one.id), teller.language) for review in reviews]
        before = [""] * (REVIEWS_SHOWN - len(before)) + before
        self_rated = _level(scale, own.levels.get(one.id), teller.language) if own else ""
        target = aimed[one.id].level.code if one.id in aimed else ""
        name = f"{one.id} · {one.name.in_(teller.language)}"
        rows.append([name, *before, self_rated, target])
    return rows


def competency_rows(teller: Teller, file: File) -> list[Row]:
    rows: list[Row] = []
    for one in file.competencies:
        line = one.stands or one.on_its_way or one.last
        months = "; ".join(
            f"{month.first_day:%Y-%m}: {counted(month.counts)}"
            for month in file.months.get(one.competency.id, [])
        )
        state = teller.word(line.state) if line else ""
        name = f"{one.competency.code} · {one.competency.name.in_(teller.language)}"
        level = line.level or "" if line else ""
        rows.append([name, one.competency.target.level, level, state, months])
    return rows


def feedback_rows(teller: Teller, file: File) -> list[Row]:
    return [
        [
            teller.word(one.happened_on),
            one.assessor,
            one.competency.upper(),
            one.level or "",
            one.went_well,
            one.next_step,
        ]
        for one in file.feedback
    ]


def forecast_rows(teller: Teller, file: File) -> list[Row]:
    """Of what holds the fellow up, with its id first: name, credit, figure, percent, why."""
    rows = [*file.forecast.at_risk, *file.forecast.likely, *file.forecast.unnumbered]
    return [
        [
            row.line.requirement.id,
            row.line.requirement.name.in_(teller.language),
            row.outlook.have,
            row.outlook.wanted,
            in_percent(row.outlook.probability),
            teller.speak(row.outlook.why) if row.outlook.why else "",
        ]
        for row in rows
    ]


def in_percent(probability: float | None) -> int | str:
    """Whole percent, as the page rounds it: never 0 or 100, which no forecast knows."""
    return "" if probability is None else min(99, max(1, round(100 * probability)))


def plan_rows(teller: Teller, file: File) -> list[Row]:
    return [
        [one.what, one.owner, teller.word(one.due_on), teller.word(one.state)] for one in file.plans
    ]


def sheets_of(teller: Teller, item: Item, file: File) -> dict[str, list[Row]]:
    name = item.fellow
    progress: list[Row] = [
        [
            name,
            code,
            line.requirement.name.in_(teller.language),
            line.credit,
            line.required,
            teller.speak(standing_words(line)),
        ]
        for code, line in lines_of(file)
    ]
    summary: Row = [name, file.met, file.asked, file.behind, file.signed, len(file.competencies)]
    return {
        "summary": [[*summary, file.progress.enrolled.ends_on.isoformat()]],
        "progress": progress,
        "forecast": [[name, *row[1:]] for row in forecast_rows(teller, file)],
        "milestones": [[name, *row] for row in milestone_rows(teller, file)],
        "competencies": [[name, *row] for row in competency_rows(teller, file)],
        "feedback": [[name, *row] for row in feedback_rows(teller, file)],
        "plans": [[name, *row] for row in plan_rows(teller, file)],
    }


HEADS: dict[str, tuple[Message, tuple[Message, ...]]] = {
    "summary": (
        say("Summary"),
        (
            say("Fellow"),
            say("Requirements met"),
            say("Requirements asked"),
            say("Competencies behind pace"),
            say("Competencies signed"),
            say("Competencies"),
            say("Training ends"),
        ),
    ),
    "progress": (
        say("Progress"),
        (
            say("Fellow"),
            say("Competency"),
            say("Requirement"),
            say("Credited"),
            say("Asked"),
            say("Standing"),
        ),
    ),
    "forecast": (
        say("Forecast"),
        (
            say("Fellow"),
            say("Requirement"),
            say("Credited"),
            say("Asked"),
            say("By the end, percent"),
            say("Why"),
        ),
    ),
    "milestones": (
        say("Milestones"),
        (
            say("Fellow"),
            say("Subcompetency"),
            say("Before the last"),
            say("Last"),
            say("Own rating"),
            say("Aimed for"),
        ),
    ),
    "competencies": (
        say("Competencies"),
        (
            say("Fellow"),
            say("Competency"),
            say("Target"),
            say("Signed at"),
            say("Sign-off"),
            say("Levels seen, by month"),
        ),
    ),
    "feedback": (
        say("Feedback"),
        (
            say("Fellow"),
            say("Date"),
            say("Assessor"),
            say("Competency"),
            say("Level"),
            say("What went well"),
            say("Next step"),
        ),
    ),
    "plans": (
        say("Plans"),
        (say("Fellow"), say("Plan"), say("Who sees to it"), say("Until"), say("State")),
    ),
}
"""Of each sheet its name and its columns."""
