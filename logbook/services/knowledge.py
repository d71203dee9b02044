"""Results of knowledge tests: entered once, amended only by another that names the first."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select

from logbook.database import db
from logbook.domain.decisions import Message, say
from logbook.domain.events_portfolio import TestAmended, TestRecorded
from logbook.domain.evidence import Evidence, TestEvidence
from logbook.domain.knowledge import Outcome, Result, complaints, outcome_of
from logbook.models.curriculum import Enrollment
from logbook.models.knowledge import Sitting
from logbook.policy.actors import Actor
from logbook.policy.knowledge import may_enter_for
from logbook.queries.curriculum import curriculum_of
from logbook.queries.portfolio_visibility import sittings_visible_to
from logbook.services import progress
from logbook.services.portfolio import today_in
from logbook.services.refusals import Conflict, Invalid, insist
from logbook.services.unit import Unit, unit_of_work


def enter(actor: Actor, sitting_id: UUID, enrollment_id: UUID, result: Result) -> None:
    """Enter a result under the id that the client made; sent twice, it is one result."""
    if _is_there(actor, sitting_id, result):
        return
    with unit_of_work(actor) as unit:
        _enter(unit, sitting_id, enrollment_id, result)


def enter_together(actor: Actor, rows: Sequence[tuple[UUID, UUID, Result]]) -> None:
    """Results of several fellows: all of them or none. `rows`: the id that the client made, the
    enrollment and the result; Invalid names a field of a row as `row-<n>-<field>`. What was sent
    before is not entered again."""
    if not rows:
        raise Invalid({"rows": say("Enter the result of at least one fellow.")})
    if all(_is_there(actor, sitting_id, result) for sitting_id, _, result in rows):
        return
    with unit_of_work(actor) as unit:
        wrong: dict[str, Message] = {}
        for n, (sitting_id, enrollment_id, result) in enumerate(rows):
            if _is_there(actor, sitting_id, result):
                continue
            try:
                _enter(unit, sitting_id, enrollment_id, result)
            except Invalid as bad:
                wrong |= {f"row-{n}-{name}": said for name, said in bad.complaints.items()}
        if wrong:
            raise Invalid(wrong)


def _enter(unit: Unit, sitting_id: UUID, enrollment_id: UUID, result: Result) -> None:
    enrollment = db.session.get_one(Enrollment, (unit.actor.program_id, enrollment_id))
    sitting = _sitting(unit, sitting_id, enrollment, result, None)
    _move(unit, enrollment, come=as_evidence(sitting))
    unit.record(
        TestRecorded(
            subject_id=sitting.id,
            fellow_id=sitting.fellow_id,
            test=sitting.test,
            outcome=sitting.outcome,
        ),
        of=sitting,
    )


def amend(actor: Actor, sitting_id: UUID, before_id: UUID, result: Result) -> None:
    """Put another result in the place of one that was entered wrongly; that one stays readable."""
    if _is_there(actor, sitting_id, result):
        return
    with unit_of_work(actor) as unit:
        before = db.session.scalars(
            select(Sitting)
            .where(sittings_visible_to(actor), Sitting.id == before_id)
            .with_for_update()
        ).one()
        amended = select(Sitting.id).where(
            Sitting.program_id == actor.program_id, Sitting.amends_id == before_id
        )
        if db.session.scalars(amended).first() is not None:
            raise Conflict(say("This result has been amended already."))
        enrollment = db.session.get_one(Enrollment, (actor.program_id, before.enrollment_id))
        sitting = _sitting(unit, sitting_id, enrollment, result, before)
        _move(unit, enrollment, gone=as_evidence(before), come=as_evidence(sitting))
        unit.record(
            TestAmended(
                subject_id=sitting.id,
                fellow_id=sitting.fellow_id,
                test=sitting.test,
                outcome=sitting.outcome,
                before_id=before.id,
            ),
            of=sitting,
        )


def as_evidence(sitting: Sitting) -> list[Evidence]:
    """What was entered by mistake shows nothing."""
    if sitting.outcome is Outcome.MISTAKEN:
        return []
    passed = sitting.outcome is Outcome.PASSED
    return [TestEvidence(sitting.test, sitting.sat_on, passed=passed)]


def _is_there(actor: Actor, sitting_id: UUID, result: Result) -> bool:
    found = db.session.get(Sitting, (actor.program_id, sitting_id))
    if found is None:
        return False
    said = (result.test, result.sat_on, result.score, result.outcome or found.outcome)
    if (found.test, found.sat_on, found.score, found.outcome) != said:
        raise Conflict(say("Another result was entered from this page already."))
    return True


def _sitting(
    unit: Unit, sitting_id: UUID, enrollment: Enrollment, result: Result, before: Sitting | None
) -> Sitting:
    """The new row, or Refused, or Invalid with what is wrong."""
    insist(may_enter_for(unit.actor, enrollment.fellow_id))
    tests = curriculum_of(enrollment.program_id, enrollment.version_id).offers.tests
    today = today_in(enrollment.program_id, unit.now)
    wrong: dict[str, Message] = complaints(result, tests, today=today, amends=before is not None)
    if wrong:
        raise Invalid(wrong)
    outcome = outcome_of(result, tests[result.test])
    assert outcome is not None
    sitting = Sitting(
        program_id=enrollment.program_id,
        id=sitting_id,
        enrollment_id=enrollment.id,
        fellow_id=enrollment.fellow_id,
        test=result.test,
        sat_on=result.sat_on,
        score=result.score,
        outcome=outcome,
        amends_id=before.id if before else None,
        entered_by_id=unit.actor.id,
        entered_at=unit.now,
    )
    db.session.add(sitting)
    return sitting


def _move(
    unit: Unit,
    enrollment: Enrollment,
    *,
    gone: list[Evidence] | None = None,
    come: list[Evidence] | None = None,
) -> None:
    progress.move(unit, enrollment.id, enrollment.version_id, gone=gone or [], come=come or [])
