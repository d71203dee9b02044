"""What a fellow states about a case, and what is wrong with it."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from logbook.domain.case_content import CaseContent, complaints, level_sides, tidied
from logbook.domain.catalogue import CaseRole, Outcome
from tests.domain.shipped import shipped

TODAY = date(2026, 11, 23)
BEGAN = date(2026, 7, 1)
ENDS = date(2027, 6, 30)


def content(**but: Any) -> CaseContent:
    """A lumbar transforaminal epidural at L4 on the left."""
    usual: dict[str, Any] = {
        "procedure": "esi_lumbosacral_transforaminal",
        "performed_on": TODAY,
        "role": CaseRole.PERFORMED_DIRECT,
        "age_band": "40-64",
        "details": {"levels": ["L4"], "laterality": "left"},
    }
    return CaseContent(**(usual | but))


def with_details(**but: object) -> CaseContent:
    return content(details={"levels": ["L4"], "laterality": "left"} | but)


def wrong(case: CaseContent, complete: bool = True, today: date = TODAY) -> dict[str, str]:
    found = complaints(case, shipped(), today, BEGAN, ENDS, complete)
    return {name: message.id % message.params for name, message in found.items()}


def test_five_answers_make_a_complete_case():
    assert wrong(content()) == {}


def test_a_visit_asks_for_even_less():
    assert wrong(content(procedure="enc_cancer", details={})) == {}


@pytest.mark.parametrize("outcome", list(Outcome))
def test_every_outcome_is_a_normal_entry(outcome):
    assert wrong(content(outcome=outcome)) == {}


@pytest.mark.parametrize(
    ("performed_on", "today", "complaint"),
    [
        (date(2026, 11, 24), TODAY, "This date is in the future."),
        (date(2026, 6, 30), TODAY, "This is before the training began."),
        (date(2027, 7, 1), date(2027, 8, 1), "This is after the training ended."),
    ],
)
def test_the_date_lies_within_the_training_and_not_ahead(performed_on, today, complaint):
    for complete in (True, False):
        said = wrong(content(performed_on=performed_on), complete, today)
        assert said == {"performed_on": complaint}


@pytest.mark.parametrize("day", [BEGAN, TODAY])
def test_the_first_day_and_today_are_within(day):
    assert wrong(content(performed_on=day)) == {}
    assert wrong(content(performed_on=ENDS), today=ENDS) == {}


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"procedure": "bloodletting", "details": {}}, "procedure"),
        ({"role": "dreamed"}, "role"),
        ({"outcome": "glorious"}, "outcome"),
        ({"setting": "kitchen"}, "setting"),
        ({"age_band": "middle"}, "age_band"),
        ({"complications": ("boredom",)}, "complications"),
        ({"complications": ("vasovagal", "vasovagal")}, "complications"),
        ({"indication": "x" * 301}, "indication"),
        ({"reflection": "x" * 4001}, "reflection"),
        ({"indication": "Mr Smith, leg pain"}, "indication"),
        ({"complication_note": "born on 3/4/1950"}, "complication_note"),
    ],
)
def test_what_is_wrong_is_wrong_in_a_draft_too(change, field):
    for complete in (True, False):
        assert list(wrong(content(**change), complete)) == [field]


def test_how_it_ended_is_said_before_it_is_submitted_and_not_before():
    assert list(wrong(content(outcome=""))) == ["outcome"]
    assert wrong(content(outcome=""), complete=False) == {}


@pytest.mark.parametrize(
    ("details", "field"),
    [
        ({"lesion_temperature": 80}, "details.lesion_temperature"),
        ({"laterality": "front"}, "details.laterality"),
        ({"laterality": 4}, "details.laterality"),
        ({"levels": "L4"}, "details.levels"),
        ({"levels": ["L4", "L4"]}, "details.levels"),
        ({"levels": ["C4"]}, "details.levels"),
        ({"levels": [4]}, "details.levels"),
        ({"fluoroscopy_time": 7201}, "details.fluoroscopy_time"),
        ({"fluoroscopy_time": -1}, "details.fluoroscopy_time"),
        ({"fluoroscopy_time": "12"}, "details.fluoroscopy_time"),
        ({"fluoroscopy_time": True}, "details.fluoroscopy_time"),
        ({"contrast_volume": "100.5"}, "details.contrast_volume"),
        ({"contrast_volume": "two"}, "details.contrast_volume"),
        ({"contrast_volume": 2.5}, "details.contrast_volume"),
        ({"contrast_volume": True}, "details.contrast_volume"),
        ({"contrast_volume": "1e3"}, "details.contrast_volume"),
        ({"contrast_agent": 240}, "details.contrast_agent"),
        ({"contrast_agent": "x" * 61}, "details.contrast_agent"),
        ({"needle_type": "the one of Mrs Jones"}, "details.needle_type"),
    ],
)
def test_details_belong_to_the_procedure_and_keep_within_bounds(details, field):
    for complete in (True, False):
        assert list(wrong(with_details(**details), complete)) == [field]


def test_the_bounds_are_told():
    said = wrong(with_details(fluoroscopy_time=9000))
    assert said == {"details.fluoroscopy_time": "Between 0 and 7200."}


def test_the_telling_words_are_shown_and_only_they():
    said = wrong(content(indication="leg pain of Mr Smith since May"))
    assert "“Mr Smith”" in said["indication"]


def test_details_in_order_are_accepted():
    assert (
        wrong(
            with_details(
                guidance="fluoroscopy",
                fluoroscopy_time=12,
                dose_area_product="35.5",
                dose_area_product_unit="cGy_cm2",
                contrast_pattern="epidural",
                contrast_volume=2,
                local_anesthetic="lidocaine 2% 2 mL",
                needle_gauge=22,
                first_pass="yes",
            )
        )
        == {}
    )


def test_a_draft_may_be_incomplete_but_a_submitted_case_may_not():
    bare = content(age_band=None, details={"levels": [], "laterality": ""})
    assert wrong(bare, complete=False) == {}
    assert list(wrong(bare)) == ["age_band", "details.levels", "details.laterality"]


def test_a_dose_needs_its_unit():
    dose = with_details(dose_area_product="2.5")
    assert list(wrong(dose)) == ["details.dose_area_product_unit"]
    assert wrong(dose, complete=False) == {}
    assert wrong(with_details(dose_area_product="2.5", dose_area_product_unit="Gy_cm2")) == {}


def test_no_contrast_needs_a_reason_and_contrast_none():
    assert list(wrong(with_details(contrast_pattern="none_given"))) == [
        "details.no_contrast_reason"
    ]
    assert wrong(with_details(contrast_pattern="epidural")) == {}


def test_another_complication_needs_a_few_words():
    other = content(complications=("vasovagal", "other"), complication_note="  ")
    assert list(wrong(other)) == ["complication_note"]
    assert wrong(other, complete=False) == {}
    assert wrong(content(complications=("other",), complication_note="hiccups")) == {}
    assert wrong(content(complications=("vasovagal",))) == {}


@pytest.mark.parametrize(
    ("details", "count"),
    [
        ({}, 1),
        ({"levels": ["L4"], "laterality": "left"}, 1),
        ({"levels": ["L4", "L5"], "laterality": "left"}, 2),
        ({"levels": ["L4", "L5"], "laterality": "bilateral"}, 4),
        ({"levels": [], "laterality": "bilateral"}, 2),
    ],
)
def test_levels_times_sides(details, count):
    assert level_sides(content(details=details), shipped()) == count


def test_what_the_procedure_does_not_ask_multiplies_nothing():
    odd = {"levels": ["L4", "L5"], "laterality": "bilateral"}
    assert level_sides(content(procedure="esi_caudal", details=odd), shipped()) == 1


def test_what_a_form_gives_is_tidied():
    given_by_form = content(
        indication=" leg pain ",
        details={
            "levels": ["L5", "L4"],
            "laterality": " left ",
            "fluoroscopy_time": "12",
            "needle_gauge": 22.0,
            "contrast_volume": "2,50",
            "injectate_volume": 10,
            "contrast_agent": "  ",
            "guidance": None,
        },
    )
    tidy = tidied(given_by_form, shipped())
    assert tidy.indication == "leg pain"
    assert tidy.details == {
        "levels": ["L4", "L5"],
        "laterality": "left",
        "fluoroscopy_time": 12,
        "needle_gauge": 22,
        "contrast_volume": "2.5",
        "injectate_volume": "10",
    }
    assert wrong(tidy) == {}


def test_what_cannot_be_read_is_left_for_the_complaint():
    odd = {"fluoroscopy_time": "12.5", "contrast_volume": "much", "levels": "L4", "mood": " fine "}
    tidy = tidied(content(details=odd), shipped())
    assert tidy.details == odd | {"mood": "fine"}
    assert set(wrong(tidy, complete=False)) == {f"details.{name}" for name in odd}


def test_an_unknown_procedure_is_tidied_too():
    tidy = tidied(content(procedure="bloodletting", details={"leeches": " 7 "}), shipped())
    assert tidy.details == {"leeches": "7"}


VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-5, 10_000),
    st.floats(allow_nan=True),
    st.text(max_size=12),
    st.sampled_from(["yes", "left", "bilateral", "epidural", "none_given", "2,5", "12"]),
    st.lists(st.sampled_from(["L4", "L5", "C4", "x"]), max_size=4),
)


@given(
    st.sampled_from(sorted(shipped().procedures)).flatmap(
        lambda name: st.tuples(
            st.just(name),
            st.dictionaries(
                st.sampled_from(
                    [spec.name for spec in shipped().procedures[name].fields] + ["stray"]
                ),
                VALUES,
                max_size=6,
            ),
        )
    )
)
def test_anything_can_be_judged_and_tidying_twice_changes_nothing_more(stated):
    name, details = stated
    tidy = tidied(content(procedure=name, details=details), shipped())
    assert tidied(tidy, shipped()) == tidy
    draft, submitted = wrong(tidy, complete=False), wrong(tidy)
    assert draft.keys() <= submitted.keys()
    assert level_sides(tidy, shipped()) >= 1
