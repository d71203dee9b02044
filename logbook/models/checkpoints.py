"""Keys of the installation, and the checkpoints of logs that they have signed."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from logbook.database import Base
from logbook.models.columns import UtcDateTime, new_id
from logbook.models.tenancy import Owned, of_a_program


class SigningKey(Base):
    """The public half of a key. The private one is a file, and gone when the key is retired."""

    __tablename__ = "signing_key"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    public: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    """Ed25519."""
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    retired_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class SignedCheckpoint(Owned, Base):
    """What was signed of one log of one program. Triggers refuse UPDATE and DELETE."""

    __tablename__ = "checkpoint"
    __table_args__ = (
        of_a_program(),
        UniqueConstraint("program_id", "log", "size"),
        CheckConstraint("size > 0", name="of_something"),
    )

    log: Mapped[str] = mapped_column(String(8))
    size: Mapped[int]
    root: Mapped[bytes] = mapped_column(LargeBinary(32))
    note: Mapped[str] = mapped_column(Text)
    """As it was signed, word for word; see `domain/checkpoints.py`."""
    key_id: Mapped[UUID] = mapped_column(ForeignKey("signing_key.id"))
    signed_at: Mapped[datetime] = mapped_column(UtcDateTime)
