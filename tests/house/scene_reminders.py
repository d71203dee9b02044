"""Reminders on the stage of the house tests: ben has a deputy to come, and a case that is old."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID, uuid4

from logbook.domain.letters import LetterKind
from logbook.services import calendars
from logbook.services.links import Stop, stop_token
from tests.cast import CAST, RIVERSIDE, TODAY
from tests.makers.reminders import a_deputy, a_link, a_waiting_case

SOON = TODAY + timedelta(days=30)


@dataclass(frozen=True)
class ReminderScene:
    old: UUID
    """A case of asha's that has waited for ben long enough to ask about it."""
    delegation: UUID
    """Eve for ben, in a month."""
    link: str
    """To ben's queue."""
    stop: str
    """By which ben stops his digests."""
    feed: str
    """That opens ben's dates."""


def set_reminder_scene() -> ReminderScene:
    asha, ben, eve = CAST["asha"], CAST["ben"], CAST["eve"]
    return ReminderScene(
        old=a_waiting_case(fellow=asha, supervisor=ben, days=3),
        delegation=a_deputy(of=ben, deputy=eve, starts_on=SOON, ends_on=SOON),
        link=a_link(ben),
        stop=stop_token(Stop(RIVERSIDE, ben.id, LetterKind.DIGEST)),
        feed=calendars.make(ben.actor),
    )


def a_naming() -> dict[str, object]:
    """Ben names eve for tomorrow."""
    day = TODAY + timedelta(days=1)
    return {
        "delegation_id": uuid4(),
        "supervisor": CAST["ben"].id,
        "deputy": CAST["eve"].id,
        "starts_on": day,
        "ends_on": day,
    }
