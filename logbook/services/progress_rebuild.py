"""The months beside progress, reckoned anew from the evidence: once, after the update that brought
them. The rules of a curriculum say what counts, which no migration in plain SQL can know."""

from uuid import UUID

from sqlalchemy import select

from logbook.database import db
from logbook.domain.events_progress import MonthsRebuilt
from logbook.domain.months import month_sums
from logbook.models.curriculum import Enrollment
from logbook.models.programs import Program
from logbook.models.progress import Progress
from logbook.policy.actors import job
from logbook.queries.curriculum import curriculum_of
from logbook.queries.evidence import evidence_of
from logbook.services import progress_months
from logbook.services.unit import unit_of_work


def rebuild(program_id: UUID | None = None) -> int:
    """Of one program or of all, each in a transaction of its own. Returns how many enrollments."""
    programs = select(Program.id).order_by(Program.id)
    if program_id is not None:
        programs = programs.where(Program.id == program_id)
    return sum(_rebuild(one) for one in db.session.scalars(programs).all())


def _rebuild(program_id: UUID) -> int:
    asked = select(Enrollment.id, Enrollment.version_id).where(Enrollment.program_id == program_id)
    if not db.session.execute(asked.limit(1)).all():
        return 0
    with unit_of_work(job(program_id)) as unit:
        # Whoever would change a sum meanwhile waits: evidence read here is what stands then.
        db.session.execute(
            select(Progress.id)
            .where(Progress.program_id == program_id)
            .order_by(Progress.enrollment_id, Progress.requirement)
            .with_for_update()
        )
        enrollments = db.session.execute(asked.order_by(Enrollment.id)).all()
        for enrollment in enrollments:
            curriculum = curriculum_of(program_id, enrollment.version_id)
            shown = evidence_of(program_id, enrollment.id)
            progress_months.keep(program_id, enrollment.id, month_sums(shown, curriculum))
        unit.record(MonthsRebuilt(subject_id=program_id, enrollments=len(enrollments)))
    return len(enrollments)
