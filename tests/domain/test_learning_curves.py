"""Which definition holds for a procedure, what a curve says, and how documents are read."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from logbook.domain.curriculum import Curriculum, CurriculumError
from logbook.domain.learning_curves import (
    USUAL,
    CurveRule,
    Failure,
    Says,
    read_cusum,
    read_lc_cusum,
    read_watch,
)
from tests.domain.shipped import shipped, small_document

CURRICULA = ("pain_medicine", "pain_nurse", "pain_technician", "procedures_endorsement")
RULE = CurveRule("one", None)


def a_curve(**but: Any) -> dict[str, Any]:
    usual = {
        "id": "one",
        "name": {"en": "One"},
        "failure": {"outcomes": ["failed"], "source": "READ"},
        "rates": {"acceptable": 10, "unacceptable": 20, "source": "READ"},
        "cases": 50,
    }
    return usual | but


def read(*curves: dict[str, Any]) -> Curriculum:
    return Curriculum.from_document(small_document() | {"learning_curves": list(curves)})


@pytest.mark.parametrize("name", CURRICULA)
def test_every_procedure_that_is_shipped_has_its_definition(name: str) -> None:
    curriculum = shipped(name)
    for procedure in curriculum.procedures.values():
        rule = curriculum.curve_rule(procedure.id)
        assert (rule is None) == (procedure.kind != "procedure"), procedure.id
        if rule is not None:
            assert rule is not USUAL and {rule.source, rule.failure.source} <= {*curriculum.sources}


def test_the_procedure_goes_before_its_category_and_this_before_all_others() -> None:
    everybody, category = a_curve(id="all"), a_curve(id="group", categories=["blocks"])
    own = a_curve(id="own", procedures=["block"])
    for curves, expected in (
        ((everybody, category, own), "own"),
        ((everybody, category), "group"),
        ((everybody,), "all"),
        ((), "usual"),
    ):
        rule = read(*curves).curve_rule("block")
        assert rule is not None and rule.id == expected
    assert read(everybody).curve_rule("visit") is None
    assert read(everybody).curve_rule("unheard_of") is None


def test_a_document_of_before_works_as_it_did() -> None:
    old = small_document()
    assert "learning_curves" not in old
    rule = Curriculum.from_document(old).curve_rule("block")
    assert rule == USUAL
    assert rule.failure.holds("handed_over", ()) and not rule.failure.holds("success", ("other",))


@pytest.mark.parametrize(
    ("curves", "path", "why"),
    [
        ([a_curve(procedures=["x"])], "learning_curves[0].procedures[0]", "unknown procedure"),
        ([a_curve(categories=["x"])], "learning_curves[0].categories[0]", "unknown category"),
        (
            [a_curve(failure={"outcomes": ["x"], "source": "READ"})],
            "learning_curves[0].failure.outcomes[0]",
            "unknown outcome",
        ),
        (
            [a_curve(rates={"acceptable": 11, "unacceptable": 20, "source": "READ"})],
            "learning_curves[0].rates.unacceptable",
            "no limit is known for these rates, only for 5/10",
        ),
        ([a_curve(cases=51)], "learning_curves[0].cases", "only for 50, 100, 200"),
        (
            [a_curve(procedures=["block"]), a_curve(id="two", procedures=["block"])],
            "learning_curves[1].procedures[0]",
            "has a learning curve already",
        ),
    ],
)
def test_what_is_wrong_is_told_with_its_place(
    curves: list[dict[str, Any]], path: str, why: str
) -> None:
    with pytest.raises(CurriculumError) as wrong:
        read(*curves)
    assert wrong.value.path == path and why in str(wrong.value)


def test_a_failure_is_an_outcome_or_a_complication() -> None:
    failure = Failure(("failed",), ("dural_puncture",))
    assert failure.holds("failed", ())
    assert failure.holds("success", ("vasovagal", "dural_puncture"))
    assert not failure.holds("handed_over", ("vasovagal",))


def test_too_few_cases_are_said_plainly() -> None:
    reading = read_lc_cusum(RULE, [False] * 27)
    assert reading.says is Says.TOO_FEW
    assert dict(reading.words.params) == {"n": 27, "needed": 28}
    assert read_lc_cusum(RULE, [False] * 28).says is Says.ACCEPTABLE
    assert read_lc_cusum(RULE, [False] * 28).at == 28


def test_no_signal_is_told_with_how_many_able_ones_have_none() -> None:
    reading = read_lc_cusum(RULE, [False, True, True] * 10)
    assert reading.says is Says.NOTHING_YET
    assert dict(reading.words.params) == {"n": 30, "missed": 17, "cases": 100}
    beyond = read_lc_cusum(RULE, [True] * 90 + [False] * 60)
    assert beyond.says is Says.NOTHING_YET and beyond.words.params["n"] == 100


def test_a_cusum_says_which_limit_it_went_beyond_last() -> None:
    good, bad = [False] * 19, [True] * 7
    assert read_cusum(RULE, good[:18]).says is Says.TOO_FEW
    assert (read_cusum(RULE, good).says, read_cusum(RULE, good).at) == (Says.ACCEPTABLE, 19)
    relapse = read_cusum(RULE, good + bad)
    assert (relapse.says, relapse.at) == (Says.LOOK, 26)
    assert read_cusum(RULE, [True] * 4).at == 4
    assert read_cusum(RULE, ([False] * 6 + [True]) * 3).says is Says.NOTHING_YET


@given(st.lists(st.booleans(), max_size=80))
def test_a_watch_says_only_look_or_nothing(failures: list[bool]) -> None:
    reading = read_watch(RULE, failures)
    assert len(reading.sums) == len(failures)
    assert (reading.says is Says.LOOK) == (reading.at is not None)
    if not any(failures):
        assert reading.says is Says.NOTHING_YET


@given(st.lists(st.booleans(), max_size=80))
def test_every_reading_is_as_long_as_its_cases(failures: list[bool]) -> None:
    for read_ in (read_lc_cusum, read_cusum):
        reading = read_(RULE, failures)
        assert len(reading.sums) == len(failures)
        assert reading.at is None or 1 <= reading.at <= len(failures)
