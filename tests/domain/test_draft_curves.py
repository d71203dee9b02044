"""Learning curves in a drafted curriculum: edited, told as changes, and kept by what names them."""

from typing import Any

import pytest

from logbook.domain.curriculum import Curriculum
from logbook.domain.curriculum_changes import Shelf, changes
from logbook.domain.draft_edits import added, find
from logbook.domain.draft_names import names_of
from logbook.domain.draft_shelves import SHELVES
from tests.domain.drafting import SCHEMA, WHOLE, change, complaints, typed

CURVES = "learning_curves"
OWN, OF_CATEGORIES = "lumbar_transforaminal", "neuraxial"


def told(**but: Any) -> list[str]:
    after = Curriculum.from_document(change(CURVES, OWN, **but))
    found = changes(Curriculum.from_document(WHOLE), after)
    assert {one.shelf for one in found} == {Shelf.CURVES}
    return [one.told for one in found]


def test_the_rates_are_those_for_which_a_limit_is_known() -> None:
    changed = change(CURVES, OWN, rates__unacceptable="30", cases="50")
    assert Curriculum.from_document(changed).learning_curves[OWN].unacceptable == 30
    assert set(complaints(CURVES, OWN, rates__unacceptable="31")) == {"rates.unacceptable"}
    assert set(complaints(CURVES, OWN, cases="60")) == {"cases"}
    assert set(complaints(CURVES, OWN, rates__acceptable="")) == {"rates.acceptable"}


def test_a_failure_needs_its_outcomes_and_its_source() -> None:
    assert set(complaints(CURVES, OWN, failure__outcomes=[])) == {"failure.outcomes"}
    assert set(complaints(CURVES, OWN, failure__source="")) == {"failure.source"}
    without = change(CURVES, OWN, failure__complications=[])
    assert "complications" not in find(without, CURVES, OWN)["failure"]


def test_a_mark_is_taken_away_whole() -> None:
    changed = change(CURVES, OWN, mark__time="", mark__dose="", mark__source="")
    assert "mark" not in (find(changed, CURVES, OWN) or {})
    assert set(complaints(CURVES, OWN, mark__source="")) == {"mark.source"}


def test_a_new_one_keeps_to_the_schema() -> None:
    cells = typed(CURVES, OF_CATEGORIES) | {
        "name.en": "All others",
        "name.id": "Lainnya",
        "categories": [],
    }
    changed, key = added(WHOLE, SHELVES[CURVES], cells)
    assert key == "all_others" and list(SCHEMA.iter_errors(changed)) == []
    rule = Curriculum.from_document(changed).learning_curves[key]
    assert (rule.procedures, rule.categories, rule.cases) == ((), (), 100)


@pytest.mark.parametrize(
    ("shelf", "key"),
    [
        ("procedures", "esi_lumbosacral_transforaminal"),
        ("complications", "dural_puncture"),
        ("categories", "spine_lumbar_sacral"),
        ("sources", "JOSWIG"),
    ],
)
def test_what_a_curve_names_cannot_be_taken_out(shelf: str, key: str) -> None:
    assert CURVES in {one.shelf for one in names_of(WHOLE, shelf, key)}


@pytest.mark.parametrize(
    ("but", "sentence"),
    [
        ({"rates__unacceptable": "30"}, "unacceptable failure rate in percent: 20 becomes 30."),
        ({"cases": "200"}, "cases for which the limit holds: 100 becomes 200."),
        ({"failure__outcomes": ["failed"]}, "outcomes that are failures: [('en', 'Abandoned')"),
        ({"failure__complications": []}, "complications that are failures: "),
        ({"mark__time": "70"}, "published mark of the time: 67 becomes 70."),
        (
            {"mark__time": "", "mark__dose": "", "mark__source": ""},
            ": no published mark any more.",
        ),
    ],
)
def test_each_change_is_told(but: dict[str, Any], sentence: str) -> None:
    [said] = told(**but)
    assert sentence in said


def test_a_curve_that_comes_or_goes_is_told() -> None:
    fewer = WHOLE | {CURVES: WHOLE[CURVES][:1]}
    before, after = Curriculum.from_document(WHOLE), Curriculum.from_document(fewer)
    [gone] = changes(before, after)
    [come] = changes(after, before)
    assert gone.what.id == "Learning curve removed: %(name)s."
    assert come.what.id == "New learning curve: %(name)s."
