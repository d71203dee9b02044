"""Import batches: a file on its way into a fellow's log, row by row."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, CheckConstraint, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from logbook.database import Base
from logbook.models.columns import UtcDateTime, as_text
from logbook.models.tenancy import Owned, within


class BatchState(StrEnum):
    UPLOADED = "uploaded"
    READY = "ready"
    RUNNING = "running"
    DONE = "done"
    UNDONE = "undone"


class ImportBatch(Owned, Base):
    """One file: its columns matched, its rows judged, and how far its import has come."""

    __tablename__ = "import_batch"
    __table_args__ = (
        within("enrollment", "enrollment_id"),
        within("membership", "requested_by_id"),
        CheckConstraint("done >= 0 AND done <= total", name="done_of_total"),
    )

    enrollment_id: Mapped[UUID]
    requested_by_id: Mapped[UUID]
    state: Mapped[BatchState] = mapped_column(as_text(BatchState, "state"))
    file_name: Mapped[str] = mapped_column(String(200))
    header: Mapped[list[str]] = mapped_column(JSON)
    matching: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    """Field of a case to the column that holds it."""
    total: Mapped[int] = mapped_column(default=0)
    done: Mapped[int] = mapped_column(default=0)
    added: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    finished_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class ImportRow(Owned, Base):
    """One row of the file as it was read. Kept until the batch is done, to show its errors."""

    __tablename__ = "import_row"
    __table_args__ = (
        within("import_batch", "batch_id"),
        UniqueConstraint("program_id", "batch_id", "number"),
    )

    batch_id: Mapped[UUID]
    number: Mapped[int]
    """As the spreadsheet shows it: the header is row 1."""
    cells: Mapped[list[Any]] = mapped_column(JSON)
    problems: Mapped[list[Any]] = mapped_column(JSON, default=list)
    """Message ids with their parameters, one for each thing wrong."""
    case_id: Mapped[UUID | None]
