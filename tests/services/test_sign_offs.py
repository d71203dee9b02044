"""Proposing and judging: who may, what the other judge sees, and what the last word brings."""

import json
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from logbook.database import db
from logbook.domain.sign_offs import Decided, State
from logbook.models.sign_offs import Judgement, JudgeSeat, SignOff
from logbook.services import audit, conflicts, programs, progress, sign_offs
from logbook.services.refusals import Conflict, Invalid, Refused
from logbook.services.signatures import signatures_under
from tests.cast import RIVERSIDE, TODAY, Member
from tests.makers.people import a_member
from tests.makers.sign_offs import (
    JUDGED_WELL,
    SPINE,
    a_candidate,
    a_granted,
    a_proposal,
    decide,
    evidence,
    judge,
    the,
)


def test_two_judges_who_agree_grant_it_and_everything_is_signed(ben: Member, eve: Member) -> None:
    nia = a_candidate(ben, eve)
    sign_off_id = a_proposal(nia, ben, eve)
    assert the(sign_off_id).state is State.PROPOSED
    judge(sign_off_id, ben)
    assert the(sign_off_id).state is State.JUDGED
    judge(sign_off_id, eve)
    granted = the(sign_off_id)
    assert (granted.state, granted.level) == (State.GRANTED, "4")
    assert granted.granted_at is not None and granted.lapses_on is None
    signed = signatures_under(RIVERSIDE, "sign_off", sign_off_id)
    assert [(one.meaning, one.signer_id) for one in signed] == [
        ("proposes", nia.id),
        ("attests", ben.id),
        ("attests", eve.id),
    ]
    said = json.loads(signed[1].text)
    assert said["content"]["level"] == "4" and said["content"]["words"] == JUDGED_WELL
    assert said["content"]["fellow"] == {"id": str(nia.id), "name": "Nia"}
    assert said["content"]["competency"]["id"] == SPINE
    assert {(one["kind"], one["id"], one["sha256"]) for one in said["grounds"]} == {
        (one.kind, str(one.id), one.sha256) for one in evidence(nia).grounds
    }
    assert {one["kind"] for one in said["grounds"]} == {"case", "case_answer"}
    assert audit.verify() == []
    assert progress.differences() == []


def test_a_lapse_date_is_set_where_the_curriculum_sets_one(ben: Member, eve: Member) -> None:
    nia = a_candidate(ben, eve, lapses_months=24)
    found = the(a_granted(nia, ben, eve))
    assert found.lapses_on is not None
    assert found.lapses_on.year == TODAY.year + 2 and found.lapses_on.month == TODAY.month


def test_a_level_below_the_target_sends_it_back(ben: Member, eve: Member) -> None:
    sign_off_id = a_proposal(a_candidate(ben, eve), ben, eve)
    judge(sign_off_id, ben, "3")
    judge(sign_off_id, eve, "3")
    found = the(sign_off_id)
    assert (found.state, found.level, found.granted_at) == (State.RETURNED, None, None)


def test_different_levels_wait_for_a_decision(ben: Member, eve: Member, dana: Member) -> None:
    sign_off_id = a_proposal(a_candidate(ben, eve), ben, eve)
    judge(sign_off_id, ben, "4")
    judge(sign_off_id, eve, "5")
    assert the(sign_off_id).state is State.DIFFERING
    with pytest.raises(Invalid) as wrong:
        decide(sign_off_id, dana, Decided.TOGETHER, level="3")
    assert set(wrong.value.complaints) == {"level"}
    decide(sign_off_id, dana, Decided.TOGETHER, level="4", words="Both saw the same two lists.")
    found = the(sign_off_id)
    assert (found.state, found.level) == (State.GRANTED, "4")
    assert found.statement == "Both saw the same two lists."
    assert audit.verify() == []


def test_nobody_judges_twice_and_a_second_tap_changes_nothing(ben: Member, eve: Member) -> None:
    sign_off_id = a_proposal(a_candidate(ben, eve), ben, eve)
    judgement_id = judge(sign_off_id, ben)
    before = the(sign_off_id).revision
    judge(sign_off_id, ben, "2", id=judgement_id)
    assert the(sign_off_id).revision == before
    with pytest.raises(Refused, match="what is signed stays"):
        judge(sign_off_id, ben, "5")
    found = db.session.scalars(select(Judgement)).all()
    assert [(one.id, one.level) for one in found] == [(judgement_id, "4")]


def test_proposed_twice_it_is_one(ben: Member, eve: Member) -> None:
    nia = a_candidate(ben, eve)
    sign_off_id = a_proposal(nia, ben, eve)
    a_proposal(nia, ben, eve, id=sign_off_id)
    with pytest.raises(Conflict, match="proposed this competency already"):
        a_proposal(nia, ben, eve, by=ben)
    assert len(db.session.scalars(select(SignOff)).all()) == 1


def test_the_database_itself_keeps_one_open_at_a_time(ben: Member, eve: Member) -> None:
    found = the(a_proposal(a_candidate(ben, eve), ben, eve))
    names = [one.name for one in SignOff.__table__.columns if one.name != "id"]
    other = {name: getattr(found, name) for name in names}
    with pytest.raises(DBAPIError), db.session.begin_nested():
        db.session.add(SignOff(id=uuid4(), **other))
        db.session.flush()
    db.session.rollback()


def test_who_did_not_work_with_the_fellow_does_not_propose(ben: Member, eve: Member) -> None:
    nia = a_candidate(ben)
    with pytest.raises(Refused, match="worked with this fellow"):
        a_proposal(nia, ben, eve, by=eve)
    assert a_proposal(nia, ben, eve, by=ben)


def test_where_the_curriculum_lets_only_supervisors_propose(ben: Member, eve: Member) -> None:
    nia = a_candidate(ben, eve, proposers=["supervisor"])
    with pytest.raises(Refused, match="lets a supervisor propose"):
        a_proposal(nia, ben, eve)


@pytest.mark.parametrize(
    ("judges", "sentence"),
    [
        ("nia", "Nobody judges their own competency."),
        ("lee", "has left the program"),
        ("cora", "This person is no %(role)s of the program now."),
        ("ben", "Each judge judges once: choose somebody else."),
    ],
)
def test_who_may_not_judge_is_not_asked(
    cast: dict[str, Member], ben: Member, judges: str, sentence: str
) -> None:
    nia = a_candidate(ben)
    wanted = nia if judges == "nia" else cast[judges]
    with pytest.raises(Invalid) as wrong:
        a_proposal(nia, ben, wanted, by=ben)
    assert sentence in wrong.value.complaints["judge_1"].id


def test_declared_relatives_do_not_judge(ben: Member, eve: Member) -> None:
    nia = a_candidate(ben, eve)
    sign_off_id = a_proposal(nia, ben, eve)
    conflicts.declare(nia.actor, uuid4(), nia.id, eve.id)
    with pytest.raises(Refused, match="conflict of interest"):
        judge(sign_off_id, eve)
    with pytest.raises(Invalid) as wrong:
        sign_offs.ask_another(nia.actor, sign_off_id, 0, eve.id)
    assert "judge_0" in wrong.value.complaints


def test_a_supervisor_who_left_meanwhile_is_refused_and_replaced(
    ben: Member, eve: Member, cora: Member
) -> None:
    nia = a_candidate(ben, eve)
    sign_off_id = a_proposal(nia, ben, eve)
    programs.leave(cora.actor, eve.id, TODAY)
    gone = Member("eve", replace(eve.actor, left=True))
    with pytest.raises(Refused, match="You have left this program"):
        judge(sign_off_id, gone)
    other = a_member("Zoe", *ben.actor.roles)
    sign_offs.ask_another(cora.actor, sign_off_id, 1, other.id)
    judge(sign_off_id, ben)
    judge(sign_off_id, other)
    assert the(sign_off_id).state is State.GRANTED
    assert audit.verify() == []


@pytest.mark.parametrize("breach", ["left", "not_yet", "relative", "no_judge", "another"])
def test_the_database_itself_refuses_who_may_not_judge(
    ben: Member, eve: Member, ola: Member, breach: str
) -> None:
    nia = a_candidate(ben, eve)
    found = the(a_proposal(nia, ben, eve))
    day, judge_id, fellow_id = TODAY, eve.id, nia.id
    if breach == "left":
        db.session.execute(text("UPDATE membership SET left_on = '2021-01-01'"))
    if breach == "not_yet":
        day = TODAY - timedelta(days=20_000)
    if breach == "relative":
        conflicts.declare(eve.actor, uuid4(), eve.id, nia.id)
    if breach == "no_judge":
        judge_id = ola.id
    if breach == "another":
        fellow_id = ben.id
    row = Judgement(
        program_id=RIVERSIDE,
        id=uuid4(),
        sign_off_id=found.id,
        fellow_id=fellow_id,
        judge_id=judge_id,
        place=0,
        level="4",
        words="Fine.",
        given_on=day,
        given_at=found.proposed_at,
        grounds_sha256="0" * 64,
    )
    with pytest.raises(DBAPIError, match="may not judge"), db.session.begin_nested():
        db.session.add(row)
        db.session.flush()
    db.session.rollback()


def test_the_database_itself_refuses_ones_own_seat(ben: Member, eve: Member) -> None:
    nia = a_candidate(ben, eve)
    found = the(a_proposal(nia, ben, eve))
    seat = JudgeSeat(
        program_id=RIVERSIDE, sign_off_id=found.id, fellow_id=nia.id, place=7, judge_id=nia.id
    )
    with pytest.raises(DBAPIError, match="not_ones_own_judge"), db.session.begin_nested():
        db.session.add(seat)
        db.session.flush()
    db.session.rollback()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE judgement SET level = '5'",
        "DELETE FROM judgement",
        "DELETE FROM sign_off_ground",
        "UPDATE sign_off SET competency = 'epa01'",
        "DELETE FROM sign_off",
    ],
)
def test_what_is_signed_cannot_be_changed(ben: Member, eve: Member, statement: str) -> None:
    a_granted(a_candidate(ben, eve), ben, eve)
    with pytest.raises(DBAPIError, match="append-only"), db.session.begin_nested():
        db.session.execute(text(statement))
    db.session.rollback()
