"""Planning, changing and cancelling rotations: one by one, or a year of all fellows at once."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select

from logbook.database import db
from logbook.domain.decisions import Message, say
from logbook.domain.events_rotations import RotationCancelled, RotationChanged, RotationPlanned
from logbook.models.columns import new_id
from logbook.models.curriculum import Enrollment
from logbook.models.programs import Site
from logbook.models.rotations import Rotation
from logbook.policy.actors import Actor
from logbook.policy.rotations import may_plan
from logbook.queries.curriculum import curriculum_of
from logbook.services.refusals import Conflict, Invalid, insist
from logbook.services.time_on_service import check_days, following, locked
from logbook.services.unit import Unit, unit_of_work

new_rotation_id = new_id


@dataclass(frozen=True, slots=True)
class Planned:
    """What a rotation is to be."""

    kind: str
    site_id: UUID | None
    starts_on: date
    ends_on: date


@dataclass(frozen=True, slots=True)
class PlannedFor:
    """One rotation of a plan: whose, under the id that its page was given."""

    id: UUID
    enrollment_id: UUID
    planned: Planned


def plan(actor: Actor, rotation_id: UUID, enrollment_id: UUID, planned: Planned) -> None:
    """Plan one rotation. The same id sent twice is one rotation."""
    plan_together(actor, [PlannedFor(rotation_id, enrollment_id, planned)])


def plan_together(actor: Actor, plans: Sequence[PlannedFor]) -> int:
    """Plan several, all or none; how many of them are new. Of a plan of one the complaints are by
    field, of several by the place of each in the plan."""
    try:
        with unit_of_work(actor) as unit:
            insist(may_plan(actor))
            # In one order, so that of two who plan at once neither holds what the other waits for.
            names = sorted({one.enrollment_id for one in plans})
            enrollments = {name: locked(actor.program_id, name) for name in names}
            known = _known(actor, plans)
            new = [(place, one) for place, one in enumerate(plans) if one.id not in known]
            if not new:
                raise AllThere
            with ExitStack() as followed:
                for name in dict.fromkeys(one.enrollment_id for _, one in new):
                    followed.enter_context(following(unit, enrollments[name]))
                _plan_all(unit, new, enrollments, alone=len(plans) == 1)
            return len(new)
    except AllThere:
        return 0


class AllThere(Exception):
    """Every one of them is planned already: the page was sent twice."""


def _known(actor: Actor, plans: Sequence[PlannedFor]) -> set[UUID]:
    asked = select(Rotation.id).where(
        Rotation.program_id == actor.program_id, Rotation.id.in_([one.id for one in plans])
    )
    return set(db.session.scalars(asked))


def _plan_all(
    unit: Unit,
    new: list[tuple[int, PlannedFor]],
    enrollments: Mapping[UUID, Enrollment],
    alone: bool,
) -> None:
    wrong: dict[str, Message] = {}
    for place, one in new:
        try:
            _plan_one(unit, one, enrollments[one.enrollment_id])
        except Invalid as complaint:
            if alone:
                raise
            wrong[str(place)] = next(iter(complaint.complaints.values()))
    if wrong:
        raise Invalid(wrong)


def _plan_one(unit: Unit, one: PlannedFor, enrollment: Enrollment) -> None:
    _check(one.planned, enrollment, but=one.id)
    rotation = Rotation(
        program_id=enrollment.program_id,
        id=one.id,
        enrollment_id=enrollment.id,
        kind=one.planned.kind,
        site_id=one.planned.site_id,
        starts_on=one.planned.starts_on,
        ends_on=one.planned.ends_on,
        revision=1,
    )
    db.session.add(rotation)
    db.session.flush()
    unit.record(
        RotationPlanned(
            subject_id=rotation.id,
            enrollment_id=enrollment.id,
            kind=rotation.kind,
            starts_on=rotation.starts_on.isoformat(),
            ends_on=rotation.ends_on.isoformat(),
        ),
        of=rotation,
    )


def change(actor: Actor, rotation_id: UUID, revision: int, planned: Planned) -> None:
    """Another kind, site or days. Conflict when somebody changed it since."""
    with unit_of_work(actor) as unit:
        rotation, enrollment = _at(actor, rotation_id, revision)
        _check(planned, enrollment, but=rotation.id)
        with following(unit, enrollment):
            rotation.kind = planned.kind
            rotation.site_id = planned.site_id
            rotation.starts_on = planned.starts_on
            rotation.ends_on = planned.ends_on
        unit.record(
            RotationChanged(
                subject_id=rotation.id,
                enrollment_id=enrollment.id,
                kind=rotation.kind,
                starts_on=rotation.starts_on.isoformat(),
                ends_on=rotation.ends_on.isoformat(),
            ),
            of=rotation,
        )


def cancel(actor: Actor, rotation_id: UUID, revision: int) -> None:
    """It no longer counts and is no longer shown; its row and its trail stay."""
    with unit_of_work(actor) as unit:
        rotation, enrollment = _at(actor, rotation_id, revision)
        with following(unit, enrollment):
            rotation.cancelled_at = unit.now
        cancelled = RotationCancelled(subject_id=rotation.id, enrollment_id=enrollment.id)
        unit.record(cancelled, of=rotation)


def _at(actor: Actor, rotation_id: UUID, revision: int) -> tuple[Rotation, Enrollment]:
    rotation = db.session.get_one(Rotation, (actor.program_id, rotation_id))
    insist(may_plan(actor))
    if rotation.revision != revision or rotation.cancelled_at is not None:
        raise Conflict(say("Somebody else has changed this rotation. Look at it again."))
    return rotation, locked(actor.program_id, rotation.enrollment_id)


def _check(planned: Planned, enrollment: Enrollment, but: UUID) -> None:
    check_days(enrollment, planned.starts_on, planned.ends_on)
    offered = curriculum_of(enrollment.program_id, enrollment.version_id).offers.rotations
    if planned.kind not in offered:
        raise Invalid({"kind": say("The fellow’s curriculum has no such rotation.")})
    if planned.site_id is not None:
        db.session.get_one(Site, (enrollment.program_id, planned.site_id))
    for other in _others(planned, enrollment):
        if other.id != but:
            raise Invalid(
                {
                    "starts_on": say(
                        "The fellow is on another rotation then, from %(first)s to %(last)s.",
                        first=other.starts_on,
                        last=other.ends_on,
                    )
                }
            )


def _others(planned: Planned, enrollment: Enrollment) -> Iterator[Rotation]:
    """Rotations of the same fellow, on any curriculum, that share a day with this one."""
    yield from db.session.scalars(
        select(Rotation)
        .join(
            Enrollment,
            (Enrollment.program_id == Rotation.program_id)
            & (Enrollment.id == Rotation.enrollment_id),
        )
        .where(
            Rotation.program_id == enrollment.program_id,
            Enrollment.fellow_id == enrollment.fellow_id,
            Rotation.cancelled_at.is_(None),
            Rotation.starts_on <= planned.ends_on,
            Rotation.ends_on >= planned.starts_on,
        )
    )
