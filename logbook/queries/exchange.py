"""Import batches as their pages show them, and what the rows of a file are read against."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, select

from logbook.database import db
from logbook.domain.cases import State
from logbook.domain.curriculum import Curriculum
from logbook.domain.exchange import Person, Surroundings
from logbook.domain.exchange_values import plain
from logbook.models.cases import Case
from logbook.models.curriculum import Enrollment
from logbook.models.exchange import BatchState, ImportBatch, ImportRow
from logbook.models.identity import Account
from logbook.models.programs import Membership, Program, Site
from logbook.policy.actors import Actor, Role
from logbook.queries.credentials_evidence import held_of
from logbook.queries.curriculum import curriculum_of

AT_ONCE = 500
"""How many ids one statement asks about."""


@dataclass(frozen=True, slots=True)
class EnrollmentRow:
    """Whose log a file may go into."""

    id: UUID
    fellow_id: UUID
    fellow: str
    starts_on: date
    ends_on: date


@dataclass(frozen=True, slots=True)
class BatchView:
    """One file on its way into a log."""

    id: UUID
    state: BatchState
    file_name: str
    header: Sequence[str]
    matching: Mapping[str, Any]
    total: int
    done: int
    added: int
    created_at: datetime
    finished_at: datetime | None
    enrollment_id: UUID
    fellow_id: UUID
    fellow: str


@dataclass(frozen=True, slots=True)
class RowView:
    """One row as it was read, and what is wrong with it: (field, message id, parameters)."""

    number: int
    cells: Sequence[str]
    problems: Sequence[Sequence[Any]]


@dataclass(frozen=True, slots=True)
class Counts:
    """What becomes of the rows of a batch."""

    faulty: int
    there: int
    """Already in the log, in whatever state."""
    withdrawn: int
    """Of those, the ones that were withdrawn; an import does not open them again."""


@dataclass(frozen=True, slots=True)
class KeptCase:
    id: UUID
    performed_on: date
    procedure: str


def enrollments(actor: Actor) -> list[EnrollmentRow]:
    """Where this actor may import to: a fellow into their own log, newest first."""
    rows = db.session.execute(
        _enrollments(actor)
        .where(_own_or_run(actor))
        .order_by(Account.name, Enrollment.starts_on.desc())
    )
    return [EnrollmentRow(*row) for row in rows]


def enrollment(actor: Actor, enrollment_id: UUID) -> EnrollmentRow:
    """NoResultFound for one that is not the actor's to import to."""
    row = db.session.execute(
        _enrollments(actor).where(_own_or_run(actor), Enrollment.id == enrollment_id)
    ).one()
    return EnrollmentRow(*row)


def _enrollments(actor: Actor) -> Select[*tuple[Any, ...]]:
    return (
        select(
            Enrollment.id,
            Enrollment.fellow_id,
            Account.name,
            Enrollment.starts_on,
            Enrollment.ends_on,
        )
        .join(
            Membership,
            (Membership.program_id == Enrollment.program_id)
            & (Membership.id == Enrollment.fellow_id),
        )
        .join(Account, Account.id == Membership.account_id)
        .where(Enrollment.program_id == actor.program_id)
    )


def _own_or_run(actor: Actor) -> ColumnElement[bool]:
    """Twin of `policy.exchange.may_import_for`."""
    if actor.is_(Role.COORDINATOR, Role.DIRECTOR, Role.JOB):
        return Enrollment.program_id == actor.program_id
    return Enrollment.fellow_id == actor.id


_BATCH = (
    ImportBatch.id,
    ImportBatch.state,
    ImportBatch.file_name,
    ImportBatch.header,
    ImportBatch.matching,
    ImportBatch.total,
    ImportBatch.done,
    ImportBatch.added,
    ImportBatch.created_at,
    ImportBatch.finished_at,
    ImportBatch.enrollment_id,
    Enrollment.fellow_id,
    Account.name,
)


def batch(actor: Actor, batch_id: UUID) -> BatchView:
    """NoResultFound for one that is not the actor's to see."""
    row = db.session.execute(
        select(*_BATCH)
        .join(
            Enrollment,
            (Enrollment.program_id == ImportBatch.program_id)
            & (Enrollment.id == ImportBatch.enrollment_id),
        )
        .join(
            Membership,
            (Membership.program_id == Enrollment.program_id)
            & (Membership.id == Enrollment.fellow_id),
        )
        .join(Account, Account.id == Membership.account_id)
        .where(
            ImportBatch.program_id == actor.program_id,
            ImportBatch.id == batch_id,
            _own_or_run(actor),
        )
    ).one()
    return BatchView(*row)


def curriculum(actor: Actor, found: BatchView) -> Curriculum:
    """The version that the cases of a batch are logged against."""
    version_id = db.session.execute(
        select(Enrollment.version_id).where(
            Enrollment.program_id == actor.program_id, Enrollment.id == found.enrollment_id
        )
    ).scalar_one()
    return curriculum_of(actor.program_id, version_id)


def rows(actor: Actor, batch_id: UUID, most: int | None = None) -> list[RowView]:
    """The rows of a batch in the order of the file. Ask for the batch first: it is what is
    guarded."""
    return [RowView(*row) for row in db.session.execute(_rows(actor, batch_id).limit(most))]


def faulty_rows(actor: Actor, batch_id: UUID, most: int | None = None) -> list[RowView]:
    asked = _rows(actor, batch_id).where(ImportRow.case_id.is_(None)).limit(most)
    return [RowView(*row) for row in db.session.execute(asked)]


def right_rows(actor: Actor, batch_id: UUID, most: int) -> list[RowView]:
    asked = _rows(actor, batch_id).where(ImportRow.case_id.is_not(None)).limit(most)
    return [RowView(*row) for row in db.session.execute(asked)]


def _rows(actor: Actor, batch_id: UUID) -> Select[*tuple[Any, ...]]:
    return (
        select(ImportRow.number, ImportRow.cells, ImportRow.problems)
        .where(ImportRow.program_id == actor.program_id, ImportRow.batch_id == batch_id)
        .order_by(ImportRow.number)
    )


def counts(actor: Actor, batch_id: UUID) -> Counts:
    """How many rows are faulty, and how many are cases already."""
    row = db.session.execute(
        select(
            func.count().filter(ImportRow.case_id.is_(None)),
            func.count(Case.id),
            func.count().filter(Case.state == State.WITHDRAWN),
        )
        .select_from(ImportRow)
        .outerjoin(Case, (Case.program_id == ImportRow.program_id) & (Case.id == ImportRow.case_id))
        .where(ImportRow.program_id == actor.program_id, ImportRow.batch_id == batch_id)
    ).one()
    return Counts(*row)


def still_approved(actor: Actor, found: BatchView) -> list[KeptCase]:
    """Cases of an import that stay although it was undone: somebody has vouched for them."""
    asked = db.session.execute(
        select(Case.id, Case.performed_on, Case.procedure)
        .where(
            Case.program_id == actor.program_id,
            Case.fellow_id == found.fellow_id,
            Case.batch_id == found.id,
            Case.state == State.APPROVED,
        )
        .order_by(Case.performed_on, Case.id)
    )
    return [KeptCase(*row) for row in asked]


def remembered(actor: Actor, header: Sequence[str]) -> Mapping[str, Any] | None:
    """How the columns of such a file were matched the last time that one was imported."""
    asked = db.session.execute(
        select(ImportBatch.header, ImportBatch.matching)
        .where(
            ImportBatch.program_id == actor.program_id,
            ImportBatch.state.in_([BatchState.READY, BatchState.RUNNING, BatchState.DONE]),
        )
        .order_by(ImportBatch.created_at.desc())
        .limit(20)
    )
    return next((matching for before, matching in asked if before == list(header)), None)


def surroundings(actor: Actor, enrollment_id: UUID, now: datetime) -> Surroundings:
    """What the rows of a file for this enrollment are read against."""
    found, program = db.session.execute(
        select(Enrollment, Program)
        .join(Program, Program.id == Enrollment.program_id)
        .where(Enrollment.program_id == actor.program_id, Enrollment.id == enrollment_id)
    ).one()
    sites = db.session.execute(
        select(Site.name, Site.id).where(Site.program_id == actor.program_id)
    )
    today = program.day_of(now)
    followed = curriculum_of(actor.program_id, found.version_id)
    asked = [kind.id for kind in followed.offers.credentials.values() if kind.blocks]
    return Surroundings(
        curriculum=followed,
        today=today,
        starts_on=found.starts_on,
        ends_on=found.ends_on,
        supervisors=_supervisors(actor, found.fellow_id, today),
        sites={plain(name): site_id for name, site_id in sites},
        held=held_of(actor.program_id, found.fellow_id, asked),
    )


def _supervisors(actor: Actor, fellow_id: UUID, today: date) -> list[Person]:
    found = db.session.execute(
        select(Membership, Account.name, Account.address)
        .join(Account, Account.id == Membership.account_id)
        .where(Membership.program_id == actor.program_id, Membership.id != fellow_id)
    )
    return [
        Person(member.id, name, address)
        for member, name, address in found
        if Role.SUPERVISOR in member.roles and not member.as_actor(today).left
    ]


def logged(actor: Actor, ids: Sequence[UUID]) -> dict[UUID, UUID]:
    """Of these ids, those that are cases of the program already, each with its enrollment."""
    found: dict[UUID, UUID] = {}
    for begin in range(0, len(ids), AT_ONCE):
        asked = select(Case.id, Case.enrollment_id).where(
            Case.program_id == actor.program_id, Case.id.in_(ids[begin : begin + AT_ONCE])
        )
        found.update((row.id, row.enrollment_id) for row in db.session.execute(asked))
    return found
