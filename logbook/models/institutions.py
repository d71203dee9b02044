"""Institutions, their officers, and what programs come to in sum.

The first two are shared by all programs and point at none. A roll-up is its program's own, as
every other row of it is: another program's key never reaches it.
"""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from logbook.database import Base
from logbook.domain.rollups import Cell, Key, Measure
from logbook.domain.suppression import USUAL
from logbook.models.columns import UtcDateTime, as_text, new_id
from logbook.models.tenancy import Owned, of_a_program

_STANDS = text("ended_at IS NULL")


class Institution(Base):
    """A hospital or university to which programs belong."""

    __tablename__ = "institution"
    __table_args__ = (CheckConstraint("least BETWEEN 3 AND 20", name="least_of_some"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    name: Mapped[str] = mapped_column(String(120), unique=True)
    slug: Mapped[str] = mapped_column(String(40), unique=True)
    """Its name on the command line."""
    country: Mapped[str] = mapped_column(String(2))
    """ISO 3166-1, two letters."""
    least: Mapped[int] = mapped_column(default=USUAL)
    """What rests on fewer people is shown to nobody; see `domain/suppression.py`."""
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)


class InstitutionOfficer(Base):
    """An account that reads the roll-ups of one institution, or, without one, of all."""

    __tablename__ = "institution_officer"
    __table_args__ = (
        # One office at a time: what an officer sees hangs on nothing that they choose.
        Index(
            "uq_institution_officer_one_office",
            "account_id",
            unique=True,
            sqlite_where=_STANDS,  # on PostgreSQL too: its migration says so
        ),
        Index(None, "institution_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    institution_id: Mapped[UUID | None] = mapped_column(ForeignKey("institution.id"))
    appointed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class ProgramRollup(Owned, Base):
    """One number of one program and month. It names nobody, and is reckoned from the records: who
    loses the table reckons it again."""

    __tablename__ = "program_rollup"
    __table_args__ = (
        of_a_program(),
        UniqueConstraint("program_id", "measure", "month", "curriculum", "part"),
        CheckConstraint("amount >= 0 AND base >= 0 AND people >= 0", name="counts"),
    )

    month: Mapped[date]
    measure: Mapped[Measure] = mapped_column(as_text(Measure, "measure"))
    curriculum: Mapped[str] = mapped_column(String(64), default="")
    part: Mapped[str] = mapped_column(String(80), default="")
    amount: Mapped[int]
    base: Mapped[int]
    people: Mapped[int]
    """On how many the number rests; never shown."""
    reckoned_at: Mapped[datetime] = mapped_column(UtcDateTime)
    """When it became what it is."""

    @property
    def key(self) -> Key:
        return Key(self.month, self.measure, self.curriculum, self.part)

    @property
    def cell(self) -> Cell:
        return Cell(self.amount, self.base, self.people)
