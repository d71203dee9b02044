"""What can happen to rotations, leave and sites. Of leave the ledger tells no kind: it is read by
more people than those who may know it."""

from uuid import UUID

from logbook.domain.events import Event, event


@event("rotation.planned")
class RotationPlanned(Event):
    enrollment_id: UUID
    kind: str
    starts_on: str
    ends_on: str


@event("rotation.changed")
class RotationChanged(Event):
    enrollment_id: UUID
    kind: str
    starts_on: str
    ends_on: str


@event("rotation.cancelled")
class RotationCancelled(Event):
    enrollment_id: UUID


@event("leave.entered")
class LeaveEntered(Event):
    enrollment_id: UUID
    starts_on: str
    ends_on: str


@event("leave.changed")
class LeaveChanged(Event):
    enrollment_id: UUID
    starts_on: str
    ends_on: str


@event("leave.cancelled")
class LeaveCancelled(Event):
    enrollment_id: UUID


@event("leave.allowance_set")
class LeaveAllowanceSet(Event):
    """Subject: the program."""

    weeks: int


@event("site.equipped")
class SiteEquipped(Event):
    """Subject: the site; all that it has now."""

    capabilities: tuple[str, ...]
