"""What can happen to institutions and their officers, told to the installation's ledger; and to a
program's figures, told to the program's own."""

from uuid import UUID

from logbook.domain.events import Event, event


@event("institution.created")
class InstitutionCreated(Event):
    pass


@event("institution.changed")
class InstitutionChanged(Event):
    """How few people a number that is shown may rest on."""

    least: int


@event("institution.program_joined")
class ProgramJoined(Event):
    """Subject: the institution."""

    program_id: UUID


@event("institution.program_left")
class ProgramLeft(Event):
    """Subject: the institution."""

    program_id: UUID


@event("officer.appointed")
class OfficerAppointed(Event):
    """Subject: the account."""

    institution_id: UUID | None
    """None: of all institutions."""


@event("officer.dismissed")
class OfficerDismissed(Event):
    """Subject: the account."""

    institution_id: UUID | None


@event("program.summed_up")
class ProgramSummedUp(Event):
    """Subject: the program. What officers see of it was reckoned anew."""

    month: str
    """The last one, as 2026-11."""
    changed: int
    """How many numbers are new, others than they were, or gone."""
