"""Views of a page that a member named: private to the member, and no record of anything."""

from uuid import UUID

from sqlalchemy import String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from logbook.database import Base
from logbook.models.tenancy import Owned, within


class SavedView(Owned, Base):
    """Filters, order and switch of a page under one name. Its id is made by whoever keeps it."""

    __tablename__ = "saved_view"
    __table_args__ = (
        within("membership", "member_id"),
        UniqueConstraint("program_id", "member_id", "page", "name"),
    )

    member_id: Mapped[UUID]
    name: Mapped[str] = mapped_column(String(60))
    page: Mapped[str] = mapped_column(String(32))
    """The page's endpoint."""
    query: Mapped[str] = mapped_column(String(500))
    """As it stands in the address; the page leaves out what it does not know."""
