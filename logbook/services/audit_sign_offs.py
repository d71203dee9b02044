"""The records of sign-offs that the ledger seals, and whether what a sign-off is kept to stand on
is what its signatures say."""

import json
from collections.abc import Iterator
from contextlib import suppress
from typing import cast
from uuid import UUID

from sqlalchemy import Table, select

from logbook.database import db
from logbook.domain.decisions import Message, say
from logbook.domain.signatures import Meaning
from logbook.models.sign_offs import (
    ConflictOfInterest,
    Judgement,
    JudgeSeat,
    SignOff,
    SignOffDecision,
    SignOffGround,
)
from logbook.models.signatures import Signature
from logbook.services.reading import Unreadable, read

SignOffKept = SignOff | JudgeSeat | Judgement | SignOffDecision | ConflictOfInterest
SIGN_OFF_KINDS: tuple[type[SignOffKept], ...] = (
    SignOff,
    JudgeSeat,
    Judgement,
    SignOffDecision,
    ConflictOfInterest,
)
Piece = tuple[str, str]
"""Kind and id of a piece of evidence."""


def ground_faults(program_id: UUID) -> Iterator[Message]:
    """Sign-offs of which a ground was taken away or put under: its withdrawal would be missed."""
    kept, signed = _kept(program_id), _signed(program_id)
    for sign_off_id in sorted(kept.keys() | signed.keys(), key=str):
        if kept.get(sign_off_id, set()) != signed.get(sign_off_id, set()):
            yield say("This sign_off is kept to stand on other evidence: %(id)s.", id=sign_off_id)


def _kept(program_id: UUID) -> dict[str, set[Piece]]:
    found: dict[str, set[Piece]] = {}
    table = cast(Table, SignOffGround.__table__)
    columns = (table.c.id, table.c.sign_off_id, table.c.kind, table.c.ground_id)
    for row in read(select(*columns).where(table.c.program_id == program_id), table):
        if not isinstance(row, Unreadable):
            found.setdefault(str(row.sign_off_id), set()).add((row.kind, str(row.ground_id)))
    return found


def _signed(program_id: UUID) -> dict[str, set[Piece]]:
    """What judges and deciders signed on. Who proposes or ends something relies on nothing."""
    found: dict[str, set[Piece]] = {}
    texts = db.session.scalars(
        select(Signature.text).where(
            Signature.program_id == program_id,
            Signature.record.in_(("sign_off", "sign_off_decision")),
            Signature.meaning.in_((Meaning.ATTESTS, Meaning.CONFIRMS)),
        )
    )
    for text in texts:
        with suppress(ValueError, KeyError, TypeError):  # a forged one is named by its own seal
            said = json.loads(text)
            pieces = {(one["kind"], one["id"]) for one in said["grounds"]}
            found.setdefault(said["content"]["sign_off"], set()).update(pieces)
    return {name: pieces for name, pieces in found.items() if pieces}
