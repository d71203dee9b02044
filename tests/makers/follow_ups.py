"""Follow-ups for tests: `a_follow_up(fellow=asha, supervisor=ben)`."""

from typing import Any
from uuid import UUID

from logbook.domain.follow_ups import Told
from logbook.services import follow_ups
from tests.cast import Member
from tests.makers.cases import an_approved_case


def told(**but: Any) -> Told:
    usual: dict[str, Any] = {"relief": "half", "function": "better"}
    return Told(**(usual | but))


def a_follow_up(*, fellow: Member, supervisor: Member, **but: Any) -> UUID:
    """Of an approved case, whose id comes back."""
    case_id = an_approved_case(fellow=fellow, supervisor=supervisor)
    follow_ups.answer(fellow.actor, case_id, told(**but))
    return case_id
