"""Intervals against published values, and no sum that tells of one person."""

from uuid import UUID, uuid4

import pytest

from logbook.domain.complications import FEWEST_CASES, PUBLISHED, Beside, beside
from logbook.domain.rates import NOTHING, Rate, wilson

ME, ANN, BOB, CEM = (uuid4() for _ in range(4))
BLOCKS, SPINE, JOINTS = "blocks", "spine", "joints"


@pytest.mark.parametrize(
    ("events", "of", "low", "high"),
    [  # Newcombe, Statistics in Medicine 1998;17:857-872, Table I, method 3
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_the_interval_is_the_published_one(events: int, of: int, low: float, high: float) -> None:
    assert [round(one, 4) for one in wilson(events, of)] == [low, high]


def test_the_interval_holds_its_share_and_stays_within_bounds() -> None:
    for of in range(1, 40):
        for events in range(of + 1):
            low, high = wilson(events, of)
            assert 0 <= low <= events / of <= high <= 1
            mirrored = wilson(of - events, of)
            assert (round(1 - high, 9), round(1 - low, 9)) == tuple(round(x, 9) for x in mirrored)
    assert wilson(0, 0) == (0.0, 1.0)


def test_the_published_base_rate_is_the_one_of_its_paper() -> None:
    assert round(PUBLISHED.share, 3) == 0.019


def rows(rates: dict[tuple[UUID, str], Rate]) -> dict[str | None, Beside]:
    return {row.category: row for row in beside(ME, rates, (BLOCKS, SPINE, JOINTS))}


def test_a_sum_needs_three_others_and_ten_of_their_cases() -> None:
    mine = {(ME, SPINE): Rate(1, 30)}
    two = {(ANN, SPINE): Rate(2, 50), (BOB, SPINE): Rate(0, 50)}
    assert rows(mine | two)[SPINE].pooled is None
    assert rows(mine | two | {(CEM, SPINE): NOTHING})[SPINE].pooled is None
    three = two | {(CEM, SPINE): Rate(0, 1)}
    assert rows(mine | three)[SPINE].pooled == Rate(3, 131)
    few = {(who, SPINE): Rate(0, FEWEST_CASES // 3) for who in (ANN, BOB, CEM)}
    assert rows(mine | few)[SPINE].pooled is None


def test_what_is_left_out_is_not_told_by_taking_off_the_rest() -> None:
    enough = {(who, SPINE): Rate(1, 20) for who in (ME, ANN, BOB, CEM)}
    told = rows(enough)
    assert told[None].pooled == told[SPINE].pooled == Rate(4, 80)
    # ANN alone has blocks: all but spine would be hers, so spine is not told beside the sum.
    told = rows(enough | {(ANN, BLOCKS): Rate(1, 7), (ME, BLOCKS): Rate(0, 1)})
    assert (told[None].own, told[BLOCKS].own) == (Rate(1, 21), Rate(0, 1))
    assert told[None].pooled == Rate(5, 88)
    assert told[BLOCKS].pooled is told[SPINE].pooled is None


def test_of_several_the_smallest_keeps_company_with_what_is_left_out() -> None:
    enough = {(who, SPINE): Rate(1, 20) for who in (ME, ANN, BOB, CEM)}
    joints = {(who, JOINTS): Rate(0, 5) for who in (ME, ANN, BOB, CEM)}
    told = rows(enough | joints | {(ANN, BLOCKS): Rate(1, 7)})
    assert told[SPINE].pooled == Rate(4, 80)
    assert told[JOINTS].pooled is None
    assert told[None].pooled == Rate(5, 107)
    assert BLOCKS not in told


def test_without_cases_there_is_nothing_to_say() -> None:
    assert beside(ME, {(ANN, SPINE): Rate(1, 20)}, (SPINE,)) == []
    assert not Beside(SPINE, Rate(0, FEWEST_CASES - 1), None).enough
