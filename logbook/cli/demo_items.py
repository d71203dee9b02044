"""The demo's portfolios: courses, teaching, reflections, a project and a poster of each fellow;
most are accepted, one is on its way, one came back, one is still its fellow's own."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random

from sqlalchemy import update

from logbook.cli.demo_stage import Player, Stage
from logbook.database import db
from logbook.domain.events import Event
from logbook.domain.events_portfolio import (
    ItemAccepted,
    ItemDrafted,
    ItemReturned,
    ItemSent,
    ItemVoided,
    ItemWithdrawn,
)
from logbook.domain.portfolio import ItemState
from logbook.models.columns import new_id
from logbook.models.portfolio import PortfolioItem
from logbook.models.sealed import new_salt
from logbook.services import progress
from logbook.services.portfolio_answers import as_evidence
from logbook.services.unit import Unit, unit_of_work


@dataclass(frozen=True, slots=True)
class Planned:
    """What a fellow adds in one week, and what becomes of it."""

    kind: str
    title: str
    minutes: int = 0
    words: str = ""
    becomes: ItemState = ItemState.ACCEPTED


BY_WEEK_OF_TRAINING = {
    3: Planned("course", "Radiation safety for pain physicians", 240),
    6: Planned(
        "reflection",
        "A consultation that I would begin differently",
        words="I offered the block before I had asked what she hoped for. Next time I ask first.",
    ),
    9: Planned("controlled_substances", "Safe opioid prescribing, first day", 300),
    12: Planned("teaching", "Epidural anatomy for the residents", 45),
    15: Planned("controlled_substances", "Safe opioid prescribing, second day", 300),
    18: Planned("qi_project", "Time from referral to first visit", becomes=ItemState.RETURNED),
    21: Planned("journal_club", "Critical reading: two trials of radiofrequency"),
    24: Planned("publication", "Poster on post-amputation pain"),
    27: Planned("teaching", "Ultrasound afternoon for the nurses", 90),
    30: Planned("course", "Ultrasound course, entered twice", 480, becomes=ItemState.VOIDED),
    33: Planned(
        "reflection",
        "Saying no to a dose",
        words="The taper went better once his wife was in the room.",
    ),
    36: Planned("teaching", "Morning report on cancer pain", 30),
}
BY_WEEKS_AGO = {
    4: Planned("course", "Online module on gabapentinoids", 60, becomes=ItemState.WITHDRAWN),
    2: Planned("course", "National pain meeting", 720, becomes=ItemState.SENT),
    1: Planned(
        "reflection",
        "After the dural puncture",
        words="I told the patient at once. I want to write down what I said.",
        becomes=ItemState.DRAFT,
    ),
}
"""These are there whatever the fellow's year: something waits, something is still private."""

REASONS = {
    ItemState.RETURNED: "Add what you measured before and after.",
    ItemState.VOIDED: "Entered twice; the other entry counts.",
}
ANSWERED = (ItemState.ACCEPTED, ItemState.RETURNED, ItemState.VOIDED)


class Items:
    """One program's portfolios in the making, week by week."""

    def __init__(self, stage: Stage, random: Random) -> None:
        self.stage, self.random = stage, random
        self.due: list[tuple[PortfolioItem, ItemState]] = []
        """What was sent last week, and what is to become of it."""

    def answer(self, unit: Unit) -> None:
        """What was sent the week before, in this unit of a director's."""
        due, self.due = self.due, []
        for item, becomes in due:
            self._answer(unit, item, becomes)

    def add(self, last_day: date, instant: datetime, weeks_ago: int) -> None:
        for fellow in self.stage.fellows:
            assert fellow.starts_on is not None
            training = (last_day - fellow.starts_on).days // 7
            planned = BY_WEEKS_AGO.get(weeks_ago) or BY_WEEK_OF_TRAINING.get(training)
            if planned and training > 0:
                with unit_of_work(fellow.actor, instant) as unit:
                    self._write(unit, fellow, planned, last_day)

    def _write(self, unit: Unit, fellow: Player, planned: Planned, last_day: date) -> None:
        day = last_day - timedelta(days=self.random.choice((2, 3)))
        item = self._row(unit, fellow, planned, day)
        sent = ItemSent(subject_id=item.id, accepter_id=item.accepter_id)
        told: list[Event] = [sent]
        if planned.becomes is ItemState.DRAFT:
            told = [ItemDrafted(subject_id=item.id)]
        elif planned.becomes is ItemState.WITHDRAWN:
            told.append(ItemWithdrawn(subject_id=item.id))
        for event in told:
            unit.record(event, of=item)
        unit.insert(item)
        if planned.becomes in ANSWERED:
            self.due.append((item, planned.becomes))

    def _row(self, unit: Unit, fellow: Player, planned: Planned, day: date) -> PortfolioItem:
        state = ItemState.SENT if planned.becomes in ANSWERED else planned.becomes
        return PortfolioItem(
            program_id=self.stage.program_id,
            id=new_id(),
            enrollment_id=fellow.enrollment_id,
            fellow_id=fellow.actor.id,
            accepter_id=None,
            session_id=None,
            state=state,
            kind=planned.kind,
            done_on=day,
            since=None,
            title=planned.title,
            minutes=planned.minutes,
            words=planned.words,
            link="",
            certificate="",
            answered_by_id=None,
            answered_at=None,
            answer_words="",
            added_at=unit.now,
            shared_at=None if state is ItemState.DRAFT else unit.now,
            revision=1,
            salt=new_salt(),
        )

    def _answer(self, unit: Unit, item: PortfolioItem, becomes: ItemState) -> None:
        item.state, item.answered_by_id, item.answered_at = becomes, unit.actor.id, unit.now
        item.answer_words, item.revision = REASONS.get(becomes, ""), 2
        told: list[Event] = [ItemAccepted(subject_id=item.id)]
        if becomes is ItemState.RETURNED:
            told = [ItemReturned(subject_id=item.id)]
        elif becomes is ItemState.VOIDED:
            told.append(ItemVoided(subject_id=item.id))
        for event in told:
            unit.record(event, of=item)
        _keep(item)
        progress.move(unit, item.enrollment_id, self.stage.version_id, come=as_evidence(item))


def _keep(item: PortfolioItem) -> None:
    names = ("state", "answered_by_id", "answered_at", "answer_words", "revision")
    db.session.connection().execute(
        update(PortfolioItem)
        .where(PortfolioItem.program_id == item.program_id, PortfolioItem.id == item.id)
        .values({name: getattr(item, name) for name in names})
    )
