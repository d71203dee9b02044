"""Rotations and leave for tests."""

from datetime import timedelta
from uuid import UUID, uuid4

from logbook.domain.leave import LeaveKind
from logbook.services import leave, rotations
from logbook.services.leave import Absent
from logbook.services.rotations import Planned, PlannedFor
from tests.cast import BEGAN, CAST, CLINIC, Member


def planned(first: int = 0, days: int = 28, **but: object) -> Planned:
    """From so many days after training began, for so many days."""
    begins = BEGAN + timedelta(days=first)
    usual: dict[str, object] = {
        "kind": "neurology",
        "site_id": CLINIC,
        "starts_on": begins,
        "ends_on": begins + timedelta(days=days - 1),
    }
    return Planned(**(usual | but))  # type: ignore[arg-type]


def a_rotation(
    first: int = 0, days: int = 28, *, of: Member, by: Member | None = None, **but: object
) -> UUID:
    rotation_id = uuid4()
    assert of.enrollment_id is not None
    planner = (by or CAST["cora"]).actor
    rotations.plan(planner, rotation_id, of.enrollment_id, planned(first, days, **but))
    return rotation_id


def planned_for(member: Member, first: int = 0, days: int = 28, **but: object) -> PlannedFor:
    assert member.enrollment_id is not None
    return PlannedFor(uuid4(), member.enrollment_id, planned(first, days, **but))


def absent(first: int = 0, days: int = 7, kind: LeaveKind = LeaveKind.ANNUAL) -> Absent:
    begins = BEGAN + timedelta(days=first)
    return Absent(kind, begins, begins + timedelta(days=days - 1))


def a_leave(
    first: int = 0,
    days: int = 7,
    *,
    of: Member,
    by: Member | None = None,
    kind: LeaveKind = LeaveKind.ANNUAL,
) -> UUID:
    leave_id = uuid4()
    assert of.enrollment_id is not None
    leave.enter((by or CAST["cora"]).actor, leave_id, of.enrollment_id, absent(first, days, kind))
    return leave_id
