"""What a supervisor said and what waits for them, row by row; always the actor's own."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, ScalarSelect, Select, func, select

from logbook.database import db
from logbook.domain import assessments
from logbook.domain.assessments import EXPIRES_DAYS, SAID
from logbook.domain.cases import Answer, State
from logbook.domain.days import day_began
from logbook.domain.due import Together, weeks_began
from logbook.domain.feedback_hints import hint_on_next_step
from logbook.models.assessments import Assessment
from logbook.models.cases import Case, CaseAnswer
from logbook.models.identity import Account
from logbook.models.programs import Membership, Program
from logbook.policy.actors import Actor
from logbook.queries.amendments import COUNTS_BESIDE
from logbook.queries.opportunity import COUNTED


@dataclass(frozen=True, slots=True)
class Row:
    """A case or an assessment that was asked of the supervisor, or given by them."""

    id: UUID
    of_case: bool
    fellow: str
    what: str
    """The procedure, or the form."""
    on: date
    asked_at: datetime
    said_at: datetime | None
    """None: it waits."""
    waited: timedelta | None
    """None: it waits, or nobody had asked for it, or it came back since."""
    answer: Answer | None = None
    """Of a case."""
    scale: str | None = None
    level: str | None = None
    step: str = ""
    """Where a next step would stand."""

    @property
    def waits(self) -> bool:
        return self.said_at is None

    @property
    def teaches(self) -> bool:
        """'Not observed' is no feedback."""
        return self.answer is not Answer.NOT_OBSERVED

    @property
    def names_step(self) -> bool:
        """Whether the words say what to do next: by counting words, as hints do."""
        return bool(self.step) and hint_on_next_step(self.step) is None


@dataclass(frozen=True, slots=True)
class Settings:
    """What the program says about itself."""

    time_zone: str
    minimum: int

    def began(self, day: date) -> datetime:
        return day_began(self.time_zone, day)


def program_of(actor: Actor) -> Settings:
    asked = select(Program.time_zone, Program.evidence_minimum).where(
        Program.id == actor.program_id
    )
    return Settings(*db.session.execute(asked).one())


def own_rows(actor: Actor, since: datetime, now: datetime) -> list[Row]:
    """All that waits, the oldest first, then all that was said since, the newest first: four
    statements."""
    waiting = [*_waiting_cases(actor), *_requests(actor, now)]
    said = [*_answers(actor, since), *_given(actor, since)]
    return [
        *sorted(waiting, key=lambda row: (row.asked_at, row.id)),
        *sorted(said, key=lambda row: (row.said_at or row.asked_at, row.id), reverse=True),
    ]


def _named(what: Select[*tuple[Any, ...]], of: Any) -> Select[*tuple[Any, ...]]:
    """With the name of the fellow whose it is."""
    return (
        what.add_columns(Account.name.label("fellow"))
        .join(
            Membership, (Membership.program_id == of.program_id) & (Membership.id == of.fellow_id)
        )
        .join(Account, Account.id == Membership.account_id)
    )


def _waiting_cases(actor: Actor) -> list[Row]:
    question = _named(
        select(Case.id, Case.procedure, Case.performed_on, Case.submitted_at), Case
    ).where(
        Case.program_id == actor.program_id,
        Case.supervisor_id == actor.id,
        Case.state == State.SUBMITTED,
    )
    return [
        Row(row.id, True, row.fellow, row.procedure, row.performed_on, row.submitted_at, None, None)
        for row in db.session.execute(question)
    ]


def _requests(actor: Actor, now: datetime) -> list[Row]:
    """Those that have not lapsed: of the others nothing can be given any more."""
    question = _named(
        select(Assessment.id, Assessment.form, Assessment.happened_on, Assessment.asked_at),
        Assessment,
    ).where(
        Assessment.program_id == actor.program_id,
        Assessment.assessor_id == actor.id,
        Assessment.state == assessments.State.REQUESTED,
        Assessment.asked_at > now - timedelta(days=EXPIRES_DAYS),
    )
    return [
        Row(row.id, False, row.fellow, row.form, row.happened_on, row.asked_at, None, None)
        for row in db.session.execute(question)
    ]


def _answers(actor: Actor, since: datetime) -> list[Row]:
    question = _named(
        select(
            Case.id,
            Case.procedure,
            Case.performed_on,
            Case.submitted_at,
            CaseAnswer.answer,
            CaseAnswer.scale,
            CaseAnswer.level,
            CaseAnswer.words,
            CaseAnswer.answered_at,
        ).join(
            CaseAnswer,
            (CaseAnswer.program_id == Case.program_id) & (CaseAnswer.case_id == Case.id),
        ),
        Case,
    ).where(
        CaseAnswer.program_id == actor.program_id,
        CaseAnswer.supervisor_id == actor.id,
        CaseAnswer.answered_at >= since,
        CaseAnswer.undone_at.is_(None),
    )
    return [_answer(row) for row in db.session.execute(question)]


def _answer(row: Any) -> Row:
    asked_at = row.submitted_at or row.answered_at
    # A case that came back keeps only when it was handed in last.
    waited = (
        row.answered_at - asked_at if row.submitted_at and asked_at <= row.answered_at else None
    )
    return Row(
        id=row.id,
        of_case=True,
        fellow=row.fellow,
        what=row.procedure,
        on=row.performed_on,
        asked_at=asked_at,
        said_at=row.answered_at,
        waited=waited,
        answer=row.answer,
        scale=row.scale,
        level=row.level,
        step=row.words,
    )


def _given(actor: Actor, since: datetime) -> list[Row]:
    question = _named(
        select(
            Assessment.id,
            Assessment.form,
            Assessment.happened_on,
            Assessment.asked_at,
            Assessment.finished_at,
            Assessment.started_by_id,
            Assessment.scale,
            Assessment.level,
            Assessment.next_step,
        ),
        Assessment,
    ).where(
        Assessment.program_id == actor.program_id,
        Assessment.assessor_id == actor.id,
        Assessment.state.in_(sorted(SAID)),
        Assessment.asked_at >= since - timedelta(days=EXPIRES_DAYS),
        Assessment.finished_at >= since,
    )
    return [_assessment(actor, row) for row in db.session.execute(question)]


def _assessment(actor: Actor, row: Any) -> Row:
    return Row(
        id=row.id,
        of_case=False,
        fellow=row.fellow,
        what=row.form,
        on=row.happened_on,
        asked_at=row.asked_at,
        said_at=row.finished_at,
        waited=None if row.started_by_id == actor.id else row.finished_at - row.asked_at,
        scale=row.scale,
        level=row.level,
        step=row.next_step,
    )


def worked_with(actor: Actor, today: date) -> list[Together]:
    """Whose cases one supervised in the last weeks, by name: one statement."""
    together = (
        select(func.count())
        .where(
            Case.program_id == Membership.program_id,
            Case.supervisor_id == actor.id,
            Case.fellow_id == Membership.id,
            Case.performed_on >= weeks_began(today),
            Case.state.in_(COUNTED),
            COUNTS_BESIDE,
        )
        .scalar_subquery()
    )
    question = (
        select(
            Membership.id,
            Account.name,
            together,
            _last(Assessment.assessor_id == actor.id),
            _last(),
        )
        .join(Account, Account.id == Membership.account_id)
        .where(Membership.program_id == actor.program_id, together > 0)
        .order_by(Account.name, Membership.id)
    )
    return [Together(*row) for row in db.session.execute(question)]


def _last(*by: ColumnElement[bool]) -> ScalarSelect[date]:
    return (
        select(func.max(Assessment.happened_on))
        .where(
            Assessment.program_id == Membership.program_id,
            Assessment.fellow_id == Membership.id,
            Assessment.state.in_(sorted(SAID)),
            *by,
        )
        .scalar_subquery()
    )
