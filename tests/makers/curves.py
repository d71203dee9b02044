"""Runs of approved cases for learning curves, written down without the steps that led to them."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from logbook.database import db
from logbook.domain.cases import Answer, State
from logbook.domain.catalogue import CaseRole
from logbook.models.cases import Case, CaseAnswer
from logbook.models.columns import new_id
from logbook.models.sealed import new_salt
from tests.cast import CLINIC, Member

TFESI = "esi_lumbosacral_transforaminal"
"""A success acceptable in nine of ten; a dural puncture is a failure."""


def a_run(
    course: str, *, fellow: Member, supervisor: Member, since: date, **but: Any
) -> list[Case]:
    """One case a day from a day on: `+` a success, `-` a failed one."""
    cases = [
        _a_case(
            fellow,
            supervisor,
            performed_on=since + timedelta(days=n),
            outcome="success" if went == "+" else "failed",
            **but,
        )
        for n, went in enumerate(course)
    ]
    db.session.add_all(cases)
    db.session.flush()
    db.session.add_all([_an_answer(one) for one in cases])
    db.session.commit()
    return cases


def _a_case(fellow: Member, supervisor: Member, **but: Any) -> Case:
    usual: dict[str, Any] = {
        "procedure": TFESI,
        "category": "spine_lumbar_sacral",
        "role": CaseRole.PERFORMED_DIRECT,
        "credited_role": CaseRole.PERFORMED_DIRECT,
        "state": State.APPROVED,
        "details": {"levels": ["L4"], "laterality": "left"},
        "level_sides": 1,
    }
    now = datetime.now(UTC)
    return Case(
        program_id=fellow.program_id,
        id=new_id(),
        enrollment_id=fellow.enrollment_id,
        fellow_id=fellow.id,
        supervisor_id=supervisor.id,
        site_id=CLINIC,
        age_band="40-64",
        logged_at=now,
        submitted_at=now,
        answered_at=now,
        revision=2,
        salt=new_salt(),
        **(usual | but),
    )


def _an_answer(case: Case) -> CaseAnswer:
    assert case.supervisor_id is not None and case.answered_at is not None
    return CaseAnswer(
        program_id=case.program_id,
        id=new_id(),
        case_id=case.id,
        case_revision=case.revision - 1,
        supervisor_id=case.supervisor_id,
        answer=Answer.APPROVED,
        role_stated=case.credited_role,
        scale="entrust5",
        level="3",
        answered_at=case.answered_at,
        salt=new_salt(),
    )
