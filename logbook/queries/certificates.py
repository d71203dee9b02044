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
from logbook.domain.certificates import file_of, program_of
from logbook.domain.checkpoints import Checkpoint, Proof
from logbook.domain.notes import Key, is_named_in, text_of
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
    issued_on: date
    """The day of that where the program is."""
    statement: Mapping[str, Any]
    proof: str | None
    badge: str | None
    token: str | None
    withdrawn_at: datetime | None
    shows: tuple[str, ...]
    standing: tuple[Standing, ...]
    publics: tuple[bytes, ...]
    """The installation's keys, of which one signed the proof."""

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
        return file_of(self.statement, self.proof, self._key(self.proof))

    def _key(self, proof: str) -> str | None:
        """That signed the proof, as a verifier wants it."""
        note = Proof.read(proof).checkpoint
        origin = Checkpoint.read(text_of(note)).origin
        for public in self.publics:
            if is_named_in(note, Key(origin, public)):
                return str(Key(self.statement["installation"], public))
        return None


def own(actor: Actor, today: date) -> list[CertificateView]:
    """The actor's own, the newest first."""
    rows = db.session.execute(
        select(Certificate, Program)
        .join(Program, Program.id == Certificate.program_id)
        .where(Certificate.program_id == actor.program_id, Certificate.fellow_id == actor.id)
        .order_by(Certificate.issued_at.desc(), Certificate.id)
    )
    known = _publics()
    return [_view(row.Certificate, row.Program, today, known) for row in rows]


def one(actor: Actor, certificate_id: UUID, today: date) -> CertificateView:
    """NoResultFound for one that is not there or not the actor's to see."""
    found = db.session.execute(
        select(Certificate, Program)
        .join(Program, Program.id == Certificate.program_id)
        .where(Certificate.program_id == actor.program_id, Certificate.id == certificate_id)
    ).one()
    if not may_view(actor, found.Certificate.fellow_id):
        raise NoResultFound
    return _view(found.Certificate, found.Program, today, _publics())


def shared(token: str, now: datetime) -> CertificateView | None:
    """What a link shows to whoever has it; None for none. One that was withdrawn says so itself."""
    found = db.session.execute(
        select(Certificate, Program)
        .join(Program, Program.id == Certificate.program_id)
        .where(Certificate.program_id == program_of(token), Certificate.token == token)
    ).one_or_none()
    if found is None:
        return None
    today = found.Program.day_of(now)
    return _view(found.Certificate, found.Program, today, _publics())


def keys(installation: str) -> list[Key]:
    """Every key that ever was the installation's, the newest first."""
    return [Key(installation, public) for public in _publics()]


def _publics() -> tuple[bytes, ...]:
    newest_first = select(SigningKey.public).order_by(SigningKey.created_at.desc())
    return tuple(db.session.scalars(newest_first))


def public_key(key_id: UUID) -> bytes | None:
    """The public half of a key that is or was the installation's; None when there is none."""
    return db.session.scalars(
        select(SigningKey.public).where(SigningKey.id == key_id)
    ).one_or_none()


def issuer(program_id: UUID) -> str | None:
    """The name of a program; None when there is none."""
    return db.session.scalars(select(Program.name).where(Program.id == program_id)).one_or_none()


def _view(
    row: Certificate, program: Program, today: date, publics: tuple[bytes, ...]
) -> CertificateView:
    statement = json.loads(row.text)
    return CertificateView(
        id=row.id,
        fellow_id=row.fellow_id,
        sign_off_id=row.sign_off_id,
        issued_at=row.issued_at,
        issued_on=program.day_of(row.issued_at),
        statement=statement,
        proof=row.proof,
        badge=row.badge,
        token=row.token,
        withdrawn_at=row.withdrawn_at,
        shows=tuple(row.shows),
        standing=_standing(row.program_id, statement, today),
        publics=publics,
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
