"""The ledger's tables: entries that nothing may change, and the head that the next one locks."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from logbook.database import Base
from logbook.domain.audit import Entry
from logbook.models.columns import UtcDateTime
from logbook.models.tenancy import Owned, of_a_program


class LedgerEntry(Owned, Base):
    """One line of a program's ledger. Triggers refuse UPDATE and DELETE."""

    __tablename__ = "ledger_entry"
    __table_args__ = (
        of_a_program(),
        UniqueConstraint("program_id", "log", "seq"),
        Index(None, "program_id", "subject_id", "seq"),
    )

    log: Mapped[str] = mapped_column(String(8))
    """The academic year that the entry belongs to: one Merkle log each."""
    seq: Mapped[int]
    """Place in its log, from 0."""
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    actor_id: Mapped[UUID]
    event: Mapped[str] = mapped_column(String(48))
    subject_id: Mapped[UUID]
    facts: Mapped[str] = mapped_column(Text)
    content: Mapped[bytes | None] = mapped_column(LargeBinary(32))
    leaf: Mapped[bytes] = mapped_column(LargeBinary(32))
    previous: Mapped[bytes] = mapped_column(LargeBinary(32))

    def as_entry(self) -> Entry:
        return Entry(
            program_id=self.program_id,
            log=self.log,
            seq=self.seq,
            at=self.at,
            actor_id=self.actor_id,
            event=self.event,
            subject_id=self.subject_id,
            facts=self.facts,
            content=self.content,
            previous=self.previous,
        )


class LedgerHead(Owned, Base):
    """Where a log stands. Locked last in a transaction, and so only briefly."""

    __tablename__ = "ledger_head"
    __table_args__ = (of_a_program(), UniqueConstraint("program_id", "log"))

    log: Mapped[str] = mapped_column(String(8))
    size: Mapped[int]
    last: Mapped[bytes] = mapped_column(LargeBinary(32))
    subtrees: Mapped[bytes] = mapped_column(LargeBinary)
    """Roots of the perfect subtrees, 32 bytes each, largest first."""
