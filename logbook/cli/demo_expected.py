"""The demo's clinic lists, of which not all is logged; follow-ups; and a forgotten case."""

from datetime import date, timedelta
from random import Random

from sqlalchemy import select

from logbook.cli.demo_stage import Player, Stage
from logbook.database import db
from logbook.domain.curriculum import Curriculum
from logbook.domain.follow_ups import Function, Relief, Told, is_asked_about
from logbook.domain.suggestions import Suggested
from logbook.models.cases import Case
from logbook.models.columns import new_id
from logbook.queries.cases import enrollment_of, recent_kinds
from logbook.queries.follow_ups import due
from logbook.queries.suggestions import fellows_of
from logbook.services import expected, follow_ups, suggestions
from logbook.services.expected import Brought
from logbook.services.suggestions import To

LEFT_TO_ASK = 3
"""So many cases of each fellow still wait for their follow-up."""
RELIEF = (Relief.MOST, Relief.HALF, Relief.HALF, Relief.SOME, Relief.NONE, Relief.NOT_KNOWN)
FUNCTION = (Function.BETTER, Function.BETTER, Function.SAME, Function.WORSE, Function.NOT_KNOWN)
TIMES = ("08:00", "08:45", "09:30", "10:15", "13:00", "13:45")


def expect_more(stage: Stage, chance: Random) -> None:
    for fellow in stage.fellows[:3]:
        _bring_a_list(stage, fellow, chance)
        _tell_how_it_went(stage, fellow, chance)
    _suggest(stage)


def _bring_a_list(stage: Stage, fellow: Player, chance: Random) -> None:
    """Yesterday's: what was logged on that day, and some more."""
    enrollment, today = enrollment_of(fellow.actor), stage.today()
    yesterday = today - timedelta(days=1)
    if enrollment is None or not enrollment.starts_on <= yesterday <= enrollment.ends_on:
        return
    logged = db.session.scalars(
        select(Case.procedure).where(
            Case.program_id == stage.program_id,
            Case.fellow_id == fellow.actor.id,
            Case.performed_on == yesterday,
        )
    ).all()
    known = enrollment.curriculum.procedures
    usual = [one for one in recent_kinds(fellow.actor, most=30) if is_asked_about(known[one])]
    done = [one for one in logged if is_asked_about(known[one])]
    kinds = [*done, *(chance.choice(usual) for _ in TIMES)][: len(TIMES)] if usual else []
    rows = _rows(enrollment.curriculum, kinds, yesterday)
    if kinds:
        brought = Brought(rows.encode(), yesterday, "Fluoroscopy list", stage.site_ids[0])
        expected.bring(fellow.actor, fellow.actor.id, brought)


def _rows(curriculum: Curriculum, kinds: list[str], day: date) -> str:
    """As a clinic's own program exports it."""
    named = [curriculum.procedures[kind].name.in_("en") for kind in kinds]
    lines = [f'{day},{time},"{name}"' for time, name in zip(TIMES, named, strict=False)]
    return "\n".join(["Date,Time,Procedure", *lines])


def _tell_how_it_went(stage: Stage, fellow: Player, chance: Random) -> None:
    enrollment = enrollment_of(fellow.actor)
    if enrollment is None:
        return
    asked = due(fellow.actor, enrollment, stage.today())
    for one in asked[:-LEFT_TO_ASK]:
        told = Told(chance.choice(RELIEF), chance.choice(FUNCTION))
        follow_ups.answer(fellow.actor, one.id, told)


def _suggest(stage: Stage) -> None:
    """By the first supervisor who has a fellow, to that one."""
    kind = [one for one in recent_kinds(stage.fellows[0].actor) if one.startswith("esi")]
    for supervisor in stage.supervisors:
        for fellow in fellows_of(supervisor.actor, stage.today())[:1]:
            day = stage.today() - timedelta(days=2)
            told = Suggested((kind or ["mbb_lumbar"])[0], day, words="the last of the day")
            to = To(fellow.enrollment_id, stage.site_ids[0])
            suggestions.suggest(supervisor.actor, new_id(), to, told)
            return
