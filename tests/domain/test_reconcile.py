"""Which procedure is which case: by what speaks for a pair, and never one in two pairs."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import permutations
from random import Random
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from bench.reconciling import HELD, a_truth, judged
from logbook.domain.assignment import assign, parts
from logbook.domain.completeness import Counts, Share, by_month
from logbook.domain.differences import Said, complaints
from logbook.domain.reconcile import (
    BEGUN_FROM_IT,
    Logged,
    Performed,
    draft_id,
    reconcile,
    score,
    share_id,
)

FELLOW, OTHER, SITE, BEN, EVE = (UUID(int=n) for n in range(1, 6))
DAY = date(2026, 3, 4)
HOSPITAL = Performed(
    UUID(int=100), FELLOW, DAY, "tfesi", "lumbar", SITE, frozenset({BEN}), "left", "40-64"
)
CASE = Logged(UUID(int=200), FELLOW, DAY, "tfesi", "lumbar", SITE, BEN, "left", "40-64")


def paired(performed: list[Performed], logged: list[Logged]) -> dict[UUID, UUID]:
    return {one.performed_id: one.logged_id for one in reconcile(performed, logged)}


def later(days: int) -> Logged:
    return replace(CASE, performed_on=DAY + timedelta(days=days))


def test_the_same_is_a_pair_and_what_differs_speaks_less_for_it() -> None:
    whole = score(HOSPITAL, CASE)
    for other in (
        later(1),
        replace(CASE, procedure="facet"),
        replace(CASE, site_id=OTHER),
        replace(CASE, supervisor_id=EVE),
        replace(CASE, side="right"),
        replace(CASE, side="bilateral"),
        replace(CASE, side=None),
        replace(CASE, age_band="80+"),
    ):
        assert score(HOSPITAL, other) < whole
    scores = [score(HOSPITAL, later(days)) for days in range(4)]
    assert scores == sorted(scores, reverse=True)
    assert paired([HOSPITAL], [CASE]) == {HOSPITAL.id: CASE.id}


def test_a_slip_of_a_few_days_is_found_and_one_of_a_week_is_not() -> None:
    assert paired([HOSPITAL], [later(3)]) == {HOSPITAL.id: CASE.id}
    assert paired([HOSPITAL], [later(-3)]) == {HOSPITAL.id: CASE.id}
    assert paired([HOSPITAL], [later(4)]) == {}


def test_what_differs_in_everything_but_the_day_is_no_pair() -> None:
    stranger = replace(CASE, procedure="facet", supervisor_id=EVE, side="right", age_band="80+")
    assert paired([HOSPITAL], [stranger]) == {}


def test_another_fellow_and_another_category_are_never_a_pair() -> None:
    assert paired([HOSPITAL], [replace(CASE, fellow_id=OTHER)]) == {}
    assert paired([HOSPITAL], [replace(CASE, category="cervical")]) == {}
    nobody = replace(HOSPITAL, fellow_id=None)
    assert paired([nobody], [replace(CASE, fellow_id=OTHER)]) == {HOSPITAL.id: CASE.id}


def test_one_is_never_in_two_pairs_and_the_better_one_wins() -> None:
    same_day = replace(HOSPITAL, id=UUID(int=101))
    day_after = replace(HOSPITAL, id=UUID(int=102), performed_on=DAY + timedelta(days=1))
    assert paired([day_after, same_day], [CASE]) == {same_day.id: CASE.id}
    # The case of the next day takes what is left, so that both have one.
    second = replace(CASE, id=UUID(int=201), performed_on=DAY + timedelta(days=2))
    assert paired([day_after, same_day], [CASE, second]) == {
        same_day.id: CASE.id,
        day_after.id: second.id,
    }


def test_the_case_that_was_begun_from_it_is_the_one() -> None:
    drafted = replace(CASE, id=draft_id(HOSPITAL.id), age_band="80+")
    assert score(HOSPITAL, drafted) > BEGUN_FROM_IT
    assert paired([HOSPITAL], [CASE, drafted]) == {HOSPITAL.id: drafted.id}


def test_ids_follow_from_what_they_are_of() -> None:
    assert share_id(UUID(int=1), FELLOW) == share_id(UUID(int=1), FELLOW)
    assert share_id(UUID(int=1), FELLOW) != share_id(UUID(int=1), OTHER)
    assert draft_id(UUID(int=1)) != draft_id(UUID(int=2))


@given(
    st.dictionaries(
        st.integers(0, 3), st.dictionaries(st.integers(0, 3), st.integers(1, 20), min_size=1)
    )
)
def test_no_other_pairs_have_a_greater_sum(table: dict[int, dict[int, int]]) -> None:
    pairs = assign(table)
    assert len(set(pairs.values())) == len(pairs)
    got = sum(table[row][column] for row, column in pairs.items())
    rows, columns = list(table), [*range(4), *[-1] * len(table)]
    best = max(
        sum(table[row].get(column, 0) for row, column in zip(rows, chosen, strict=True))
        for chosen in set(permutations(columns, len(rows)))
    )
    assert got == best


def test_parts_have_nothing_to_do_with_one_another() -> None:
    table = {1: {"a": 1.0}, 2: {"b": 1.0}, 3: {"a": 1.0, "c": 1.0}, 4: {"d": 1.0}}
    assert sorted(map(sorted, parts(table))) == [[1, 3], [2], [4]]


def test_a_year_that_hangs_together_is_solved_at_once() -> None:
    """Each day's procedures are candidates for those of the next three: one chain of 900."""
    random, shuffled = Random(1), list(range(900))
    random.shuffle(shuffled)
    table = {row: {row + step: 10.0 - step for step in range(4)} for row in shuffled}
    assert assign(table) == {row: row for row in range(900)}


def test_precision_and_recall_on_the_held_truth() -> None:
    truth = a_truth(HELD)
    found = judged(truth, reconcile(truth.performed, truth.logged))
    assert found.true_pairs > 1_000
    assert len(truth.logged) > found.true_pairs < len(truth.performed)
    assert found.precision >= 0.97
    assert found.recall >= 0.97


def test_the_interval_is_wilsons() -> None:
    low, high = Share(81, 263).interval  # Newcombe, Stat Med 17 (1998), table I: 0.2553, 0.3662
    assert (round(low, 4), round(high, 4)) == (0.2553, 0.3662)
    assert Share(0, 0).interval == (0.0, 1.0) and Share(0, 0).rate is None
    low, high = Share(0, 20).interval
    assert low == 0.0 and round(high, 4) == 0.1611


def test_a_few_are_never_called_doubtful() -> None:
    assert Share(17, 20).doubtful
    assert not Share(18, 20).doubtful
    assert not Share(1, 11).doubtful


def test_counts_of_months() -> None:
    march, april = date(2026, 3, 1), date(2026, 4, 1)
    found = by_month([date(2026, 4, 2)], [DAY, DAY], [date(2026, 4, 30)])
    assert found == {march: Counts(0, 2, 0), april: Counts(1, 0, 1)}
    total = sum(found.values(), Counts())
    assert (total.logged, total.found) == (Share(1, 3), Share(1, 2))


def test_answers_fit_what_they_are_given_to() -> None:
    assert dict(complaints(Said.ELSEWHERE, True, "")) == {}
    assert set(dict(complaints(Said.NOT_MINE, True, ""))) == {"said"}
    assert set(dict(complaints(Said.NOT_MINE, False, "MRN 4711223"))) == {"words"}
    assert set(dict(complaints("", True, "x" * 201))) == {"said", "words"}
