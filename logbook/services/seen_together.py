"""Codes that a supervisor shows in the room, and confirming a case that was logged before."""

import secrets
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from logbook.database import db
from logbook.domain import seen_together as domain
from logbook.domain.events_seen_together import CodesBegun
from logbook.domain.one_time import step_of
from logbook.models.cases import Case
from logbook.models.columns import new_id
from logbook.models.seen_together import CodeSecret
from logbook.policy import seen_together as policy
from logbook.policy.actors import Actor
from logbook.queries.visibility import cases_visible_to
from logbook.services import masks
from logbook.services.refusals import insist
from logbook.services.seen_codes import MASK, counting_guesses, give, secret_of
from logbook.services.unit import unit_of_work

SECRET_BYTES = 20


class _Confirmed(Exception):
    """With this very code, a moment ago."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What a supervisor's page shows, now and without a connection."""

    code: str
    step: int
    following: str
    """The last six digits of each code from this step on, in a row."""


def begin(actor: Actor) -> None:
    """A new secret. Codes of the one before count no more, as when a phone was lost."""
    with unit_of_work(actor) as unit:
        insist(policy.may_show_codes(actor))
        kept = db.session.scalars(
            select(CodeSecret)
            .where(CodeSecret.program_id == actor.program_id, CodeSecret.supervisor_id == actor.id)
            .with_for_update()
        ).one_or_none()
        if kept is None:
            kept = CodeSecret(program_id=actor.program_id, id=new_id(), supervisor_id=actor.id)
            db.session.add(kept)
        hidden = masks.hide(MASK, secrets.token_bytes(SECRET_BYTES))
        kept.seed, kept.masked, kept.key_id = hidden.seed, hidden.masked, hidden.key_id
        kept.begun_at = unit.now
        unit.record(CodesBegun(subject_id=actor.id))


def shown(actor: Actor, now: datetime) -> Shown | None:
    """None before the first secret. Refused to who shows no codes."""
    insist(policy.may_show_codes(actor))
    secret = secret_of(actor.program_id, actor.id)
    if secret is None:
        return None
    step = step_of(now)
    return Shown(domain.code_shown(secret, step), step, domain.codes_from(secret, step))


def confirm(actor: Actor, case_id: UUID, code: str) -> None:
    """Confirm a case that is logged and not answered yet. Twice with one code is once."""
    try:
        with counting_guesses(actor, code), unit_of_work(actor) as unit:
            case = db.session.scalars(
                select(Case).where(cases_visible_to(actor), Case.id == case_id).with_for_update()
            ).one()
            insist(policy.may_confirm(actor, case))
            if not give(unit, case, code):
                raise _Confirmed
    except _Confirmed:
        pass
