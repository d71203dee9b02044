"""Cases that wait for some days, and clocks for those who wait for them."""

from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID, uuid4

import time_machine

from logbook.domain.letters import LetterKind
from logbook.domain.reminders import Absence
from logbook.policy.actors import job
from logbook.services import delegations, links, outbox
from logbook.services.delegations import Named
from logbook.services.outbox import Order
from logbook.services.unit import unit_of_work
from tests.cast import RIVERSIDE, TODAY, Member
from tests.makers.cases import a_case


def a_waiting_case(
    *, fellow: Member, supervisor: Member, days: int, on: date | None = None
) -> UUID:
    """Handed in so many days ago; or so many days before the morning of a day."""
    now = datetime.now(UTC) if on is None else morning(on)
    with time_machine.travel(now - timedelta(days=days), tick=False):
        return a_case(
            fellow=fellow, supervisor=supervisor, performed_on=min(TODAY, datetime.now(UTC).date())
        )


def morning(day: date) -> datetime:
    """Nine o'clock in the time of Riverside, which keeps UTC."""
    return datetime.combine(day, time(9), UTC)


def the_next(weekday: int) -> date:
    """The first such day (Monday is 0) after today."""
    return TODAY + timedelta(days=(weekday - TODAY.weekday() - 1) % 7 + 1)


def a_deputy(
    *,
    of: Member,
    deputy: Member,
    by: Member | None = None,
    starts_on: date = TODAY,
    ends_on: date | None = TODAY + timedelta(days=7),
) -> UUID:
    """Named for a week's absence from today on; with `ends_on=None` a standing one."""
    delegation_id = uuid4()
    named = Named(of.id, deputy.id, Absence(starts_on, ends_on))
    delegations.make((by or of).actor, delegation_id, named)
    return delegation_id


def a_link(member: Member) -> str:
    """As the worker makes one, in the unit that takes a letter."""
    with unit_of_work(job(RIVERSIDE)) as unit:
        key = f"{member.name}/{unit.now}"
        outbox.write(unit, Order(member.id, LetterKind.DIGEST, key, {}, unit.now))
        return links.make_queue_link(unit, member.account_id, RIVERSIDE)
