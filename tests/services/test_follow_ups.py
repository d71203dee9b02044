"""How it went with a case: asked once, kept beside the case, seen by who sees the case."""

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import delete, select, update
from sqlalchemy.exc import DatabaseError, NoResultFound

from logbook.database import db
from logbook.domain.follow_ups import Told
from logbook.models.cases import Case
from logbook.models.follow_ups import FollowUp
from logbook.queries.cases import enrollment_of
from logbook.queries.follow_ups import Due, days_set, due, follow_up_of, late_complications
from logbook.services import audit, cases, follow_ups
from logbook.services.refusals import Conflict, Invalid, Refused
from tests.cast import TODAY, Member
from tests.conftest import sign_in
from tests.makers.cases import a_case, an_approved_case
from tests.makers.follow_ups import a_follow_up, told


def asked(fellow: Member) -> list[Due]:
    enrollment = enrollment_of(fellow.actor)
    assert enrollment is not None
    return due(fellow.actor, enrollment, TODAY)


def ago(days: int) -> dict[str, object]:
    return {"performed_on": TODAY - timedelta(days=days)}


def a_late_code(fellow: Member) -> str:
    enrollment = enrollment_of(fellow.actor)
    assert enrollment is not None
    known = enrollment.curriculum.complications.values()
    return next(one.id for one in known if not one.needs_note)


def a_code_that_needs_words(fellow: Member) -> str:
    enrollment = enrollment_of(fellow.actor)
    assert enrollment is not None
    known = enrollment.curriculum.complications.values()
    return next(one.id for one in known if one.needs_note)


def test_a_case_is_asked_about_after_so_many_days_and_once(
    app: Flask, asha: Member, ben: Member
) -> None:
    old = an_approved_case(fellow=asha, supervisor=ben, **ago(14))
    a_case(fellow=asha, supervisor=ben, **ago(13))
    a_case(fellow=asha, supervisor=ben, submit=False, **ago(20))
    airway = {"procedure": "mask_ventilation", "details": {"attempts": 1}, **ago(20)}
    a_case(fellow=asha, supervisor=ben, **airway)
    a_case(fellow=asha, supervisor=ben, **ago(36))
    assert [one.id for one in asked(asha)] == [old]
    follow_ups.answer(asha.actor, old, Told())
    assert asked(asha) == []
    found = follow_up_of(ben.actor, old)
    assert found is not None and not found.known and found.days_after == 14


def test_the_program_sets_after_how_many_days(
    app: Flask, asha: Member, ben: Member, cora: Member
) -> None:
    a_case(fellow=asha, supervisor=ben, **ago(13))
    follow_ups.set_days(cora.actor, 7)
    assert len(asked(asha)) == 1
    follow_ups.set_days(cora.actor, 0)
    assert asked(asha) == [] and days_set(asha.actor) == 0
    with pytest.raises(Invalid):
        follow_ups.set_days(cora.actor, 181)
    for other in (asha, ben):
        with pytest.raises(Refused):
            follow_ups.set_days(other.actor, 7)


def test_the_approved_case_stays_as_it_was_signed(app: Flask, asha: Member, ben: Member) -> None:
    case_id = an_approved_case(fellow=asha, supervisor=ben)
    before = db.session.get_one(Case, (asha.program_id, case_id)).seal()
    follow_ups.answer(asha.actor, case_id, told(complications=(a_late_code(asha),)))
    db.session.expire_all()
    case = db.session.get_one(Case, (asha.program_id, case_id))
    assert (case.seal(), case.revision, case.complications) == (before, 2, [])
    assert audit.verify() == []
    assert late_complications(asha.actor, case.enrollment_id) == 1


def test_told_twice_alike_is_once_and_otherwise_is_refused(
    app: Flask, asha: Member, ben: Member
) -> None:
    case_id = a_follow_up(fellow=asha, supervisor=ben)
    follow_ups.answer(asha.actor, case_id, told())
    with pytest.raises(Conflict):
        follow_ups.answer(asha.actor, case_id, told(relief="most"))
    assert len(db.session.scalars(select(FollowUp)).all()) == 1


def test_the_database_keeps_what_was_told(app: Flask, asha: Member, ben: Member) -> None:
    a_follow_up(fellow=asha, supervisor=ben)
    for change in (update(FollowUp).values(note="x"), delete(FollowUp)):
        with pytest.raises(DatabaseError), db.session.begin_nested():
            db.session.execute(change)


def test_it_says_what_is_wrong(app: Flask, asha: Member, ben: Member) -> None:
    case_id = an_approved_case(fellow=asha, supervisor=ben)
    code = a_late_code(asha)
    for but, field in (
        ({"relief": "splendid"}, "relief"),
        ({"function": "splendid"}, "function"),
        ({"complications": ("boredom",)}, "complications"),
        ({"complications": (code, code)}, "complications"),
        ({"complications": (a_code_that_needs_words(asha),)}, "note"),
        ({"note": "Mrs Siti Rahayu called"}, "note"),
    ):
        with pytest.raises(Invalid) as wrong:
            follow_ups.answer(asha.actor, case_id, told(**but))
        assert set(wrong.value.complaints) == {field}


def test_only_its_fellow_tells_and_who_sees_the_case_reads(
    app: Flask, asha: Member, ben: Member, eve: Member, finn: Member, dana: Member
) -> None:
    case_id = an_approved_case(fellow=asha, supervisor=ben)
    with pytest.raises(Refused):
        follow_ups.answer(ben.actor, case_id, told())
    with pytest.raises(NoResultFound):
        follow_ups.answer(finn.actor, case_id, told())
    follow_ups.answer(asha.actor, case_id, told())
    for member, sees in ((asha, True), (ben, True), (dana, True), (eve, False), (finn, False)):
        assert (follow_up_of(member.actor, case_id) is not None) is sees


def test_a_case_that_does_not_stand_is_not_asked_about(
    app: Flask, asha: Member, ben: Member
) -> None:
    case_id = a_case(fellow=asha, supervisor=ben, **ago(20))
    cases.withdraw(asha.actor, case_id)
    assert asked(asha) == []
    with pytest.raises(Refused):
        follow_ups.answer(asha.actor, case_id, told())


def test_the_pages_ask_and_show_it(client: FlaskClient, asha: Member, ben: Member) -> None:
    first, other = (an_approved_case(fellow=asha, supervisor=ben, **ago(20)) for _ in range(2))
    sign_in(client, asha)
    assert "Follow-up of 2 cases" in client.get("/").text
    wrong = {"relief": "half", "note": "Mrs Siti Rahayu called"}
    answer = client.post(f"/follow-ups/{first}", data=wrong)
    assert answer.status_code == 422 and "Mrs Siti Rahayu called" in answer.text
    sent = {"relief": "half", "complications": [a_late_code(asha)]}
    assert client.post(f"/follow-ups/{first}", data=sent).status_code == 303
    assert client.post(f"/follow-ups/{other}/not-known").status_code == 303
    assert "Follow-up of" not in client.get("/").text
    page = sign_in(client, ben).get(f"/cases/{first}").text
    assert "50 to 79 percent" in page and "Told 20 days after the case" in page
    assert "Nothing is known of it." in client.get(f"/cases/{other}").text
