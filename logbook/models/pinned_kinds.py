"""Procedures that a fellow pinned to the first page: private to the fellow, and no record."""

from uuid import UUID

from sqlalchemy import String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from logbook.database import Base
from logbook.models.tenancy import Owned, within


class PinnedKind(Owned, Base):
    """One procedure that stays on top. Ids are in order of pinning, and so are the tiles."""

    __tablename__ = "pinned_kind"
    __table_args__ = (
        within("membership", "member_id"),
        UniqueConstraint("program_id", "member_id", "procedure"),
    )

    member_id: Mapped[UUID]
    procedure: Mapped[str] = mapped_column(String(64))
    """By its code. An edition that the fellow is moved to may lack it: then it is passed over."""
