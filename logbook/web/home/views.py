"""The first page of each role: one next action on top."""

from dataclasses import dataclass

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from logbook.domain.catalogue import Procedure
from logbook.policy.actors import Actor
from logbook.policy.approval import may_open_queue
from logbook.policy.cases import may_open_own_log
from logbook.policy.cohort import may_see_cohort
from logbook.policy.identity import may_administer
from logbook.queries.approval import QueueAge, Waiting, queue_age, waiting_of
from logbook.queries.cases import enrollment_of, recent_kinds
from logbook.queries.cohort import Silent, cohort, unanswered
from logbook.queries.home import OpenCases, open_cases
from logbook.queries.progress import FellowProgress, progress_of
from logbook.web import current
from logbook.web.cohort.views import evidence_of
from logbook.web.guard import signed_in
from logbook.web.standing import in_words
from logbook.web.words import language

bp = Blueprint("home", __name__)

LONG_WAIT_DAYS = 14


@dataclass(frozen=True, slots=True)
class NextAction:
    """The one thing to do now."""

    title: str
    text: str
    href: str
    label: str


@dataclass(frozen=True, slots=True)
class FellowPart:
    progress: FellowProgress
    recent: list[Procedure]
    waiting: list[Waiting]
    next: NextAction


@dataclass(frozen=True, slots=True)
class OverseerPart:
    """What a director, coordinator, committee member or auditor sees first."""

    fellows: int
    behind: list[tuple[str, int, str]]
    """Name, number of requirements behind, address of the fellow's page."""
    silent: list[Silent]
    waiting: int
    next: NextAction


@bp.get("/")
@signed_in
def show() -> ResponseReturnValue:
    actor = current.me().actor
    if actor is None:
        return redirect(url_for("identity.no_program"))
    if may_administer(actor):
        return redirect(url_for("administration.programs"))
    queue = queue_age(actor, current.now()) if may_open_queue(actor) else None
    return render_template(
        "home/show.html",
        fellow=(fellow := _fellow(actor) if may_open_own_log(actor) else None),
        evidence=evidence_of(fellow.progress) if fellow else {},
        queue=queue,
        queue_next=_queue_next(queue) if queue else None,
        overseer=_overseer(actor) if may_see_cohort(actor) else None,
    )


def _fellow(actor: Actor) -> FellowPart | None:
    enrollment = enrollment_of(actor)
    if enrollment is None:
        return None
    progress = progress_of(actor, enrollment.id, current.now().date())
    known = enrollment.curriculum.procedures
    return FellowPart(
        progress=progress,
        recent=[known[code] for code in recent_kinds(actor) if code in known],
        waiting=waiting_of(actor, current.now()),
        next=_fellow_next(progress, open_cases(actor, enrollment.id)),
    )


def _fellow_next(progress: FellowProgress, unfinished: OpenCases) -> NextAction:
    """Cases that came back, then drafts, then what is furthest behind pace, then the next case."""
    if unfinished.returned:
        n = unfinished.returned
        return NextAction(
            ngettext("%(num)s case came back to you", "%(num)s cases came back to you", n),
            gettext("Your supervisor asks for a change or did not observe it."),
            url_for("cases.show", case_id=unfinished.oldest_returned_id),
            gettext("Open it"),
        )
    if unfinished.drafts:
        n = unfinished.drafts
        return NextAction(
            ngettext("%(num)s draft to finish", "%(num)s drafts to finish", n),
            gettext("Drafts count for nothing until they are submitted."),
            url_for("cases.index", state="draft"),
            gettext("Finish"),
        )
    if line := progress.furthest_behind:
        name = line.requirement.name.in_(language())
        return NextAction(
            gettext("Look for: %(requirement)s", requirement=name),
            in_words(line),
            url_for("cases.new"),
            gettext("Log a case"),
        )
    return NextAction(
        gettext("Log your next case"),
        gettext("You are on pace with everything that is asked for."),
        url_for("cases.new"),
        gettext("Log a case"),
    )


def _queue_next(queue: QueueAge) -> NextAction | None:
    if not queue.n:
        return None
    return NextAction(
        ngettext("%(num)s case waits for you", "%(num)s cases wait for you", queue.n),
        ngettext(
            "The oldest waits %(num)s day.",
            "The oldest waits %(num)s days.",
            queue.oldest_days or 0,
        ),
        url_for("approval.queue"),
        gettext("Open the queue"),
    )


def _overseer(actor: Actor) -> OverseerPart:
    rows = cohort(actor, current.now().date())
    silent = unanswered(actor, current.now())
    behind = [
        (
            row.enrolled.fellow,
            row.behind,
            url_for("cohort.fellow", enrollment_id=row.enrolled.id),
        )
        for row in rows
        if row.behind
    ]
    return OverseerPart(
        fellows=len(rows),
        behind=behind,
        silent=[one for one in silent if one.oldest_days > LONG_WAIT_DAYS],
        waiting=sum(one.n for one in silent),
        next=_overseer_next(behind),
    )


def _overseer_next(behind: list[tuple[str, int, str]]) -> NextAction:
    if behind:
        name, n, href = behind[0]
        return NextAction(
            gettext("Look at %(fellow)s first", fellow=name),
            ngettext(
                "%(num)s requirement is behind pace.", "%(num)s requirements are behind pace.", n
            ),
            href,
            gettext("Open"),
        )
    return NextAction(
        gettext("Everybody is on pace"),
        gettext("No requirement that is asked for is behind."),
        url_for("cohort.show"),
        gettext("Open the cohort"),
    )
