"""Requests that name themselves: asked twice, done once, answered twice the same.

After the IETF's draft of the Idempotency-Key header. A request is claimed before it is done; what
it was answered is kept for a day. An answer that refuses is not kept, for it has changed nothing:
asked again, the question is put again. None of it changes a record, so it stays beside the ledger.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, delete, insert, select, update

from logbook.database import UnlessThere, db
from logbook.domain.decisions import say
from logbook.models.columns import new_id
from logbook.models.tokens import AnsweredRequest
from logbook.policy.actors import Actor
from logbook.services.refusals import Conflict, Invalid
from logbook.services.unit import beside_the_ledger

TABLE = AnsweredRequest.metadata.tables["answered_request"]
KEPT = timedelta(days=1)
LOST_AFTER = timedelta(minutes=2)
"""Who began to answer so long ago has died doing so."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a request was answered."""

    status: int
    etag: str
    body: str


def claim(actor: Actor, key: str, fingerprint: str, now: datetime) -> Answer | None:
    """None when the request is to be done now; else what it was answered before. Conflict while
    somebody else is answering it, Invalid when the key was used for another question."""
    with beside_the_ledger():
        _forget_what_is_lost(actor, key, now)
        values = {
            "program_id": actor.program_id,
            "id": new_id(),
            "member_id": actor.id,
            "key": key,
            "fingerprint": fingerprint,
            "asked_at": now,
            "etag": "",
        }
        # Two of the same at the same moment: one of them gets in.
        once = insert(TABLE).ext(UnlessThere())
        claimed = db.session.execute(once.values(**values).returning(TABLE.c.id)).all()
        found = None if claimed else _found(actor, key)
    if found is None:
        return None
    if found.fingerprint != fingerprint:
        raise Invalid({"": say("This key was used for another request.")})
    if found.status is None:
        raise Conflict(say("The same request is being answered at this moment."))
    return Answer(found.status, found.etag, found.body)


def keep(actor: Actor, key: str, answer: Answer) -> None:
    """What the claimed request was answered."""
    with beside_the_ledger():
        db.session.execute(
            update(AnsweredRequest)
            .where(*_named(actor, key))
            .values(status=answer.status, etag=answer.etag, body=answer.body)
            .execution_options(synchronize_session=False)
        )


def release(actor: Actor, key: str) -> None:
    """It was refused, or it broke: nothing was done, and it may be asked again."""
    with beside_the_ledger():
        _delete(*_named(actor, key), AnsweredRequest.status.is_(None))


def sweep(program_id: UUID, now: datetime) -> int:
    """Forget what is older than a day. Returns how many."""
    with beside_the_ledger():
        return _delete(
            AnsweredRequest.program_id == program_id, AnsweredRequest.asked_at < now - KEPT
        )


def _forget_what_is_lost(actor: Actor, key: str, now: datetime) -> None:
    """What has lasted too long without an answer, and what is old enough to be another request."""
    lost = AnsweredRequest.status.is_(None) & (AnsweredRequest.asked_at < now - LOST_AFTER)
    _delete(*_named(actor, key), lost | (AnsweredRequest.asked_at < now - KEPT))


def _named(actor: Actor, key: str) -> tuple[ColumnElement[bool], ...]:
    return (
        AnsweredRequest.program_id == actor.program_id,
        AnsweredRequest.member_id == actor.id,
        AnsweredRequest.key == key,
    )


def _found(actor: Actor, key: str) -> Row[*tuple[Any, ...]]:
    return db.session.execute(select(TABLE).where(*_named(actor, key))).one()


def _delete(*which: ColumnElement[bool]) -> int:
    gone = db.session.execute(
        delete(AnsweredRequest)
        .where(*which)
        .returning(AnsweredRequest.id)
        .execution_options(synchronize_session=False)
    ).all()
    return len(gone)
