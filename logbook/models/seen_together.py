"""Secrets of codes that supervisors show in the room, and the cases confirmed with them."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from logbook.database import Base
from logbook.domain.audit import instant
from logbook.models.columns import UtcDateTime
from logbook.models.sealed import Sealed
from logbook.models.tenancy import Owned, within


class CodeSecret(Owned, Base):
    """What the codes of one supervisor follow from, under a mask as `second_factor` has it."""

    __tablename__ = "code_secret"
    __table_args__ = (
        within("membership", "supervisor_id"),
        UniqueConstraint("program_id", "supervisor_id"),
    )

    supervisor_id: Mapped[UUID]
    seed: Mapped[bytes] = mapped_column(LargeBinary(16))
    masked: Mapped[bytes] = mapped_column(LargeBinary(20))
    key_id: Mapped[str] = mapped_column(String(16))
    begun_at: Mapped[datetime] = mapped_column(UtcDateTime)


class SeenTogether(Sealed, Owned, Base):
    """The fellow of a case had the code that its supervisor's phone showed in one half minute.

    One code confirms at most one case of a fellow: two cases are not over in half a minute. Several
    fellows may give the same code, as they may have stood around the same table.
    """

    __tablename__ = "seen_together"
    __table_args__ = (
        within("logged_case", "case_id"),
        within("membership", "fellow_id"),
        within("membership", "supervisor_id"),
        UniqueConstraint("program_id", "case_id"),
        UniqueConstraint("program_id", "supervisor_id", "fellow_id", "step"),
        CheckConstraint("fellow_id <> supervisor_id", name="not_with_oneself"),
    )

    case_id: Mapped[UUID]
    fellow_id: Mapped[UUID]
    supervisor_id: Mapped[UUID]
    step: Mapped[int] = mapped_column(BigInteger)
    """Half minutes since 1970."""
    code_at: Mapped[datetime] = mapped_column(UtcDateTime)
    """When the code was first shown, by the clock of the phone that showed it."""
    sent_at: Mapped[datetime] = mapped_column(UtcDateTime)
    """When it came here."""

    def content(self) -> Mapping[str, object]:
        return {
            "case": str(self.case_id),
            "fellow": str(self.fellow_id),
            "supervisor": str(self.supervisor_id),
            "step": self.step,
            "code_at": instant(self.code_at),
            "sent_at": instant(self.sent_at),
        }
