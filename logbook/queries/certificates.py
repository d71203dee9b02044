"""Certificates: a fellow's own, one of them, and what its holder has made public."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, select
from sqlalchemy.exc import NoResultFound

from logbook.database import db
from logbook.domain import sign_offs as life
from logbook.domain.certificates import program_of
from logbook.domain.notes import Key
from logbook.domain.sign_offs import State
from logbook.models.certificates import Certificate
from logbook.models.checkpoints import SigningKey
from logbook.models.programs import Program
from logbook.models.sign_offs import SignOff
from logbook.policy.actors import Actor
from logbook.policy.certificates import may_view


@dataclass(frozen=True, slots=True)
class Standing:
    """How a competency stands today, whatever the certificate stated once."""

    code: str
    state: State | None
    """None where the sign-off is not there any more."""
    holds: bool


@dataclass(frozen=True, slots=True)
class CertificateView:
    """A certificate, what it states and how that stands today."""

    id: UUID
    fellow_id: UUID
    sign_off_id: UUID | None
    issued_at: datetime
    statement: Mapping[str, Any]
    proof: str | None
    badge: str | None
    token: str | None
    withdrawn_at: datetime | None
    shows: tuple[str, ...]
    standing: tuple[Standing, ...]

    @property
    def public(self) -> bool:
        return self.token is not None and self.withdrawn_at is None

    @property
    def holds(self) -> bool:
        return all(one.holds for one in self.standing)

    @property
    def file(self) -> str | None:
        """What is handed over; None until the ledger was signed over its issue."""
        if self.proof is None:
            return None
        file = {"statement": self.statement, "proof": self.proof}
        return json.dumps(file, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def own(actor: Actor, today: date) -> list[CertificateView]:
    """The actor's own, the newest first."""
    rows = db.session.scalars(
        select(Certificate)
        .where(Certificate.program_id == actor.program_id, Certificate.fellow_id == actor.id)
        .order_by(Certificate.issued_at.desc(), Certificate.id)
    )
    return [_view(row, today) for row in rows]


def one(actor: Actor, certificate_id: UUID, today: date) -> CertificateView:
    """NoResultFound for one that is not there or not the actor's to see."""
    found = db.session.scalars(
        select(Certificate).where(
            Certificate.program_id == actor.program_id, Certificate.id == certificate_id
        )
    ).one()
    if not may_view(actor, found.fellow_id):
        raise NoResultFound
    return _view(found, today)


def shared(token: str, now: datetime) -> CertificateView | None:
    """What a link shows to whoever has it; None for none. One that was withdrawn says so itself."""
    found = db.session.execute(
        select(Certificate, Program)
        .join(Program, Program.id == Certificate.program_id)
        .where(Certificate.program_id == program_of(token), Certificate.token == token)
    ).one_or_none()
    if found is None:
        return None
    return _view(found.Certificate, found.Program.day_of(now))


def keys(installation: str) -> list[str]:
    """Every key that ever was the installation's, the newest first, as a verifier wants it."""
    rows = db.session.scalars(select(SigningKey.public).order_by(SigningKey.created_at.desc()))
    return [str(Key(installation, public)) for public in rows]


def public_key(key_id: UUID) -> bytes | None:
    """The public half of a key that is or was the installation's; None when there is none."""
    return db.session.scalars(
        select(SigningKey.public).where(SigningKey.id == key_id)
    ).one_or_none()


def issuer(program_id: UUID) -> str | None:
    """The name of a program; None when there is none."""
    return db.session.scalars(select(Program.name).where(Program.id == program_id)).one_or_none()


def _view(row: Certificate, today: date) -> CertificateView:
    statement = json.loads(row.text)
    return CertificateView(
        id=row.id,
        fellow_id=row.fellow_id,
        sign_off_id=row.sign_off_id,
        issued_at=row.issued_at,
        statement=statement,
        proof=row.proof,
        badge=row.badge,
        token=row.token,
        withdrawn_at=row.withdrawn_at,
        shows=tuple(row.shows),
        standing=_standing(row.program_id, statement, today),
    )


def _standing(program_id: UUID, statement: Mapping[str, Any], today: date) -> tuple[Standing, ...]:
    ids = [UUID(one["sign_off"]) for one in statement["competencies"]]
    rows: dict[UUID, Row[*tuple[Any, ...]]] = {
        row.id: row
        for row in db.session.execute(
            select(SignOff.id, SignOff.state, SignOff.committee, SignOff.lapses_on).where(
                SignOff.program_id == program_id, SignOff.id.in_(ids)
            )
        )
    }
    found = []
    for one_, id_ in zip(statement["competencies"], ids, strict=True):
        row, code = rows.get(id_), one_["competency"]["code"]
        state = None if row is None else life.state_at(row.state, row.lapses_on, today)
        holds = row is not None and state is not None and life.holds(state, row.committee)
        found.append(Standing(code, state, holds))
    return tuple(found)
