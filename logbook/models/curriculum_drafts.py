"""Curricula that are still being written."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, CheckConstraint
from sqlalchemy.orm import Mapped, mapped_column

from logbook.database import Base
from logbook.models.columns import UtcDateTime
from logbook.models.tenancy import Owned, within


class CurriculumDraft(Owned, Base):
    """A whole curriculum that may still change, and binds nobody. Its document is at every moment
    one that could be published: what is half written stays in the form it is typed into."""

    __tablename__ = "curriculum_draft"
    __table_args__ = (
        within("curriculum_version", "based_on_id"),
        within("curriculum_version", "version_id"),
        within("membership", "begun_by_id"),
        CheckConstraint("version_id IS NULL OR ended_at IS NOT NULL", name="published_has_ended"),
    )

    document: Mapped[dict[str, Any]] = mapped_column(JSON, deferred=True, deferred_raiseload=True)
    based_on_id: Mapped[UUID | None]
    """The version that it began as; none, for one that came as a file."""
    version_id: Mapped[UUID | None]
    """What it was published as."""
    begun_by_id: Mapped[UUID]
    begun_at: Mapped[datetime] = mapped_column(UtcDateTime)
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """When it was published or thrown away."""
    revision: Mapped[int] = mapped_column(default=1)

    # Two directors may write at once: a write from a stale page finds no row of its revision.
    __mapper_args__ = {"version_id_col": revision}
