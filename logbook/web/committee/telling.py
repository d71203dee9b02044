"""The committee's records in words: levels, spreads, months and plans."""

from datetime import date, datetime

from flask import Flask
from flask_babel import format_date, format_time, gettext, ngettext
from markupsafe import Markup

from logbook.domain.committee import MeetingState, PlanState, Spread
from logbook.domain.competencies import Scale
from logbook.policy import committee as policy
from logbook.queries.committee_decisions import PlanView
from logbook.queries.sign_off_curve import Month, counted
from logbook.web import current
from logbook.web.tags import tag
from logbook.web.teaching.telling import level_words
from logbook.web.words import label

MEETING_TONES = {
    MeetingState.PLANNED: "mute",
    MeetingState.PRE_RATING: "wait",
    MeetingState.IN_SESSION: "wait",
    MeetingState.CLOSED: "warn",
    MeetingState.APPROVED: "ok",
    MeetingState.CANCELLED: "mute",
}
TONES = {PlanState.OPEN: "wait", PlanState.OVERDUE: "warn", PlanState.DONE: "ok"}


def meeting_tag(state: MeetingState) -> Markup:
    """The state of a meeting; of one whose minutes are signed, that they are."""
    words = {
        MeetingState.CLOSED: gettext("Minutes to be signed"),
        MeetingState.APPROVED: gettext("Minutes approved"),
    }
    return tag(MEETING_TONES[state], words.get(state) or label(state).capitalize())


def may_finish(plan: PlanView) -> bool:
    """Whether the reader may say that this plan is done."""
    done = plan.done_at is not None
    return bool(policy.may_finish_plan(current.actor(), plan.fellow_id, plan.owner_id, done))


def told_day(text: str) -> str:
    """A day that is kept as text, as it is read."""
    return str(format_date(date.fromisoformat(text), "medium"))


def as_clock(seconds: int) -> str:
    """`4:05`."""
    return f"{seconds // 60}:{seconds % 60:02}"


def clock(at: datetime) -> str:
    """The time of day, where the reader's program is."""
    return str(format_time(at, "short"))


def plan_tone(state: PlanState) -> str:
    return TONES[state]


def spread_words(found: Spread, scale: Scale | None) -> str:
    """`3 × 2, 3.5`."""
    said = [
        f"{level_words(scale, code)} × {n}" if n > 1 else level_words(scale, code)
        for code, n in found.counts
    ]
    return ", ".join(said) or "–"


def apart_words(found: Spread) -> str:
    if len(found.counts) < 2:
        return gettext("agree") if found.counts else ""
    return ngettext("%(num)s step apart", "%(num)s steps apart", found.apart)


def months_words(months: list[Month]) -> str:
    """`Jun 2026: 3 × 2, 4`: every level that was said, lowest first."""
    return "; ".join(
        f"{format_date(month.first_day, 'MMM y')}: {counted(month.counts)}" for month in months
    )


def set_up(app: Flask) -> None:
    for name, say in (
        ("as_clock", as_clock),
        ("clock", clock),
        ("told_day", told_day),
        ("plan_tone", plan_tone),
        ("spread_words", spread_words),
        ("apart_words", apart_words),
        ("months_words", months_words),
        ("level_words", level_words_of),
    ):
        app.add_template_filter(say, name)
    app.add_template_global(meeting_tag, "meeting_tag")
    app.add_template_global(may_finish, "may_finish")


def level_words_of(code: str | None, scale: Scale | None) -> str:
    return level_words(scale, code)
