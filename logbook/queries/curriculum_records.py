"""All records of one enrollment that are read with the edition it follows: eight statements."""

from typing import Any
from uuid import UUID

from sqlalchemy import Select, select

from logbook.database import db
from logbook.domain.case_content import CaseContent
from logbook.domain.cases import State
from logbook.domain.names_kept import RecordedCase, Records
from logbook.models.cases import Case, CaseAnswer
from logbook.models.exchange import BatchState, ImportBatch, ImportRow
from logbook.models.knowledge import Sitting
from logbook.models.milestones import MilestoneReview
from logbook.models.portfolio import PortfolioItem
from logbook.models.rotations import Rotation
from logbook.models.rounds import FeedbackRound


def records_of(program_id: UUID, enrollment_id: UUID) -> Records:
    """Whatever their state: what was withdrawn or sent back is read too. Free texts that have no
    names in them are left where they are."""

    def of(kind: Any, *columns: Any) -> Select[Any]:
        return select(*columns).where(
            kind.program_id == program_id, kind.enrollment_id == enrollment_id
        )

    def codes(asked: Select[Any]) -> frozenset[str]:
        return frozenset(db.session.scalars(asked.distinct()))

    reviews = db.session.execute(
        of(MilestoneReview, MilestoneReview.scale, MilestoneReview.levels)
    ).all()
    rated = {(row.scale, level) for row in reviews for level in row.levels.values() if level}
    return Records(
        cases=_cases(of(Case, *_SAID)),
        ratings=frozenset(rated | _ratings(program_id, enrollment_id)),
        rounds=codes(of(FeedbackRound, FeedbackRound.form)),
        activities=codes(of(PortfolioItem, PortfolioItem.kind)),
        tests=codes(of(Sitting, Sitting.test)),
        rotations=codes(of(Rotation, Rotation.kind).where(Rotation.cancelled_at.is_(None))),
        subcompetencies=frozenset(part for row in reviews for part in row.levels),
        importing=_importing(of(ImportBatch, ImportBatch.id)),
    )


_SAID = (
    Case.procedure,
    Case.category,
    Case.state,
    Case.performed_on,
    Case.role,
    Case.setting,
    Case.age_band,
    Case.outcome,
    Case.complications,
    Case.complication_note,
    Case.details,
)


def _cases(asked: Select[Any]) -> tuple[RecordedCase, ...]:
    return tuple(
        RecordedCase(
            CaseContent(
                procedure=row.procedure,
                performed_on=row.performed_on,
                role=row.role,
                setting=row.setting,
                age_band=row.age_band,
                outcome=row.outcome,
                complications=tuple(row.complications),
                complication_note=row.complication_note,
                details=row.details,
            ),
            row.category,
            waits=row.state is State.SUBMITTED,
        )
        for row in db.session.execute(asked)
    )


def _importing(batches: Select[Any]) -> bool:
    """Whether rows wait to become cases."""
    going = batches.join(
        ImportRow,
        (ImportRow.program_id == ImportBatch.program_id) & (ImportRow.batch_id == ImportBatch.id),
    ).where(
        ImportBatch.state.in_([BatchState.READY, BatchState.RUNNING]),
        ImportRow.case_id.is_not(None),
    )
    return db.session.scalars(going.limit(1)).first() is not None


def _ratings(program_id: UUID, enrollment_id: UUID) -> set[tuple[str, str]]:
    rows = db.session.execute(
        select(CaseAnswer.scale, CaseAnswer.level)
        .join(Case, (Case.program_id == CaseAnswer.program_id) & (Case.id == CaseAnswer.case_id))
        .where(
            Case.program_id == program_id,
            Case.enrollment_id == enrollment_id,
            CaseAnswer.scale.is_not(None),
            CaseAnswer.level.is_not(None),
        )
        .distinct()
    )
    return {(scale, level) for scale, level in rows if scale and level}
