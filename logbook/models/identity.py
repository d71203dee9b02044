"""Accounts and how they sign in. Shared by all programs: none of these tables is program-owned."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from logbook.database import Base
from logbook.domain.signatures import Method
from logbook.models.columns import UtcDateTime, as_text, new_id


class Account(Base):
    """A person's sign-in, across programs."""

    __tablename__ = "account"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    address: Mapped[str] = mapped_column(String(254), unique=True)
    """E-mail address, case folded."""
    name: Mapped[str] = mapped_column(String(120))
    password_hash: Mapped[str | None] = mapped_column(String(200))
    is_administrator: Mapped[bool] = mapped_column(default=False)
    locale: Mapped[str | None] = mapped_column(String(8))
    theme: Mapped[str] = mapped_column(String(8), default="auto")
    shortcuts: Mapped[bool] = mapped_column(default=True)
    """Single-key shortcuts can be switched off (WCAG 2.1.4)."""
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class OpenedBy(StrEnum):
    """How a session began."""

    PASSWORD = "password"  # noqa: S105  (the name of a way)
    LINK = "link"
    """By the link in a digest: it opens the queue, and nothing else."""


class SignInSession(Base):
    """One signed-in browser. The cookie carries a random token; only its hash is kept here."""

    __tablename__ = "sign_in_session"
    __table_args__ = (
        CheckConstraint(
            "(confirmed_at IS NULL) = (confirmed_by IS NULL)", name="confirmed_somehow"
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"), index=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    program_id: Mapped[UUID | None] = mapped_column(ForeignKey("program.id"))
    """The program that the person works in at the moment."""
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    confirmed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """When the person last proved again who they are, and how; see `services/presence.py`."""
    confirmed_by: Mapped[Method | None] = mapped_column(as_text(Method, "confirmed_by"))
    opened_by: Mapped[OpenedBy] = mapped_column(
        as_text(OpenedBy, "opened_by"), default=OpenedBy.PASSWORD
    )

    account: Mapped[Account] = relationship(lazy="raise")


class PasswordLink(Base):
    """A single-use link by which its owner sets a password."""

    __tablename__ = "password_link"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"), index=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class QueueLink(Base):
    """A single-use link by which a supervisor opens the queue of one program."""

    __tablename__ = "queue_link"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"), index=True)
    program_id: Mapped[UUID] = mapped_column(ForeignKey("program.id"))
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Attempted(StrEnum):
    """What is throttled."""

    SIGN_IN = "sign_in"
    PASSWORD_LINK = "password_link"  # noqa: S105  (the name of an act)
    CONFIRM = "confirm"
    CODE = "code"
    VERIFY = "verify"
    """Handing in a certificate, which takes a process of its own."""
    GUESS = "guess"
    """Asking for a link of a certificate that is none."""


class Attempt(Base):
    """A failed sign-in or an asked-for link, counted by what it aimed at and where it came from.

    `aimed_at` holds a keyed hash of the address or of the network address, so that the table
    tells nobody who has an account.
    """

    __tablename__ = "attempt"
    __table_args__ = (Index(None, "aimed_at", "at"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    act: Mapped[Attempted] = mapped_column(as_text(Attempted, "act"))
    aimed_at: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
