"""Telling how it went with a case, once; and setting when fellows are asked."""

from dataclasses import replace
from datetime import date
from uuid import UUID

from sqlalchemy import select

from logbook.database import db
from logbook.domain.case_content import plain
from logbook.domain.days import day_in
from logbook.domain.decisions import say
from logbook.domain.events_follow_ups import FollowUpAnswered, FollowUpDaysSet
from logbook.domain.follow_ups import MOST_DAYS, Function, Relief, Told, complaints
from logbook.models.cases import Case
from logbook.models.columns import new_id
from logbook.models.curriculum import Enrollment
from logbook.models.follow_ups import FollowUp
from logbook.models.programs import Program
from logbook.policy import follow_ups as policy
from logbook.policy.actors import Actor
from logbook.queries.curriculum import curriculum_of
from logbook.queries.visibility import cases_visible_to
from logbook.services.refusals import Conflict, Invalid, insist
from logbook.services.unit import Unit, unit_of_work


class _ToldBefore(Exception):
    """The very same, a moment ago."""


def answer(actor: Actor, case_id: UUID, told: Told) -> None:
    """Told twice alike, it is told once; told otherwise, Conflict: it is asked once. The case
    itself stays as it is. Invalid by field; NoResultFound for a case that is not to be seen."""
    told = replace(told, note=plain(told.note))
    try:
        with unit_of_work(actor) as unit:
            case = db.session.scalars(
                select(Case).where(cases_visible_to(actor), Case.id == case_id).with_for_update()
            ).one()
            insist(policy.may_answer(actor, case))
            _stop_if_told(actor, case_id, told)
            enrollment = db.session.get_one(Enrollment, (case.program_id, case.enrollment_id))
            curriculum = curriculum_of(case.program_id, enrollment.version_id)
            if wrong := complaints(told, curriculum):
                raise Invalid(wrong)
            one = _written(unit, case, told)
            db.session.add(one)
            unit.record(FollowUpAnswered(subject_id=one.id, case_id=case.id), of=one)
    except _ToldBefore:
        pass


def _stop_if_told(actor: Actor, case_id: UUID, told: Told) -> None:
    asked = select(FollowUp).where(
        FollowUp.program_id == actor.program_id, FollowUp.case_id == case_id
    )
    found = db.session.scalars(asked).one_or_none()
    if found is None:
        return
    said = Told(found.relief, found.function, tuple(found.complications), found.note)
    if said == told:
        raise _ToldBefore
    raise Conflict(say("The follow-up of this case is told already; it is asked once."))


def _written(unit: Unit, case: Case, told: Told) -> FollowUp:
    zone = select(Program.time_zone).where(Program.id == case.program_id)
    today: date = day_in(db.session.scalars(zone).one(), unit.now)
    return FollowUp(
        program_id=case.program_id,
        id=new_id(),
        case_id=case.id,
        fellow_id=case.fellow_id,
        relief=Relief(told.relief),
        function=Function(told.function),
        complications=list(told.complications),
        note=told.note,
        days_after=(today - case.performed_on).days,
        answered_at=unit.now,
    )


def set_days(actor: Actor, days: int) -> None:
    """After how many days fellows are asked; 0: never."""
    with unit_of_work(actor) as unit:
        insist(policy.may_set_days(actor))
        if not 0 <= days <= MOST_DAYS:
            raise Invalid({"days": say("Between %(least)s and %(most)s.", least=0, most=MOST_DAYS)})
        program = db.session.get_one(Program, actor.program_id)
        before, program.follow_up_days = program.follow_up_days, days
        unit.record(FollowUpDaysSet(subject_id=program.id, days=days, before=before))
