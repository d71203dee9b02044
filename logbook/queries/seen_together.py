"""Which cases were confirmed in the room, and what a scanned code can confirm."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select

from logbook.database import db
from logbook.domain.cases import OPEN_STATES
from logbook.domain.curriculum import Curriculum
from logbook.domain.seen_together import days_apart, minutes_late
from logbook.models.cases import Case
from logbook.models.curriculum import Enrollment
from logbook.models.identity import Account
from logbook.models.programs import Membership, Program
from logbook.models.seen_together import SeenTogether
from logbook.policy.actors import Actor
from logbook.queries.curriculum import curriculum_of
from logbook.queries.visibility import cases_visible_to

AT_MOST = 10
"""So many cases are offered for one code: those of the last days."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A fellow had the code that this supervisor's phone showed."""

    id: UUID
    """Of the confirmation."""
    supervisor: str
    code_at: datetime
    sent_at: datetime
    performed_on: date
    """The day of the case, where the program is."""
    time_zone: str

    @property
    def minutes(self) -> int:
        """From the code to its arrival."""
        return minutes_late(self.code_at, self.sent_at)

    @property
    def days(self) -> int:
        """From the day of the case to that of the code."""
        return days_apart(self.code_at, self.performed_on, self.time_zone)


@dataclass(frozen=True, slots=True)
class Unseen:
    """An open case that no code was given for."""

    id: UUID
    procedure: str
    performed_on: date
    curriculum: Curriculum


def seen_of(actor: Actor, case_id: UUID) -> Seen | None:
    """Of a case that the actor may see."""
    row = db.session.execute(
        select(
            SeenTogether.id,
            Account.name,
            SeenTogether.code_at,
            SeenTogether.sent_at,
            Case.performed_on,
            Program.time_zone,
        )
        .join(
            Case, (Case.program_id == SeenTogether.program_id) & (Case.id == SeenTogether.case_id)
        )
        .join(Program, Program.id == SeenTogether.program_id)
        .join(
            Membership,
            (Membership.program_id == SeenTogether.program_id)
            & (Membership.id == SeenTogether.supervisor_id),
        )
        .join(Account, Account.id == Membership.account_id)
        .where(cases_visible_to(actor), SeenTogether.case_id == case_id)
    ).one_or_none()
    return None if row is None else Seen(*row)


def unseen_cases(actor: Actor, supervisor_id: UUID) -> list[Unseen]:
    """The fellow's own open cases with this supervisor that no code was given for, newest first."""
    rows = db.session.execute(
        select(Case.id, Case.procedure, Case.performed_on, Enrollment.version_id)
        .join(
            Enrollment,
            (Enrollment.program_id == Case.program_id) & (Enrollment.id == Case.enrollment_id),
        )
        .outerjoin(
            SeenTogether,
            (SeenTogether.program_id == Case.program_id) & (SeenTogether.case_id == Case.id),
        )
        .where(
            cases_visible_to(actor),
            Case.fellow_id == actor.id,
            Case.supervisor_id == supervisor_id,
            Case.state.in_(OPEN_STATES),
            SeenTogether.id.is_(None),
        )
        .order_by(Case.performed_on.desc(), Case.id.desc())
        .limit(AT_MOST)
    )
    return [
        Unseen(
            row.id, row.procedure, row.performed_on, curriculum_of(actor.program_id, row.version_id)
        )
        for row in rows
    ]
