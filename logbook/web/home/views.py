"""The first page: for each of a person's roles what to do next, and what stands open."""

from dataclasses import dataclass
from datetime import timedelta

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from logbook.domain.days import month_began
from logbook.domain.heat import RISKS, Heat
from logbook.policy.actors import Actor, Role
from logbook.policy.approval import may_open_queue
from logbook.policy.cases import may_log, may_open_own_log
from logbook.policy.cohort import may_see_cohort
from logbook.policy.identity import may_administer
from logbook.policy.institutions import may_open as may_open_institutions
from logbook.policy.portfolio import may_open_queue as may_accept
from logbook.queries.approval import Waiting, queue_age, waiting_of
from logbook.queries.cases import EnrollmentNow, enrollment_of
from logbook.queries.cohort import Unanswered, unanswered
from logbook.queries.expected import Day, days_expected
from logbook.queries.follow_ups import Due, due
from logbook.queries.heatmap import HeatRow, heat_table
from logbook.queries.home import answered_since, open_cases, queue_by_fellow
from logbook.queries.portfolio import waiting_count
from logbook.queries.progress import FellowProgress, progress_of
from logbook.queries.record_copies import is_or_was_fellow
from logbook.queries.suggestions import SuggestionView, open_for
from logbook.web import current
from logbook.web.assessments.at_home import at_home
from logbook.web.cases.tiles import Tiles, tiles_of
from logbook.web.cases.tray import Unfinished, tray_of
from logbook.web.cohort.evidence import evidence_of
from logbook.web.committee.at_home import at_home as committee_at_home
from logbook.web.guard import signed_in
from logbook.web.home import next_action
from logbook.web.home.next_action import NextAction

bp = Blueprint("home", __name__)

AT_WORK = (Role.FELLOW, Role.SUPERVISOR, Role.DIRECTOR, Role.COORDINATOR)
"""Who has something to do here; the others come to read."""


@dataclass(frozen=True, slots=True)
class FellowPart:
    """What a fellow sees first."""

    next: NextAction | None
    """None for who has left: they may still read, and log nothing."""
    tiles: Tiles
    tray: list[Unfinished]
    waiting: list[Waiting]
    progress: FellowProgress
    evidence: dict[str, str]
    expected: Day | None
    """The last day of which a list says more than the log."""
    follow_ups: list[Due]
    """Cases of which it is asked how they went."""
    suggested: list[SuggestionView]
    """By supervisors, who think that these were forgotten."""


@dataclass(frozen=True, slots=True)
class OverseerPart:
    """What a director, coordinator, committee member or auditor sees first."""

    next: NextAction | None
    rows: list[HeatRow]
    unanswered: list[Unanswered]

    def of(self, state: Heat) -> list[HeatRow]:
        return [row for row in self.rows if row.heat is state]

    @property
    def behind(self) -> list[HeatRow]:
        return self.of(Heat.BEHIND)

    @property
    def risky(self) -> list[tuple[HeatRow, str]]:
        """Behind, then at risk, and why; the rows come in that order."""
        return [(row, next_action.why_of(row)) for row in self.rows if row.heat in RISKS]

    @property
    def waiting(self) -> int:
        return sum(one.n for one in self.unanswered)

    @property
    def long(self) -> int:
        return sum(one.long for one in self.unanswered)

    @property
    def returned(self) -> int:
        return sum(row.row.returned for row in self.rows)


@bp.get("/")
@signed_in
def show() -> ResponseReturnValue:
    """A person with several roles sees the parts one after another."""
    actor = current.me().actor
    if actor is None:
        return redirect(url_for("identity.no_program"))
    if may_administer(actor):
        return redirect(url_for("administration.programs"))
    if may_open_institutions(actor):
        return redirect(url_for("institutions.index"))
    if actor.left and is_or_was_fellow(actor):
        return redirect(url_for("own_record.show"))
    fellow = _fellow(actor) if may_open_own_log(actor) else None
    queue = queue_age(actor, current.now()) if may_open_queue(actor) else None
    return render_template(
        "home/show.html",
        fellow=fellow,
        yesterday=current.today() - timedelta(days=1),
        assess=at_home(actor),
        committee=committee_at_home(actor),
        not_enrolled=actor.is_(Role.FELLOW) and fellow is None,
        queue=queue,
        items_waiting=waiting_count(actor) if may_accept(actor) else 0,
        queue_next=next_action.of_queue(queue) if queue else None,
        answered=answered_since(actor, month_began(current.me().time_zone, current.now()))
        if queue
        else None,
        queue_of=queue_by_fellow(actor, current.now()) if queue and queue.n else [],
        overseer=_overseer(actor) if may_see_cohort(actor) else None,
        reads=not actor.is_(*AT_WORK),
    )


def _fellow(actor: Actor) -> FellowPart | None:
    enrollment = enrollment_of(actor)
    if enrollment is None:
        return None
    progress = progress_of(actor, enrollment.id, current.today())
    unfinished, curriculum = open_cases(actor, enrollment.id), enrollment.curriculum
    return FellowPart(
        next=next_action.of_fellow(progress, unfinished) if may_log(actor) else None,
        tiles=tiles_of(actor, curriculum),
        tray=tray_of(unfinished.unfinished, curriculum),
        waiting=waiting_of(actor, current.now()),
        progress=progress,
        evidence=evidence_of(progress),
        expected=_expected(actor, enrollment) if may_log(actor) else None,
        follow_ups=due(actor, enrollment, current.today()) if may_log(actor) else [],
        suggested=open_for(actor) if may_log(actor) else [],
    )


def _expected(actor: Actor, enrollment: EnrollmentNow) -> Day | None:
    """Of the days that are over."""
    yesterday = current.today() - timedelta(days=1)
    return next((one for one in days_expected(actor, enrollment, yesterday) if one.missing), None)


def _overseer(actor: Actor) -> OverseerPart:
    rows = heat_table(actor, current.today()).rows
    only_audits = not actor.is_(*AT_WORK, Role.COMMITTEE)
    return OverseerPart(
        next=next_action.of_auditor() if only_audits else next_action.of_overseer(rows),
        rows=rows,
        unanswered=unanswered(actor, current.now()),
    )
