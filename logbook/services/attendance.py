"""Who was at a teaching session: recorded once, accepted at once, one item for each fellow."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from sqlalchemy import select

from logbook.database import db
from logbook.domain.case_content import about_text, plain
from logbook.domain.decisions import Message, say
from logbook.domain.events_portfolio import ItemAttended, SessionRecorded, SessionStruckOut
from logbook.domain.portfolio import MINUTES_A_DAY, TITLE_LENGTH, ItemContent, ItemState
from logbook.models.columns import new_id
from logbook.models.curriculum import Enrollment
from logbook.models.portfolio import PortfolioItem, TeachingSession
from logbook.policy.actors import Actor
from logbook.policy.portfolio import may_record_session
from logbook.queries.curriculum import curriculum_of
from logbook.queries.portfolio_visibility import sessions_visible_to
from logbook.services import portfolio_answers
from logbook.services.portfolio import StaleItem, today_in
from logbook.services.refusals import Conflict, Invalid, insist
from logbook.services.unit import Unit, unit_of_work


@dataclass(frozen=True, slots=True)
class Held:
    """What is said of a session."""

    kind: str
    held_on: date
    title: str
    minutes: int


def record(actor: Actor, session_id: UUID, held: Held, present: Collection[UUID]) -> None:
    """`present`: enrollments of the fellows who were there. The client made the id: sent twice, it
    is one session. Whoever is the fellow in question records nothing for themselves."""
    held = replace(held, title=plain(held.title))
    if _is_there(actor, session_id, held, present):
        return
    with unit_of_work(actor) as unit:
        insist(may_record_session(actor))
        there = _enrollments(actor, present)
        _check(unit, held, there)
        session = TeachingSession(
            program_id=actor.program_id,
            id=session_id,
            kind=held.kind,
            held_on=held.held_on,
            title=held.title,
            minutes=held.minutes,
            recorded_by_id=actor.id,
            recorded_at=unit.now,
        )
        db.session.add(session)
        db.session.flush()
        unit.record(SessionRecorded(subject_id=session.id, fellows=len(there)), of=session)
        for enrollment in there:
            _attended(unit, session, enrollment)


def add(actor: Actor, session_id: UUID, present: Collection[UUID]) -> None:
    """Enrollments of fellows who were there too, as is found out later. Whoever has an item of
    this session already, struck out or not, gets no second one."""
    with unit_of_work(actor) as unit:
        insist(may_record_session(actor))
        session = _visible(actor, session_id)
        listed = _listed(session)
        late = [one for one in _enrollments(actor, present) if one.id not in listed]
        if not late:
            raise Invalid({"present": say("Tick who was there and is not on the list yet.")})
        said = Held(session.kind, session.held_on, session.title, session.minutes)
        _check(unit, said, late)
        for enrollment in late:
            _attended(unit, session, enrollment)


def strike_out(actor: Actor, session_id: UUID, reason: str) -> None:
    """Take back a session that was recorded wrongly, with all that it gave; the reason stays. A
    second tap finds nothing more to take back."""
    with unit_of_work(actor) as unit:
        insist(may_record_session(actor))
        session = _visible(actor, session_id)
        standing = [one for one in _items(session) if one.state is ItemState.ACCEPTED]
        if not standing:
            raise Conflict(say("This session is struck out already."))
        for item in standing:
            portfolio_answers.strike(unit, item, reason)
        unit.record(SessionStruckOut(subject_id=session.id, fellows=len(standing)), of=session)


def _visible(actor: Actor, session_id: UUID) -> TeachingSession:
    """Locked: of two who add to a session at once, the later one sees whom the earlier added."""
    return db.session.scalars(
        select(TeachingSession)
        .where(sessions_visible_to(actor), TeachingSession.id == session_id)
        .with_for_update()
    ).one()


def _items(session: TeachingSession) -> list[PortfolioItem]:
    """In the order of their enrollments, as they were made."""
    rows = db.session.scalars(
        select(PortfolioItem)
        .where(
            PortfolioItem.program_id == session.program_id,
            PortfolioItem.session_id == session.id,
        )
        .order_by(PortfolioItem.enrollment_id)
        .with_for_update()
    )
    return list(rows)


def _listed(session: TeachingSession) -> set[UUID]:
    return {one.enrollment_id for one in _items(session)}


def _is_there(actor: Actor, session_id: UUID, held: Held, present: Collection[UUID]) -> bool:
    """StaleItem when a session of this id says something else."""
    found = db.session.get(TeachingSession, (actor.program_id, session_id))
    if found is None:
        return False
    listed = select(PortfolioItem.enrollment_id).where(
        PortfolioItem.program_id == actor.program_id, PortfolioItem.session_id == session_id
    )
    said = Held(found.kind, found.held_on, found.title, found.minutes)
    if said != held or set(db.session.scalars(listed)) != set(present):
        raise StaleItem
    return True


def _enrollments(actor: Actor, present: Collection[UUID]) -> list[Enrollment]:
    """In the order of their ids: of two who record at once, none waits for the other for ever."""
    rows = db.session.scalars(
        select(Enrollment)
        .where(Enrollment.program_id == actor.program_id, Enrollment.id.in_(present))
        .order_by(Enrollment.id)
    )
    return list(rows)


def _check(unit: Unit, held: Held, there: list[Enrollment]) -> None:
    wrong: dict[str, Message] = {}
    if held.held_on > today_in(unit.actor.program_id, unit.now):
        wrong["held_on"] = say("This date is in the future.")
    if not held.title:
        wrong["title"] = say("Say in a few words what it was.")
    wrong.update(about_text("title", held.title, TITLE_LENGTH))
    if not 0 < held.minutes <= MINUTES_A_DAY:
        wrong["minutes"] = say("Say how many minutes it lasted.")
    if not there:
        wrong["present"] = say("Tick who was there.")
    if any(one.fellow_id == unit.actor.id for one in there):
        wrong["present"] = say("Nobody records their own attendance.")
    if not all(_offers(one, held.kind) for one in there):
        wrong["kind"] = say("The curriculum of somebody who was there does not name this kind.")
    if wrong:
        raise Invalid(wrong)


def _offers(enrollment: Enrollment, kind: str) -> bool:
    known = curriculum_of(enrollment.program_id, enrollment.version_id).offers.activities
    return kind in known and not known[kind].private


def _attended(unit: Unit, session: TeachingSession, enrollment: Enrollment) -> None:
    content = ItemContent(session.kind, session.held_on, session.title, minutes=session.minutes)
    item = accepted_item(unit, new_id(), enrollment, content)
    item.session_id = session.id
    keep(unit, item)
    unit.record(
        ItemAttended(subject_id=item.id, session_id=session.id, fellow_id=enrollment.fellow_id),
        of=item,
    )


def accepted_item(
    unit: Unit, item_id: UUID, enrollment: Enrollment, content: ItemContent
) -> PortfolioItem:
    """An item that whoever runs the program makes and accepts at once; not yet kept."""
    return PortfolioItem(
        program_id=enrollment.program_id,
        id=item_id,
        enrollment_id=enrollment.id,
        fellow_id=enrollment.fellow_id,
        accepter_id=None,
        session_id=None,
        state=ItemState.ACCEPTED,
        answered_by_id=unit.actor.id,
        answered_at=unit.now,
        answer_words="",
        added_at=unit.now,
        shared_at=unit.now,
        revision=1,
        **{name: getattr(content, name) for name in ItemContent.__slots__},
    )


def keep(unit: Unit, item: PortfolioItem) -> None:
    """Keep an accepted item; the fellow's progress follows."""
    db.session.add(item)
    portfolio_answers.follow(unit, item, come=portfolio_answers.as_evidence(item))
