"""Cases that supervisors think fellows forgot, for both of them."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, or_, select
from sqlalchemy.exc import NoResultFound
from sqlalchemy.orm import aliased

from logbook.database import db
from logbook.domain.cases import State
from logbook.domain.document import Text
from logbook.models.cases import Case
from logbook.models.curriculum import Enrollment
from logbook.models.identity import Account
from logbook.models.programs import Membership, Site
from logbook.models.suggestions import Suggestion
from logbook.policy.actors import Actor
from logbook.queries.conflicts import declared_between
from logbook.queries.curriculum import curriculum_of

SHOWN = 50
_fellow, _supervisor = aliased(Account), aliased(Account)
_as_fellow, _as_supervisor = aliased(Membership), aliased(Membership)


@dataclass(frozen=True, slots=True)
class SuggestionView:
    """One suggestion, and the case that was begun from it."""

    id: UUID
    fellow_id: UUID
    fellow: str
    supervisor_id: UUID
    supervisor: str
    site_id: UUID | None
    site: str | None
    procedure: str
    name: Text
    performed_on: date
    side: str | None
    words: str
    begins: UUID
    declined: bool
    case_state: State | None

    @property
    def open(self) -> bool:
        return not self.declined and self.case_state is None


@dataclass(frozen=True, slots=True)
class Theirs:
    """A fellow in training who has handed a case in to this supervisor before."""

    enrollment_id: UUID
    name: str
    version_id: UUID


def suggestions_visible_to(actor: Actor) -> ColumnElement[bool]:
    """List twin of `policy.suggestions.may_view`."""
    return and_(
        Suggestion.program_id == actor.program_id,
        or_(Suggestion.fellow_id == actor.id, Suggestion.supervisor_id == actor.id),
    )


def open_for(actor: Actor) -> list[SuggestionView]:
    """Of a fellow: neither begun nor declined, the oldest day first. One statement."""
    asked = _asked(actor).where(
        Suggestion.fellow_id == actor.id, Suggestion.declined_at.is_(None), Case.id.is_(None)
    )
    return _views(actor, asked.order_by(Suggestion.performed_on, Suggestion.id))


def made_by(actor: Actor) -> list[SuggestionView]:
    """The newest of a supervisor, and what became of each. One statement."""
    asked = _asked(actor).where(Suggestion.supervisor_id == actor.id)
    return _views(actor, asked.order_by(Suggestion.suggested_at.desc()).limit(SHOWN))


def suggestion(actor: Actor, suggestion_id: UUID) -> SuggestionView:
    """NoResultFound for one that is not there or not the actor's to see."""
    found = _views(actor, _asked(actor).where(Suggestion.id == suggestion_id))
    if not found:
        raise NoResultFound
    return found[0]


def fellows_of(actor: Actor, today: date) -> list[Theirs]:
    """To whom this supervisor may suggest a case, by name. One statement."""
    rows = db.session.execute(
        select(Enrollment.id, Account.name, Enrollment.version_id)
        .join(
            Membership,
            (Membership.program_id == Enrollment.program_id)
            & (Membership.id == Enrollment.fellow_id),
        )
        .join(Account, Account.id == Membership.account_id)
        .where(
            Enrollment.program_id == actor.program_id,
            Enrollment.starts_on <= today,
            Enrollment.ends_on >= today,
            or_(Membership.left_on.is_(None), Membership.left_on > today),
            Enrollment.fellow_id != actor.id,
            has_handed_in(actor),
            ~declared_between(Enrollment.program_id, Enrollment.fellow_id, actor.id),
        )
        .order_by(Account.name)
    )
    return [Theirs(*row) for row in rows]


def has_handed_in(actor: Actor) -> ColumnElement[bool]:
    """Of an enrollment: whether its fellow has handed a case in to this supervisor."""
    return (
        select(Case.id)
        .where(
            Case.program_id == actor.program_id,
            Case.supervisor_id == actor.id,
            Case.fellow_id == Enrollment.fellow_id,
            Case.state.not_in([State.DRAFT]),
        )
        .exists()
    )


def _asked(actor: Actor) -> Select[*tuple[Any, ...]]:
    one = Suggestion
    return (
        select(
            *one.__table__.c,
            Enrollment.version_id,
            _fellow.name.label("fellow"),
            _supervisor.name.label("supervisor"),
            Site.name.label("site"),
            Case.state.label("case_state"),
        )
        .join(Enrollment, _of(Enrollment, one.enrollment_id))
        .join(_as_fellow, _of(_as_fellow, one.fellow_id))
        .join(_fellow, _fellow.id == _as_fellow.account_id)
        .join(_as_supervisor, _of(_as_supervisor, one.supervisor_id))
        .join(_supervisor, _supervisor.id == _as_supervisor.account_id)
        .outerjoin(Site, _of(Site, one.site_id))
        .outerjoin(Case, and_(_of(Case, one.begins), Case.fellow_id == one.fellow_id))
        .where(suggestions_visible_to(actor))
    )


def _of(table: Any, column: Any) -> ColumnElement[bool]:
    return and_(table.program_id == Suggestion.program_id, table.id == column)


def _views(actor: Actor, asked: Select[*tuple[Any, ...]]) -> list[SuggestionView]:
    found = []
    for row in db.session.execute(asked):
        told = row._mapping
        known = curriculum_of(actor.program_id, told["version_id"]).procedures.get(row.procedure)
        names = [name for name in SuggestionView.__dataclass_fields__ if name in told]
        found.append(
            SuggestionView(
                **{name: told[name] for name in names},
                name=known.name if known else Text({"en": row.procedure}),
                declined=row.declined_at is not None,
            )
        )
    return found
