"""Whom to ask: who may assess on a form, who was in the room, and which disciplines have been."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import func, select

from logbook.database import db
from logbook.domain.assessments import SAID
from logbook.domain.forms import AssessmentForm
from logbook.models.assessments import Assessment
from logbook.models.cases import Case
from logbook.models.curriculum import Enrollment
from logbook.models.identity import Account
from logbook.models.programs import Membership
from logbook.policy.actors import Actor, Role
from logbook.queries.assessments_visibility import assessments_visible_to
from logbook.queries.cases import TAKEN_OUT
from logbook.queries.programs import members
from logbook.queries.visibility import cases_visible_to


@dataclass(frozen=True, slots=True)
class Assessor:
    """Somebody who can be asked."""

    id: UUID
    name: str
    profession: str


@dataclass(frozen=True, slots=True)
class Trained:
    """A fellow on the newest of their enrollments."""

    id: UUID
    name: str
    enrollment_id: UUID
    version_id: UUID


@dataclass(frozen=True, slots=True)
class Coverage:
    """How much of a fellow's work one discipline has assessed."""

    discipline: str
    n: int
    competencies: int


def assessors(actor: Actor, form: AssessmentForm, fellow_id: UUID, today: date) -> list[Assessor]:
    """Who can be asked now, within the form's scope; by name."""
    return [
        Assessor(one.id, one.name, one.profession)
        for one in members(actor)
        if Role.SUPERVISOR in one.roles
        and one.id != fellow_id
        and (one.left_on is None or one.left_on > today)
        and (not form.disciplines or one.profession in form.disciplines)
    ]


def in_the_room(actor: Actor, fellow_id: UUID, case_id: UUID | None, on: date) -> list[UUID]:
    """Who supervised the fellow that day: of the case itself first."""
    rows = db.session.execute(
        select(Case.id, Case.supervisor_id).where(
            cases_visible_to(actor),
            Case.fellow_id == fellow_id,
            Case.performed_on == on,
            Case.state.not_in(TAKEN_OUT),
            Case.supervisor_id.is_not(None),
        )
    ).all()
    ranked = sorted(rows, key=lambda row: (row.id != case_id, row.id))
    return list(dict.fromkeys(row.supervisor_id for row in ranked))


def trained(actor: Actor, today: date) -> list[Trained]:
    """The fellows of the program who are in training, by name."""
    rows = db.session.execute(
        select(Membership.id, Account.name, Enrollment.id, Enrollment.version_id)
        .join(
            Membership,
            (Membership.program_id == Enrollment.program_id)
            & (Membership.id == Enrollment.fellow_id),
        )
        .join(Account, Account.id == Membership.account_id)
        .where(
            Enrollment.program_id == actor.program_id,
            Enrollment.ends_on >= today,
            Membership.left_on.is_(None) | (Membership.left_on > today),
        )
        .order_by(Account.name, Enrollment.starts_on)
    )
    newest = {row[0]: Trained(*row) for row in rows}
    return list(newest.values())


def coverage(actor: Actor, fellow_id: UUID, today: date) -> list[Coverage]:
    """Every discipline that has assessed this fellow or has somebody here who could."""
    rows = db.session.execute(
        select(
            Assessment.discipline,
            func.count().label("n"),
            func.count(Assessment.competency.distinct()),
        )
        .where(
            assessments_visible_to(actor),
            Assessment.fellow_id == fellow_id,
            Assessment.state.in_(sorted(SAID)),
        )
        .group_by(Assessment.discipline)
    )
    found = {row[0]: Coverage(*row) for row in rows}
    here = {
        one.profession
        for one in members(actor)
        if Role.SUPERVISOR in one.roles and (one.left_on is None or one.left_on > today)
    }
    for profession in here - found.keys():
        found[profession] = Coverage(profession, 0, 0)
    return sorted(found.values(), key=lambda one: (-one.n, one.discipline))
