"""Certificates, as they were issued, and whom their holders show them to."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, CheckConstraint, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from logbook.database import Base
from logbook.models.columns import UtcDateTime
from logbook.models.sealed import Sealed
from logbook.models.tenancy import Owned, within


class Certificate(Sealed, Owned, Base):
    """Of one signed competency, or of a whole fellowship. What it states never changes (a trigger);
    a correction is another certificate."""

    __tablename__ = "certificate"
    __table_args__ = (
        within("membership", "fellow_id"),
        within("membership", "issued_by_id"),
        within("enrollment", "enrollment_id"),
        within("sign_off", "sign_off_id"),
        UniqueConstraint("program_id", "sign_off_id"),
        UniqueConstraint("program_id", "token"),
        CheckConstraint(
            "(token IS NULL) = (shared_at IS NULL)", name="a_link_is_there_once_it_is_shared"
        ),
        Index(None, "program_id", "fellow_id", "issued_at"),
    )

    fellow_id: Mapped[UUID]
    enrollment_id: Mapped[UUID]
    sign_off_id: Mapped[UUID | None]
    """None: of the whole fellowship."""
    issued_by_id: Mapped[UUID]
    issued_at: Mapped[datetime] = mapped_column(UtcDateTime)
    text: Mapped[str] = mapped_column(Text)
    """The statement in its canonical form; see `domain/certificates.py`."""
    proof: Mapped[str | None] = mapped_column(Text)
    """That the entry of its issue stands in the signed ledger; None until that was signed."""
    badge: Mapped[str | None] = mapped_column(Text)
    """The same as an Open Badges credential, signed with the installation's key."""
    token: Mapped[str | None] = mapped_column(String(64))
    """Of the link. It opens what its holder has made public, and stands in clear so that the holder
    can read it again."""
    shared_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    shows: Mapped[list[str]] = mapped_column(JSON, default=list)
    """What the holder shows beside the competency and its level."""

    @property
    def public(self) -> bool:
        return self.token is not None and self.withdrawn_at is None

    def content(self) -> Mapping[str, Any]:
        return {
            "fellow": str(self.fellow_id),
            "enrollment": str(self.enrollment_id),
            "sign_off": str(self.sign_off_id) if self.sign_off_id else None,
            "issued_by": str(self.issued_by_id),
            "issued_at": self.issued_at.isoformat(),
            "text": self.text,
            "token": self.token,
            "shared": self.shared_at.isoformat() if self.shared_at else None,
            "withdrawn": self.withdrawn_at.isoformat() if self.withdrawn_at else None,
            "shows": list(self.shows or ()),
        }
