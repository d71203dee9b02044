"""Who is to be reminded of a credential that ends; each of the letters is due once."""

import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select

from logbook.database import db
from logbook.domain.credentials import SOON_DAYS, reminder_due
from logbook.domain.events_credentials import CredentialReminded
from logbook.models.audit import LedgerEntry
from logbook.models.credentials import Credential
from logbook.models.identity import Account
from logbook.models.programs import Membership, Program
from logbook.policy.actors import job
from logbook.services.unit import unit_of_work


@dataclass(frozen=True, slots=True)
class Reminder:
    address: str
    name: str
    locale: str
    program: str
    expires_on: date


def due(program_id: UUID, today: date) -> list[Reminder]:
    """Those of the day, as it is in the program; the ledger keeps each, so that none is due again.
    Sent after this."""
    rows = _ending(program_id, today)
    told = _told(program_id)
    found: list[tuple[Reminder, CredentialReminded]] = []
    for id_, ends, account, program in rows:
        days = reminder_due(ends, told[id_, ends.isoformat()], today)
        if days is not None:
            happened = CredentialReminded(subject_id=id_, days=days, expires_on=ends.isoformat())
            letter = Reminder(account.address, account.name, account.locale or "", program, ends)
            found.append((letter, happened))
    if found:
        with unit_of_work(job(program_id)) as unit:
            for _, happened in found:
                unit.record(happened)
    return [letter for letter, _ in found]


def _ending(program_id: UUID, today: date) -> Sequence[Any]:
    """What ends soon, of people who are there."""
    return db.session.execute(
        select(Credential.id, Credential.expires_on, Account, Program.name)
        .join(
            Membership,
            (Membership.program_id == Credential.program_id)
            & (Membership.id == Credential.member_id),
        )
        .join(Account, Account.id == Membership.account_id)
        .join(Program, Program.id == Credential.program_id)
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
