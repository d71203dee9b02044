"""Personal tokens, and requests that were answered once already."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from logbook.database import Base
from logbook.domain.scopes import Scope
from logbook.domain.signatures import Method
from logbook.models.columns import Scopes, UtcDateTime, as_text, new_id
from logbook.models.tenancy import Owned, within


class ApiToken(Base):
    """By which a program acts for a person in one of their programs. Only its hash is kept: who
    reads this table can do nothing with it."""

    __tablename__ = "api_token"
    __table_args__ = (
        CheckConstraint("expires_at > made_at", name="lives_a_while"),
        CheckConstraint(
            "(confirmed_at IS NULL) = (confirmed_by IS NULL)", name="confirmed_somehow"
        ),
        CheckConstraint("window_used >= 0", name="uses_are_counted"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"), index=True)
    program_id: Mapped[UUID] = mapped_column(ForeignKey("program.id"))
    name: Mapped[str] = mapped_column(String(60))
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    ending: Mapped[str] = mapped_column(String(4))
    """The last letters of the token, by which its owner knows it again."""
    scopes: Mapped[frozenset[Scope]] = mapped_column(Scopes)
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    revoked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    confirmed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """When its owner proved who they are, so that it may sign; see docs/adr/0024."""
    confirmed_by: Mapped[Method | None] = mapped_column(as_text(Method, "confirmed_by"))
    last_used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    window_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """The minute in which it was used last, and how often it was in that minute."""
    window_used: Mapped[int] = mapped_column(default=0)


class AnsweredRequest(Owned, Base):
    """A request that named itself (Idempotency-Key), with what it was answered. Kept for a day."""

    __tablename__ = "answered_request"
    __table_args__ = (
        within("membership", "member_id"),
        UniqueConstraint("program_id", "member_id", "key"),
        CheckConstraint("(status IS NULL) = (body IS NULL)", name="answered_whole"),
        # What is old enough to be forgotten.
        Index(None, "program_id", "asked_at"),
    )

    member_id: Mapped[UUID]
    key: Mapped[str] = mapped_column(String(200))
    fingerprint: Mapped[str] = mapped_column(String(64))
    """Of what was asked (SHA-256): the same key must not be used for anything else."""
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    status: Mapped[int | None]
    """None while it is being answered."""
    etag: Mapped[str] = mapped_column(String(80), default="")
    body: Mapped[str | None] = mapped_column(Text)
