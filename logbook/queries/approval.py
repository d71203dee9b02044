"""What waits for whom, for how long, and what supervisors answered."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, func, select

from logbook.database import db
from logbook.domain.cases import Answer, State
from logbook.domain.competencies import Level
from logbook.domain.curriculum import Curriculum
from logbook.domain.document import Text
from logbook.models.cases import Case, CaseAnswer
from logbook.models.curriculum import Enrollment
from logbook.models.identity import Account
from logbook.models.programs import Membership
from logbook.policy.actors import Actor
from logbook.queries.cases import CaseView
from logbook.queries.curriculum import curriculum_of
from logbook.queries.visibility import cases_visible_to

RECENT = 10


@dataclass(frozen=True, slots=True)
class QueueAge:
    """How many cases wait, and for how many days the oldest does; None when none waits."""

    n: int
    oldest_days: int | None


@dataclass(frozen=True, slots=True)
class Waiting:
    """What one supervisor has before them of one fellow's cases."""

    supervisor: str
    n: int
    oldest_days: int


@dataclass(frozen=True, slots=True)
class Standing:
    """Enough of a case to ask the policy about it."""

    fellow_id: UUID
    supervisor_id: UUID | None
    state: State


@dataclass(frozen=True, slots=True)
class Given:
    """One answer to a case, and what is needed to speak of it."""

    id: UUID
    case_id: UUID
    answer: Answer
    role_stated: str | None
    """A code, as the supervisor saw it; given with an approval only."""
    role_stated_label: Text | None
    role_logged: str | None
    """As the fellow logged it; told together with an approval only, and not to somebody who has
    yet to state the role."""
    role_logged_label: Text | None
    level: Level | None
    words: str
    supervisor_id: UUID
    supervisor: str
    fellow: str
    procedure: Text
    performed_on: date
    at: datetime
    undone_at: datetime | None

    @property
    def undone(self) -> bool:
        return self.undone_at is not None

    @property
    def differs(self) -> bool:
        """Whether supervisor and fellow state different roles."""
        return self.role_logged is not None and self.role_stated != self.role_logged


def queue_age(actor: Actor, now: datetime) -> QueueAge:
    """What waits for this supervisor: one statement."""
    row = db.session.execute(
        select(func.count().label("n"), func.min(Case.submitted_at).label("since")).where(
            *asked_of(actor)
        )
    ).one()
    return QueueAge(row.n, (now - row.since).days if row.since else None)


def waiting_of(actor: Actor, now: datetime) -> list[Waiting]:
    """What of this fellow's waits with whom, the longest first."""
    since = func.min(Case.submitted_at).label("since")
    rows = db.session.execute(
        select(Account.name, func.count().label("n"), since)
        .select_from(Case)
        .join(
            Membership,
            (Membership.program_id == Case.program_id) & (Membership.id == Case.supervisor_id),
        )
        .join(Account, Account.id == Membership.account_id)
        .where(
            Case.program_id == actor.program_id,
            Case.fellow_id == actor.id,
            Case.state == State.SUBMITTED,
        )
        .group_by(Membership.id, Account.name)
        .order_by(since)
    )
    return [Waiting(row.name, row.n, (now - row.since).days) for row in rows]


def asked_of(actor: Actor) -> tuple[ColumnElement[bool], ...]:
    """What waits for this supervisor, as conditions."""
    return (
        cases_visible_to(actor),
        Case.supervisor_id == actor.id,
        Case.state == State.SUBMITTED,
    )


def answers_of(actor: Actor, case_id: UUID) -> list[Given]:
    """All answers to a case that the actor may see, newest first; those taken back too."""
    asked = _given(actor).where(CaseAnswer.case_id == case_id)
    return [_as_given(row, actor) for row in db.session.execute(asked)]


def answer_it_came_back_with(actor: Actor, case: CaseView) -> Given | None:
    """Why a returned case is with its fellow again; None for a case that is not returned."""
    if case.state != State.RETURNED:
        return None
    return next((one for one in answers_of(actor, case.id) if not one.undone), None)


def standing_of(actor: Actor, case_id: UUID) -> Standing | None:
    """How a case stands; None for one that the actor may not see, or not any more."""
    row = db.session.execute(
        select(Case.fellow_id, Case.supervisor_id, Case.state).where(
            cases_visible_to(actor), Case.id == case_id
        )
    ).one_or_none()
    return None if row is None else Standing(*row)


def recent_answers(actor: Actor) -> list[Given]:
    """What this supervisor answered last, newest first."""
    asked = _given(actor).where(CaseAnswer.supervisor_id == actor.id).limit(RECENT)
    return [_as_given(row, actor) for row in db.session.execute(asked)]


def own_answers(actor: Actor, ids: Sequence[UUID]) -> list[Given]:
    """Those of these answers that the actor gave."""
    asked = _given(actor).where(CaseAnswer.supervisor_id == actor.id, CaseAnswer.id.in_(ids))
    return [_as_given(row, actor) for row in db.session.execute(asked)]


def own_answer_to(actor: Actor, case_id: UUID, revision: int) -> UUID | None:
    """The actor's own answer to this revision of a case, if it stands."""
    return db.session.scalars(
        select(CaseAnswer.id).where(
            CaseAnswer.program_id == actor.program_id,
            CaseAnswer.supervisor_id == actor.id,
            CaseAnswer.case_id == case_id,
            CaseAnswer.case_revision == revision,
            CaseAnswer.undone_at.is_(None),
        )
    ).one_or_none()


_supervisor, _fellow = Membership.__table__.alias("supervisor"), Membership.__table__.alias("by")
_asked, _trained = Account.__table__.alias("asked"), Account.__table__.alias("trained")

_TOLD = (
    CaseAnswer.id,
    CaseAnswer.case_id,
    CaseAnswer.answer,
    CaseAnswer.role_stated,
    CaseAnswer.scale,
    CaseAnswer.level,
    CaseAnswer.words,
    CaseAnswer.supervisor_id,
    CaseAnswer.answered_at,
    CaseAnswer.undone_at,
    Case.role,
    Case.state,
    Case.supervisor_id.label("asked_id"),
    Case.procedure,
    Case.performed_on,
    Enrollment.version_id,
    _asked.c.name.label("supervisor"),
    _trained.c.name.label("fellow"),
)


def _given(actor: Actor) -> Select[*tuple[Any, ...]]:
    return (
        select(*_TOLD)
        .join(Case, (Case.program_id == CaseAnswer.program_id) & (Case.id == CaseAnswer.case_id))
        .join(
            Enrollment,
            (Enrollment.program_id == Case.program_id) & (Enrollment.id == Case.enrollment_id),
        )
        .join(
            _supervisor,
            (_supervisor.c.program_id == CaseAnswer.program_id)
            & (_supervisor.c.id == CaseAnswer.supervisor_id),
        )
        .join(_asked, _asked.c.id == _supervisor.c.account_id)
        .join(
            _fellow,
            (_fellow.c.program_id == Case.program_id) & (_fellow.c.id == Case.fellow_id),
        )
        .join(_trained, _trained.c.id == _fellow.c.account_id)
        .where(CaseAnswer.program_id == actor.program_id, cases_visible_to(actor))
        .order_by(CaseAnswer.answered_at.desc(), CaseAnswer.id.desc())
    )


def _as_given(row: Row[*tuple[Any, ...]], actor: Actor) -> Given:
    curriculum = curriculum_of(actor.program_id, row.version_id)
    yet_to_state = row.state is State.SUBMITTED and row.asked_id == actor.id
    logged = row.role if row.role_stated is not None and not yet_to_state else None
    return Given(
        id=row.id,
        case_id=row.case_id,
        answer=row.answer,
        role_stated=row.role_stated,
        role_stated_label=_role(curriculum, row.role_stated),
        role_logged=logged,
        role_logged_label=_role(curriculum, logged),
        level=curriculum.scales[row.scale].level(row.level) if row.scale else None,
        words=row.words,
        supervisor_id=row.supervisor_id,
        supervisor=row.supervisor,
        fellow=row.fellow,
        procedure=curriculum.procedures[row.procedure].short,
        performed_on=row.performed_on,
        at=row.answered_at,
        undone_at=row.undone_at,
    )


def _role(curriculum: Curriculum, code: str | None) -> Text | None:
    return curriculum.vocabularies["roles"][code].label if code is not None else None
