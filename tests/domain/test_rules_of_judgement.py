"""The kinds of requirement that look at what somebody judged, or at what is on file."""

from datetime import UTC, date, datetime, timedelta
from itertools import permutations
from uuid import UUID

import pytest

from logbook.domain.catalogue import CaseRole
from logbook.domain.competencies import Level, Scale
from logbook.domain.document import Text
from logbook.domain.evidence import (
    AssessmentEvidence,
    CaseEvidence,
    CredentialEvidence,
    MilestoneEvidence,
    RoundEvidence,
    TestEvidence,
)
from logbook.domain.rules_of_judgement import (
    AssessmentsByForm,
    CredentialValid,
    EntrustmentPattern,
    FeedbackRound,
    GroupOf,
    MilestoneReached,
    TestPassed,
)
from tests.domain.test_rules import TODAY, a_case, credit, said

CODES = ("1", "2A", "2B", "3", "4")
WORD = Text({"en": "-"})
UK = Scale(
    "uk",
    "needed",
    WORD,
    "S",
    tuple(Level(code, order, WORD) for order, code in enumerate(CODES, 1)),
    (Level("na", 0, WORD),),
    None,
)
PATTERN = EntrustmentPattern("epa1", UK, "2B", last=5, assessors=2, categories=frozenset({"rf"}))


def judged(*levels: str, by: int | None = None, competency: str = "epa1", scale: str = "uk"):
    """One assessment a day, each by another assessor unless one is named."""
    return [
        AssessmentEvidence(
            "dops",
            competency,
            date(2026, 1, 1) + timedelta(days=day),
            UUID(int=day if by is None else by),
            scale=scale,
            level=level,
        )
        for day, level in enumerate(levels)
    ]


def test_assessments_count_by_form_and_competency():
    rule = AssessmentsByForm(frozenset({"dops", "cbd"}), "epa1")
    shown = [*judged("3", "4"), *judged("4", competency="epa2")]
    assert credit(rule, shown) == 2
    assert said(rule, shown, 6) == "4 more: 2 of 6."


def test_levels_are_compared_by_their_order_not_as_numbers():
    assert credit(PATTERN, judged("2A", "2B", "3", "1", "4"), 3) == 3


def test_only_the_last_so_many_count():
    assert credit(PATTERN, judged("4", "4", "4", "1", "1", "1", "1", "1"), 3) == 0
    assert credit(PATTERN, judged("1", "1", "1", "1", "1", "2B", "3", "4"), 3) == 3


def test_on_one_day_what_was_signed_later_is_the_later_word():
    noon = datetime(2026, 11, 20, 12, tzinfo=UTC)
    signed = [
        AssessmentEvidence(
            "dops",
            "epa1",
            TODAY,
            UUID(int=9 - place),  # the assessor's id would order them the other way round
            scale="uk",
            level=level,
            said_at=noon + timedelta(minutes=minutes),
            said_in=UUID(int=place),
        )
        for place, (level, minutes) in enumerate([("1", 0), ("4", 1), ("3", 2), ("2A", 2)])
    ]
    last_two = EntrustmentPattern("epa1", UK, "2B", last=2, assessors=1)
    for anyhow in permutations(signed):
        assert credit(last_two, list(anyhow), 2) == 1, "3 and 2A, whose ids decide"
        assert credit(last_two, [one for one in anyhow if one.level != "2A"], 2) == 2


def test_one_assessor_is_not_enough():
    alone = judged("4", "4", "4", by=7)
    assert credit(PATTERN, alone, 3) == 2
    assert said(PATTERN, alone, 3) == (
        "3 of the last 3 judgements reach level 2B, by 1 assessors; 3 of the last 5 by 2 "
        "assessors are asked for."
    )
    assert credit(PATTERN, [*alone, *judged("4", by=8)], 3) == 4


def test_ratings_of_cases_of_its_categories_count_too():
    rated = [
        CaseEvidence("rfa", category, CaseRole.ASSISTED, 1, TODAY, UUID(int=n), "uk", "4")
        for n, category in enumerate(("rf", "rf", "other"))
    ]
    assert credit(PATTERN, rated, 2) == 2


def test_another_scale_no_level_and_not_applicable_say_nothing():
    other = judged("4", "4", scale="entrust5")
    nothing = [AssessmentEvidence("dops", "epa1", TODAY, scale="uk", level=None)]
    assert credit(PATTERN, [*other, *nothing, *judged("na"), a_case()], 1) == 0


def test_whatever_may_change_the_pattern_concerns_it_before_its_level_is_known():
    assert PATTERN.concerned_by(a_case(category="rf"))
    assert not PATTERN.concerned_by(a_case(category="other"))
    assert not PATTERN.concerned_by(RoundEvidence("msf", TODAY, 5))


def test_a_round_of_feedback_counts_when_it_is_complete():
    rule = FeedbackRound(frozenset({"msf"}))
    assert credit(rule, [RoundEvidence("msf", TODAY, 6), RoundEvidence("other", TODAY, 6)]) == 1
    assert said(rule, [], 1) == "0 of 1 rounds of feedback from colleagues are complete."


def a_licence(since: date, until: date | None) -> CredentialEvidence:
    return CredentialEvidence("licence", since, until)


@pytest.mark.parametrize(
    ("today", "valid", "sentence"),
    [
        (date(2025, 12, 31), 0, "No verified one is on file."),
        (date(2026, 1, 1), 1, "Met: valid until 2026-06-30."),
        (date(2026, 6, 30), 1, "Met: valid until 2026-06-30."),
        (date(2026, 7, 1), 0, "Ended on 2026-06-30."),
        (date(2026, 9, 1), 1, "Met: verified, without an end."),
    ],
)
def test_a_credential_is_good_on_its_days_and_on_no_other(today, valid, sentence):
    rule = CredentialValid(frozenset({"licence"}))
    shown = [
        a_licence(date(2026, 1, 1), date(2026, 6, 30)),
        a_licence(date(2026, 9, 1), None),
        CredentialEvidence("insurance", date(2020, 1, 1), None),
    ]
    assert credit(rule, shown, 1, today) == valid
    assert said(rule, shown, 1, today) == sentence


def test_two_valid_ones_are_still_one():
    shown = [a_licence(date(2026, 1, 1), None), a_licence(date(2026, 2, 1), None)]
    assert credit(CredentialValid(frozenset({"licence"})), shown, 1) == 1


def test_the_latest_sitting_of_a_test_tells():
    rule = TestPassed(frozenset({"exam", "viva"}))
    first = [TestEvidence("exam", date(2026, 1, 1), passed=False)]
    assert (credit(rule, [], 1), said(rule, [], 1)) == (0, "Not sat yet.")
    assert said(rule, first, 1) == "The latest sitting was not passed."
    passed = [*first, TestEvidence("exam", date(2026, 6, 1), passed=True)]
    assert (credit(rule, passed, 1), said(rule, passed, 1)) == (1, "Met: 1 of 1.")
    assert credit(rule, [*passed, TestEvidence("exam", date(2026, 7, 1), passed=False)], 1) == 0
    assert credit(rule, [*passed, TestEvidence("viva", date(2026, 7, 1), passed=True)], 1) == 1


def test_a_milestone_is_reached_by_its_latest_rating():
    rule = MilestoneReached("PC4", UK, "2B")

    def rated(level: str, on: date) -> MilestoneEvidence:
        return MilestoneEvidence("PC4", "uk", level, on)

    half = [rated("2A", date(2026, 1, 1))]
    assert said(rule, [], 1) == "Not rated yet; level 2B is aimed for."
    assert said(rule, half, 1) == "Rated at level 2A; level 2B is aimed for."
    assert said(rule, [rated("na", TODAY)], 1) == "Not rated yet; level 2B is aimed for."
    assert credit(rule, [*half, rated("3", date(2026, 6, 1))], 1) == 1
    assert credit(rule, [rated("3", date(2026, 1, 1)), rated("1", date(2026, 6, 1))], 1) == 0
    assert credit(rule, [MilestoneEvidence("PC1", "uk", "4", TODAY)], 1) == 0


def test_a_group_counts_its_parts_and_takes_no_evidence():
    either = GroupOf(("a", "b"), at_least=1)
    assert (either.own_figure, GroupOf(("a", "b")).own_figure) == (1, 2)
    assert not either.accepts(a_case())
    assert said(GroupOf(("a", "b")), [], 2) == "0 of these are met; 2 are needed."
