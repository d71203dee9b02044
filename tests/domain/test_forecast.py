"""What a forecast says of a fellow, and what makes it say something else."""

from dataclasses import replace
from datetime import date, timedelta
from random import Random
from uuid import UUID

import pytest

from logbook.domain.chances import SiteNow, Stay
from logbook.domain.distributions import Counted
from logbook.domain.forecast import WhatIf
from logbook.domain.forecast_patterns import PatternCourse, Wanted
from logbook.domain.forecast_records import Waiting
from logbook.domain.forecast_time import TrainingTime
from logbook.domain.months import MonthSum
from logbook.domain.outlook import Likelihood, OutlookKind
from logbook.domain.periods import Period
from logbook.domain.sites import Capability
from tests.domain.forecasting import (
    BEGAN,
    CURRICULUM,
    ENDS,
    PATTERN,
    RF,
    TODAY,
    a_fellow,
    cases,
    judgements,
    outlook,
    told,
)

SEEN = judgements(*"223344")
USUAL = [*cases(2, 2, 1, 2, 3, 2), *SEEN]
SLOW = [*cases(1, 0, 1, 0, 1, 1), *SEEN]
SITE = UUID(int=50)
CLINIC = CURRICULUM.offers.rotations["pain_clinic"]


def test_the_one_at_the_usual_pace_will_probably_be_ready_and_the_slow_one_not():
    ready, late = outlook(a_fellow(1, USUAL)), outlook(a_fellow(1, SLOW))
    assert ready.kind is OutlookKind.COUNT and ready.have == 12 and ready.wanted == 20
    assert ready.probability > 0.65 > 0.05 > late.probability
    assert late.likelihood is Likelihood.VERY_UNLIKELY
    assert ready.still_expected > late.still_expected


def test_the_days_and_the_range_stand_in_their_order():
    found = outlook(a_fellow(1, USUAL))
    assert TODAY <= found.earliest_on < found.expected_on < found.latest_on
    assert found.have <= found.least < found.have + found.still_expected < found.most
    # As likely reached as not on that day: before the end exactly where the chance is above a half.
    assert (found.expected_on <= ENDS) == (found.probability > 0.5)


def test_what_is_met_stays_met_and_says_no_more():
    met = outlook(a_fellow(1, cases(4, 4, 4, 4, 4)))
    assert (met.probability, met.likelihood, met.why) == (1.0, Likelihood.MET, None)


def test_one_month_says_little_and_the_program_is_what_is_usual():
    new = TrainingTime(date(2026, 6, 1), date(2027, 5, 31))
    found = outlook(a_fellow(1, [], time=new))
    assert 0.3 < found.probability < 0.9  # two a month for eleven months, were it certain
    assert found.most - found.least > 12


def test_below_the_program_s_minimum_there_is_no_number():
    found = outlook(a_fellow(1, USUAL), enough=100)
    assert found.probability is None and not found.enough
    assert told(found) == "Not enough evidence: 72 in the program, 100 are needed."


def test_months_that_were_never_filled_in_give_no_number():
    whole = a_fellow(1, USUAL)
    found = outlook(replace(whole, months={}))
    assert found.probability is None
    assert "filled in" in told(found)


def test_leave_ahead_makes_it_less_likely():
    away = TrainingTime(BEGAN, ENDS, leave=(Period(date(2026, 9, 1), date(2026, 11, 30)),))
    there, gone = outlook(a_fellow(1, USUAL)), outlook(a_fellow(1, USUAL, time=away))
    assert gone.probability < there.probability - 0.3
    assert told(gone).startswith("Leave and part time")


def test_a_part_timer_with_a_longer_end_is_not_behind():
    half = TrainingTime(BEGAN, date(2027, 12, 31), 50)
    evidence = [*cases(1, 1, 0, 1, 2, 1), *judgements(*"2234")]
    later, sooner = outlook(a_fellow(1, evidence, time=half)), outlook(a_fellow(1, evidence))
    assert later.probability > 0.45 > 0.1 > sooner.probability


def test_unanswered_cases_are_named_as_what_holds_it_up():
    waiting = tuple(Waiting(one, long=True) for one in cases(0, 0, 0, 0, 0, 8))
    found = outlook(a_fellow(1, cases(1, 1, 1, 1, 1), waiting))
    without = outlook(a_fellow(1, cases(1, 1, 1, 1, 1)))
    assert found.probability > without.probability
    assert told(found) == (
        "Unanswered: 8 that would count wait for an answer, 8 of them for more than 14 days."
    )


def test_a_site_that_lacks_what_the_cases_need_starves_and_is_named():
    stay = Stay(CLINIC, Period(TODAY, ENDS), SITE)
    sites = {SITE: SiteNow("Bare", frozenset({Capability.ULTRASOUND}))}
    fellow = a_fellow(1, USUAL, time=TrainingTime(BEGAN, ENDS, stays=(stay,)))
    starved, fed = outlook(fellow, sites=sites), outlook(fellow)
    assert starved.probability < 0.1 < fed.probability
    assert told(starved) == (
        "Case mix: the rotations ahead bring 13 percent of the usual number of these."
    )


def test_one_who_logs_little_of_anything_is_told_so():
    found = outlook(a_fellow(1, cases(1, 0, 1, 0, 1, 1)))
    assert told(found).startswith("Rate of logging: evidence of all kinds comes at")


def test_what_if_moves_the_forecast_and_leaves_the_fellow_alone():
    fellow = a_fellow(1, SLOW)
    before = outlook(fellow)
    more = outlook(fellow, RF, WhatIf(more={RF: 3.0}))
    assert more.probability > before.probability + 0.4
    bare = {SITE: SiteNow("Bare", frozenset({Capability.ULTRASOUND}))}
    stay = Stay(CLINIC, Period(TODAY, ENDS), SITE)
    usual = a_fellow(1, USUAL)
    moved = outlook(usual, RF, WhatIf(stays=(stay,)), sites=bare)
    assert moved.probability < outlook(usual, sites=bare).probability - 0.4
    assert usual.time.stays == ()


def test_a_window_looks_at_its_last_months_only():
    early, late = (
        cases(6, category="spine_cervical_thoracic"),
        cases(0, 0, 0, 2, 2, 2, category="spine_cervical_thoracic"),
    )
    of_early, of_late = (
        outlook(a_fellow(1, early), "epa08.recent"),
        outlook(a_fellow(1, late), "epa08.recent", enough=6),
    )
    assert of_early.kind is OutlookKind.WINDOW and of_early.probability is None
    assert of_late.kind is OutlookKind.WINDOW and 0 < of_late.probability < 1


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("epa02.rotation", OutlookKind.PLANNED),
        ("epa06.licence", OutlookKind.PLANNED),
        ("epa06.test", OutlookKind.NONE),
        ("epa04.msf", OutlookKind.NONE),
        ("epa13.scholarship", OutlookKind.NONE),
    ],
)
def test_what_no_rate_brings_gets_no_number(name, kind):
    found = outlook(a_fellow(1, USUAL), name)
    assert (found.kind, found.probability) == (kind, None)
    assert found.why is not None


def test_a_pattern_that_holds_is_likelier_to_hold_than_one_that_does_not():
    high = outlook(a_fellow(1, judgements(*"334444")), PATTERN)
    low = outlook(a_fellow(1, judgements(*"222222")), PATTERN)
    assert high.kind is OutlookKind.PATTERN and high.met
    assert high.probability > low.probability + 0.3
    assert told(low).startswith(("Entrustment plateau: ", "Few judgements: "))


def test_the_closed_form_of_a_pattern_is_what_single_judgements_come_to():
    """Simulated one by one, with a seed: as many as come, each reaching or not, by somebody."""
    wanted = Wanted(k=3, last=5, assessors=2, among=4)
    pattern = PatternCourse(wanted, [MonthSum(1, 3), MonthSum(1, 1)], 1, 1.4, 1.1, rise=0.0)
    closed = pattern.probability(Counted(3.0, 4.0), months=4)
    dice, held, n = Random(26), 0, 20_000
    for _ in range(n):
        speed = dice.gammavariate(4.0, 3.0 / 4.0)
        share = dice.betavariate(1.4, 1.1)
        new, time = 0, dice.expovariate(1)
        while time < speed:
            new, time = new + 1, time + dice.expovariate(1)
        month = [(True, 0), (False, 0), (False, 0)]  # in an order that nobody knows
        dice.shuffle(month)
        old = [(True, 0), *month]
        latest = [(dice.random() < share, dice.randrange(4)) for _ in range(new)] + old
        there = [who for reached, who in latest[:5] if reached]
        held += len(there) >= 3 and len(set(there)) >= 2
    assert closed == pytest.approx(held / n, abs=0.015)


def test_nothing_comes_after_the_end():
    past = TrainingTime(BEGAN, TODAY - timedelta(days=1))
    found = outlook(a_fellow(1, USUAL, time=past))
    assert found.probability == 0 and found.still_expected == 0
