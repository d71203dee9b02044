"""What following another edition would change, from the same evidence."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from logbook.domain.case_content import CaseContent
from logbook.domain.catalogue import CaseRole
from logbook.domain.credit import tallies
from logbook.domain.curriculum import Curriculum
from logbook.domain.curriculum_effect import EffectLine, Reached, Turn, effect, reached_by
from logbook.domain.document import Text
from logbook.domain.evidence import AssessmentEvidence, CaseEvidence, CredentialEvidence
from logbook.domain.forms import ItemChoice, ItemKind
from logbook.domain.names_kept import RecordedCase, Records, counts_no_more, names_lost
from tests.domain.shipped import shipped, shipped_document
from tests.domain.test_curriculum_changes import suggesting, told

TODAY = date(2026, 11, 1)
TRANSFORAMINAL = "esi_lumbosacral_transforaminal"
LUMBAR = "epa08.spine_lumbar_sacral"


def with_(**parts: Any) -> Curriculum:
    return Curriculum.from_document({**shipped_document(), **parts})


def without(id_: str) -> Curriculum:
    kept = [one for one in shipped_document()["requirements"] if one["id"] != id_]
    groups = [one for one in kept if id_ not in one.get("parts", [])]
    return with_(requirements=groups)


def some_cases(count: int) -> list[CaseEvidence]:
    one = CaseEvidence(
        "esi_lumbosacral_transforaminal",
        "spine_lumbar_sacral",
        CaseRole.PERFORMED_DIRECT,
        on=TODAY - timedelta(days=9),
    )
    return [one] * count


def line_of(lines: list[EffectLine], id_: str = LUMBAR) -> EffectLine:
    return next(one for one in lines if one.requirement == id_)


@pytest.mark.parametrize(
    ("figure", "turn"),
    [(25, Turn.SAME), (30, Turn.CHANGED), (20, Turn.NEWLY_MET), (22, Turn.NEWLY_MET)],
)
def test_twenty_two_of_twenty_five(figure: int, turn: Turn) -> None:
    line = line_of(effect(some_cases(22), shipped(), suggesting(LUMBAR, figure), TODAY))
    assert line.turn is turn
    assert (line.now, line.then) == (Reached(22, 25, True), Reached(22, figure, True))


def test_what_was_met_and_is_not_then_is_newly_missing() -> None:
    line = line_of(effect(some_cases(26), shipped(), suggesting(LUMBAR, 30), TODAY))
    assert line.turn is Turn.NEWLY_MISSING


def test_a_requirement_that_is_no_more_is_lost_only_with_its_credit() -> None:
    then = without(LUMBAR)
    assert line_of(effect(some_cases(3), shipped(), then, TODAY)).turn is Turn.LOST
    assert line_of(effect([], shipped(), then, TODAY)).turn is Turn.GONE


def test_a_new_requirement_is_missing_or_met_by_what_is_there() -> None:
    before = without(LUMBAR)
    assert line_of(effect(some_cases(3), before, shipped(), TODAY)).turn is Turn.NEWLY_MISSING
    assert line_of(effect(some_cases(25), before, shipped(), TODAY)).turn is Turn.NEWLY_MET


def test_a_group_counts_its_parts_in_both() -> None:
    groups = [one for one in shipped().requirements.values() if one.kind == "group"]
    assert groups
    lines = effect([], shipped(), shipped(), TODAY)
    for one in groups:
        assert line_of(lines, one.id).now == Reached(0, one.required, one.blocks)


@settings(deadline=None)
@given(st.integers(0, 40))
def test_an_edition_changes_nothing_against_itself(count: int) -> None:
    lines = effect(some_cases(count), shipped(), shipped(), TODAY)
    assert {one.turn for one in lines} == {Turn.SAME}
    assert len(lines) == len(shipped().requirements)


@settings(deadline=None)
@given(st.integers(0, 40), st.integers(0, 40))
def test_what_is_said_before_is_what_kept_sums_say_afterwards(count: int, figure: int) -> None:
    then = suggesting(LUMBAR, figure)
    lines = effect(some_cases(count), shipped(), then, TODAY)
    afterwards = reached_by(tallies(some_cases(count), then), then, TODAY)
    assert {one.requirement: one.then for one in lines} == afterwards


# ── names ────────────────────────────────────────────────────────────────────────────────────


def a_record(waits: bool = False, **but: Any) -> Records:
    content = {
        "procedure": "esi_lumbosacral_transforaminal",
        "performed_on": TODAY,
        "role": CaseRole.PERFORMED_DIRECT,
        "setting": "clinic_suite",
        "age_band": "40-64",
        "details": {"levels": ["L4"], "laterality": "left", "guidance": "fluoroscopy"},
    }
    return Records((RecordedCase(CaseContent(**(content | but)), "spine_lumbar_sacral", waits),))


def refusals(records: Records, **parts: Any) -> list[str]:
    return [told(one) for one in names_lost(records, shipped(), with_(**parts))]


def document_with(shelf: str, id_: str, **values: Any) -> list[Any]:
    document = shipped_document()
    next(one for one in document[shelf] if one["id"] == id_).update(values)
    found: list[Any] = document[shelf]
    return found


def less(shelf: str, *ids: str) -> list[Any]:
    return [one for one in shipped_document()[shelf] if one["id"] not in ids]


EVERYTHING = Records(
    cases=a_record().cases,
    ratings=frozenset({("entrust5", "3"), ("milestone", "2.5")}),
    rounds=frozenset({"msf"}),
    activities=frozenset({"course"}),
    tests=frozenset(list(shipped().offers.tests)[:1]),
    rotations=frozenset(list(shipped().offers.rotations)[:1]),
    subcompetencies=frozenset({shipped().domains["PC"].subcompetencies[0].id}),
)


def test_the_same_names_lose_nothing() -> None:
    assert names_lost(EVERYTHING, shipped(), with_(edition="next")) == []


def test_a_procedure_that_is_no_more_holds_its_cases() -> None:
    gone = less("procedures", TRANSFORAMINAL)
    [why] = refusals(a_record(), procedures=gone, learning_curves=[])
    assert why == f"cases “{shipped().procedures[TRANSFORAMINAL].name}” (1): not in the catalogue"


def test_a_level_of_the_spine_that_is_no_more_holds_the_case_that_names_it() -> None:
    sets = {**shipped_document()["level_sets"]}
    sets = {name: [one for one in levels if one != "L4"] for name, levels in sets.items()}
    [why] = refusals(a_record(), level_sets=sets)
    assert why.endswith("(1): something that was said of them is not known")
    assert refusals(a_record(details={"levels": ["L3"]}), level_sets=sets) == []


def test_a_case_that_waits_must_be_whole_there_too() -> None:
    asks = document_with(
        "procedures", "esi_lumbosacral_transforaminal", requires=["levels", "laterality"]
    )
    whole = a_record(waits=True)
    assert refusals(whole, procedures=asks) == []
    lacking = a_record(waits=True, details={"levels": ["L4"]})
    before = document_with("procedures", "esi_lumbosacral_transforaminal", requires=["levels"])
    now, then = with_(procedures=before), with_(procedures=asks)
    [why] = names_lost(lacking, now, then)
    assert told(why).endswith("they wait for an answer and lack what must be answered")
    answered = a_record(details={"levels": ["L4"]})
    assert names_lost(answered, now, then) == []


def test_ratings_rounds_items_results_and_reviews_need_their_names() -> None:
    gone = {"entrust5": "3", "milestone": "2.5"}
    scales = {
        name: replace(one, levels=tuple(x for x in one.levels if x.code != gone.get(name)))
        for name, one in shipped().scales.items()
    }
    ratings, then = Records(ratings=EVERYTHING.ratings), replace(shipped(), scales=scales)
    assert [told(one) for one in names_lost(ratings, shipped(), then)] == [
        "ratings at level 3 of “Entrustment and supervision”",
        "ratings at level 2.5 of “Milestone level”",
    ]


def test_a_level_that_became_no_level_is_not_read_alike() -> None:
    scale = shipped().scales["entrust5"]
    outside = (replace(scale.levels[2], order=0),)
    levels = tuple(one for one in scale.levels if one.code != "3")
    then = replace(shipped(), scales={"entrust5": replace(scale, levels=levels, outside=outside)})
    assert len(names_lost(Records(ratings=frozenset({("entrust5", "3")})), shipped(), then)) == 1


def bare(**parts: Any) -> Curriculum:
    return with_(requirements=[], **parts)


def test_a_round_needs_each_question_and_each_answer_of_its_form() -> None:
    records, then = Records(rounds=frozenset({"msf"})), shipped_document()
    msf = next(one for one in then["forms"] if one["id"] == "msf")
    del msf["items"][0]
    [why] = names_lost(records, shipped(), bare(forms=then["forms"]))
    assert told(why).startswith("a feedback round on “")
    more = shipped_document()
    msf = next(one for one in more["forms"] if one["id"] == "msf")
    msf["items"].append({**msf["items"][0], "id": "another"})
    assert names_lost(records, shipped(), bare(forms=more["forms"])) == []
    [gone] = names_lost(records, shipped(), bare(forms=less("forms", "msf")))
    assert told(gone) == told(why)


def test_a_round_needs_its_scale_and_its_choices() -> None:
    records = Records(rounds=frozenset({"msf"}))
    form = shipped().forms["msf"]
    scale = shipped().scales[form.items[0].scale or ""]
    less = {**shipped().scales, scale.id: replace(scale, levels=scale.levels[:-1])}
    assert len(names_lost(records, shipped(), replace(shipped(), scales=less))) == 1
    choice = ItemChoice("a", Text({"en": "A"}))
    asked = replace(form.items[0], kind=ItemKind.CHOICE, scale=None, choices=(choice,))
    now, then = (
        replace(shipped(), forms={"msf": replace(form, items=(item,))})
        for item in (asked, replace(asked, choices=()))
    )
    assert len(names_lost(records, now, then)) == 1
    assert names_lost(records, now, now) == []


def test_an_import_under_way_holds_its_fellow() -> None:
    [why] = names_lost(Records(importing=True), shipped(), shipped())
    assert told(why).startswith("an import that has not ended")


def test_a_category_that_is_no_more_holds_its_cases() -> None:
    categories = {k: v for k, v in shipped().categories.items() if k != "spine_lumbar_sacral"}
    [why] = names_lost(a_record(), shipped(), replace(shipped(), categories=categories))
    assert told(why).endswith("(1): their category is not there")


def test_items_results_rotations_and_reviews_need_their_names() -> None:
    tests, rotations = tuple(EVERYTHING.tests), tuple(EVERYTHING.rotations)
    records = Records(
        activities=EVERYTHING.activities,
        tests=EVERYTHING.tests,
        rotations=EVERYTHING.rotations,
        subcompetencies=EVERYTHING.subcompetencies,
    )
    assert names_lost(records, shipped(), bare()) == []
    then = bare(
        activities=less("activities", "course"),
        tests=less("tests", *tests),
        rotations=less("rotations", *rotations),
    )
    found = [told(one) for one in names_lost(records, shipped(), then)]
    assert found[0] == "portfolio items “Course or continuing education”"
    assert found[1].startswith("results of “")
    assert found[2].startswith("rotations “")
    nobody = Records(subcompetencies=frozenset({"XX9"}))
    assert [told(one) for one in names_lost(nobody, shipped(), bare())] == [
        "the committee’s ratings of XX9"
    ]


def test_assessments_and_credentials_keep_their_names_and_are_told() -> None:
    shown = [
        AssessmentEvidence("dops", "epa08", TODAY),
        AssessmentEvidence("dops", "epa08", TODAY),
        AssessmentEvidence("cbd", "epa08", TODAY),
        CredentialEvidence("medical_licence", TODAY),
    ]
    then = bare(forms=less("forms", "dops"), credentials=less("credentials", "medical_licence"))
    assert [told(one) for one in counts_no_more(shown, shipped(), then)] == [
        "assessments on “Directly observed procedural skills” (2)",
        "credentials “Medical licence” (1)",
    ]
    assert counts_no_more(shown, shipped(), shipped()) == []
