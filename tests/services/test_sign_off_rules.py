"""What the curriculum asks before a competency is signed: evidence, order, and a fresh proof."""

import json

import pytest
from sqlalchemy.exc import NoResultFound

from logbook.domain.sign_offs import Decided, State
from logbook.domain.signatures import Method, Proven
from logbook.services import audit, sign_offs
from logbook.services.refusals import Invalid, Refused
from logbook.services.signatures import signatures_under
from tests.cast import RIVERSIDE, Member
from tests.makers.cases import an_approved_case
from tests.makers.sign_offs import (
    a_candidate,
    a_proposal,
    decide,
    evidence,
    judge,
    the,
)


def test_evidence_that_is_not_there_stops_the_proposal(ben: Member, eve: Member) -> None:
    nia = a_candidate(may_override=False)
    with pytest.raises(Invalid) as wrong:
        a_proposal(nia, ben, eve)
    assert "evidence" in wrong.value.complaints


def test_an_override_needs_the_curriculum_a_director_and_a_reason(
    ben: Member, eve: Member, dana: Member
) -> None:
    nia = a_candidate()
    sign_off_id = a_proposal(nia, ben, eve)
    with pytest.raises(Refused, match="Evidence that the curriculum asks for is missing"):
        judge(sign_off_id, ben)
    with pytest.raises(Refused, match="Only a program director"):
        decide(sign_off_id, ben, Decided.OVERRIDDEN)
    with pytest.raises(Invalid) as wrong:
        decide(sign_off_id, dana, Decided.OVERRIDDEN, words=" ")
    assert set(wrong.value.complaints) == {"words"}
    decide(sign_off_id, dana, Decided.OVERRIDDEN, words="Did forty in the former program.")
    judge(sign_off_id, ben)
    judge(sign_off_id, eve)
    assert the(sign_off_id).state is State.GRANTED
    [first, *_] = signatures_under(RIVERSIDE, "sign_off", sign_off_id)[1:]
    assert json.loads(first.text)["content"]["overridden"] == ["epa08.spine_lumbar_sacral"]
    assert audit.verify() == []


def test_nothing_missing_is_nothing_to_override(ben: Member, eve: Member, dana: Member) -> None:
    sign_off_id = a_proposal(a_candidate(ben, eve), ben, eve)
    with pytest.raises(Invalid) as wrong:
        decide(sign_off_id, dana, Decided.OVERRIDDEN)
    assert set(wrong.value.complaints) == {"evidence"}


def test_in_order_the_second_waits_for_the_first(ben: Member, eve: Member) -> None:
    sign_off_id = a_proposal(a_candidate(ben, eve, in_order=True), ben, eve)
    with pytest.raises(Refused, match="judges before you"):
        judge(sign_off_id, eve)
    judge(sign_off_id, ben)
    judge(sign_off_id, eve)
    assert the(sign_off_id).state is State.GRANTED


def test_what_is_signed_is_what_was_seen(ben: Member, eve: Member) -> None:
    nia = a_candidate(ben, eve)
    sign_off_id = a_proposal(nia, ben, eve)
    seen = evidence(nia, ben).seen
    an_approved_case(fellow=nia, supervisor=eve)
    with pytest.raises(Invalid) as wrong:
        judge(sign_off_id, ben, seen=seen)
    assert set(wrong.value.complaints) == {"seen"}


@pytest.mark.parametrize(
    "by",
    [Proven(Method.SESSION), Proven(Method.PASSWORD), Proven(Method.LINK)],
    ids=lambda by: by.method,
)
def test_a_judge_proves_anew_who_they_are(ben: Member, eve: Member, by: Proven) -> None:
    sign_off_id = a_proposal(a_candidate(ben, eve), ben, eve)
    with pytest.raises(Invalid) as wrong:
        judge(sign_off_id, ben, proven=by)
    assert set(wrong.value.complaints) == {"presence"}
    assert the(sign_off_id).state is State.PROPOSED


def test_a_patients_name_is_kept_out_of_the_words(ben: Member, eve: Member) -> None:
    sign_off_id = a_proposal(a_candidate(ben, eve), ben, eve)
    with pytest.raises(Invalid) as wrong:
        judge(sign_off_id, ben, "9", words="MRN 12345678 went well.")
    assert set(wrong.value.complaints) == {"words", "level"}


def test_a_proposal_goes_back_only_until_somebody_has_judged(ben: Member, eve: Member) -> None:
    nia = a_candidate(ben, eve)
    first = a_proposal(nia, ben, eve)
    with pytest.raises(Refused, match="Only who proposed"):
        sign_offs.withdraw(ben.actor, first)
    sign_offs.withdraw(nia.actor, first)
    second = a_proposal(nia, ben, eve)
    judge(second, ben)
    with pytest.raises(Refused, match="not possible now"):
        sign_offs.withdraw(nia.actor, second)


def test_another_program_finds_nothing(ben: Member, eve: Member, rin: Member) -> None:
    sign_off_id = a_proposal(a_candidate(ben, eve), ben, eve)
    with pytest.raises(NoResultFound):
        sign_offs.withdraw(rin.actor, sign_off_id)
