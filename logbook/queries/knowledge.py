"""Results of knowledge tests: a fellow's, and those of all who sat a test."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import aliased

from logbook.database import db
from logbook.domain.knowledge import Outcome
from logbook.models.identity import Account
from logbook.models.knowledge import Sitting
from logbook.models.programs import Membership
from logbook.policy.actors import Actor
from logbook.queries.portfolio_visibility import sittings_visible_to

_later = aliased(Sitting)
_fellow, _fellow_account = aliased(Membership), aliased(Account)
_enterer, _enterer_account = aliased(Membership), aliased(Account)


@dataclass(frozen=True, slots=True)
class SittingView:
    """One entry about one sitting."""

    id: UUID
    enrollment_id: UUID
    fellow_id: UUID
    fellow: str
    test: str
    sat_on: date
    score: int | None
    outcome: Outcome
    amends_id: UUID | None
    amended_by_id: UUID | None
    """The entry that took its place."""
    entered_by: str
    entered_at: datetime

    @property
    def stands(self) -> bool:
        return self.amended_by_id is None and self.outcome is not Outcome.MISTAKEN


_SITTINGS: Select[*tuple[Any, ...]] = (
    select(
        Sitting.id,
        Sitting.enrollment_id,
        Sitting.fellow_id,
        _fellow_account.name,
        Sitting.test,
        Sitting.sat_on,
        Sitting.score,
        Sitting.outcome,
        Sitting.amends_id,
        _later.id.label("amended_by_id"),
        _enterer_account.name.label("entered_by"),
        Sitting.entered_at,
    )
    .select_from(Sitting)
    .join(_fellow, (_fellow.program_id == Sitting.program_id) & (_fellow.id == Sitting.fellow_id))
    .join(_fellow_account, _fellow_account.id == _fellow.account_id)
    .join(
        _enterer,
        (_enterer.program_id == Sitting.program_id) & (_enterer.id == Sitting.entered_by_id),
    )
    .join(_enterer_account, _enterer_account.id == _enterer.account_id)
    .outerjoin(_later, (_later.program_id == Sitting.program_id) & (_later.amends_id == Sitting.id))
    .order_by(Sitting.sat_on.desc(), Sitting.entered_at.desc(), Sitting.id.desc())
)


def sittings_of(actor: Actor, enrollment_id: UUID) -> list[SittingView]:
    """A fellow's, amended ones too, the latest first: one statement."""
    return _found(actor, Sitting.enrollment_id == enrollment_id)


def sittings_on(actor: Actor, test: str) -> list[SittingView]:
    """Of everybody whose results the actor sees: one statement."""
    return _found(actor, Sitting.test == test)


def all_sittings(actor: Actor) -> list[SittingView]:
    return _found(actor)


def sitting(actor: Actor, sitting_id: UUID) -> SittingView:
    """NoResultFound for one that is not there or not the actor's to see."""
    row = db.session.execute(
        _SITTINGS.where(sittings_visible_to(actor), Sitting.id == sitting_id)
    ).one()
    return SittingView(*row)


def _found(actor: Actor, *which: ColumnElement[bool]) -> list[SittingView]:
    rows = db.session.execute(_SITTINGS.where(sittings_visible_to(actor), *which))
    return [SittingView(*row) for row in rows]
