"""Passing cases on to deputies, and back: at once during an absence, and else when nobody has
answered for as long as the program says."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from uuid import UUID

from sqlalchemy import Select, exists, select
from sqlalchemy.orm import aliased

from logbook.database import db
from logbook.domain import cases as life
from logbook.domain.cases import State, Step
from logbook.domain.decisions import first_no
from logbook.domain.events import CaseReassigned
from logbook.domain.events_reminders import StandInBegan, StandInEnded
from logbook.domain.reminders import Deputised, deputy_for
from logbook.models.cases import Case
from logbook.models.columns import new_id
from logbook.models.programs import Membership, Program
from logbook.models.reminders import Delegation, StandIn
from logbook.policy import reminders as policy
from logbook.policy.actors import job
from logbook.policy.cases import may_be_asked, was_there
from logbook.policy.conflicts import may_be_judged_by
from logbook.queries.conflicts import are_related
from logbook.services.outbox import NothingToDo
from logbook.services.unit import Unit, unit_of_work


def pass_on(program_id: UUID, now: datetime | None = None) -> int:
    """The clock's round: what is due goes to deputies, what they may no longer answer goes back.
    Returns how many cases changed hands."""
    now = now or datetime.now(UTC)
    try:
        with unit_of_work(job(program_id), now) as unit:
            program = db.session.get_one(Program, program_id)
            moved = pass_on_within(unit, program, program.day_of(now))
            if not moved:
                raise NothingToDo
            return moved
    except NothingToDo:
        return 0


def pass_on_within(unit: Unit, program: Program, today: date) -> int:
    """The same within a unit of work, such as the one that names a deputy."""
    return _give_back(unit, today) + _hand_out(unit, program.deputy_after_days, today)


def _give_back(unit: Unit, today: date) -> int:
    """Cases whose deputy no longer stands in."""
    rows = db.session.execute(_passed(unit.actor.program_id)).all()
    over = [row for row in rows if not policy.may_answer_in_place(row[2], today)]
    for stand_in, case, _ in over:
        stand_in.ended_at = unit.now
        if case.supervisor_id == stand_in.deputy_id:  # not back already, by another row of it
            _ask(unit, case, stand_in.supervisor_id)
        ended = StandInEnded(
            subject_id=stand_in.id,
            case_id=case.id,
            supervisor_id=stand_in.supervisor_id,
            deputy_id=stand_in.deputy_id,
        )
        unit.record(ended, of=stand_in)
    db.session.flush()
    return len(over)


def _passed(program_id: UUID) -> Select[StandIn, Case, Delegation]:
    """Cases that wait for a deputy as such, locked."""
    return (
        select(StandIn, Case, Delegation)
        .join(Case, (Case.program_id == StandIn.program_id) & (Case.id == StandIn.case_id))
        .join(
            Delegation,
            (Delegation.program_id == StandIn.program_id)
            & (Delegation.id == StandIn.delegation_id),
        )
        .where(
            StandIn.program_id == program_id,
            StandIn.ended_at.is_(None),
            Case.state == State.SUBMITTED,
            Case.supervisor_id == StandIn.deputy_id,
            Case.submitted_at <= StandIn.began_at,
        )
        .with_for_update(of=Case)
    )


def _hand_out(unit: Unit, after_days: int, today: date) -> int:
    """Cases that a deputy is to answer from now on."""
    by_supervisor = _holding(unit, today)
    moved = 0
    for case in _waiting_for(unit, list(by_supervisor)):
        assert case.supervisor_id is not None and case.submitted_at is not None
        waited = (unit.now - case.submitted_at).days
        found = deputy_for(by_supervisor[case.supervisor_id], waited, after_days, today)
        if found is not None and _may_have(unit, found.deputy_id, case, today):
            _give(unit, case, found)
            moved += 1
    return moved


def _holding(unit: Unit, today: date) -> dict[UUID, list[Deputised]]:
    """By supervisor, the delegations that hold on a day."""
    rows = db.session.scalars(
        select(Delegation)
        .where(
            Delegation.program_id == unit.actor.program_id,
            Delegation.ended_at.is_(None),
            Delegation.starts_on <= today,
        )
        .order_by(Delegation.starts_on, Delegation.id)
    )
    found: dict[UUID, list[Deputised]] = {}
    for one in rows:
        if one.span.holds_on(today):
            found.setdefault(one.supervisor_id, []).append(
                Deputised(one.id, one.deputy_id, one.span)
            )
    return found


def _waiting_for(unit: Unit, supervisor_ids: Sequence[UUID]) -> Sequence[Case]:
    """What waits for these, but for what they have in another's place: it is passed on once."""
    passed = aliased(StandIn)
    return db.session.scalars(
        select(Case)
        .where(
            Case.program_id == unit.actor.program_id,
            Case.supervisor_id.in_(supervisor_ids),
            Case.state == State.SUBMITTED,
            ~exists().where(
                passed.program_id == Case.program_id,
                passed.case_id == Case.id,
                passed.deputy_id == Case.supervisor_id,
                passed.ended_at.is_(None),
                passed.began_at >= Case.submitted_at,
            ),
        )
        .order_by(Case.submitted_at, Case.id)
        .with_for_update()
    ).all()


def _may_have(unit: Unit, deputy_id: UUID, case: Case, today: date) -> bool:
    member = db.session.get_one(Membership, (case.program_id, deputy_id))
    related = are_related(case.program_id, deputy_id, case.fellow_id)
    return bool(
        first_no(
            may_be_asked(member.as_actor(today), case),
            may_be_judged_by(related),
            was_there(member.joined_on, case.performed_on),
        )
    )


def _give(unit: Unit, case: Case, found: Deputised) -> None:
    assert case.supervisor_id is not None
    stand_in = StandIn(
        program_id=case.program_id,
        id=new_id(),
        case_id=case.id,
        supervisor_id=case.supervisor_id,
        deputy_id=found.deputy_id,
        delegation_id=found.id,
        began_at=unit.now,
    )
    db.session.add(stand_in)
    _ask(unit, case, found.deputy_id)
    began = StandInBegan(
        subject_id=stand_in.id,
        case_id=case.id,
        supervisor_id=stand_in.supervisor_id,
        deputy_id=stand_in.deputy_id,
        delegation_id=stand_in.delegation_id,
    )
    unit.record(began, of=stand_in)


def _ask(unit: Unit, case: Case, supervisor_id: UUID) -> None:
    before_id, case.supervisor_id = case.supervisor_id, supervisor_id
    case.state = life.after(case.state, Step.REASSIGN)
    unit.record(
        CaseReassigned(subject_id=case.id, supervisor_id=supervisor_id, before_id=before_id),
        of=case,
    )
