"""Progress follows the days that a fellow is on service: of rotations, less leave."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from uuid import UUID

from logbook.database import db
from logbook.domain.decisions import Message, say
from logbook.domain.evidence import Evidence, RotationEvidence
from logbook.domain.periods import Period
from logbook.models.curriculum import Enrollment
from logbook.models.programs import Membership
from logbook.queries.evidence import evidence_of
from logbook.services import progress
from logbook.services.refusals import Invalid
from logbook.services.unit import Unit


def locked(program_id: UUID, enrollment_id: UUID) -> Enrollment:
    """The enrollment whose days are to be changed, its fellow locked until the end: of two who
    plan for the same fellow at once, the later one sees what the earlier did. NoResultFound for
    another program's."""
    enrollment = db.session.get_one(Enrollment, (program_id, enrollment_id))
    db.session.get_one(
        Membership, (program_id, enrollment.fellow_id), with_for_update={"key_share": True}
    )
    return enrollment


@contextmanager
def following(unit: Unit, enrollment: Enrollment) -> Iterator[None]:
    """Whatever happens to rotations and leave inside: progress follows."""
    before = _shown(enrollment)
    yield
    db.session.flush()
    after = _shown(enrollment)
    progress.move(
        unit,
        enrollment.id,
        enrollment.version_id,
        gone=list((before - after).elements()),
        come=list((after - before).elements()),
    )


def _shown(enrollment: Enrollment) -> Counter[Evidence]:
    return Counter(evidence_of(enrollment.program_id, enrollment.id, [RotationEvidence]))


def check_days(enrollment: Enrollment, starts_on: date, ends_on: date) -> Period:
    """The days as a period within the training; Invalid otherwise."""
    complaints: dict[str, Message] = {}
    if ends_on < starts_on:
        complaints["ends_on"] = say("The last day is not before the first.")
    elif ends_on > enrollment.ends_on:
        complaints["ends_on"] = say(
            "Training ends on %(day)s; change the enrollment first.", day=enrollment.ends_on
        )
    if starts_on < enrollment.starts_on:
        complaints["starts_on"] = say("Training starts on %(day)s.", day=enrollment.starts_on)
    if complaints:
        raise Invalid(complaints)
    return Period(starts_on, ends_on)
