"""A member's feed of dates: making its address, and taking it back."""

from sqlalchemy import select

from logbook.database import db
from logbook.domain.certificates import link_token
from logbook.domain.events_calendars import CalendarFeedMade, CalendarFeedStopped
from logbook.models.calendars import CalendarFeed
from logbook.models.columns import new_id
from logbook.policy import calendars as policy
from logbook.policy.actors import Actor
from logbook.services.identity import hash_of
from logbook.services.refusals import insist
from logbook.services.unit import unit_of_work


def make(actor: Actor) -> str:
    """The token of a new address, which is shown once and kept as a hash. One of before opens
    nothing any more."""
    token = link_token(actor.program_id)
    with unit_of_work(actor) as unit:
        insist(policy.may_have_feed(actor))
        feed = _own(actor)
        if feed is None:
            feed = CalendarFeed(program_id=actor.program_id, id=new_id(), member_id=actor.id)
            db.session.add(feed)
        feed.token_hash, feed.made_at = hash_of(token), unit.now
        unit.record(CalendarFeedMade(subject_id=actor.id))
    return token


def stop(actor: Actor) -> None:
    """Twice is once."""
    if _own(actor) is None:
        return
    with unit_of_work(actor) as unit:
        feed = _own(actor)
        if feed is not None:
            db.session.delete(feed)
        unit.record(CalendarFeedStopped(subject_id=actor.id))


def _own(actor: Actor) -> CalendarFeed | None:
    return db.session.scalars(
        select(CalendarFeed).where(
            CalendarFeed.program_id == actor.program_id, CalendarFeed.member_id == actor.id
        )
    ).one_or_none()
