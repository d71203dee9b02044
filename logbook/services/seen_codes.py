"""A code from the room and the case that it is given with: what the use cases of cases share."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy import bindparam, select
from sqlalchemy.exc import IntegrityError

from logbook.database import db
from logbook.domain import seen_together as domain
from logbook.domain.decisions import Message, say
from logbook.domain.events_seen_together import CodeRefused, SeenTogetherConfirmed
from logbook.models.cases import Case
from logbook.models.columns import new_id
from logbook.models.identity import Attempted
from logbook.models.programs import Membership, Program
from logbook.models.sealed import new_salt
from logbook.models.seen_together import CodeSecret, SeenTogether
from logbook.policy import seen_together as policy
from logbook.policy.actors import Actor
from logbook.prepared import Prepared
from logbook.services import masks, throttle
from logbook.services.refusals import Invalid
from logbook.services.unit import Unit, unit_of_work

MASK = b"logbook/codes in the room/1:"
USED = say("You gave this code for another case. Ask for the next one.")
NOBODYS = bytes(20)
"""Looked at where there is none, so that it takes as long."""


class WrongCode(Invalid):
    """A guess, as far as we know."""

    def __init__(self, message: Message) -> None:
        super().__init__({"code": message})


@contextmanager
def counting_guesses(actor: Actor, code: str) -> Iterator[None]:
    """Around the unit of work, since what is refused in it is undone: the count has to stay."""
    if code and throttle.too_many(Attempted.CODE, [str(actor.id)], datetime.now(UTC)):
        _refused(actor, throttled=True)
        raise Invalid({"code": say("Too many wrong codes. Send it without, or wait an hour.")})
    try:
        yield
    except WrongCode:
        _refused(actor, throttled=False)
        raise


def _refused(actor: Actor, *, throttled: bool) -> None:
    with unit_of_work(actor) as unit:
        if not throttled:
            throttle.note(Attempted.CODE, [str(actor.id)], unit.now)
        unit.record(CodeRefused(subject_id=actor.id, throttled=throttled))


_SEEN = Prepared(
    select(SeenTogether.id).where(
        SeenTogether.program_id == bindparam("in_program"),
        SeenTogether.case_id == bindparam("case"),
    )
)


def seen_row(program_id: UUID, case_id: UUID) -> SeenTogether | None:
    """Asked whenever a case is approved, and nearly always there is none."""
    if _SEEN.one_or_none(in_program=program_id, case=case_id) is None:
        return None
    return db.session.scalars(
        select(SeenTogether).where(
            SeenTogether.program_id == program_id, SeenTogether.case_id == case_id
        )
    ).one_or_none()


def secret_of(program_id: UUID, supervisor_id: UUID) -> bytes | None:
    """None for who shows no codes, and when the service has lost the key of the mask."""
    kept = db.session.scalars(
        select(CodeSecret).where(
            CodeSecret.program_id == program_id, CodeSecret.supervisor_id == supervisor_id
        )
    ).one_or_none()
    if kept is None:
        return None
    return masks.reveal(MASK, masks.Masked(kept.seed, kept.key_id, kept.masked))


def give(unit: Unit, case: Case, code: str) -> bool:
    """Confirm the case, whose row is there, with a code. False when it was confirmed with this very
    code before. Raises WrongCode, and Invalid for a code that is right and good for nothing."""
    supervisor = _supervisor_of(unit, case)
    step = domain.step_given(secret_of(case.program_id, supervisor.id) or NOBODYS, code, unit.now)
    if isinstance(step, Message):
        raise WrongCode(step)
    before = seen_row(case.program_id, case.id)
    if before is not None:
        if (before.supervisor_id, before.step) == (supervisor.id, step):
            return False
        raise Invalid({"code": say("This case is confirmed as seen together already.")})
    if _is_used(case, supervisor.id, step):
        raise Invalid({"code": USED})
    _keep(unit, case, supervisor.id, step)
    return True


def _keep(unit: Unit, case: Case, supervisor_id: UUID, step: int) -> None:
    seen = SeenTogether(
        program_id=case.program_id,
        id=new_id(),
        case_id=case.id,
        fellow_id=case.fellow_id,
        supervisor_id=supervisor_id,
        step=step,
        code_at=domain.begins_at(step),
        sent_at=unit.now,
        salt=new_salt(),
    )
    db.session.add(seen)
    try:
        db.session.flush()
    except IntegrityError as twice:  # for two cases at the same moment: one of them has it
        if SeenTogether.__tablename__ not in str(twice.orig):
            raise
        raise Invalid({"code": USED}) from None
    program = db.session.get_one(Program, case.program_id)
    confirmed = SeenTogetherConfirmed(
        subject_id=seen.id,
        case_id=case.id,
        supervisor_id=supervisor_id,
        seconds=int((unit.now - seen.code_at).total_seconds()),
        days=domain.days_apart(seen.code_at, case.performed_on, program.time_zone),
    )
    unit.record(confirmed, of=seen)


def _supervisor_of(unit: Unit, case: Case) -> Actor:
    if case.supervisor_id is None:
        raise Invalid({"supervisor": say("Choose whose code this is.")})
    member = db.session.get_one(Membership, (case.program_id, case.supervisor_id))
    supervisor = member.as_actor(unit.now.date())
    may = policy.may_vouch(supervisor, case)
    if may.reason is not None:
        raise Invalid({"code": may.reason})
    return supervisor


def _is_used(case: Case, supervisor_id: UUID, step: int) -> bool:
    asked = select(SeenTogether.id).where(
        SeenTogether.program_id == case.program_id,
        SeenTogether.supervisor_id == supervisor_id,
        SeenTogether.fellow_id == case.fellow_id,
        SeenTogether.step == step,
    )
    return db.session.scalars(asked).first() is not None
