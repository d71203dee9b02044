"""Writing the letters that a clock causes: digests, and credentials that end. Each is written once,
however many clocks there are."""

import json
from collections import defaultdict
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select

from logbook.database import db
from logbook.domain.credentials import SOON_DAYS, reminder_due
from logbook.domain.events_credentials import CredentialReminded
from logbook.domain.letters import LetterKind
from logbook.domain.reminders import digest_day, local
from logbook.models.audit import LedgerEntry
from logbook.models.credentials import Credential
from logbook.models.programs import Membership
from logbook.policy.actors import job
from logbook.queries.reminders import pending, time_zone_of
from logbook.services.outbox import NothingToDo, Order, write
from logbook.services.unit import Unit, unit_of_work


def write_digests(program_id: UUID, now: datetime | None = None) -> int:
    """Write to each supervisor for whom it is time. Returns how many were written."""
    now = now or datetime.now(UTC)
    here = local(time_zone_of(program_id), now)
    days = {
        one.member_id: digest_day(one.wish, one.oldest_days, one.last_digest_on, here)
        for one in pending(program_id, now)
    }
    orders = [
        Order(member_id, LetterKind.DIGEST, f"digest/{member_id}/{day}", {}, now)
        for member_id, day in days.items()
        if day is not None
    ]
    return _write_all(program_id, [(order, None) for order in orders], now)


def write_credential_reminders(program_id: UUID, today: date | None = None) -> int:
    """Write to whose credential ends soon; the ledger keeps each, so that none is due again.
    `today`: None for the day that it is now where the program is."""
    told, now = _told(program_id), datetime.now(UTC)
    today = today or local(time_zone_of(program_id), now).date()
    found: list[tuple[Order, CredentialReminded]] = []
    for id_, ends, member_id in _ending(program_id, today):
        day = ends.isoformat()
        days = reminder_due(ends, told[id_, day], today)
        if days is not None:
            key = f"credential/{id_}/{day}/{days}"
            order = Order(member_id, LetterKind.CREDENTIAL, key, {"expires_on": day}, now)
            found.append((order, CredentialReminded(subject_id=id_, days=days, expires_on=day)))
    return _write_all(program_id, found, now)


def _write_all(
    program_id: UUID, orders: Sequence[tuple[Order, CredentialReminded | None]], now: datetime
) -> int:
    """All in one unit of work, each with what is to be said of it. None, if somebody else was
    faster with all of them."""
    if not orders:
        return 0
    try:
        with unit_of_work(job(program_id), now) as unit:
            return _written(unit, orders)
    except NothingToDo:
        return 0


def _written(unit: Unit, orders: Sequence[tuple[Order, CredentialReminded | None]]) -> int:
    n = 0
    for order, happened in orders:
        if write(unit, order):
            n += 1
            if happened is not None:
                unit.record(happened)
    if not n:
        raise NothingToDo
    return n


def _ending(program_id: UUID, today: date) -> Sequence[Any]:
    """What ends soon, of people who are there: id, last good day, holder."""
    return db.session.execute(
        select(Credential.id, Credential.expires_on, Credential.member_id)
        .join(
            Membership,
            (Membership.program_id == Credential.program_id)
            & (Membership.id == Credential.member_id),
        )
        .where(
            Credential.program_id == program_id,
            Credential.withdrawn_at.is_(None),
            Credential.expires_on.between(today, today + timedelta(days=SOON_DAYS)),
            Membership.left_on.is_(None) | (Membership.left_on > today),
        )
        .order_by(Credential.expires_on, Credential.id)
    ).all()


def _told(program_id: UUID) -> dict[tuple[UUID, str], list[int]]:
    """So many days ahead each was told of, by credential and its last day: one renewed in place
    is another."""
    rows = db.session.execute(
        select(LedgerEntry.subject_id, LedgerEntry.facts).where(
            LedgerEntry.program_id == program_id, LedgerEntry.event == CredentialReminded.name
        )
    )
    told: dict[tuple[UUID, str], list[int]] = defaultdict(list)
    for subject_id, facts in rows:
        said = json.loads(facts)
        told[subject_id, said["expires_on"]].append(said["days"])
    return told
