"""What evidence adds, in whatever order it comes."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from logbook.domain.catalogue import CaseRole
from logbook.domain.credit import Credit, credits
from logbook.domain.curriculum import Curriculum
from logbook.domain.evidence import CaseEvidence
from tests.domain.shipped import shipped, small_document

PROCEDURES = sorted(shipped().procedures)
PERFORMED = {CaseRole.PERFORMED_DIRECT, CaseRole.PERFORMED_INDIRECT}


@st.composite
def evidence(draw: st.DrawFn) -> CaseEvidence:
    procedure = shipped().procedures[draw(st.sampled_from(PROCEDURES))]
    role = draw(st.sampled_from(CaseRole))
    return CaseEvidence(procedure.id, procedure.category, role, draw(st.integers(1, 8)))


def total(log: list[CaseEvidence]) -> Counter[str]:
    sums: Counter[str] = Counter()
    for one in log:
        for credit in credits(one, shipped()):
            sums[credit.requirement_id] += credit.amount
    return sums


def test_a_performed_block_counts_once_whatever_its_levels():
    done = CaseEvidence("mbb_lumbar", "spine_lumbar_sacral", CaseRole.PERFORMED_DIRECT, 6)
    assert credits(done, shipped()) == [Credit("epa08.spine_lumbar_sacral", 1)]


def test_levels_and_sides_count_where_the_requirement_says_so():
    curriculum = Curriculum.from_document(small_document())
    done = CaseEvidence("block", "blocks", CaseRole.PERFORMED_INDIRECT, 4)
    assert credits(done, curriculum) == [Credit("epa01.blocks", 4)]


def test_what_does_not_count_adds_nothing():
    performed = CaseRole.PERFORMED_DIRECT
    refill = CaseEvidence("intrathecal_pump_refill", "intrathecal_pump", performed)
    exposure = CaseEvidence("vertebral_augmentation", "decompression_augmentation", performed)
    forgotten = CaseEvidence("bloodletting", "spine_lumbar_sacral", performed)
    assert credits(refill, shipped()) == []
    assert credits(exposure, shipped()) == []
    assert credits(forgotten, shipped()) == []


@given(evidence())
def test_only_performing_counts_toward_a_minimum(one):
    if one.role not in PERFORMED:
        assert credits(one, shipped()) == []


@given(evidence())
def test_credits_are_positive_known_and_in_curriculum_order(one):
    order = list(shipped().requirements)
    named = [credit.requirement_id for credit in credits(one, shipped())]
    assert named == sorted(named, key=order.index)
    assert all(credit.amount >= 1 for credit in credits(one, shipped()))


@given(
    st.lists(evidence(), max_size=20).flatmap(
        lambda log: st.tuples(st.just(log), st.permutations(log))
    )
)
def test_the_sum_does_not_depend_on_the_order(logs):
    log, shuffled = logs
    assert total(log) == total(shuffled)


@given(st.lists(evidence(), min_size=1, max_size=10))
def test_what_one_adds_is_what_taking_it_back_takes(log):
    *before, last = log
    sums = total(log)
    sums.subtract({credit.requirement_id: credit.amount for credit in credits(last, shipped())})
    assert +sums == total(before)
