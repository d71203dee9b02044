"""Who acts: a person in one program, the installation's administrator, an officer of
institutions, or a named job."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

# The installation keeps its own ledger, as program zero: accounts and sign-ins belong to none
# of the programs.
INSTALLATION = UUID(int=0)


class Role(StrEnum):
    """What a membership lets a person be in one program; a person may be several."""

    FELLOW = "fellow"
    SUPERVISOR = "supervisor"
    DIRECTOR = "director"
    COORDINATOR = "coordinator"
    COMMITTEE = "committee"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"
    OFFICER = "officer"
    """Of one institution: reads the roll-ups of its programs, and no record."""
    NATIONAL_OFFICER = "national_officer"
    """Reads the roll-ups of all institutions."""
    JOB = "job"


NO_MEMBERS = frozenset({Role.ADMINISTRATOR, Role.OFFICER, Role.NATIONAL_OFFICER, Role.JOB})
"""What nobody is by a membership in a program."""


@dataclass(frozen=True, slots=True)
class Actor:
    """Always the first argument below the web: who asks, in which program, as what."""

    id: UUID
    program_id: UUID
    roles: frozenset[Role]
    account_id: UUID | None = None
    left: bool = False
    """Has left the program: may still read what is theirs, and change nothing."""
    institution_id: UUID | None = None
    """Of an officer of one institution; a national officer has the role, and none."""

    def is_(self, *roles: Role) -> bool:
        return not self.roles.isdisjoint(roles)


def job(program_id: UUID) -> Actor:
    """A piece of machinery that acts under its own name, never under a person's."""
    return Actor(INSTALLATION, program_id, frozenset({Role.JOB}))
