"""What can happen to what supervisors are entitled to vouch for."""

from uuid import UUID

from logbook.domain.events import Event, event


@event("privilege.given")
class PrivilegeGiven(Event):
    """Subject: the privilege."""

    supervisor_id: UUID
    scope: str
    code: str


@event("privilege.ended")
class PrivilegeEnded(Event):
    supervisor_id: UUID


@event("program.privileges_checked")
class PrivilegesChecked(Event):
    """Subject: the program. What happens from now on where a privilege is missing."""

    checked: str
    before: str


@event("program.credentials_checked")
class CredentialsChecked(Event):
    """Subject: the program. Which credentials signing needs from now on, and what happens where
    one of them has lapsed."""

    checked: str
    before: str
    kinds: tuple[str, ...]
