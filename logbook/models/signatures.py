"""Signatures, as they were given. Triggers refuse UPDATE and DELETE."""

import hashlib
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, CheckConstraint, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from logbook.database import Base
from logbook.domain.audit import moment
from logbook.domain.signatures import Meaning, Method
from logbook.models.columns import UtcDateTime, as_text
from logbook.models.sealed import Sealed
from logbook.models.tenancy import Owned, within


class Signature(Sealed, Owned, Base):
    """One person's word under one record."""

    __tablename__ = "signature"
    __table_args__ = (
        within("membership", "signer_id"),
        # Nobody signs the same record twice in the same meaning, whatever two tabs do.
        UniqueConstraint("program_id", "record", "record_id", "signer_id", "meaning"),
        CheckConstraint(
            "(method = 'passkey') = (proof IS NOT NULL)", name="a_passkey_leaves_a_proof"
        ),
    )

    record: Mapped[str] = mapped_column(String(24))
    record_id: Mapped[UUID]
    meaning: Mapped[Meaning] = mapped_column(as_text(Meaning, "meaning"))
    signer_id: Mapped[UUID]
    method: Mapped[Method] = mapped_column(as_text(Method, "method"))
    text: Mapped[str] = mapped_column(Text)
    """The statement, word for word; see `domain/signatures.py`."""
    proof: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    """What a passkey answered: enough to verify it without this service."""
    signed_at: Mapped[datetime] = mapped_column(UtcDateTime)

    @property
    def sha256(self) -> bytes:
        """Of the text: what a passkey has signed."""
        return hashlib.sha256(self.text.encode()).digest()

    def content(self) -> Mapping[str, object]:
        return {
            "record": self.record,
            "record_id": str(self.record_id),
            "meaning": self.meaning,
            "signer": str(self.signer_id),
            "method": self.method,
            "sha256": self.sha256.hex(),
            "proof": self.proof,
            "signed_at": moment(self.signed_at),
        }
