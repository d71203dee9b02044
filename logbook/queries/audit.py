"""The ledger as people read it: what happened, to what, and by whom."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import or_, select

from logbook.database import db
from logbook.domain.audit import Head
from logbook.domain.cases import State
from logbook.domain.clock_jumps import ClockJump
from logbook.domain.document import Text
from logbook.models.assessments import Assessment
from logbook.models.audit import LedgerEntry, LedgerHead
from logbook.models.cases import Case
from logbook.models.identity import Account
from logbook.models.programs import Membership
from logbook.models.seen_together import SeenTogether
from logbook.models.sign_offs import SignOff
from logbook.policy.actors import Actor, Role
from logbook.policy.audit import may_read_ledger
from logbook.queries.approval import asked_of
from logbook.queries.assessments_visibility import assessments_visible_to
from logbook.queries.audit_names import Named, names_of
from logbook.queries.audit_wanted import Place, Wanted, conditions
from logbook.queries.ledger_clock import AT_BEFORE, jump_at
from logbook.queries.sign_off_visibility import sign_offs_visible_to
from logbook.queries.visibility import cases_visible_to

PAGE = 50

ROLE_FACTS = ("role", "role_logged", "role_stated")


@dataclass(frozen=True, slots=True)
class EntryRow:
    """One entry, with the names of those it speaks of. No sentence is kept in the ledger: a
    template of the event's name makes one."""

    log: str
    seq: int
    at: datetime
    event: str
    leaf: str
    """Hex, as are the two below."""
    previous: str
    content: str | None
    """The commitment to the record as it then was, if the event is about one."""
    kept: str
    """The facts as they are hashed."""
    actor: Named
    subject: Named
    facts: Mapping[str, Any]
    named: Mapping[str, Named]
    """By name of the fact that holds an id."""
    jump: ClockJump | None = None
    """The clock jumped here; where that is looked for."""

    @property
    def roles(self) -> list[Role]:
        return [Role(code) for code in self.facts.get("roles", ())]

    @property
    def state(self) -> State:
        return State(self.facts["state"])

    def role_in_case(self, fact: str) -> Text:
        code = self.facts[fact]
        roles = self.subject.curriculum.vocabularies["roles"] if self.subject.curriculum else {}
        return roles[code].label if code in roles else Text({"en": code})

    def level_label(self) -> Text:
        found = self.subject.curriculum
        scale = found.scales.get(self.facts["scale"]) if found else None
        level = scale.level(self.facts["level"]) if scale else None
        return level.label if level else Text({"en": ""})


@dataclass(frozen=True, slots=True)
class HeadRow:
    """Where one log of the ledger stands."""

    log: str
    size: int
    root: str
    """Merkle root of all leaves, in hex."""


@dataclass(frozen=True, slots=True)
class Person:
    id: UUID
    name: str


def entries(actor: Actor, wanted: Wanted, now: datetime) -> tuple[list[EntryRow], Place | None]:
    """A page of the program's ledger, newest first, and where the next page begins. `now`: by the
    reader's clock, which no entry should be ahead of."""
    asked = select(LedgerEntry, AT_BEFORE).where(*conditions(actor, wanted))
    asked = asked.order_by(LedgerEntry.log.desc(), LedgerEntry.seq.desc()).limit(PAGE + 1)
    found = db.session.execute(asked).all()
    more = len(found) > PAGE
    shown = [row.LedgerEntry for row in found[:PAGE]]
    rows = [
        replace(row, jump=jump_at(entry, at_before, now))
        for row, (entry, at_before) in zip(as_rows(actor, shown), found[:PAGE], strict=True)
    ]
    return rows, (shown[-1].log, shown[-1].seq) if more else None


def history_of(actor: Actor, subject_id: UUID) -> list[EntryRow]:
    """All that happened to a record, oldest first, and to a case its confirmation in the room;
    nothing of a record that the actor may not see. Whoever has a case to answer is not told the
    roles that were stated before."""
    if not _may_read(actor, subject_id):
        return []
    confirmed = select(SeenTogether.id).where(
        SeenTogether.program_id == actor.program_id, SeenTogether.case_id == subject_id
    )
    about = (LedgerEntry.subject_id == one for one in (subject_id, confirmed.scalar_subquery()))
    found = db.session.scalars(
        select(LedgerEntry)
        .where(LedgerEntry.program_id == actor.program_id, or_(*about))
        .order_by(LedgerEntry.log, LedgerEntry.seq)
    ).all()
    history = as_rows(actor, found)
    return [_without_roles(row) for row in history] if _is_asked(actor, subject_id) else history


def heads(actor: Actor) -> list[HeadRow]:
    """The logs of the program's ledger, newest first."""
    rows = db.session.execute(
        select(LedgerHead.log, LedgerHead.size, LedgerHead.last, LedgerHead.subtrees)
        .where(LedgerHead.program_id == actor.program_id)
        .order_by(LedgerHead.log.desc())
    )
    return [HeadRow(row.log, row.size, Head.kept(*row).root().hex()) for row in rows]


def people(actor: Actor) -> list[Person]:
    """All who may have acted in this program, by name."""
    rows = db.session.execute(
        select(Membership.id, Account.name)
        .join(Account, Account.id == Membership.account_id)
        .where(Membership.program_id == actor.program_id)
        .order_by(Account.name)
    )
    return [Person(*row) for row in rows]


def _may_read(actor: Actor, subject_id: UUID) -> bool:
    if may_read_ledger(actor) or subject_id == actor.id:
        return True
    seen = (
        select(Case.id)
        .where(cases_visible_to(actor), Case.id == subject_id)
        .union_all(
            select(Assessment.id).where(assessments_visible_to(actor), Assessment.id == subject_id),
            select(SignOff.id).where(sign_offs_visible_to(actor), SignOff.id == subject_id),
        )
    )
    return db.session.scalars(seen).first() is not None


def _is_asked(actor: Actor, case_id: UUID) -> bool:
    asked = select(Case.id).where(*asked_of(actor), Case.id == case_id)
    return db.session.scalars(asked).first() is not None


def _without_roles(row: EntryRow) -> EntryRow:
    facts = {name: fact for name, fact in row.facts.items() if name not in ROLE_FACTS}
    return replace(row, facts=facts)


def as_rows(actor: Actor, found: Sequence[LedgerEntry]) -> list[EntryRow]:
    """Entries with the names of all that they speak of, in one statement."""
    facts = [json.loads(entry.facts) for entry in found]
    ids = {entry.actor_id for entry in found} | {entry.subject_id for entry in found}
    for of in facts:
        ids.update(_ids_in(of).values())
    names = names_of(actor, ids)
    return [
        EntryRow(
            log=entry.log,
            seq=entry.seq,
            at=entry.at,
            event=entry.event,
            leaf=entry.leaf.hex(),
            previous=entry.previous.hex(),
            content=entry.content.hex() if entry.content is not None else None,
            kept=entry.facts,
            actor=names[entry.actor_id],
            subject=names[entry.subject_id],
            facts=of,
            named={fact: names[id_] for fact, id_ in _ids_in(of).items()},
        )
        for entry, of in zip(found, facts, strict=True)
    ]


def _ids_in(facts: Mapping[str, Any]) -> dict[str, UUID]:
    return {name: UUID(value) for name, value in facts.items() if name.endswith("_id") and value}
