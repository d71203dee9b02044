"""What is wrong with what is said, and hints on its words."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from logbook.domain.assessment_content import (
    Judgement,
    about_the_day,
    asked_of_fellow,
    complaints,
    overall_levels,
    own_complaints,
)
from logbook.domain.curriculum import Curriculum
from logbook.domain.feedback_hints import (
    SAYS,
    Hint,
    hint_on_next_step,
    hint_on_what_went_well,
    rules,
)
from tests.makers.assessments import a_judgement
from tests.makers.curricula import shipped_document

CURRICULUM = Curriculum.from_document(shipped_document())
DOPS, ITA, LONG = (CURRICULUM.forms[name] for name in ("dops", "ita", "long_case"))


def wrong(**but: Any) -> set[str]:
    return set(complaints(a_judgement(**but), DOPS, CURRICULUM))


def test_a_whole_one_is_fine_and_what_is_missing_is_named() -> None:
    assert wrong() == set()
    assert wrong(level=None) == {"level"}
    assert wrong(items={}) == {"items.preparation", "items.technique", "items.safety"}
    assert wrong(went_well=" ", next_step="") == {"went_well", "next_step"}


def test_a_draft_may_lack_everything_but_says_nothing_wrong() -> None:
    assert complaints(Judgement(), DOPS, CURRICULUM, complete=False) == {}
    forged = Judgement(level="2A", items={"technique": "9"}, went_well="Mr. Smith was calm")
    found = complaints(forged, DOPS, CURRICULUM, complete=False)
    assert set(found) == {"level", "items.technique", "went_well"}


def test_an_answer_that_is_no_level_is_an_answer() -> None:
    items = {**a_judgement().items, "safety": "not_seen"}
    assert wrong(items=items) == set()


def test_what_patients_are_called_is_kept_out_of_texts() -> None:
    said = Judgement(items={"plan": "call 0812-3456-7890"}, went_well="x", next_step="y")
    assert "items.plan" in complaints(said, ITA, CURRICULUM)


def test_a_choice_is_one_of_its_own() -> None:
    items = {"assessment": "meets", "plan": "meets", "reasoning": "meets", "where": "abroad"}
    found = complaints(a_judgement(items=items), LONG, CURRICULUM)
    assert set(found) == {"items.where"}


def test_levels_keep_their_order_and_codes() -> None:
    document = shipped_document()
    for form in document["forms"]:
        if form["id"] == "dops":
            form["scale"] = "rcoa"
    other = Curriculum.from_document(document)
    codes = [one.code for one in overall_levels(other.forms["dops"], other)]
    assert codes == ["1", "2A", "2B", "3", "4"]
    assert overall_levels(ITA, CURRICULUM) == ()


def test_the_fellow_rates_one_level_or_the_items_of_a_form_without_one() -> None:
    assert asked_of_fellow(DOPS) == ("level",)
    assert asked_of_fellow(ITA) == ("knowledge", "care", "communication", "professionalism")
    assert own_complaints({"level": "3"}, DOPS, CURRICULUM) == {}
    assert set(own_complaints({"level": "2A"}, DOPS, CURRICULUM)) == {"own.level"}
    assert set(own_complaints({"care": "meets"}, ITA, CURRICULUM)) == {
        "own.knowledge",
        "own.communication",
        "own.professionalism",
    }


@pytest.mark.parametrize(("day", "fine"), [(1, False), (10, True), (20, False), (31, False)])
def test_the_day_lies_within_the_training_and_the_past(day: int, fine: bool) -> None:
    on, today = date(2026, 3, day), date(2026, 3, 25)
    found = list(about_the_day(on, today, date(2026, 3, 5), date(2026, 3, 15)))
    assert (found == []) is fine


@pytest.mark.parametrize(
    "text", ["Good job", "Very good, keep it up!", "Bagus sekali", "kerja baik"]
)
def test_mere_praise_is_asked_for_evidence(text: str) -> None:
    assert hint_on_what_went_well(text) is Hint.NO_EVIDENCE


@pytest.mark.parametrize(
    "text",
    [
        "Kept the needle tip in view at L4.",
        "Menjelaskan risiko kepada keluarga pasien dengan bahasa sederhana",
    ],
)
def test_what_was_seen_is_evidence(text: str) -> None:
    assert hint_on_what_went_well(text) is None


@pytest.mark.parametrize("text", ["Nothing", "none at all here", "Tetap semangat ya"])
def test_no_step_is_asked_for_one(text: str) -> None:
    assert hint_on_next_step(text) is Hint.NO_STEP


@pytest.mark.parametrize("text", ["Check contrast before injecting", "Latih membaca citra oblik"])
def test_what_can_be_done_is_a_step(text: str) -> None:
    assert hint_on_next_step(text) is None


def test_nobody_is_hinted_at_before_the_first_word() -> None:
    assert hint_on_what_went_well(" ... ") is None
    assert hint_on_next_step("") is None


@given(st.text(max_size=200))
def test_any_text_gets_a_hint_that_has_words_or_none(text: str) -> None:
    for hint in (hint_on_what_went_well(text), hint_on_next_step(text)):
        assert hint is None or hint in SAYS


def test_the_page_gets_the_same_lists() -> None:
    told = rules()
    assert "bagus" in told["praise"] and "latih" in told["steps"]  # type: ignore[operator]
