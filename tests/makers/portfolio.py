"""Items of a portfolio for tests."""

from uuid import UUID

from logbook.domain.portfolio import ItemContent
from logbook.models.columns import new_id
from logbook.services import portfolio, portfolio_answers
from logbook.services.portfolio import Entered
from tests.cast import CAST, TODAY


def a_sent_item() -> UUID:
    """A course of asha's that ben is asked to accept."""
    asha = CAST["asha"]
    assert asha.enrollment_id is not None
    content = ItemContent("course", TODAY, "Opioid course", minutes=120)
    entered = Entered(content, CAST["ben"].id, send=True)
    return portfolio.add(asha.actor, new_id(), asha.enrollment_id, entered)


def an_accepted_item() -> UUID:
    item_id = a_sent_item()
    portfolio_answers.accept(CAST["ben"].actor, item_id, 1)
    return item_id
