"""An item of the portfolio: its states, what it may say, and periods that hours are given for."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from logbook.domain.case_content import Complaint, about_text, plain
from logbook.domain.decisions import Message, say
from logbook.domain.life import Life
from logbook.domain.opportunities import ActivityKind, Measure

TITLE_LENGTH, LINE_LENGTH, TEXT_LENGTH, LINK_LENGTH, CERTIFICATE_LENGTH = 120, 300, 4000, 300, 60
REASON_LENGTH = 300
MOST_MINUTES_OF_A_DAY_ITEM = 100 * 60
"""A course has one date, but may have lasted two weeks."""
MINUTES_A_DAY = 24 * 60


class ItemState(StrEnum):
    DRAFT = "draft"
    SENT = "sent"
    ACCEPTED = "accepted"
    RETURNED = "returned"
    WITHDRAWN = "withdrawn"
    VOIDED = "voided"


class ItemStep(StrEnum):
    CHANGE = "change"
    SEND = "send"
    WITHDRAW = "withdraw"
    ACCEPT = "accept"
    RETURN = "return"
    VOID = "void"


TRANSITIONS: dict[tuple[ItemState, ItemStep], ItemState] = {
    (ItemState.DRAFT, ItemStep.CHANGE): ItemState.DRAFT,
    (ItemState.DRAFT, ItemStep.SEND): ItemState.SENT,
    (ItemState.DRAFT, ItemStep.WITHDRAW): ItemState.WITHDRAWN,
    (ItemState.SENT, ItemStep.CHANGE): ItemState.SENT,
    (ItemState.SENT, ItemStep.WITHDRAW): ItemState.WITHDRAWN,
    (ItemState.SENT, ItemStep.ACCEPT): ItemState.ACCEPTED,
    (ItemState.SENT, ItemStep.RETURN): ItemState.RETURNED,
    (ItemState.RETURNED, ItemStep.CHANGE): ItemState.RETURNED,
    (ItemState.RETURNED, ItemStep.SEND): ItemState.SENT,
    (ItemState.RETURNED, ItemStep.WITHDRAW): ItemState.WITHDRAWN,
    (ItemState.ACCEPTED, ItemStep.VOID): ItemState.VOIDED,
}
_LIFE = Life(TRANSITIONS)
after, allows = _LIFE.after, _LIFE.allows

OPEN_STATES = frozenset({ItemState.DRAFT, ItemState.SENT, ItemState.RETURNED})
STANDING_STATES = OPEN_STATES | {ItemState.ACCEPTED}
"""What still counts, or may come to count."""


@dataclass(frozen=True, slots=True)
class Period:
    """Days that hours are given for, both included."""

    since: date
    until: date

    def overlaps(self, other: "Period") -> bool:
        return self.since <= other.until and other.since <= self.until

    @property
    def days(self) -> int:
        return (self.until - self.since).days + 1


class By(StrEnum):
    """How practice hours are given."""

    WEEK = "week"
    MONTH = "month"


def last_periods(today: date, by: By, n: int) -> list[Period]:
    """The last n weeks (Monday to Sunday) or months that are over, the latest first."""
    found, next_day = [], today.replace(day=1)
    if by is By.WEEK:
        next_day = today - timedelta(days=today.weekday())
    for _ in range(n):
        until = next_day - timedelta(days=1)
        since = until - timedelta(days=6) if by is By.WEEK else until.replace(day=1)
        found.append(Period(since, until))
        next_day = since
    return found


@dataclass(frozen=True, slots=True)
class ItemContent:
    """What an item says."""

    kind: str
    done_on: date
    """Its day; of hours over a period, the last one."""
    title: str
    since: date | None = None
    """The first day of a period; None for what has one day."""
    minutes: int = 0
    words: str = ""
    """A line; of a reflection, its text."""
    link: str = ""
    certificate: str = ""

    @property
    def period(self) -> Period:
        return Period(self.since or self.done_on, self.done_on)

    def tidied(self) -> "ItemContent":
        """Without blanks and control characters around the words."""
        return ItemContent(
            self.kind,
            self.done_on,
            plain(self.title),
            self.since,
            self.minutes,
            plain(self.words),
            plain(self.link),
            plain(self.certificate),
        )


def counted_twice(one: ItemContent, other: ItemContent) -> bool:
    """Whether hours of one kind would be given twice for the same day. Two courses may be held on
    one day; but a week or month holds all the hours of its days."""
    over_a_period = one.since is not None or other.since is not None
    return one.kind == other.kind and over_a_period and one.period.overlaps(other.period)


def complaints(
    content: ItemContent, kinds: Mapping[str, ActivityKind], *, today: date, complete: bool
) -> dict[str, Message]:
    """What is wrong, by field; the first complaint about each. `complete`: as it is sent."""
    kind = kinds.get(content.kind)
    if kind is None:
        return {"kind": say("Choose one of the list.")}
    found: dict[str, Message] = {}
    for name, message in (
        *about_the_days(content, today),
        *about_the_time(content, kind, complete),
        *about_the_texts(content, kind, complete),
        *about_the_link(content.link),
    ):
        found.setdefault(name, message)
    return found


def about_the_days(content: ItemContent, today: date) -> Iterator[Complaint]:
    if content.done_on > today:
        yield "done_on", say("This date is in the future.")
    if content.since is not None and content.since > content.done_on:
        yield "done_on", say("The period ends before it begins.")


def about_the_time(content: ItemContent, kind: ActivityKind, complete: bool) -> Iterator[Complaint]:
    most = MOST_MINUTES_OF_A_DAY_ITEM
    if content.since is not None:
        most = content.period.days * MINUTES_A_DAY
    if content.minutes < 0 or content.minutes > most:
        yield "hours", say("At most %(hours)s hours.", hours=most // 60)
    if kind.measure is Measure.HOURS and complete and content.minutes == 0:
        yield "hours", say("Say how many hours it was.")


def about_the_texts(
    content: ItemContent, kind: ActivityKind, complete: bool
) -> Iterator[Complaint]:
    if not content.title:
        yield "title", say("Say in a few words what it was.")
    yield from about_text("title", content.title, TITLE_LENGTH)
    if kind.private and complete and not content.words:
        yield "words", say("Write the reflection first.")
    yield from about_text("words", content.words, TEXT_LENGTH if kind.private else LINE_LENGTH)
    if len(content.certificate) > CERTIFICATE_LENGTH:
        yield (
            "certificate",
            say("Too long: at most %(limit)s characters.", limit=CERTIFICATE_LENGTH),
        )


def about_the_link(link: str) -> Iterator[Complaint]:
    """Only addresses that a browser opens: what others are to click runs nothing."""
    if len(link) > LINK_LENGTH:
        yield "link", say("Too long: at most %(limit)s characters.", limit=LINK_LENGTH)
    elif link and not re.fullmatch(r"https?://[^\s/?#\\]+\.[^\s\\]+", link):
        yield "link", say("A link begins with https:// and has no blanks.")


def about_reason(name: str, reason: str) -> Iterator[Complaint]:
    """A reason is needed, and is read by others."""
    if not plain(reason):
        yield name, say("Say why; the reason stays with the item.")
    yield from about_text(name, plain(reason), REASON_LENGTH)


HOURS = re.compile(r"(\d{1,4})(?:[.,](\d{1,2}))?")
CLOCK = re.compile(r"(\d{1,4}):([0-5]\d)")


def minutes_in(text: str) -> int | None:
    """Hours as people write them: `2`, `1.5`, `1,5`, `1:30`. None for anything else; blank is 0."""
    text = text.strip()
    if not text:
        return 0
    if clock := CLOCK.fullmatch(text):
        return int(clock[1]) * 60 + int(clock[2])
    if hours := HOURS.fullmatch(text):
        part = (hours[2] or "0").ljust(2, "0")
        return int(hours[1]) * 60 + round(int(part) * 60 / 100)
    return None


def hours_text(minutes: int) -> str:
    """As it is typed: whole hours as a number, others as hours and minutes; blank for none."""
    hours, rest = divmod(minutes, 60)
    if not minutes:
        return ""
    return f"{hours}:{rest:02}" if rest else str(hours)


def first_per_field(found: Iterable[Complaint]) -> dict[str, Message]:
    first: dict[str, Message] = {}
    for name, message in found:
        first.setdefault(name, message)
    return first
