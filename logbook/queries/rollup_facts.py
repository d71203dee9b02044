"""What a program's roll-up is reckoned from. Read by the worker only; no page reads this."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Row as DatabaseRow
from sqlalchemy import or_, select

from logbook.database import db
from logbook.domain.cases import State
from logbook.domain.days import day_in
from logbook.domain.rollup_counts import CaseFact, CredentialFact, FellowFact, SignOffFact
from logbook.models.cases import Case
from logbook.models.credentials import Credential
from logbook.models.curriculum import CurriculumVersion, Enrollment
from logbook.models.programs import Membership
from logbook.models.sign_offs import SignOff
from logbook.policy.actors import job
from logbook.queries.cohort import CohortRow, cohort

HANDED_IN = (State.SUBMITTED, State.APPROVED, State.RETURNED)


@dataclass(frozen=True, slots=True)
class Facts:
    """Of one program, on one day of its own."""

    fellows: list[FellowFact]
    cases: list[CaseFact]
    waiting: list[CaseFact]
    credentials: list[CredentialFact]
    sign_offs: list[SignOffFact]


def facts_of(program_id: UUID, time_zone: str, since: date, now: datetime) -> Facts:
    """Fellows and what waits as they are now; cases and sign-offs since a day."""
    today, tracks = day_in(time_zone, now), _tracks(program_id)
    return Facts(
        _fellows(program_id, tracks, today),
        _cases(program_id, time_zone, tracks, Case.performed_on >= since),
        _cases(program_id, time_zone, tracks, Case.state == State.SUBMITTED),
        _credentials(program_id, today),
        _sign_offs(program_id, time_zone, tracks, since),
    )


def _tracks(program_id: UUID) -> dict[UUID, str]:
    """By version, the curriculum that it is an edition of."""
    asked = select(CurriculumVersion.id, CurriculumVersion.curriculum)
    found = db.session.execute(asked.where(CurriculumVersion.program_id == program_id))
    return {row.id: row.curriculum for row in found}


def _fellows(program_id: UUID, tracks: Mapping[UUID, str], today: date) -> list[FellowFact]:
    return [
        FellowFact(tracks[one.enrolled.version_id], one.enrolled.fellow_id, _standings(one))
        for one in cohort(job(program_id), today)
        if one.enrolled.starts_on <= today <= one.enrolled.ends_on
    ]


def _standings(row: CohortRow) -> dict[str, Any]:
    """With each requirement that is asked for."""
    return {line.requirement.id: line.standing for one in row.progress.groups for line in one.asked}


def _cases(
    program_id: UUID, time_zone: str, tracks: Mapping[UUID, str], which: Any
) -> list[CaseFact]:
    rows = db.session.execute(
        select(
            Enrollment.version_id,
            Case.fellow_id,
            Case.supervisor_id,
            Case.performed_on,
            Case.logged_at,
            Case.submitted_at,
            Case.answered_at,
            Case.state,
            Case.complications,
        )
        .select_from(Enrollment)
        .join(
            Case,
            (Case.program_id == Enrollment.program_id)
            & (Case.enrollment_id == Enrollment.id)
            # Said twice, so that the index on a fellow's days can be taken.
            & (Case.fellow_id == Enrollment.fellow_id),
        )
        .where(Enrollment.program_id == program_id, Case.state.in_(HANDED_IN), which)
    )
    return [_case(row, time_zone, tracks) for row in rows]


def _case(
    row: DatabaseRow[*tuple[Any, ...]], time_zone: str, tracks: Mapping[UUID, str]
) -> CaseFact:
    return CaseFact(
        curriculum=tracks[row.version_id],
        fellow_id=row.fellow_id,
        supervisor_id=row.supervisor_id,
        performed_on=row.performed_on,
        logged_on=day_in(time_zone, row.logged_at),
        submitted_at=row.submitted_at or row.logged_at,
        # One that came back and was handed in again waits, though it was answered once.
        answered_at=None if row.state is State.SUBMITTED else row.answered_at,
        complicated=bool(row.complications),
    )


def _credentials(program_id: UUID, today: date) -> list[CredentialFact]:
    """Of those who are there."""
    rows = db.session.execute(
        select(Credential.kind, Credential.member_id, Credential.expires_on)
        .join(
            Membership,
            (Membership.program_id == Credential.program_id)
            & (Membership.id == Credential.member_id),
        )
        .where(
            Credential.program_id == program_id,
            Credential.withdrawn_at.is_(None),
            or_(Membership.left_on.is_(None), Membership.left_on > today),
        )
    )
    return [CredentialFact(*row) for row in rows]


def _sign_offs(
    program_id: UUID, time_zone: str, tracks: Mapping[UUID, str], since: date
) -> list[SignOffFact]:
    """Those that were given, whatever became of them."""
    # A day more: where the program is, the month may have begun before it did in Greenwich.
    begun = datetime(since.year, since.month, since.day, tzinfo=UTC) - timedelta(days=1)
    rows = db.session.execute(
        select(SignOff.version_id, SignOff.competency, SignOff.granted_at).where(
            SignOff.program_id == program_id,
            SignOff.granted_at.is_not(None),
            SignOff.granted_at >= begun,
        )
    )
    return [
        SignOffFact(tracks[row.version_id], row.competency, day_in(time_zone, row.granted_at))
        for row in rows
    ]
