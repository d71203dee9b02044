"""Rotations of one enrollment as evidence: their last day, and the days on service."""

from uuid import UUID

from sqlalchemy import bindparam, select

from logbook.database import db
from logbook.domain.evidence import Evidence, RotationEvidence
from logbook.domain.periods import Period, days_on_service
from logbook.models.rotations import Leave, Rotation

_ROTATIONS = select(Rotation.kind, Rotation.starts_on, Rotation.ends_on).where(
    Rotation.program_id == bindparam("in_program"),
    Rotation.enrollment_id == bindparam("of_enrollment"),
    Rotation.cancelled_at.is_(None),
)
_LEAVE = select(Leave.starts_on, Leave.ends_on).where(
    Leave.program_id == bindparam("in_program"),
    Leave.enrollment_id == bindparam("of_enrollment"),
    Leave.cancelled_at.is_(None),
)


def rotations(asked: dict[str, UUID]) -> list[Evidence]:
    """Two statements, one where there are no rotations."""
    connection = db.session.connection()
    found = connection.execute(_ROTATIONS, asked).all()
    if not found:
        return []
    leave = [Period(row.starts_on, row.ends_on) for row in connection.execute(_LEAVE, asked)]
    return [
        RotationEvidence(
            rotation=row.kind,
            on=row.ends_on,
            days=days_on_service(Period(row.starts_on, row.ends_on), leave),
        )
        for row in found
    ]
