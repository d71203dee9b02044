"""Suggestions for tests: `a_suggestion(to=asha, by=ben)`, and the same with anything different."""

from typing import Any
from uuid import UUID

from logbook.domain.suggestions import Suggested
from logbook.models.columns import new_id
from logbook.services import suggestions
from logbook.services.suggestions import To
from tests.cast import CLINIC, TODAY, Member


def suggested(**but: Any) -> Suggested:
    usual: dict[str, Any] = {
        "procedure": "esi_lumbosacral_transforaminal",
        "performed_on": TODAY,
        "side": "left",
        "words": "the second of the morning",
    }
    return Suggested(**(usual | but))


def a_suggestion(*, to: Member, by: Member, **but: Any) -> UUID:
    """Made as a supervisor does, who has had a case of this fellow."""
    assert to.enrollment_id is not None
    made = new_id()
    suggestions.suggest(by.actor, made, To(to.enrollment_id, CLINIC), suggested(**but))
    return made
