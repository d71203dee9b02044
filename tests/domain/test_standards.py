"""Who stands behind a pass mark, what is aimed for, and what a gap says beside its step."""

from datetime import date
from typing import Any

import pytest

from logbook.domain.curriculum import Curriculum
from logbook.domain.decisions import say
from logbook.domain.document import CurriculumError, Text
from logbook.domain.gaps import what_is_there
from logbook.domain.knowledge import Outcome, Result, complaints, mark_standing, outcome_of
from logbook.domain.milestones import aims
from logbook.domain.opportunities import KnowledgeTest
from logbook.domain.requirements import FigureStanding
from tests.domain.shipped import named, shipped, shipped_document, small_document

EXAM = {"id": "exam", "name": named("Exam"), "pass_mark": 70}


@pytest.mark.parametrize(
    ("but", "standing"),
    [
        ({}, FigureStanding.SUGGESTED),
        ({"source": "HEARD"}, FigureStanding.SUGGESTED),
        ({"source": "READ"}, FigureStanding.SOURCED),
        ({"source": "READ", "pass_mark": None}, FigureStanding.OPEN),
    ],
)
def test_a_pass_mark_stands_as_its_source_does(
    but: dict[str, Any], standing: FigureStanding
) -> None:
    curriculum = Curriculum.from_document({**small_document(), "tests": [{**EXAM, **but}]})
    assert mark_standing(curriculum.offers.tests["exam"], curriculum.sources) is standing


@pytest.mark.parametrize(
    ("but", "outcome", "wrong"),
    [
        ({"score": 70}, Outcome.PASSED, set()),
        ({"score": 69}, Outcome.NOT_PASSED, set()),
        ({}, None, {"score"}),
        ({"score": -1}, Outcome.NOT_PASSED, {"score"}),
        ({"outcome": Outcome.MISTAKEN}, Outcome.MISTAKEN, {"outcome"}),
        ({"sat_on": date(2027, 1, 1), "score": 70}, Outcome.PASSED, {"sat_on"}),
    ],
)
def test_the_mark_decides_and_a_mistake_names_what_it_was(
    but: dict[str, Any], outcome: Outcome | None, wrong: set[str]
) -> None:
    result = Result(**{"test": "exam", "sat_on": date(2026, 11, 2), **but})
    tests = {"exam": KnowledgeTest("exam", Text(named("Exam")), 70)}
    assert outcome_of(result, tests["exam"]) is outcome
    today = date(2026, 11, 25)
    assert set(complaints(result, tests, today=today, amends=False)) == wrong
    if outcome is Outcome.MISTAKEN:
        assert complaints(result, tests, today=today, amends=True) == {}


def test_without_a_mark_the_examiners_decide() -> None:
    tests = {"exam": KnowledgeTest("exam", Text(named("Exam")), None)}
    today = date(2026, 11, 25)
    said = Result("exam", today, outcome=Outcome.PASSED)
    assert outcome_of(said, tests["exam"]) is Outcome.PASSED
    for result, wrong in (
        (said, set()),
        (Result("exam", today), {"outcome"}),
        (Result("exam", today, score=80), {"outcome", "score"}),
        (Result("other", today), {"test"}),
    ):
        assert set(complaints(result, tests, today=today, amends=False)) == wrong


def test_a_pass_mark_names_a_known_source() -> None:
    with pytest.raises(CurriculumError, match="unknown source"):
        Curriculum.from_document({**small_document(), "tests": [{**EXAM, "source": "NOWHERE"}]})


def test_the_aim_is_the_scale_s_target_and_no_gate_unless_a_requirement_says_so() -> None:
    document = shipped_document()
    milestone = next(one for one in document["requirements"] if one["id"] == "epa08.milestone")
    milestone |= {"level": "4.5", "gate": True}
    found = aims(Curriculum.from_document(document))
    assert (found["PC4"].level.code, found["PC4"].gate) == ("4.5", True)
    assert (found["PC1"].level.code, found["PC1"].gate) == ("4", False)
    assert aims(shipped("pain_nurse")) == {}


def test_how_many_more_is_said_once() -> None:
    """By the step, where the step says it; by the reason for all other kinds."""
    requirements = shipped().requirements
    why = say("15 more: 5 of 20.")
    didactic, test = requirements["epa13.didactic"], requirements["epa06.test"]
    assert what_is_there(didactic, 5, why).params == {"credit": 5, "required": 20}
    assert what_is_there(test, 0, why) is why
