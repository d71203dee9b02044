"""What is expected of a fellow's log, and what of it is there."""

from collections import Counter
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, and_, select

from logbook.database import db
from logbook.domain.curriculum import Curriculum
from logbook.domain.document import Text
from logbook.domain.expected import Band
from logbook.domain.expected_days import (
    PATTERN_WEEKS,
    UNKNOWN,
    Turn,
    Usual,
    paired,
    usual_on,
)
from logbook.domain.hospital_states import MapKind
from logbook.domain.periods import Period
from logbook.domain.reconcile import WINDOW_DAYS, Logged, Performed, draft_id
from logbook.models.cases import Case
from logbook.models.expected import ExpectedCase
from logbook.models.hospital import CodeMap
from logbook.models.programs import Program, Site
from logbook.models.rotations import Rotation
from logbook.policy.actors import Actor
from logbook.queries.cases import TAKEN_OUT, EnrollmentNow, enrollment_of
from logbook.queries.time_away import away_of

SHOWN_DAYS = 14
PATTERN_DAYS = 7
"""So many last days are held against what is usual."""


@dataclass(frozen=True, slots=True)
class ExpectedView:
    """One line of a clinic list that nobody has said anything against."""

    id: UUID
    on: date
    band: Band | None
    procedure: str | None
    name: Text | None
    """In the catalogue's words; None where it does not know the line."""
    text: str
    site_id: UUID | None
    site: str | None
    list_name: str
    case_id: UUID | None
    """That was logged for it."""

    @property
    def begins(self) -> UUID:
        return draft_id(self.id)


@dataclass(frozen=True, slots=True)
class Day:
    """One day of a fellow: what lists say, or else what is usual."""

    on: date
    expected: tuple[ExpectedView, ...]
    logged: int
    """Cases of the day, whether expected or not."""
    usual: Usual | None = None

    @property
    def missing(self) -> list[ExpectedView]:
        return [one for one in self.expected if one.case_id is None]

    @property
    def found(self) -> int:
        return len(self.expected) - len(self.missing)

    @property
    def names(self) -> str:
        return ", ".join(dict.fromkeys(one.list_name for one in self.expected if one.list_name))


def expected_visible_to(actor: Actor) -> ColumnElement[bool]:
    """List twin of `policy.expected.may_view`."""
    return and_(ExpectedCase.program_id == actor.program_id, ExpectedCase.fellow_id == actor.id)


def days_expected(actor: Actor, enrollment: EnrollmentNow, today: date) -> list[Day]:
    """The last days for which a list says something, the newest first; none on leave. One
    statement where there is no list, else three."""
    since = today - timedelta(days=SHOWN_DAYS)
    rows = db.session.execute(_asked(actor, since, today)).all()
    if not rows:
        return []
    away = away_of(actor.program_id, enrollment.id).leave
    rows = [row for row in rows if not any(one.holds(row.expected_on) for one in away)]
    logged = _logged(actor, since - timedelta(days=WINDOW_DAYS))
    pairs = paired([_performed(row, enrollment.curriculum) for row in rows], logged)
    found = [_view(row, enrollment.curriculum, pairs.get(row.id)) for row in rows]
    on_day = Counter(one.performed_on for one in logged)
    days = sorted({one.on for one in found}, reverse=True)
    return [Day(day, tuple(one for one in found if one.on == day), on_day[day]) for day in days]


def days_usual(actor: Actor, enrollment: EnrollmentNow, today: date) -> list[Day]:
    """Of the last days, those with fewer cases than is usual on such a weekday: three statements.
    A pattern of the fellow's own weeks, and no list."""
    away = away_of(actor.program_id, enrollment.id).leave
    turns = _turns(actor, enrollment.id)
    logged = _logged(actor, today - timedelta(weeks=PATTERN_WEEKS, days=PATTERN_DAYS))
    counts = Counter((one.performed_on, one.site_id) for one in logged)
    on_day = Counter(one.performed_on for one in logged)
    found = []
    for back in range(1, PATTERN_DAYS + 1):
        day = today - timedelta(days=back)
        usual = usual_on(day, turns, away, counts)
        if usual is not None and on_day[day] < usual.cases:
            found.append(Day(day, (), on_day[day], usual))
    return found


def expected_one(actor: Actor, expected_id: UUID) -> ExpectedView:
    """NoResultFound for one that is not there or not the actor's."""
    asked = _columns().where(expected_visible_to(actor), ExpectedCase.id == expected_id)
    row, enrollment = db.session.execute(asked).one(), enrollment_of(actor)
    return _view(row, enrollment.curriculum if enrollment else None, None)


def _asked(actor: Actor, since: date, until: date) -> Select[*tuple[Any, ...]]:
    return (
        _columns()
        .where(
            expected_visible_to(actor),
            ExpectedCase.expected_on.between(since, until),
            ExpectedCase.said.is_(None),
        )
        .order_by(ExpectedCase.expected_on, ExpectedCase.id)
    )


def _columns() -> Select[*tuple[Any, ...]]:
    return select(*ExpectedCase.__table__.c, Site.name.label("site")).outerjoin(
        Site, (Site.program_id == ExpectedCase.program_id) & (Site.id == ExpectedCase.site_id)
    )


def _view(
    row: Row[*tuple[Any, ...]], curriculum: Curriculum | None, case_id: UUID | None
) -> ExpectedView:
    known = curriculum.procedures.get(row.procedure) if curriculum and row.procedure else None
    return ExpectedView(
        id=row.id,
        on=row.expected_on,
        band=row.band,
        procedure=row.procedure if known else None,
        name=known.name if known else None,
        text=row.text,
        site_id=row.site_id,
        site=row.site,
        list_name=row.list_name,
        case_id=case_id,
    )


def _performed(row: Row[*tuple[Any, ...]], curriculum: Curriculum) -> Performed:
    known = curriculum.procedures.get(row.procedure) if row.procedure else None
    return Performed(
        id=row.id,
        fellow_id=row.fellow_id,
        performed_on=row.expected_on,
        procedure=known.id if known else UNKNOWN,
        category=known.category if known else UNKNOWN,
        site_id=row.site_id,
    )


def _logged(actor: Actor, since: date) -> list[Logged]:
    """Drafts too: what is begun is not forgotten."""
    rows = db.session.execute(
        select(
            Case.id,
            Case.fellow_id,
            Case.performed_on,
            Case.procedure,
            Case.category,
            Case.site_id,
        ).where(
            Case.program_id == actor.program_id,
            Case.fellow_id == actor.id,
            Case.performed_on >= since,
            Case.state.not_in(TAKEN_OUT),
        )
    )
    return [Logged(*row) for row in rows]


def _turns(actor: Actor, enrollment_id: UUID) -> list[Turn]:
    rows = db.session.execute(
        select(Rotation.kind, Rotation.site_id, Rotation.starts_on, Rotation.ends_on).where(
            Rotation.program_id == actor.program_id,
            Rotation.enrollment_id == enrollment_id,
            Rotation.cancelled_at.is_(None),
        )
    )
    return [Turn(row.kind, row.site_id, Period(row.starts_on, row.ends_on)) for row in rows]


def zone_of(program_id: UUID) -> str:
    return db.session.scalars(select(Program.time_zone).where(Program.id == program_id)).one()


def trained_on(actor: Actor, fellow_id: UUID) -> EnrollmentNow | None:
    """The newest enrollment of a fellow of the actor's program, whoever asks."""
    return enrollment_of(replace(actor, id=fellow_id))


def procedures_named(actor: Actor) -> dict[tuple[str, str], str]:
    """What the hospital's names mean in the catalogue, as somebody has said."""
    rows = db.session.execute(
        select(CodeMap.system, CodeMap.code, CodeMap.procedure).where(
            CodeMap.program_id == actor.program_id,
            CodeMap.kind == MapKind.PROCEDURE,
            CodeMap.procedure.is_not(None),
        )
    )
    return {(row.system, row.code): row.procedure for row in rows}


def sites_named(actor: Actor) -> dict[str, UUID]:
    """Sites by their own names and by the hospital's, in small letters."""
    named = db.session.execute(
        select(CodeMap.code, CodeMap.site_id).where(
            CodeMap.program_id == actor.program_id,
            CodeMap.kind == MapKind.SITE,
            CodeMap.site_id.is_not(None),
        )
    )
    own = db.session.execute(select(Site.name, Site.id).where(Site.program_id == actor.program_id))
    found = {row.name.casefold(): row.id for row in own}
    return found | {row.code: row.site_id for row in named if row.site_id is not None}
