"""What can happen to reminders, and to whom somebody else stands in for. Counts, ids and codes:
what a letter says is made when it is sent and kept nowhere."""

from uuid import UUID

from logbook.domain.events import Event, event


@event("account.signed_in_by_link")
class SignedInByLink(Event):
    """Subject: the account. The session opens the queue of one program, and nothing else."""

    session_id: UUID
    program_id: UUID


@event("letter.written")
class LetterWritten(Event):
    """Subject: the letter. It waits to be mailed."""

    member_id: UUID
    kind: str


@event("letter.taken")
class LetterTaken(Event):
    """A worker is about to hand it to the mail server, for the so-manieth time."""

    member_id: UUID
    kind: str
    tries: int


@event("letter.sent")
class LetterSent(Event):
    member_id: UUID
    kind: str


@event("letter.failed")
class LetterFailed(Event):
    """It was not sent, or nobody knows whether it was."""

    member_id: UUID
    kind: str
    given_up: bool


@event("letter.cancelled")
class LetterCancelled(Event):
    member_id: UUID
    kind: str


@event("letter.wishes_changed")
class LetterWishesChanged(Event):
    """Subject: the member."""

    digest: str
    nudges: bool
    weekly: bool
    by_link: bool
    """By the link in a letter, without signing in."""


@event("case.nudged")
class CaseNudged(Event):
    """Its fellow asked for an answer."""

    supervisor_id: UUID


@event("program.deputy_days_set")
class DeputyDaysSet(Event):
    days: int
    before: int


@event("delegation.made")
class DelegationMade(Event):
    supervisor_id: UUID
    deputy_id: UUID
    starts_on: str
    ends_on: str | None


@event("delegation.ended")
class DelegationEnded(Event):
    supervisor_id: UUID
    deputy_id: UUID


@event("stand_in.began")
class StandInBegan(Event):
    """Subject: the record that somebody was asked in another's place."""

    case_id: UUID
    supervisor_id: UUID
    deputy_id: UUID
    delegation_id: UUID


@event("stand_in.ended")
class StandInEnded(Event):
    """The case went back to who was asked first."""

    case_id: UUID
    supervisor_id: UUID
    deputy_id: UUID
