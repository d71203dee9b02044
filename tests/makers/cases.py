"""Cases for tests: `a_case(fellow=asha, supervisor=ben)`, and the same with anything different."""

from typing import Any
from uuid import UUID

from logbook.domain.case_content import CaseContent
from logbook.domain.catalogue import CaseRole
from logbook.models.columns import new_id
from logbook.services import approval, cases
from logbook.services.entering import Entered
from tests.cast import CLINIC, TODAY, Member


def a_content(**but: Any) -> CaseContent:
    """A lumbar transforaminal epidural at L4 and L5 on the left."""
    usual: dict[str, Any] = {
        "procedure": "esi_lumbosacral_transforaminal",
        "performed_on": TODAY,
        "role": CaseRole.PERFORMED_DIRECT,
        "setting": "clinic_suite",
        "age_band": "40-64",
        "indication": "radicular leg pain",
        "outcome": "success",
        "complications": (),
        "complication_note": "",
        "reflection": "",
        "details": {"levels": ["L4", "L5"], "laterality": "left", "guidance": "fluoroscopy"},
    }
    return CaseContent(**(usual | but))


def entered(supervisor: Member | None, submit: bool = True, **but: Any) -> Entered:
    site_id = but.pop("site_id", CLINIC)
    return Entered(
        content=a_content(**but),
        supervisor_id=supervisor.id if supervisor else None,
        site_id=site_id,
        submit=submit,
    )


def a_case(*, fellow: Member, supervisor: Member | None, submit: bool = True, **but: Any) -> UUID:
    """Log a case as its fellow does, through the service. Returns its id."""
    assert fellow.enrollment_id is not None
    return cases.log(
        fellow.actor, new_id(), fellow.enrollment_id, entered(supervisor, submit, **but)
    )


def an_approved_case(*, fellow: Member, supervisor: Member, **but: Any) -> UUID:
    """A case that its supervisor has approved in the role that the fellow logged."""
    case_id = a_case(fellow=fellow, supervisor=supervisor, **but)
    role = but.get("role", CaseRole.PERFORMED_DIRECT)
    approval.approve(supervisor.actor, case_id, 1, role_stated=role, level="3")
    return case_id
