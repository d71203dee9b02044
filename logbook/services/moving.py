"""Moving enrollments to another edition: nobody's past is changed but by this act, with a reason.

What a fellow has shown stays where it is; it is only reckoned anew under the edition that they
follow from now on. Where a record could not be read there any more, the move is refused.
"""

from collections.abc import Collection, Mapping
from datetime import date
from uuid import UUID

from sqlalchemy import select

from logbook.database import db
from logbook.domain.case_content import about_text, plain
from logbook.domain.curriculum import Curriculum
from logbook.domain.decisions import Message, say
from logbook.domain.events_publishing import EnrollmentMoved
from logbook.domain.names_kept import names_lost
from logbook.models.curriculum import Enrollment
from logbook.models.identity import Account
from logbook.models.programs import Membership, Program
from logbook.policy import curriculum as policy
from logbook.policy.actors import Actor
from logbook.queries.curriculum import curriculum_of
from logbook.queries.curriculum_records import records_of
from logbook.services import progress
from logbook.services.refusals import Invalid, insist
from logbook.services.unit import Unit, unit_of_work

REASON_LENGTH = 300


class AlreadyThere(Exception):
    """All of them follow this edition already; nothing is to be done."""


def move_enrollments(
    actor: Actor, version_id: UUID, enrollment_ids: Collection[UUID], reason: str
) -> int:
    """All of them, or none. Those that follow the edition already are left alone; returns how many
    were moved. Invalid with names and reasons where one cannot be moved; NoResultFound for another
    program's enrollment or edition."""
    try:
        with unit_of_work(actor) as unit:
            insist(policy.may_write(actor))
            curriculum = curriculum_of(actor.program_id, version_id)
            found = _locked(actor, enrollment_ids)
            _check(enrollment_ids, reason)
            moving = [one for one in found if one.version_id != version_id]
            if not moving:
                raise AlreadyThere
            _refuse_what_cannot(unit, moving, version_id, curriculum)
            for one in moving:
                _move(unit, one, version_id, curriculum, plain(reason))
            return len(moving)
    except AlreadyThere:
        return 0


def _locked(actor: Actor, ids: Collection[UUID]) -> list[Enrollment]:
    """In the order of their ids, so that two who move them at once do not wait for each other."""
    found = db.session.scalars(
        select(Enrollment)
        .where(Enrollment.program_id == actor.program_id, Enrollment.id.in_(ids))
        .order_by(Enrollment.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).all()
    for missing in set(ids) - {one.id for one in found}:
        db.session.get_one(Enrollment, (actor.program_id, missing))  # NoResultFound
    return list(found)


def _check(ids: Collection[UUID], reason: str) -> None:
    wrong: dict[str, Message] = {}
    if not ids:
        wrong["enrollments"] = say("Choose whom to move.")
    if not plain(reason):
        wrong["reason"] = say("Say why; the reason stays in the ledger.")
    wrong.update(about_text("reason", plain(reason), REASON_LENGTH))
    if wrong:
        raise Invalid(wrong)


def _refuse_what_cannot(
    unit: Unit, moving: list[Enrollment], version_id: UUID, then: Curriculum
) -> None:
    """Invalid with everybody who cannot be moved, by name, and why."""
    today = db.session.get_one(Program, unit.actor.program_id).day_of(unit.now)
    names = _names(unit.actor, moving)
    wrong = {
        f"enrollments.{one.id}": say("%(fellow)s: %(why)s.", fellow=names[one.id], why=tuple(why))
        for one in moving
        if (why := _why_not(one, version_id, then, today))
    }
    if wrong:
        raise Invalid(wrong)


def _why_not(one: Enrollment, version_id: UUID, then: Curriculum, today: date) -> list[Message]:
    now = curriculum_of(one.program_id, one.version_id)
    if now.id != then.id:
        return [say("follows another curriculum")]
    if one.ends_on < today:
        return [say("the training is over")]
    if _enrolled_there(one, version_id):
        return [say("enrolled on that edition already")]
    return names_lost(records_of(one.program_id, one.id), now, then)


def _enrolled_there(one: Enrollment, version_id: UUID) -> bool:
    same = select(Enrollment.id).where(
        Enrollment.program_id == one.program_id,
        Enrollment.fellow_id == one.fellow_id,
        Enrollment.version_id == version_id,
    )
    return db.session.scalars(same).first() is not None


def _names(actor: Actor, moving: list[Enrollment]) -> Mapping[UUID, str]:
    rows = db.session.execute(
        select(Enrollment.id, Account.name)
        .join(
            Membership,
            (Membership.program_id == Enrollment.program_id)
            & (Membership.id == Enrollment.fellow_id),
        )
        .join(Account, Account.id == Membership.account_id)
        .where(
            Enrollment.program_id == actor.program_id,
            Enrollment.id.in_([one.id for one in moving]),
        )
    )
    return {row.id: row.name for row in rows}


def _move(unit: Unit, one: Enrollment, version_id: UUID, then: Curriculum, reason: str) -> None:
    before_id, one.version_id = one.version_id, version_id
    db.session.flush()  # what is evidence is read with the edition that is followed
    progress.follow(one.program_id, one.id, then)
    unit.record(
        EnrollmentMoved(
            subject_id=one.id,
            fellow_id=one.fellow_id,
            before_id=before_id,
            version_id=version_id,
            reason=reason,
        ),
        of=one,
    )
