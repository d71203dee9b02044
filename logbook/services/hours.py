"""Hours that whoever runs the program gives for several people at once: a month of practice."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from logbook.database import db
from logbook.domain import portfolio as life
from logbook.domain.decisions import Message, say
from logbook.domain.events_portfolio import HoursRecorded
from logbook.domain.opportunities import Measure
from logbook.domain.portfolio import ItemContent, ItemState, Period
from logbook.models.curriculum import Enrollment
from logbook.models.portfolio import PortfolioItem
from logbook.policy.actors import Actor
from logbook.policy.portfolio import may_record_hours
from logbook.queries.curriculum import curriculum_of
from logbook.services.attendance import accepted_item, keep
from logbook.services.portfolio import StaleItem, overlapping, today_in
from logbook.services.refusals import Invalid, insist
from logbook.services.unit import Unit, unit_of_work

SHARED = life.STANDING_STATES - {ItemState.DRAFT}
"""A draft is its fellow's own: nobody else is told of it. When it is sent, it will be found that
these days are given already."""


@dataclass(frozen=True, slots=True)
class Given:
    """What all hours of one table share."""

    kind: str
    period: Period
    title: str

    def content(self, minutes: int) -> ItemContent:
        return ItemContent(
            self.kind, self.period.until, self.title, self.period.since, minutes
        ).tidied()


@dataclass(frozen=True, slots=True)
class Row:
    """The hours of one person, under the id that the client made."""

    item_id: UUID
    enrollment_id: UUID
    minutes: int


def record(actor: Actor, given: Given, rows: Sequence[Row]) -> None:
    """All of them or none, accepted at once. Invalid names a row as `row-<n>`; what was sent before
    is not given again."""
    if not rows:
        raise Invalid({"rows": say("Enter the hours of at least one person.")})
    if all(_is_there(actor, given, row) for row in rows):
        return
    with unit_of_work(actor) as unit:
        insist(may_record_hours(actor))
        enrolled = _locked(actor, rows)
        wrong: dict[str, Message] = {}
        for n, row in enumerate(rows):
            if not _is_there(actor, given, row):
                said = _record(unit, enrolled[row.enrollment_id], given, row)
                wrong |= {
                    name if name in ("title", "period") else f"row-{n}": it for name, it in said
                }
        if wrong:
            raise Invalid(wrong)


def _locked(actor: Actor, rows: Sequence[Row]) -> dict[UUID, Enrollment]:
    """In the order of their ids: of two who give hours at once, none waits for the other for
    ever. NoResultFound where one is not of this program."""
    found = {
        one.id: one
        for one in db.session.scalars(
            select(Enrollment)
            .where(
                Enrollment.program_id == actor.program_id,
                Enrollment.id.in_([row.enrollment_id for row in rows]),
            )
            .order_by(Enrollment.id)
            .with_for_update()
        )
    }
    for row in rows:
        if row.enrollment_id not in found:
            db.session.get_one(Enrollment, (actor.program_id, row.enrollment_id))
    return found


def _record(
    unit: Unit, enrollment: Enrollment, given: Given, row: Row
) -> list[tuple[str, Message]]:
    """Give the hours of one person, or say what is wrong with them."""
    content = given.content(row.minutes)
    item = accepted_item(unit, row.item_id, enrollment, content)
    wrong = list(_complaints(unit, enrollment, content))
    if not wrong and (twice := overlapping(item, content, among=SHARED)) is not None:
        wrong = [
            (
                "hours",
                say(
                    "Hours of these days are given already: %(title)s, until %(day)s.",
                    title=twice.title,
                    day=twice.done_on,
                ),
            )
        ]
    if not wrong:
        keep(unit, item)
        unit.record(HoursRecorded(subject_id=item.id, fellow_id=enrollment.fellow_id), of=item)
    return wrong


def _complaints(
    unit: Unit, enrollment: Enrollment, content: ItemContent
) -> Iterator[tuple[str, Message]]:
    known = curriculum_of(enrollment.program_id, enrollment.version_id).offers.activities
    kind = known.get(content.kind)
    if enrollment.fellow_id == unit.actor.id:
        yield "hours", say("Nobody records their own hours.")
    elif kind is None or kind.private or kind.measure is not Measure.HOURS:
        yield "hours", say("The curriculum of this person does not count hours of this kind.")
    else:
        today = today_in(unit.actor.program_id, unit.now)
        for name, said in life.complaints(content, known, today=today, complete=True).items():
            yield ("period" if name == "done_on" else name), said


def _is_there(actor: Actor, given: Given, row: Row) -> bool:
    """StaleItem when an item of this id says something else."""
    found = db.session.get(PortfolioItem, (actor.program_id, row.item_id))
    if found is None:
        return False
    if found.enrollment_id != row.enrollment_id or found.says() != given.content(row.minutes):
        raise StaleItem
    return True
