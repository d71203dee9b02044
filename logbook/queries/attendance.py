"""What a fellow's attendance and hours come to, and which items make each sum."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import select

from logbook.database import db
from logbook.domain.curriculum import Curriculum
from logbook.domain.document import Text
from logbook.domain.evidence import ActivityEvidence
from logbook.domain.portfolio import STANDING_STATES, ItemState, Period
from logbook.domain.readiness import months_after
from logbook.domain.requirements import RequirementKind
from logbook.domain.rules import Hours, Sessions
from logbook.models.portfolio import PortfolioItem
from logbook.policy.actors import Actor
from logbook.queries.curriculum import confirmed_curriculum
from logbook.queries.portfolio_visibility import items_visible_to
from logbook.queries.progress import FellowProgress, RequirementLine, progress_of

SUMMED = (RequirementKind.SESSIONS, RequirementKind.HOURS)


@dataclass(frozen=True, slots=True)
class Counted:
    """One accepted item that a requirement accepts."""

    item_id: UUID
    title: str
    kind: Text
    on: date
    since: date | None
    """The first day of a period, of which `on` is the last."""
    minutes: int
    counts: bool
    """Whether it counts today; what fell out of the window does not."""
    until: date | None
    """The last day on which it counts; None where nothing lapses."""


@dataclass(frozen=True, slots=True)
class Sum:
    """A requirement of sessions or hours, and how its credit is made."""

    line: RequirementLine
    months: int | None
    """The length of the window; None where everything counts."""
    window: date | None
    """What was done after this day counts."""
    items: list[Counted]
    """All that it accepts, the newest first."""

    @property
    def in_hours(self) -> bool:
        return self.line.requirement.kind is RequirementKind.HOURS

    @property
    def counted(self) -> list[Counted]:
        return [one for one in self.items if one.counts]

    @property
    def lapsed(self) -> list[Counted]:
        return [one for one in self.items if not one.counts]

    @property
    def minutes(self) -> int:
        return sum(one.minutes for one in self.counted)


@dataclass(frozen=True, slots=True)
class Attendance:
    progress: FellowProgress
    sums: list[Sum]


def attendance_of(actor: Actor, enrollment_id: UUID, today: date) -> Attendance:
    """Three statements and those of the curriculum. NoResultFound for another program's enrollment;
    whether the actor may see this fellow is for the caller to ask."""
    progress = progress_of(actor, enrollment_id, today)
    curriculum = confirmed_curriculum(actor, progress.enrolled.version_id)
    rows = db.session.scalars(
        select(PortfolioItem)
        .where(
            items_visible_to(actor),
            PortfolioItem.enrollment_id == enrollment_id,
            PortfolioItem.state == ItemState.ACCEPTED,
        )
        .order_by(PortfolioItem.done_on.desc(), PortfolioItem.id.desc())
    ).all()
    lines = [one for one in progress.lines if one.requirement.kind in SUMMED]
    return Attendance(progress, [_sum(line, list(rows), curriculum, today) for line in lines])


def _sum(
    line: RequirementLine, items: list[PortfolioItem], curriculum: Curriculum, today: date
) -> Sum:
    rule = line.requirement.rule
    assert isinstance(rule, Sessions | Hours)
    months = rule.months if isinstance(rule, Hours) else None
    return Sum(
        line,
        months,
        months_after(today, -months) if months else None,
        [one for item in items if (one := _counted(rule, item, curriculum, today))],
    )


def _counted(
    rule: Sessions | Hours, item: PortfolioItem, curriculum: Curriculum, today: date
) -> Counted | None:
    """None where the rule does not ask for such items. The rule itself says what counts today."""
    shown = ActivityEvidence(item.kind, item.done_on, item.minutes)
    if not rule.accepts(shown):
        return None
    tally = rule.tally([shown])
    return Counted(
        item_id=item.id,
        title=item.title,
        kind=curriculum.offers.activities[item.kind].name,
        on=item.done_on,
        since=item.since,
        minutes=item.minutes,
        counts=tally.on(today) > 0,
        until=tally.spans[0].before - timedelta(days=1) if tally.spans else None,
    )


@dataclass(frozen=True, slots=True)
class HoursGiven:
    """Hours of one person for some days that are there already."""

    minutes: int
    state: ItemState


def hours_given(actor: Actor, kind: str, period: Period) -> dict[UUID, HoursGiven]:
    """By enrollment, what is given for days of this period already: one statement."""
    rows = db.session.execute(
        select(
            PortfolioItem.enrollment_id,
            PortfolioItem.minutes,
            PortfolioItem.state,
        ).where(
            items_visible_to(actor),
            PortfolioItem.kind == kind,
            PortfolioItem.state.in_(STANDING_STATES),
            PortfolioItem.since.is_not(None),
            PortfolioItem.since <= period.until,
            PortfolioItem.done_on >= period.since,
        )
    )
    return {row.enrollment_id: HoursGiven(row.minutes, row.state) for row in rows}
