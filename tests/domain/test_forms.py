"""Forms and tests as they stand in a curriculum document, and what is no form."""

from typing import Any

import pytest

from logbook.domain.derivation import derived
from logbook.domain.document import CurriculumError, Node
from logbook.domain.forms import AssessmentForm, read_form
from logbook.domain.opportunities import read_test
from logbook.domain.rounds import codes_of, complaints
from tests.domain.shipped import choices, named, shipped

SCALES = shipped().scales


def a_form(**but: Any) -> dict[str, Any]:
    usual = {
        "id": "mini",
        "name": named("Mini"),
        "purpose": "formative",
        "items": [
            {"id": "seen", "label": named("Seen"), "kind": "choice", "choices": choices("a", "b")},
            {"id": "words", "label": named("Words"), "kind": "text"},
        ],
    }
    return usual | but


def read(**but: Any) -> AssessmentForm:
    return read_form(Node(a_form(**but)), SCALES)


def test_an_item_is_found_by_its_name() -> None:
    form = read()
    seen = form.item("seen")
    assert seen is not None
    assert codes_of(seen, SCALES) == ("a", "b")
    assert form.item("unheard") is None


def test_an_answer_is_one_of_the_choices_and_words_are_free() -> None:
    form = read()
    assert complaints(form, SCALES, {"seen": "a", "words": "anything at all"}) == {}
    assert set(complaints(form, SCALES, {"seen": "c"})) == {"seen"}


@pytest.mark.parametrize(
    ("but", "complaint"),
    [
        ({"round": True, "raters": 2}, "a round needs 3 raters or more"),
        (
            {"items": [{"id": "x", "label": named("X"), "kind": "choice"}]},
            "a choice needs its choices",
        ),
        (
            {"items": [{"id": "x", "label": named("X"), "kind": "text", "choices": choices("a")}]},
            "a choice needs its choices",
        ),
    ],
)
def test_what_is_no_form_is_named(but: dict[str, Any], complaint: str) -> None:
    with pytest.raises(CurriculumError, match=complaint):
        read(**but)


def test_nobody_passes_a_test_with_more_than_everything() -> None:
    with pytest.raises(CurriculumError, match="100 percent at most"):
        read_test(Node({"id": "exam", "name": named("Exam"), "pass_mark": 101}), {})


def test_what_the_base_lacks_is_left_to_the_reader_of_the_whole() -> None:
    assert derived({"sources": [5], "title": named("Mine")}, {}) == {
        "sources": [5],
        "title": named("Mine"),
    }
    with pytest.raises(CurriculumError, match="the base has no 'PC'"):
        derived({"sources": ["PC"]}, {"sources": "nonsense"})
