"""Whatever reads what assessors said counts an amended assessment once: in its new words."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest

import logbook
from logbook.domain.assessments import SAID
from logbook.queries import assessments, assessors, feedback, teaching_log
from logbook.queries.assessments import Sought
from logbook.queries.committee_file import file_of
from logbook.queries.gaps import gaps_of
from logbook.queries.judgements import judgements
from logbook.queries.mirror_rows import own_rows
from logbook.queries.opportunity_rows import asked_of, judged_by
from logbook.queries.opportunity_supervisors import supervisors
from logbook.queries.sign_off_evidence import evidence_for
from logbook.queries.sign_off_visibility import knows
from logbook.queries.year import year_of
from logbook.queries.year_levels import levels_in
from logbook.services import progress
from tests.cast import TODAY, Member
from tests.makers.assessments import a_given_assessment, an_amended_assessment

LONG_AGO = datetime.now(UTC) - timedelta(days=60)


def soon() -> datetime:
    return datetime.now(UTC) + timedelta(seconds=5)


@pytest.fixture
def pair(asha: Member, ben: Member) -> tuple[UUID, UUID]:
    """One at level 4, and at level 2 what took its place."""
    old = a_given_assessment(fellow=asha, assessor=ben)
    return old, an_amended_assessment(old, assessor=ben)


def test_what_is_evidence_for_a_sign_off(
    asha: Member, ben: Member, pair: tuple[UUID, UUID]
) -> None:
    assert asha.enrollment_id is not None
    found = evidence_for(ben.actor, asha.enrollment_id, "epa08", TODAY)
    assert [(one.id, one.level) for one in found.assessments] == [(pair[1], "2")]
    assert [one.id for one in found.grounds if one.kind == "assessment"] == [pair[1]]
    assert knows(ben.actor, asha.id)
    assert progress.differences() == []


def test_a_fellows_year_and_the_committees_file(
    asha: Member, dana: Member, pair: tuple[UUID, UUID]
) -> None:
    assert asha.enrollment_id is not None
    gaps = gaps_of(dana.actor, asha.enrollment_id, TODAY)
    year = year_of(dana.actor, gaps, TODAY, soon())
    assert [one.id for one in year.feedback] == [pair[1]]
    levels = [mark.level for one in year.levels for mark in one.marks]
    assert levels == ["2"]
    told = levels_in(dana.actor, gaps.progress.enrolled, "epa08", "entrust5")
    assert told is not None and [mark.level for mark in told[1].marks] == ["2"]
    file = file_of(dana.actor, asha.enrollment_id, TODAY, soon())
    assert [one.id for one in file.feedback] == [pair[1]]


def test_how_a_supervisor_judges_in_the_mirror_and_in_the_programs_tendencies(
    asha: Member, ben: Member, dana: Member, pair: tuple[UUID, UUID]
) -> None:
    assert [(one.id, one.level) for one in own_rows(ben.actor, LONG_AGO, soon())] == [
        (pair[1], "2")
    ]
    assert [(one.id, one.level) for one in judgements(dana.actor, LONG_AGO)] == [(pair[1], "2")]
    for levels in (["4"], ["2"]):
        found = judged_by(dana.actor, ben.id, "entrust5", levels, LONG_AGO)
        assert [one.id for one in found] == ([pair[1]] if levels == ["2"] else [])
    asked = asked_of(dana.actor, ben.id, LONG_AGO, soon(), late_only=False)
    assert [one.id for one in asked] == [pair[1]]
    [of_ben] = [
        one for one in supervisors(dana.actor, TODAY, soon()).unanswered if one.supervisor == "Ben"
    ]
    assert of_ben.asked == 1


def test_a_supervisors_own_teaching_and_who_assessed_a_fellow(
    asha: Member, ben: Member, pair: tuple[UUID, UUID]
) -> None:
    [year, *_] = teaching_log.years(ben.actor, soon())
    assert [one.id for one in teaching_log.teaching(ben.actor, year).given] == [pair[1]]
    assert [one.id for one in assessments.given_by(ben.actor, soon())] == [pair[1]]
    seen = assessors.coverage(asha.actor, asha.id, TODAY)
    assert [one.n for one in seen if one.discipline == "physician"] == [1]


def test_the_fellow_has_one_to_read_and_finds_both(asha: Member, pair: tuple[UUID, UUID]) -> None:
    assert [one.id for one in assessments.open_for_fellow(asha.actor, soon())] == [pair[1]]
    everything = feedback.page(asha.actor, Sought(asha.id), None, soon()).rows
    assert {one.id for one in everything} == set(pair)
    said = feedback.page(asha.actor, Sought(asha.id, states=SAID), None, soon()).rows
    assert [one.id for one in said] == [pair[1]]


def test_an_amendment_is_not_late_feedback(asha: Member, ben: Member) -> None:
    day = TODAY - timedelta(days=40)
    old = a_given_assessment(fellow=asha, assessor=ben, happened_on=day)
    new = an_amended_assessment(old, assessor=ben, happened_on=day)
    late = [assessments.assessment(asha.actor, id_, soon()).late_days for id_ in (old, new)]
    assert late == [40, 0]


WITHOUT_COUNTING = {
    "queries/assessments_visibility.py": "who may see which, whatever their state",
    "queries/audit.py": "whose history may be read",
    "queries/audit_names.py": "what a record is called",
    "queries/gaps.py": "requests that wait",
    "queries/record_reads.py": "who read which",
    "services/assessing.py": "one at a time, by its step",
    "services/assessment_amendments.py": "one at a time, by its step",
    "services/assessments.py": "one at a time, by its step",
    "services/audit_records.py": "the seals of all",
    "services/record_rows.py": "a copy of all, each with its state",
    "services/signing.py": "one at a time",
    "cli/demo_assessments.py": "makes them",
    "models/__init__.py": "names the tables",
}


def test_whoever_reads_the_table_asks_for_what_counts_or_has_a_reason() -> None:
    """`SAID` is the one filter: a new reader without it has to be looked at."""
    top = Path(logbook.__file__).parent
    reading = {
        str(file.relative_to(top))
        for file in top.rglob("*.py")
        if "from logbook.models.assessments import" in (text := file.read_text("utf-8"))
        and not ("SAID" in text and "Assessment.state" in text)
        and "state not in SAID" not in text
    }
    assert reading == set(WITHOUT_COUNTING)
