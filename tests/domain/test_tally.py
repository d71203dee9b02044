"""Kept and read back, a tally says on every day what reckoning anew would say."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from logbook.domain.catalogue import CaseRole
from logbook.domain.credit import affected, credits, tallies
from logbook.domain.evidence import (
    ActivityEvidence,
    AssessmentEvidence,
    CaseEvidence,
    CredentialEvidence,
    Evidence,
    MilestoneEvidence,
    RotationEvidence,
    RoundEvidence,
    TestEvidence,
)
from logbook.domain.tally import Tally, from_kept
from tests.domain.shipped import shipped

CURRICULUM = shipped()
FIRST = date(2026, 1, 1)
days = st.integers(0, 400).map(lambda n: FIRST + timedelta(days=n))
people = st.uuids(version=4)
codes = st.sampled_from(["1", "2", "3", "4", "5", "nonsense", None])


def of(names):
    return st.sampled_from(sorted(names))


evidence: st.SearchStrategy[Evidence] = st.one_of(
    st.builds(
        lambda procedure, role, sides, on, by, level: CaseEvidence(
            procedure,
            CURRICULUM.procedures[procedure].category,
            role,
            sides,
            on,
            by,
            "entrust5",
            level,
        ),
        of(CURRICULUM.procedures),
        st.sampled_from(CaseRole),
        st.integers(1, 6),
        days,
        people,
        codes,
    ),
    st.builds(
        lambda form, competency, on, by, level: AssessmentEvidence(
            form, competency, on, by, "", "entrust5", level
        ),
        of(CURRICULUM.forms),
        of(CURRICULUM.competencies),
        days,
        people,
        codes,
    ),
    st.builds(RotationEvidence, of(CURRICULUM.offers.rotations), days, st.integers(0, 60)),
    st.builds(ActivityEvidence, of(CURRICULUM.offers.activities), days, st.integers(0, 600)),
    st.builds(CredentialEvidence, of(CURRICULUM.offers.credentials), days, st.none() | days),
    st.builds(TestEvidence, of(CURRICULUM.offers.tests), days, st.booleans()),
    st.builds(RoundEvidence, st.just("msf"), days, st.integers(3, 9)),
    st.builds(
        MilestoneEvidence, of(["PC1", "PC3", "PC4"]), st.just("milestone"), codes.map(str), days
    ),
)


def incrementally(log: list[Evidence]) -> dict[str, Tally]:
    """As the service keeps it: sums by their differences, the rest anew where concerned."""
    kept = tallies([], CURRICULUM)
    for n, one in enumerate(log, 1):
        for given_ in credits(one, CURRICULUM):
            kept[given_.requirement_id] = Tally(kept[given_.requirement_id].amount + given_.amount)
        everything = tallies(log[:n], CURRICULUM)
        for wanted in affected([one], CURRICULUM):
            kept[wanted.id] = everything[wanted.id]
    return kept


@given(st.lists(evidence, max_size=12))
def test_incremental_credit_equals_reckoning_anew(log):
    assert incrementally(log) == tallies(log, CURRICULUM)


@given(
    st.lists(evidence, max_size=12).flatmap(
        lambda log: st.tuples(st.just(log), st.permutations(log))
    )
)
def test_the_order_in_which_evidence_comes_makes_no_difference(logs):
    log, shuffled = logs
    assert tallies(log, CURRICULUM) == tallies(shuffled, CURRICULUM)


@given(evidence)
def test_a_rule_names_every_kind_of_evidence_that_it_accepts(one):
    """What is reckoned anew reads only these kinds."""
    for wanted in CURRICULUM.requirements.values():
        if wanted.accepts(one):
            assert type(one) in wanted.rule.reads


@given(st.lists(evidence, max_size=12), days)
def test_what_is_kept_says_on_any_day_what_was_reckoned(log, today):
    for name, tally in tallies(log, CURRICULUM).items():
        again = from_kept(tally.amount, tally.kept())
        wanted = CURRICULUM.requirements[name]
        assert wanted.credit(again, today) == wanted.credit(tally, today)
        assert wanted.why(again, today) == wanted.why(tally, today)


@given(st.lists(evidence, max_size=8), days)
def test_every_requirement_says_why_in_one_sentence_with_all_blanks_filled(log, today):
    for name, tally in tallies(log, CURRICULUM).items():
        message = CURRICULUM.requirements[name].why(tally, today)
        sentence = message.id % message.params
        assert sentence.endswith(".") and "%(" not in sentence
        met = CURRICULUM.requirements[name].credit(tally, today) >= (
            CURRICULUM.requirements[name].required or 10**9
        )
        assert sentence.startswith("Met") == met
