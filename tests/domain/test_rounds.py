"""What a round shows, and what it never does."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from logbook.domain.forms import MIN_RATERS
from logbook.domain.rounds import (
    Given,
    Rater,
    RaterGroup,
    complaints,
    groups_shown,
    raters_in,
    results,
)
from tests.domain.shipped import shipped

FORM = shipped().forms["msf"]
SCALES = shipped().scales
ITEMS = [item.id for item in FORM.items]
CODES = ("below", "borderline", "meets", "above", "not_seen")

answers = st.fixed_dictionaries({name: st.sampled_from(CODES) for name in ITEMS})
given_ = st.lists(st.builds(Given, st.sampled_from(RaterGroup), answers), max_size=12)


@given(given_, answers)
def test_nothing_is_shown_below_the_minimum(all_given, own):
    shown = results(FORM, SCALES, all_given, own, FORM.raters)
    assert bool(shown) == (len(all_given) >= FORM.raters)


@given(given_)
def test_every_answer_is_counted_once_and_none_is_averaged(all_given):
    for item in results(FORM, SCALES, all_given, None, MIN_RATERS):
        assert [code for code, _ in item.counts] == list(CODES)
        assert sum(n for _, n in item.counts) == len(all_given)


@given(given_.flatmap(lambda many: st.tuples(st.just(many), st.permutations(many))))
def test_the_order_in_which_raters_answered_cannot_be_seen(both):
    first, second = both
    assert results(FORM, SCALES, first, None, 3) == results(FORM, SCALES, second, None, 3)
    assert groups_shown(first) == groups_shown(second)


@given(given_)
def test_no_group_is_shown_that_is_too_small_to_hide_in(all_given):
    assert all(n >= MIN_RATERS for _, n in groups_shown(all_given))
    assert sum(n for _, n in groups_shown(all_given)) <= len(all_given)


def test_a_minimum_lower_than_three_is_not_believed():
    two = [Given(RaterGroup.NURSE, dict.fromkeys(ITEMS, "meets"))] * 2
    assert results(FORM, SCALES, two, None, minimum=1) == []


def test_own_view_stands_beside_the_others():
    five = [Given(RaterGroup.NURSE, dict.fromkeys(ITEMS, "meets"))] * 5
    [first, *_] = results(FORM, SCALES, five, {"listening": "above"}, 5)
    assert (first.own, dict(first.counts)["meets"]) == ("above", 5)


def test_an_answer_has_a_code_of_the_scale_for_each_item():
    good = dict.fromkeys(ITEMS, "not_seen")
    assert complaints(FORM, SCALES, good) == {}
    assert set(complaints(FORM, SCALES, {**good, "respect": "5"})) == {"respect"}
    assert set(complaints(FORM, SCALES, {})) == set(ITEMS)


def test_raters_are_written_one_a_line():
    found, wrong = raters_in(
        " Ana@Example.org , nurse\n\nbo@example.org,other\nana@example.org,nurse"
    )
    assert wrong is None
    assert found == [
        Rater("ana@example.org", RaterGroup.NURSE),
        Rater("bo@example.org", RaterGroup.OTHER),
    ]


@pytest.mark.parametrize(
    ("text", "line"),
    [("ana, nurse", 1), ("a@b.org, nurse\nb@b.org", 2), ("a@b.org, king", 1), ("@, nurse", 1)],
)
def test_a_line_that_is_wrong_is_named(text, line):
    found, wrong = raters_in(text)
    assert found == [] and wrong is not None and wrong.params["number"] == line
