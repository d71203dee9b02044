"""The demo's clinic has as many complications as clinics have."""

from datetime import date
from math import comb
from random import Random

import pytest

from logbook.cli.demo_cases import a_case, habit_of
from logbook.cli.seed import SEED
from logbook.domain.case_content import CaseContent
from logbook.domain.catalogue import CaseKind
from logbook.domain.curriculum import Curriculum
from logbook.services.curriculum import SHIPPED, read_document

DAYS = 12_000
PUBLISHED = {
    "any event": 0.019,
    "vasovagal": 0.011,
    "abandoned": 0.006,
    "dural_puncture": 10 / 26_151,
    "emergency_transfer": 20 / 26_151,
}


@pytest.fixture(scope="module")
def cases() -> list[tuple[CaseKind, CaseContent]]:
    curriculum = Curriculum.from_document(read_document(SHIPPED / "pain_medicine.yaml"))
    random = Random(SEED)
    habit = habit_of(curriculum, frozenset(), random)
    made = [a_case(curriculum, habit, date(2026, 3, 2), n / DAYS, random) for n in range(DAYS)]
    return [(curriculum.procedures[one.procedure].kind, one) for one in made]


def happened(event: str, case: CaseContent) -> bool:
    if event == "any event":
        return bool(case.complications) or case.outcome == "abandoned"
    return event in case.complications or event == case.outcome


@pytest.mark.parametrize(("event", "rate"), PUBLISHED.items())
def test_procedures_go_wrong_as_often_as_published(
    cases: list[tuple[CaseKind, CaseContent]], event: str, rate: float
) -> None:
    procedures = [case for kind, case in cases if kind is CaseKind.PROCEDURE]
    assert len(procedures) > DAYS / 2
    low, high = binomial_99(len(procedures), rate)
    assert low <= sum(happened(event, case) for case in procedures) <= high


def test_nothing_goes_wrong_where_nothing_is_done(
    cases: list[tuple[CaseKind, CaseContent]],
) -> None:
    talks = [case for kind, case in cases if kind is not CaseKind.PROCEDURE]
    assert len(talks) > DAYS / 10
    assert [case for case in talks if case.complications or case.outcome != "success"] == []


def test_the_interval_itself() -> None:
    low, high = binomial_99(10, 0.5)
    assert (low, high) == (1, 9)
    assert comb(10, 0) / 2**10 < 0.005 < (comb(10, 0) + comb(10, 1)) / 2**10


def binomial_99(n: int, rate: float) -> tuple[int, int]:
    """Between which counts 99 % of all samples lie, half of a percent beyond each end."""
    likelihood, below, low, k = (1 - rate) ** n, 0.0, 0, 0
    while below + likelihood < 0.995:
        below += likelihood
        likelihood *= (n - k) / (k + 1) * rate / (1 - rate)
        k += 1
        if below <= 0.005:
            low = k
    return low, k
