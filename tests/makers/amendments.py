"""Amendments of cases for tests."""

from typing import Any
from uuid import UUID

from logbook.domain.catalogue import CaseRole
from logbook.models.columns import new_id
from logbook.services import approval, cases
from logbook.services.case_amendments import Amending
from tests.cast import Member
from tests.makers.cases import entered

WHY = "The side was wrong: it was the right one."
RIGHT = {"levels": ["L4", "L5"], "laterality": "right", "guidance": "fluoroscopy"}


def an_amendment(
    of: UUID, *, fellow: Member, supervisor: Member | None, submit: bool = True, **but: Any
) -> UUID:
    """The same case on the other side, proposed by its fellow. Returns the new case's id."""
    case_id, why = but.pop("id", None) or new_id(), but.pop("why", WHY)
    said = entered(supervisor, submit, **({"details": RIGHT} | but))
    return cases.amend(fellow.actor, case_id, Amending(of, why), said)


def an_approved_amendment(of: UUID, *, fellow: Member, supervisor: Member, **but: Any) -> UUID:
    case_id = an_amendment(of, fellow=fellow, supervisor=supervisor, **but)
    role = but.get("role", CaseRole.PERFORMED_DIRECT)
    approval.approve(supervisor.actor, case_id, 1, role_stated=role, level="4")
    return case_id
