"""Confirming, suspending, revoking, amending; and what withdrawn evidence does to all of it."""

from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import text, update

from logbook.database import db
from logbook.domain.sign_offs import Decided, State
from logbook.domain.signatures import Meaning
from logbook.models.cases import CaseAnswer
from logbook.models.sign_offs import SignOff, SignOffDecision
from logbook.policy.actors import Role
from logbook.services import approval, audit, cases, conflicts, credentials, progress
from logbook.services.refusals import Conflict, Invalid, Refused
from logbook.services.signatures import signatures_under
from tests.cast import RIVERSIDE, Member
from tests.makers.credentials import a_verified_credential
from tests.makers.forgery import forge
from tests.makers.people import a_member
from tests.makers.sign_offs import (
    a_candidate,
    a_granted,
    a_proposal,
    decide,
    evidence,
    judge,
    the,
)

A_LICENCE = {
    "id": "epa08.life_support",
    "competency": "epa08",
    "kind": "credential",
    "name": {"en": "Advanced life support"},
    "credentials": "life_support",
}


def a_case_of(fellow: Member) -> Any:
    return next(one.id for one in evidence(fellow).grounds if one.kind == "case")


def test_the_committee_confirms_what_others_judged(
    ben: Member, eve: Member, dana: Member, mia: Member
) -> None:
    nia = a_candidate(ben, eve, committee=True)
    sign_off_id = a_granted(nia, ben, eve)
    with pytest.raises(Refused, match="Only a member of the committee"):
        decide(sign_off_id, ben, Decided.CONFIRMED)
    decision_id = decide(sign_off_id, mia, Decided.CONFIRMED, words="")
    assert the(sign_off_id).state is State.CONFIRMED
    [signed] = signatures_under(RIVERSIDE, "sign_off_decision", decision_id)
    assert signed.meaning is Meaning.CONFIRMS and '"role":"committee"' in signed.text
    with pytest.raises(Refused, match="not possible now"):
        decide(sign_off_id, dana, Decided.CONFIRMED)
    assert audit.verify() == []


def test_a_director_ends_it_with_a_reason(ben: Member, eve: Member, dana: Member) -> None:
    sign_off_id = a_granted(a_candidate(ben, eve), ben, eve)
    with pytest.raises(Invalid):
        decide(sign_off_id, dana, Decided.SUSPENDED, words="")
    suspended = decide(sign_off_id, dana, Decided.SUSPENDED, words="Away for a year.")
    assert the(sign_off_id).state is State.SUSPENDED
    decide(sign_off_id, dana, Decided.UPHELD, words="Ten supervised since.")
    assert the(sign_off_id).state is State.GRANTED
    decide(sign_off_id, dana, Decided.REVOKED, words="Found unsafe in audit.")
    assert the(sign_off_id).state is State.REVOKED
    [signed] = signatures_under(RIVERSIDE, "sign_off_decision", suspended)
    assert signed.meaning is Meaning.ENDS
    kept = db.session.get_one(SignOffDecision, (RIVERSIDE, suspended))
    assert kept.words == "Away for a year."
    assert audit.verify() == []


def test_a_decision_sent_twice_is_one_and_a_stale_one_is_told(
    ben: Member, eve: Member, dana: Member
) -> None:
    sign_off_id = a_granted(a_candidate(ben, eve), ben, eve)
    before = the(sign_off_id).revision
    decision_id = decide(sign_off_id, dana, Decided.SUSPENDED)
    decide(sign_off_id, dana, Decided.SUSPENDED, id=decision_id, revision=before)
    assert the(sign_off_id).revision == before + 1
    with pytest.raises(Conflict, match="while you were deciding"):
        decide(sign_off_id, dana, Decided.REVOKED, revision=before)


def test_a_relative_does_not_decide(ben: Member, eve: Member, dana: Member) -> None:
    nia = a_candidate(ben, eve)
    sign_off_id = a_granted(nia, ben, eve)
    conflicts.declare(dana.actor, uuid4(), dana.id, nia.id)
    with pytest.raises(Refused, match="conflict of interest"):
        decide(sign_off_id, dana, Decided.REVOKED)


def test_ended_conflicts_bind_nobody(ben: Member, eve: Member, cora: Member) -> None:
    nia, conflict_id = a_candidate(ben, eve), uuid4()
    conflicts.declare(nia.actor, conflict_id, nia.id, ben.id)
    conflicts.declare(ben.actor, uuid4(), ben.id, nia.id)  # the same, and so nothing new
    with pytest.raises(Refused, match="One of the two"):
        conflicts.end(ben.actor, conflict_id)
    conflicts.end(cora.actor, conflict_id)
    with pytest.raises(Conflict):
        conflicts.end(cora.actor, conflict_id)
    a_granted(nia, ben, eve)
    assert audit.verify() == []


@pytest.mark.parametrize("how", ["withdrawn", "voided"])
def test_withdrawn_evidence_opens_what_stood_on_it(
    ben: Member, eve: Member, dana: Member, how: str
) -> None:
    nia = a_candidate(ben, eve)
    sign_off_id = a_granted(nia, ben, eve)
    if how == "withdrawn":
        cases.withdraw(nia.actor, a_case_of(nia), "Logged twice.")
    else:
        cases.void(dana.actor, a_case_of(nia), "Another patient.")
    assert the(sign_off_id).state is State.REVIEW
    decide(sign_off_id, dana, Decided.UPHELD, words="One case is left, and that is enough.")
    assert the(sign_off_id).state is State.GRANTED
    assert audit.verify() == []
    assert progress.differences() == []


def test_it_is_not_upheld_on_what_is_not_there(ben: Member, eve: Member, dana: Member) -> None:
    nia = a_candidate(ben)
    sign_off_id = a_granted(nia, ben, eve)
    cases.withdraw(nia.actor, a_case_of(nia), "Logged twice.")
    with pytest.raises(Refused, match="Evidence that the curriculum asks for is missing"):
        decide(sign_off_id, dana, Decided.UPHELD)


def test_while_it_is_judged_withdrawn_evidence_sends_it_back(ben: Member, eve: Member) -> None:
    nia = a_candidate(ben, eve)
    sign_off_id = a_proposal(nia, ben, eve)
    judge(sign_off_id, ben)
    cases.withdraw(nia.actor, a_case_of(nia), "Logged twice.")
    assert the(sign_off_id).state is State.RETURNED
    assert a_proposal(nia, ben, eve)


def test_an_answer_taken_back_opens_it_too(ben: Member, eve: Member) -> None:
    nia = a_candidate(ben, eve)
    sign_off_id = a_granted(nia, ben, eve)
    answer = next(
        db.session.get_one(CaseAnswer, (RIVERSIDE, one.id))
        for one in evidence(nia).grounds
        if one.kind == "case_answer"
    )
    supervisor = {ben.id: ben, eve.id: eve}[answer.supervisor_id]
    approval.undo(supervisor.actor, answer.id)
    assert the(sign_off_id).state is State.REVIEW


def test_what_is_suspended_stays_suspended(ben: Member, eve: Member, dana: Member) -> None:
    nia = a_candidate(ben, eve)
    sign_off_id = a_granted(nia, ben, eve)
    decide(sign_off_id, dana, Decided.SUSPENDED)
    cases.withdraw(nia.actor, a_case_of(nia), "Logged twice.")
    assert the(sign_off_id).state is State.SUSPENDED


def test_a_credential_that_is_withdrawn_opens_it(ben: Member, eve: Member, cora: Member) -> None:
    nia = a_candidate(ben, eve, asked=[A_LICENCE])
    credential_id = a_verified_credential(of=nia, by=cora)
    sign_off_id = a_granted(nia, ben, eve)
    assert "credential" in {one.kind for one in evidence(nia).grounds}
    credentials.withdraw(nia.actor, credential_id)
    assert the(sign_off_id).state is State.REVIEW


def test_an_amendment_by_others_keeps_both_readable(ben: Member, eve: Member, dana: Member) -> None:
    nia = a_candidate(ben, eve, committee=True)
    first = a_granted(nia, ben, eve)
    decide(first, dana, Decided.CONFIRMED)
    with pytest.raises(Conflict, match="put right by amending"):
        a_proposal(nia, ben, eve)
    with pytest.raises(Conflict, match="does not stand any more"):
        a_proposal(nia, ben, eve, amends_id=uuid4(), words="Wrong level.")
    second = a_proposal(nia, ben, eve, amends_id=first, words="Wrong level.")
    judge(second, ben, "5")
    judge(second, eve, "5")
    assert (the(first).state, the(second).state) == (State.CONFIRMED, State.GRANTED)
    decide(second, dana, Decided.CONFIRMED)
    assert (the(first).state, the(second).state) == (State.AMENDED, State.CONFIRMED)
    assert the(first).level == "4"
    assert len(signatures_under(RIVERSIDE, "sign_off", first)) == 3
    assert audit.verify() == []


def test_once_lapsed_it_can_be_proposed_anew(ben: Member, eve: Member) -> None:
    nia = a_candidate(ben, eve, lapses_months=12)
    first = a_granted(nia, ben, eve)
    db.session.execute(
        update(SignOff).where(SignOff.id == first).values(lapses_on=date(2021, 1, 1))
    )
    db.session.commit()
    assert a_proposal(nia, ben, eve)


def test_a_forged_ground_is_named(ben: Member, eve: Member) -> None:
    sign_off_id = a_granted(a_candidate(ben, eve), ben, eve)
    table = db.metadata.tables["sign_off_ground"]
    if db.engine.dialect.name == "postgresql":
        db.session.execute(text("ALTER TABLE sign_off_ground DISABLE TRIGGER USER"))
    else:
        db.session.execute(text("DROP TRIGGER sign_off_ground_refuses_update"))
    forge(update(table).where(table.c.kind == "case").values(kind="other"))
    [fault] = audit.verify()
    assert "kept to stand on other evidence" in fault.what.id
    assert fault.what.params["id"] == str(sign_off_id)


@pytest.mark.parametrize("table", ["judgement", "sign_off_decision", "sign_off", "judge_seat"])
def test_a_forged_row_is_named(ben: Member, eve: Member, dana: Member, table: str) -> None:
    sign_off_id = a_granted(a_candidate(ben, eve), ben, eve)
    decide(sign_off_id, dana, Decided.SUSPENDED)
    change = {
        "judgement": {"level": "5"},
        "sign_off_decision": {"words": "Another reason."},
        "sign_off": {"state": "granted"},
        "judge_seat": {"place": db.metadata.tables["judge_seat"].c.place + 7},
    }[table]
    if db.engine.dialect.name == "postgresql":
        db.session.execute(text(f"ALTER TABLE {table} DISABLE TRIGGER USER"))
    elif table in ("judgement", "sign_off_decision"):
        db.session.execute(text(f"DROP TRIGGER {table}_refuses_update"))
    forge(update(db.metadata.tables[table]).values(change))
    faults = audit.verify()
    assert faults and all("no longer says" in fault.what.id for fault in faults)
    assert {fault.what.params["record"] for fault in faults} == {table}


def test_a_judge_who_is_director_lets_nothing_go_on_without(ben: Member) -> None:
    both = a_member("Zoe", Role.DIRECTOR, Role.SUPERVISOR)
    sign_off_id = a_proposal(a_candidate(), ben, both)
    with pytest.raises(Refused, match="You are a judge of this"):
        decide(sign_off_id, both, Decided.OVERRIDDEN)
