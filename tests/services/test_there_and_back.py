"""Whatever somebody has shown: moved to another edition and back, they have what they had."""

from uuid import UUID

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, select

from logbook.database import db
from logbook.domain.catalogue import CaseRole
from logbook.models.progress import Progress
from logbook.services import audit, moving, progress
from tests.cast import CAST, RIVERSIDE, Cast, Member
from tests.makers.assessments import a_given_assessment, a_judgement
from tests.makers.cases import an_approved_case
from tests.makers.credentials import a_verified_credential
from tests.makers.curricula import a_version
from tests.makers.editions import a_next_edition, dropping, requirement, suggesting
from tests.makers.evidence import an_accepted_course, reviewed
from tests.makers.people import a_fellow

INTERLAMINAR = {
    "procedure": "esi_lumbar_interlaminar",
    "details": {"levels": ["L3-L4"], "laterality": "left"},
}
ACTS = {
    "direct": lambda who: an_approved_case(fellow=who, supervisor=CAST["ben"]),
    "by eve": lambda who: an_approved_case(fellow=who, supervisor=CAST["eve"]),
    "observed": lambda who: an_approved_case(
        fellow=who, supervisor=CAST["ben"], role=CaseRole.OBSERVED
    ),
    "interlaminar": lambda who: an_approved_case(
        fellow=who, supervisor=CAST["eve"], **INTERLAMINAR
    ),
    "dops": lambda who: a_given_assessment(fellow=who, assessor=CAST["ben"]),
    "low dops": lambda who: a_given_assessment(
        fellow=who, assessor=CAST["eve"], said=a_judgement(level="2")
    ),
    "course": lambda who: an_accepted_course(who, CAST["ben"]),
    "licence": lambda who: a_verified_credential(of=who, by=CAST["cora"], kind="medical_licence"),
}


def sums_of(fellow: Member) -> dict[str, tuple[int, object]]:
    rows = db.session.execute(
        select(Progress.requirement, Progress.credit, Progress.kept).where(
            Progress.enrollment_id == fellow.enrollment_id
        )
    )
    return {name: (credit, kept) for name, credit, kept in rows}


def moved(fellow: Member, version_id: UUID) -> dict[str, tuple[int, object]]:
    assert fellow.enrollment_id is not None
    ids = [fellow.enrollment_id]
    assert moving.move_enrollments(CAST["dana"].actor, version_id, ids, "Tried out.") == 1
    assert progress.differences(RIVERSIDE) == []
    return sums_of(fellow)


def test_there_and_back(cast: Cast, dana: Member, connection: Connection) -> None:
    here = a_version(RIVERSIDE)
    there = a_next_edition(
        dana,
        here,
        suggesting("epa08.spine_lumbar_sacral", 3),
        dropping("epa08.supervisors"),
        lambda document: requirement(document, "epa08.recent").update(months=1),
        lambda document: requirement(document, "epa08.entrustment").update(last=2, level="2"),
        lambda document: requirement(document, "epa08.dops").update(forms=["cbd"]),
    )

    @settings(
        max_examples=15,
        deadline=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
    )
    @given(st.lists(st.sampled_from(sorted(ACTS)), max_size=6), st.booleans())
    def it_holds(acts: list[str], is_reviewed: bool) -> None:
        db.session.remove()
        before = connection.begin_nested()
        try:
            fellow = a_fellow("Nia Putri", version_id=here)
            for name in acts:
                ACTS[name](fellow)
            if is_reviewed:
                reviewed(fellow, CAST["mia"])
            was = sums_of(fellow)
            away = moved(fellow, there)
            assert "epa08.supervisors" in was.keys() - away.keys()
            assert moved(fellow, here) == was
            assert audit.verify(RIVERSIDE) == []
        finally:
            db.session.remove()
            before.rollback()

    it_holds()
