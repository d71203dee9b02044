"""Naming deputies: for an absence, or for whenever nobody answers in time."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.exc import NoResultFound

from logbook.database import db
from logbook.domain.decisions import Message, say
from logbook.domain.events_reminders import (
    DelegationEnded,
    DelegationMade,
    DeputyDaysSet,
)
from logbook.domain.letters import LetterKind
from logbook.domain.reminders import Absence
from logbook.models.programs import Membership, Program
from logbook.models.reminders import Delegation
from logbook.policy import reminders as policy
from logbook.policy.actors import Actor, Role
from logbook.queries.stand_ins import delegations_visible_to
from logbook.services.outbox import NothingToDo, Order, write
from logbook.services.refusals import Invalid, insist
from logbook.services.stand_ins import pass_on_within
from logbook.services.unit import Unit, unit_of_work

MOST_DAYS = 90


@dataclass(frozen=True, slots=True)
class Named:
    """A deputy, and from when to when."""

    supervisor_id: UUID
    deputy_id: UUID
    span: Absence


def make(actor: Actor, delegation_id: UUID, named: Named) -> None:
    """Name a deputy. The page makes the id, so that a double tap is one. Invalid by field."""
    with unit_of_work(actor) as unit:
        insist(policy.may_delegate(actor, named.supervisor_id))
        if db.session.get(Delegation, (actor.program_id, delegation_id)) is not None:
            raise NothingToDo
        program = db.session.get_one(Program, actor.program_id)
        # Locked, so that two who name a deputy for the same supervisor see each other.
        found = db.session.get(
            Membership, (actor.program_id, named.supervisor_id), with_for_update=True
        )
        today = program.day_of(unit.now)
        if wrong := _complaints(unit, found, named, today):
            raise Invalid(wrong)
        delegation = Delegation(
            program_id=actor.program_id,
            id=delegation_id,
            supervisor_id=named.supervisor_id,
            deputy_id=named.deputy_id,
            starts_on=named.span.starts_on,
            ends_on=named.span.ends_on,
            made_by_id=actor.id,
            made_at=unit.now,
        )
        db.session.add(delegation)
        db.session.flush()
        _tell(unit, delegation)
        pass_on_within(unit, program, today)


def _tell(unit: Unit, made: Delegation) -> None:
    unit.record(
        DelegationMade(
            subject_id=made.id,
            supervisor_id=made.supervisor_id,
            deputy_id=made.deputy_id,
            starts_on=made.starts_on.isoformat(),
            ends_on=made.ends_on.isoformat() if made.ends_on else None,
        ),
        of=made,
    )
    facts = {"delegation_id": str(made.id)}
    write(unit, Order(made.deputy_id, LetterKind.DEPUTY, f"deputy/{made.id}", facts, unit.now))


def _complaints(
    unit: Unit, supervisor: Membership | None, named: Named, today: date
) -> dict[str, Message]:
    wrong: dict[str, Message] = {}
    deputy = db.session.get(Membership, (unit.actor.program_id, named.deputy_id))
    if supervisor is None or not supervisor.as_actor(today).is_(Role.SUPERVISOR):
        wrong["supervisor"] = say("Choose one of the list.")
    if deputy is None:
        wrong["deputy"] = say("Choose one of the list.")
    elif reason := policy.may_be_deputy(deputy.as_actor(today), named.supervisor_id).reason:
        wrong["deputy"] = reason
    starts_on, ends_on = named.span.starts_on, named.span.ends_on
    if starts_on < today:
        wrong["starts_on"] = say("It cannot begin before today.")
    if ends_on is not None and ends_on < starts_on:
        wrong["ends_on"] = say("It must not be before the first day.")
    if not wrong and _overlaps(unit, named):
        wrong["starts_on"] = say("Another deputy is named for some of these days.")
    return wrong


def _overlaps(unit: Unit, named: Named) -> bool:
    """A standing deputy and one for an absence may be named side by side; two of a kind not."""
    others = db.session.scalars(
        select(Delegation).where(
            Delegation.program_id == unit.actor.program_id,
            Delegation.supervisor_id == named.supervisor_id,
            Delegation.ended_at.is_(None),
        )
    )
    return any(
        (one.ends_on is None) == (named.span.ends_on is None) and one.span.overlaps(named.span)
        for one in others
    )


def end(actor: Actor, delegation_id: UUID) -> None:
    """Take a deputy back before the time; what they have not answered goes back too."""
    with unit_of_work(actor) as unit:
        delegation = db.session.scalars(
            select(Delegation)
            .where(delegations_visible_to(actor), Delegation.id == delegation_id)
            .with_for_update()
        ).one()
        if not policy.may_delegate(actor, delegation.supervisor_id):
            raise NoResultFound  # nobody learns by trying which delegations there are
        insist(policy.may_end_delegation(actor, delegation))
        delegation.ended_at = unit.now
        unit.record(
            DelegationEnded(
                subject_id=delegation.id,
                supervisor_id=delegation.supervisor_id,
                deputy_id=delegation.deputy_id,
            ),
            of=delegation,
        )
        db.session.flush()
        program = db.session.get_one(Program, actor.program_id)
        pass_on_within(unit, program, program.day_of(unit.now))


def set_deputy_days(actor: Actor, days: int) -> None:
    """After how many days without an answer a case goes to the standing deputy."""
    with unit_of_work(actor) as unit:
        insist(policy.may_set_deputy_days(actor))
        if not 1 <= days <= MOST_DAYS:
            raise Invalid({"days": say("Between 1 and %(most)s days.", most=MOST_DAYS)})
        program = db.session.get_one(Program, actor.program_id)
        before, program.deputy_after_days = program.deputy_after_days, days
        unit.record(DeputyDaysSet(subject_id=program.id, days=days, before=before))
