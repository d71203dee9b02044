"""The demo's deputies, and fellows who ask for an answer. Letters wait in the outbox for whoever
runs `flask worker`, which prints them."""

from contextlib import suppress
from datetime import timedelta
from uuid import uuid4

from sqlalchemy import select

from logbook.cli.demo_stage import Player, Stage
from logbook.database import db
from logbook.domain.cases import State
from logbook.domain.reminders import Absence
from logbook.models.cases import Case
from logbook.services import delegations, nudges
from logbook.services.delegations import Named
from logbook.services.refusals import Refused


def remind(stage: Stage) -> None:
    """The second supervisor is away in two weeks, and the first stands in. The first two fellows
    ask about what has waited for longest."""
    today = stage.today()
    first, second = stage.supervisors[:2]
    away = Absence(today + timedelta(days=14), today + timedelta(days=21))
    delegations.make(second.actor, uuid4(), Named(second.actor.id, first.actor.id, away))
    for fellow in stage.fellows[:2]:
        _ask(fellow)


def _ask(fellow: Player) -> None:
    oldest = db.session.scalars(
        select(Case.id)
        .where(
            Case.program_id == fellow.actor.program_id,
            Case.fellow_id == fellow.actor.id,
            Case.state == State.SUBMITTED,
        )
        .order_by(Case.submitted_at, Case.id)
        .limit(1)
    ).one_or_none()
    if oldest is not None:
        with suppress(Refused):  # handed in today
            nudges.nudge(fellow.actor, oldest)
