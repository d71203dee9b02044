"""Whether each signature is over what its row says, and each passkey's answer over its text.

That a row is the one which the ledger sealed is found elsewhere. This holds even against somebody
who could write the ledger anew: they have no passkey of the signer.
"""

import json
from collections.abc import Iterator, Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import select

from logbook.domain.audit import instant
from logbook.domain.decisions import Message, say
from logbook.models.signatures import Signature
from logbook.services.passkeys import are_good
from logbook.services.reading import NONSENSE, Unreadable, read

BATCH = 500


def signature_faults(program_id: UUID) -> Iterator[Message]:
    """One for each signature whose text or proof tells another tale than its row."""
    after = UUID(int=0)
    while batch := _after(program_id, after):
        after = batch[-1].id
        yield from (_another_text(one.id) for one in batch if not _is_of_its_row(one))
        proved = [one for one in batch if one.proof is not None]
        good = are_good([(one.proof or {}, one.sha256.hex(), None) for one in proved])
        for one, holds in zip(proved, good, strict=True):
            if not holds:
                yield say("No passkey has signed the text of this signature: %(id)s.", id=one.id)


def _after(program_id: UUID, after: UUID) -> list[Signature]:
    """The next few that can be read at all; the others are named with the records."""
    asked = (
        select(Signature)
        .where(Signature.program_id == program_id, Signature.id > after)
        .order_by(Signature.id)
        .limit(BATCH)
        .execution_options(populate_existing=True)
    )
    # `__table__` is a Table here; it is declared as the wider FromClause.
    rows = read(asked, Signature.__table__)  # type: ignore[arg-type]
    return [row[0] for row in rows if not isinstance(row, Unreadable)]


def _is_of_its_row(one: Signature) -> bool:
    try:
        said: Mapping[str, Any] = json.loads(one.text)
        return [
            said["program"],
            said["record"],
            said["record_id"],
            said["meaning"],
            said["signer"]["id"],
            said["at"],
        ] == [
            str(one.program_id),
            one.record,
            str(one.record_id),
            one.meaning.value,
            str(one.signer_id),
            instant(one.signed_at),
        ]
    except (*NONSENSE, KeyError):
        return False


def _another_text(signature_id: UUID) -> Message:
    return say("The text of this signature is about something else: %(id)s.", id=signature_id)
