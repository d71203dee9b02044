"""The comparison of both records, and what fellows say to it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from sqlalchemy import delete, insert, select

from logbook.database import db
from logbook.domain import differences
from logbook.domain.case_content import plain
from logbook.domain.decisions import say
from logbook.domain.differences import Said
from logbook.domain.events_hospital import DifferenceAnswered, HospitalReconciled
from logbook.domain.reconcile import reconcile
from logbook.models.cases import Case
from logbook.models.columns import new_id
from logbook.models.reconcile import HospitalShare, ReconcileAnswer
from logbook.policy import hospital as policy
from logbook.policy.actors import Actor
from logbook.queries.reconciling import (
    Kept,
    is_anything_there,
    logged_of,
    parts_of,
    shares_kept,
)
from logbook.queries.visibility import cases_visible_to
from logbook.services.refusals import Conflict, Invalid, insist
from logbook.services.unit import unit_of_work

LOOK_BACK = timedelta(days=400)
"""Older pairs stay as they were found."""
CHUNK = 400


@dataclass(frozen=True, slots=True)
class Compared:
    """What a comparison found."""

    agreed: int
    hospital_only: int
    changed: int


def compare(actor: Actor) -> Compared:
    """Pair both records anew and keep what has changed. The slow part comes before the
    transaction; where nothing changed there is none."""
    insist(policy.may_import(actor))
    program_id, now = actor.program_id, datetime.now(UTC)
    if not is_anything_there(program_id):
        return Compared(0, 0, 0)
    since = (now - LOOK_BACK).date()
    before = {one.id: one for one in shares_kept(program_id)}
    after = _paired(program_id, since, list(before.values()))
    gone = [
        one.id for one in before.values() if one.performed_on >= since and after.get(one.id) != one
    ]
    come = [one for one in after.values() if before.get(one.id) != one]
    found = _counted(after.values(), len(come) + sum(own not in after for own in gone))
    if not found.changed:
        return found
    with unit_of_work(actor, now) as unit:
        _rewrite(program_id, gone, come)
        unit.record(
            HospitalReconciled(
                subject_id=program_id,
                agreed=found.agreed,
                hospital_only=found.hospital_only,
                changed=found.changed,
            )
        )
    return found


def _paired(program_id: UUID, since: date, kept: Sequence[Kept]) -> dict[UUID, Kept]:
    taken = {one.case_id for one in kept if one.performed_on < since}
    parts = parts_of(program_id, since)
    logged = [one for one in logged_of(program_id, since) if one.id not in taken]
    pairs = {one.performed_id: one for one in reconcile([one.performed for one in parts], logged)}
    whose = {one.id: one.fellow_id for one in logged}
    shares = {}
    for part in parts:
        own, pair = part.performed.id, pairs.get(part.performed.id)
        shares[own] = Kept(
            id=own,
            procedure_id=part.procedure_id,
            fellow_id=whose[pair.logged_id] if pair else part.performed.fellow_id,
            performed_on=part.performed.performed_on,
            case_id=pair.logged_id if pair else None,
            score=pair.score if pair else None,
        )
    return shares


def _counted(shares: Collection[Kept], changed: int) -> Compared:
    agreed = sum(one.case_id is not None for one in shares)
    alone = sum(one.case_id is None and one.fellow_id is not None for one in shares)
    return Compared(agreed, alone, changed)


def _rewrite(program_id: UUID, gone: Sequence[UUID], come: Sequence[Kept]) -> None:
    """Taken out before they are put in: no case is in two pairs, not even in between."""
    for begins in range(0, len(gone), CHUNK):
        db.session.execute(
            delete(HospitalShare).where(
                HospitalShare.program_id == program_id,
                HospitalShare.id.in_(gone[begins : begins + CHUNK]),
            )
        )
    if come:
        db.session.execute(
            insert(HospitalShare),
            [
                {"program_id": program_id}
                | {name: getattr(one, name) for name in Kept.__dataclass_fields__}
                for one in come
            ],
        )


@dataclass(frozen=True, slots=True)
class Answer:
    """What a fellow says, and to what: a case or a share."""

    said: str
    words: str = ""
    case_id: UUID | None = None
    share_id: UUID | None = None


def answer(actor: Actor, given: Answer) -> None:
    """Say what a difference is. Invalid by field; NoResultFound for what is not the fellow's to
    see; Conflict when both agree by now."""
    with unit_of_work(actor) as unit:
        insist(policy.may_answer(actor, actor.id))
        procedure_id = _difference(actor, given)
        words = plain(given.words)
        wrong = dict(differences.complaints(given.said, given.case_id is not None, words))
        if wrong:
            raise Invalid(wrong)
        one = ReconcileAnswer(
            program_id=actor.program_id,
            id=new_id(),
            fellow_id=actor.id,
            case_id=given.case_id,
            procedure_id=procedure_id,
            said=Said(given.said),
            words=words,
            answered_at=unit.now,
        )
        db.session.add(one)
        told = DifferenceAnswered(
            subject_id=one.id, said=one.said, case_id=one.case_id, procedure_id=procedure_id
        )
        unit.record(told, of=one)


def _difference(actor: Actor, given: Answer) -> UUID | None:
    """The procedure of a share that is the fellow's; None for a case."""
    share = HospitalShare
    own = select(share).where(share.program_id == actor.program_id, share.fellow_id == actor.id)
    if given.case_id is None:
        found = db.session.scalars(own.where(share.id == given.share_id)).one()
        agreed, procedure_id = found.case_id is not None, found.procedure_id
    else:
        case = select(Case.id).where(cases_visible_to(actor), Case.fellow_id == actor.id)
        db.session.scalars(case.where(Case.id == given.case_id)).one()
        pair = db.session.scalars(own.where(share.case_id == given.case_id)).first()
        agreed, procedure_id = pair is not None, None
    if agreed:
        raise Conflict(say("Both records agree on this by now."))
    return procedure_id
