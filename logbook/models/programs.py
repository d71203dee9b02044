"""Programs, who belongs to them, and their sites."""

from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from logbook.database import Base
from logbook.domain.days import day_in
from logbook.domain.follow_ups import SUGGESTED_DAYS
from logbook.domain.privileges import Checked
from logbook.domain.sites import Capability
from logbook.domain.stringency import DEFAULT_MINIMUM
from logbook.models.columns import Capabilities, Codes, Roles, UtcDateTime, as_text, new_id
from logbook.models.sealed import Sealed
from logbook.models.tenancy import Owned, of_a_program, within
from logbook.policy.actors import Actor, Role

DEPUTY_AFTER_DAYS = 14


class Program(Base):
    """One fellowship program, the tenant."""

    __tablename__ = "program"
    __table_args__ = (
        CheckConstraint("year_begins_month BETWEEN 1 AND 12", name="month_of_the_year"),
        CheckConstraint("deputy_after_days BETWEEN 1 AND 90", name="deputy_after_some_days"),
        CheckConstraint("follow_up_days BETWEEN 0 AND 180", name="follow_up_in_time"),
        CheckConstraint("evidence_minimum BETWEEN 5 AND 100", name="enough_evidence"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    name: Mapped[str] = mapped_column(String(120), unique=True)
    time_zone: Mapped[str] = mapped_column(String(64), default="UTC")
    year_begins_month: Mapped[int] = mapped_column(default=7)
    """Month in which the academic year begins; each has its own log in the ledger."""
    leave_weeks: Mapped[int | None]
    """Leave a year that belongs to the training; none: nobody has set it, see `domain/leave.py`."""
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    deputy_after_days: Mapped[int] = mapped_column(default=DEPUTY_AFTER_DAYS)
    """A case that nobody answered for so long goes to its supervisor's standing deputy."""
    evidence_minimum: Mapped[int] = mapped_column(default=DEFAULT_MINIMUM)
    """With less than so much nothing is said of a person, and nothing is forecast."""
    follow_up_days: Mapped[int] = mapped_column(default=SUGGESTED_DAYS)
    """After so many days fellows are asked how a case went; 0: never."""
    privileges: Mapped[Checked] = mapped_column(as_text(Checked, "privileges"), default=Checked.OFF)
    """What happens where a supervisor approves or judges without a privilege."""
    credentials_checked: Mapped[Checked] = mapped_column(
        as_text(Checked, "credentials_checked"), default=Checked.OFF
    )
    """What happens where a supervisor signs with a lapsed credential."""
    signing_credentials: Mapped[frozenset[str]] = mapped_column(Codes, default=frozenset())
    """Kinds of credentials that signing needs."""
    institution_id: Mapped[UUID | None] = mapped_column(ForeignKey("institution.id"), index=True)
    """Whose officers see what it comes to in sum."""
    times_summed_up: Mapped[int] = mapped_column(default=0, server_default="0")
    """How often what it comes to in sum has changed: pages that show it are kept until then."""

    def day_of(self, instant: datetime) -> date:
        """The calendar day of an instant where the program is."""
        return day_in(self.time_zone, instant)


class Membership(Sealed, Owned, Base):
    """An account in one program, with its roles."""

    __tablename__ = "membership"
    __table_args__ = (
        of_a_program(),
        UniqueConstraint("program_id", "account_id"),
        Index(None, "account_id"),
        CheckConstraint("left_on IS NULL OR left_on >= joined_on", name="leaves_after_joining"),
    )

    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    roles: Mapped[frozenset[Role]] = mapped_column(Roles)
    profession: Mapped[str] = mapped_column(String(40), default="physician")
    joined_on: Mapped[date]
    left_on: Mapped[date | None]

    def as_actor(self, today: date) -> Actor:
        left = self.left_on is not None and self.left_on <= today
        return Actor(self.id, self.program_id, self.roles, self.account_id, left)

    def content(self) -> Mapping[str, object]:
        return {
            "account": str(self.account_id),
            "roles": sorted(self.roles),
            "profession": self.profession,
            "joined_on": self.joined_on.isoformat(),
            "left_on": self.left_on.isoformat() if self.left_on else None,
        }


class Invitation(Owned, Base):
    """A single-use link by which a person joins a program."""

    __tablename__ = "invitation"
    __table_args__ = (
        within("membership", "invited_by_id"),
        UniqueConstraint("program_id", "token_hash"),
        Index(None, "token_hash"),
        CheckConstraint("accepted_at IS NULL OR revoked_at IS NULL", name="accepted_or_revoked"),
    )

    address: Mapped[str] = mapped_column(String(254))
    name: Mapped[str] = mapped_column(String(120))
    roles: Mapped[frozenset[Role]] = mapped_column(Roles)
    profession: Mapped[str] = mapped_column(String(40), default="physician")
    invited_by_id: Mapped[UUID | None]
    """Nobody, for the first director, whom the administrator invites."""
    token_hash: Mapped[str] = mapped_column(String(64))
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    accepted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    revoked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Site(Owned, Base):
    """Where cases are done, under the program's own name for it."""

    __tablename__ = "site"
    __table_args__ = (of_a_program(), UniqueConstraint("program_id", "name"))

    name: Mapped[str] = mapped_column(String(80))
    capabilities: Mapped[frozenset[Capability] | None] = mapped_column(Capabilities)
    """None: nobody has said."""
