"""The one thing to do now, for each role."""

from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext, ngettext

from logbook.domain.heat import RISKS
from logbook.domain.requirements import cases_asked
from logbook.queries.approval import QueueAge
from logbook.queries.heatmap import HeatRow
from logbook.queries.home import OpenCases
from logbook.queries.progress import FellowProgress, RequirementLine
from logbook.web.standing import in_words
from logbook.web.words import language, words


@dataclass(frozen=True, slots=True)
class NextAction:
    """What to do, why, and the way there."""

    title: str
    text: str
    href: str
    label: str


def of_fellow(progress: FellowProgress, unfinished: OpenCases) -> NextAction:
    """Cases that came back, then drafts, then what is furthest behind pace, then the next case."""
    if unfinished.returned:
        return _mend(unfinished)
    if unfinished.drafts:
        return _finish(unfinished)
    if line := progress.furthest_behind:
        return _look_for(line)
    return NextAction(
        gettext("Log your next case"),
        gettext("Nothing that is asked for is behind pace."),
        url_for("cases.new"),
        gettext("Log a case"),
    )


def _look_for(line: RequirementLine) -> NextAction:
    """A case is logged; whatever else is missing has its next step on the page of the gaps."""
    title = gettext("Look for: %(requirement)s", requirement=_name(line))
    if cases_asked(line.requirement):
        return NextAction(title, in_words(line), url_for("cases.new"), gettext("Log a case"))
    where = url_for("readiness.own", _anchor=line.requirement.id)
    return NextAction(title, words(line.why), where, gettext("See the next step"))


def _mend(unfinished: OpenCases) -> NextAction:
    n = unfinished.returned
    return NextAction(
        ngettext("%(num)s case came back to you", "%(num)s cases came back to you", n),
        gettext("Your supervisor asks for a change or did not observe it."),
        url_for("cases.show", case_id=unfinished.oldest_returned_id)
        if n == 1
        else url_for("cases.index", state="returned"),
        gettext("Open it") if n == 1 else gettext("Open them"),
    )


def _finish(unfinished: OpenCases) -> NextAction:
    n = unfinished.drafts
    return NextAction(
        ngettext("%(num)s draft to finish", "%(num)s drafts to finish", n),
        gettext("Drafts count for nothing until they are submitted."),
        url_for("cases.edit", case_id=unfinished.oldest_draft_id)
        if n == 1
        else url_for("cases.later", _anchor="tray"),
        gettext("Finish it") if n == 1 else gettext("Open them"),
    )


def of_queue(queue: QueueAge) -> NextAction | None:
    """None for an empty queue."""
    if not queue.n:
        return None
    return NextAction(
        ngettext("%(num)s case waits for you", "%(num)s cases wait for you", queue.n),
        gettext("The oldest came today.")
        if not queue.oldest_days
        else ngettext(
            "The oldest has waited %(num)s day.",
            "The oldest has waited %(num)s days.",
            queue.oldest_days,
        ),
        url_for("approval.queue"),
        gettext("Open the queue"),
    )


def of_overseer(rows: list[HeatRow]) -> NextAction | None:
    """Whose risk is highest, and why; the rows come in that order. None without fellows."""
    if not rows:
        return None
    worst = rows[0]
    if worst.why is None:
        return NextAction(
            gettext("Nobody is behind or at risk"),
            gettext("Every requirement that is forecast will probably be met."),
            url_for("cohort.show"),
            gettext("Open the cohort"),
        )
    return NextAction(
        gettext("Look at %(fellow)s first", fellow=worst.enrolled.fellow),
        f"{why_of(worst)} {_risks(worst)}",
        url_for("cohort.fellow", enrollment_id=worst.enrolled.id),
        gettext("Open the progress"),
    )


def why_of(row: HeatRow) -> str:
    """`Facet blocks – Case mix: the rotations ahead bring …`; nothing where nothing is at risk."""
    if row.why is None:
        return ""
    wanted = row.cells[row.why.requirement].line.requirement
    return f"{wanted.name.in_(language())} – {words(row.why.why)}"


def _risks(row: HeatRow) -> str:
    """`23 requirements are behind or at risk.`"""
    return ngettext(
        "%(num)s requirement is behind or at risk.",
        "%(num)s requirements are behind or at risk.",
        sum(row.counts[one] for one in RISKS),
    )


def of_auditor() -> NextAction:
    return NextAction(
        gettext("Verify the ledger"),
        gettext("It holds every change of this program, and shows whether one was altered later."),
        url_for("audit.index"),
        gettext("Open the ledger"),
    )


def _name(line: RequirementLine) -> str:
    return line.requirement.name.in_(language())
