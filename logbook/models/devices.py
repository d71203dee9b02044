"""What a person proves with who they are, besides the password. None of it is program-owned."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from logbook.database import Base
from logbook.models.columns import UtcDateTime, new_id


class SecondFactor(Base):
    """A device that shows codes. Its secret stands here under a mask, which follows from the seed
    and from the key of the service: who reads this table alone can show no code."""

    __tablename__ = "second_factor"

    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"), primary_key=True)
    seed: Mapped[bytes] = mapped_column(LargeBinary(16))
    masked: Mapped[bytes] = mapped_column(LargeBinary(20))
    key_id: Mapped[str] = mapped_column(String(16))
    """Of which of the service's keys: they can be changed."""
    begun_at: Mapped[datetime] = mapped_column(UtcDateTime)
    confirmed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """When a first code proved that the device has the secret; until then it counts for nothing."""
    last_step: Mapped[int] = mapped_column(BigInteger, default=0)
    """The time step of the last code that was accepted; no code of it or before is again."""


class RecoveryCode(Base):
    """One of ten codes on paper, for whoever has lost the device. Each is good once."""

    __tablename__ = "recovery_code"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"), index=True)
    code_hash: Mapped[str] = mapped_column(String(64), unique=True)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Passkey(Base):
    """A key that a person's device holds and that signs what they sign. It is never deleted:
    signatures name it."""

    __tablename__ = "passkey"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"), index=True)
    credential_id: Mapped[str] = mapped_column(String(1400), unique=True)
    """As the device calls it; base64url, as everywhere in WebAuthn."""
    public_key: Mapped[str] = mapped_column(Text)
    """SubjectPublicKeyInfo (RFC 5280), DER in base64url: every library reads it."""
    name: Mapped[str] = mapped_column(String(60))
    sign_count: Mapped[int] = mapped_column(BigInteger, default=0)
    """How often the device says it has signed: a copy of it falls behind. Many always say 0."""
    added_at: Mapped[datetime] = mapped_column(UtcDateTime)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    removed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
