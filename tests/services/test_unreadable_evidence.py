"""Evidence and sums that were made unreadable are named, and those of others are still reckoned."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import Column, select, update

from logbook.database import db
from logbook.models.cases import Case, CaseAnswer
from logbook.models.curriculum import CurriculumVersion, Enrollment
from logbook.models.progress import Progress
from logbook.models.rounds import FeedbackRound
from logbook.queries.curriculum import curriculum_of
from logbook.services import progress
from logbook.services.progress import Difference
from logbook.services.reading import Unreadable
from tests.cast import RIVERSIDE, Member
from tests.makers.cases import an_approved_case
from tests.makers.curricula import a_version
from tests.makers.forgery import forge, only_sqlite, spoil
from tests.makers.people import a_fellow
from tests.makers.rounds import a_closed_round

logged = Case.metadata.tables["logged_case"]
answers = CaseAnswer.metadata.tables["case_answer"]
enrolled = Enrollment.metadata.tables["enrollment"]
versions = CurriculumVersion.metadata.tables["curriculum_version"]
rounds = FeedbackRound.metadata.tables["feedback_round"]
sums = Progress.metadata.tables["progress"]

BAD_INSTANT = {"sqlite": "then", "postgresql": "infinity"}


@pytest.fixture(autouse=True)
def nothing_remembered() -> Iterator[None]:
    """A version is read once in the life of a process; here some are spoiled."""
    curriculum_of.cache_clear()
    yield
    curriculum_of.cache_clear()


@pytest.fixture
def approved(asha: Member, ben: Member) -> UUID:
    an_approved_case(fellow=asha, supervisor=ben)
    return an_approved_case(fellow=asha, supervisor=ben)


def found() -> tuple[list[tuple[str, str]], list[Difference]]:
    """Unreadable records, and sums that differ."""
    both = progress.differences()
    assert progress.differences(RIVERSIDE) == both
    return (
        [(one.table, str(one.id)) for one in both if isinstance(one, Unreadable)],
        [one for one in both if isinstance(one, Difference)],
    )


@pytest.mark.parametrize(
    ("column", "value"),
    [
        (logged.c.credited_role, "king"),
        pytest.param(logged.c.level_sides, "many", marks=only_sqlite),
    ],
)
def test_evidence_that_is_unreadable_is_named_in_the_place_of_its_sums(
    approved: UUID, asha: Member, finn: Member, ben: Member, column: Column[Any], value: object
) -> None:
    an_approved_case(fellow=finn, supervisor=ben)
    forge(update(sums).where(sums.c.enrollment_id == finn.enrollment_id).values(credit=9))
    spoil(column, value, logged.c.id == approved)
    unreadable, differing = found()
    assert unreadable == [("logged_case", str(approved))]
    assert {one.enrollment_id for one in differing} == {finn.enrollment_id}


@only_sqlite
def test_an_unreadable_sum_and_enrollment_are_named(
    approved: UUID, asha: Member, finn: Member
) -> None:
    sum_id = db.session.scalars(
        select(sums.c.id).where(sums.c.enrollment_id == asha.enrollment_id, sums.c.credit > 0)
    ).first()
    spoil(sums.c.credit, "many", sums.c.id == sum_id)
    spoil(enrolled.c.version_id, "none", enrolled.c.id == finn.enrollment_id)
    unreadable, differing = found()
    assert set(unreadable) == {("progress", str(sum_id)), ("enrollment", str(finn.enrollment_id))}
    assert differing == []


@pytest.mark.parametrize("document", [pytest.param("{broken", marks=only_sqlite), '{"id": 5}'])
def test_an_unreadable_curriculum_is_named_once(
    approved: UUID, asha: Member, document: str
) -> None:
    version_id = db.session.scalars(
        select(enrolled.c.version_id).where(enrolled.c.id == asha.enrollment_id)
    ).one()
    spoil(versions.c.document, document, versions.c.id == version_id)
    curriculum_of.cache_clear()
    assert found() == ([("curriculum_version", str(version_id))], [])


def test_an_unreadable_answer_matters_where_it_is_needed(approved: UUID) -> None:
    """What is reckoned reads the level that was stated, not the role."""
    spoil(answers.c.role_stated, "king", answers.c.case_id == approved)
    assert found() == ([], [])


@only_sqlite
def test_an_unreadable_instant_of_an_answer_is_named(approved: UUID) -> None:
    """Of two judgements on one day the later counts, so the instant is read."""
    spoil(answers.c.answered_at, "then", answers.c.case_id == approved)
    assert [kind for kind, _ in found()[0]] == ["case_answer"]


def test_an_unreadable_round_is_named(cora: Member) -> None:
    fellow = a_fellow("Nia Putri", version_id=a_version(RIVERSIDE))
    round_id = a_closed_round(fellow=fellow, by=cora)
    spoil(rounds.c.closed_at, BAD_INSTANT[db.engine.dialect.name], rounds.c.id == round_id)
    assert found() == ([("feedback_round", str(round_id))], [])


@only_sqlite
def test_a_sum_whose_explanation_is_broken_is_named(approved: UUID, asha: Member) -> None:
    sum_id = db.session.scalars(
        select(sums.c.id).where(sums.c.enrollment_id == asha.enrollment_id)
    ).first()
    spoil(sums.c.kept, "{broken", sums.c.id == sum_id)
    assert found() == ([("progress", str(sum_id))], [])
