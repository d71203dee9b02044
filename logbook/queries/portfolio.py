"""Items of a portfolio as the pages show them."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import aliased

from logbook.database import db
from logbook.domain.document import Text
from logbook.domain.portfolio import ItemState
from logbook.models.curriculum import Enrollment
from logbook.models.identity import Account
from logbook.models.portfolio import PortfolioItem
from logbook.models.programs import Membership
from logbook.policy.actors import Actor
from logbook.policy.portfolio import ACCEPTERS
from logbook.queries.curriculum import curriculum_of
from logbook.queries.portfolio_visibility import items_visible_to, items_waiting_for
from logbook.queries.programs import Choice, members

PAGE = 200
"""Items a page shows at most, the newest."""

_fellow, _fellow_account = aliased(Membership), aliased(Account)
_asked, _asked_account = aliased(Membership), aliased(Account)


@dataclass(frozen=True, slots=True)
class ItemView:
    """One item with the names of all that it points to."""

    id: UUID
    enrollment_id: UUID
    fellow_id: UUID
    fellow: str
    accepter_id: UUID | None
    accepter: str | None
    state: ItemState
    kind: str
    kind_name: Text
    private: bool
    done_on: date
    since: date | None
    title: str
    minutes: int
    words: str
    link: str
    certificate: str
    answer_words: str
    shared_at: datetime | None
    revision: int


def own_items(actor: Actor) -> list[ItemView]:
    """The fellow's own, the newest first."""
    return _items(actor, PortfolioItem.fellow_id == actor.id)


def items_of(actor: Actor, fellow_id: UUID) -> list[ItemView]:
    """What the actor may see of a fellow's portfolio."""
    return _items(actor, PortfolioItem.fellow_id == fellow_id)


def waiting_items(actor: Actor) -> list[ItemView]:
    """What the actor is to accept or return, the oldest first."""
    return sorted(_items(actor, items_waiting_for(actor)), key=lambda one: (one.done_on, one.id))


def waiting_count(actor: Actor) -> int:
    asked = select(func.count()).select_from(PortfolioItem).where(items_waiting_for(actor))
    return db.session.scalars(asked).one()


def item(actor: Actor, item_id: UUID) -> ItemView:
    """NoResultFound for an item that is not there or not the actor's to see."""
    row = db.session.execute(_asked_for(actor, PortfolioItem.id == item_id)).one()
    return _view(actor, row._mapping)


def accepters(actor: Actor, today: date) -> list[Choice]:
    """Whom a fellow can name."""
    return [
        Choice(one.id, one.name)
        for one in members(actor)
        if not one.roles.isdisjoint(ACCEPTERS)
        and one.id != actor.id
        and (one.left_on is None or one.left_on > today)
    ]


def _items(actor: Actor, which: ColumnElement[bool]) -> list[ItemView]:
    asked = _asked_for(actor, which).order_by(PortfolioItem.done_on.desc(), PortfolioItem.id.desc())
    return [_view(actor, row._mapping) for row in db.session.execute(asked.limit(PAGE))]


def _asked_for(actor: Actor, which: ColumnElement[bool]) -> Select[*tuple[Any, ...]]:
    item = PortfolioItem
    return (
        select(
            *item.__table__.c,
            Enrollment.version_id,
            _fellow_account.name.label("fellow"),
            _asked_account.name.label("accepter"),
        )
        .select_from(item)
        .join(
            Enrollment,
            (Enrollment.program_id == item.program_id) & (Enrollment.id == item.enrollment_id),
        )
        .join(_fellow, (_fellow.program_id == item.program_id) & (_fellow.id == item.fellow_id))
        .join(_fellow_account, _fellow_account.id == _fellow.account_id)
        .outerjoin(_asked, (_asked.program_id == item.program_id) & (_asked.id == item.accepter_id))
        .outerjoin(_asked_account, _asked_account.id == _asked.account_id)
        .where(items_visible_to(actor), which)
    )


def _view(actor: Actor, told: Any) -> ItemView:
    kinds = curriculum_of(actor.program_id, told["version_id"]).offers.activities
    kind = kinds.get(told["kind"])
    values = {name: told[name] for name in ItemView.__dataclass_fields__ if name in told}
    return ItemView(
        **values,
        kind_name=kind.name if kind else Text({"en": told["kind"]}),
        private=kind is not None and kind.private,
    )
