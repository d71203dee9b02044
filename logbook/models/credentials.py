"""Credentials of members, with the document that shows each."""

from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from logbook.database import Base
from logbook.domain.audit import moment
from logbook.models.columns import UtcDateTime
from logbook.models.sealed import Sealed
from logbook.models.tenancy import Owned, within


class Credential(Sealed, Owned, Base):
    """One credential of one member. Its id is made by whoever enters it."""

    __tablename__ = "credential"
    __table_args__ = (
        within("membership", "member_id"),
        within("membership", "verified_by_id"),
        CheckConstraint(
            "(verified_by_id IS NULL) = (verified_at IS NULL)", name="verified_by_somebody"
        ),
        CheckConstraint("verified_by_id <> member_id", name="not_verified_by_its_holder"),
        CheckConstraint(
            "expires_on IS NULL OR expires_on >= issued_on", name="ends_after_it_starts"
        ),
        CheckConstraint(
            "(document_sha256 IS NULL) = (document_name IS NULL)"
            " AND (document_sha256 IS NULL) = (document_type IS NULL)"
            " AND (document_sha256 IS NULL) = (document_size IS NULL)",
            name="document_whole",
        ),
        Index(None, "program_id", "member_id", "kind"),
    )

    member_id: Mapped[UUID]
    kind: Mapped[str] = mapped_column(String(64))
    issuer: Mapped[str] = mapped_column(String(120))
    number: Mapped[str] = mapped_column(String(40), default="")
    issued_on: Mapped[date]
    expires_on: Mapped[date | None]
    """Its last good day."""
    document_name: Mapped[str | None] = mapped_column(String(120))
    document_type: Mapped[str | None] = mapped_column(String(40))
    document_size: Mapped[int | None]
    """In bytes."""
    document_sha256: Mapped[str | None] = mapped_column(String(64))
    document: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)
    """Never read with a list: up to 10 MB each."""
    entered_at: Mapped[datetime] = mapped_column(UtcDateTime)
    verified_by_id: Mapped[UUID | None]
    verified_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    revision: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": revision}

    def content(self) -> Mapping[str, object]:
        # The number leaves the row only under the salt: a short number could be guessed otherwise.
        return {
            "member": str(self.member_id),
            "kind": self.kind,
            "issuer": self.issuer,
            "number": self.number,
            "issued_on": self.issued_on.isoformat(),
            "expires_on": self.expires_on.isoformat() if self.expires_on else None,
            "document_name": self.document_name,
            "document_type": self.document_type,
            "document_size": self.document_size,
            "document_sha256": self.document_sha256,
            "entered_at": moment(self.entered_at),
            "verified_by": str(self.verified_by_id) if self.verified_by_id else None,
            "verified_at": moment(self.verified_at),
            "withdrawn_at": moment(self.withdrawn_at),
        }
