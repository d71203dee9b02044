"""What a letter of the outbox says, found out at the moment when it is taken to be sent."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from uuid import UUID

from logbook.domain.letters import ESSENTIAL, WITH_LINK, LetterKind
from logbook.policy.actors import Role
from logbook.queries import reminders as queries
from logbook.queries.home import WaitingOf, queue_by_fellow
from logbook.queries.reminders import Deputy, Nudged, Reader
from logbook.queries.week import Week, week_told
from logbook.services import outbox
from logbook.services.links import Stop, make_queue_link, stop_token
from logbook.services.outbox import Taken
from logbook.services.unit import Unit


@dataclass(slots=True)
class Told:
    """What one letter tells; its words are chosen where it is sent."""

    waiting: Sequence[WaitingOf] = ()
    nudged: Sequence[Nudged] = ()
    expires_on: date | None = None
    deputy: Deputy | None = None
    sign_off_id: UUID | None = None
    token: str = ""
    """Of the link that opens the queue; nowhere else is it kept."""
    week: Week | None = None
    """Of a director's letter."""
    letter_id: UUID | None = None
    """Of the committee, which is read on its page and nowhere else."""


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A letter that is about to be sent."""

    taken: Taken
    reader: Reader
    told: Told

    @property
    def stop_token(self) -> str | None:
        """Of the link that stops letters like it; None for one that cannot be stopped."""
        if self.taken.kind in ESSENTIAL:
            return None
        return stop_token(Stop(self.taken.program_id, self.taken.member_id, self.taken.kind))


@dataclass(slots=True)
class _Looking:
    """Looks, in the unit that takes a letter, whether it still has anything to say."""

    reader: Reader | None = None
    told: Told = field(default_factory=Told)

    def __call__(self, unit: Unit, taken: Taken) -> bool:
        self.told = Told()
        self.reader = queries.reader(taken.program_id, taken.member_id, unit.now)
        if self.reader is None or not self.reader.wishes.want(taken.kind):
            return False
        if not self._find(taken, unit.now):
            return False
        if taken.kind in WITH_LINK:
            self.told.token = make_queue_link(unit, self.reader.account_id, taken.program_id)
        return True

    def _find(self, taken: Taken, now: datetime) -> bool:
        """Whether there is anything to tell, which is put into `told`."""
        assert self.reader is not None
        member, told = self.reader.member, self.told
        if taken.kind is LetterKind.CREDENTIAL:
            told.expires_on = date.fromisoformat(taken.facts["expires_on"])
            return True
        if taken.kind is LetterKind.COMMITTEE:
            told.letter_id = UUID(taken.facts["letter_id"])
            return True
        if taken.kind is LetterKind.REOPENED:
            told.sign_off_id = UUID(taken.facts["sign_off_id"])
            return True
        if taken.kind is LetterKind.WEEKLY:
            told.week = week_told(member, taken.facts["week"], now, self.reader.today)
            return member.is_(Role.DIRECTOR) and told.week.says_something
        told.waiting = queue_by_fellow(member, now)
        told.nudged = queries.nudged_of(member)
        if taken.kind is LetterKind.DEPUTY:
            told.deputy = queries.told_of(taken.program_id, UUID(taken.facts["delegation_id"]))
            return told.deputy is not None
        return bool(told.waiting if taken.kind is LetterKind.DIGEST else told.nudged)


def take(program_id: UUID, now: datetime | None = None) -> Outgoing | None:
    """The next letter of a program that is to be sent now, with all that it says."""
    looking = _Looking()
    taken = outbox.take(program_id, now or datetime.now(UTC), looking)
    if taken is None:
        return None
    assert looking.reader is not None
    return Outgoing(taken, looking.reader, looking.told)
