"""Codes from the room: what they confirm, once, and what is refused."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from logbook.database import db
from logbook.domain.cases import State
from logbook.domain.catalogue import CaseRole
from logbook.models.audit import LedgerEntry
from logbook.models.cases import Case
from logbook.models.columns import new_id
from logbook.models.seen_together import CodeSecret, SeenTogether
from logbook.models.signatures import Signature
from logbook.services import approval, audit, cases, programs, progress, seen_together
from logbook.services.cases import Stale
from logbook.services.entering import Entered
from logbook.services.refusals import Invalid, Refused
from logbook.services.seen_codes import seen_row
from tests.cast import RIVERSIDE, Member
from tests.makers.cases import a_case, entered
from tests.makers.seen_together import a_code, a_wrong


def with_code(code: str, supervisor: Member, submit: bool = True) -> Entered:
    return replace(entered(supervisor, submit), code=code)


def log(fellow: Member, supervisor: Member, code: str, submit: bool = True) -> SeenTogether | None:
    assert fellow.enrollment_id is not None
    said = with_code(code, supervisor, submit)
    case_id = cases.log(fellow.actor, new_id(), fellow.enrollment_id, said)
    return seen_row(RIVERSIDE, case_id)


def approve(by: Member, case_id: UUID, seen_id: UUID | None) -> None:
    role = CaseRole.PERFORMED_DIRECT
    approval.approve(by.actor, case_id, 1, role_stated=role, level="3", seen_id=seen_id)


def why(wrong: pytest.ExceptionInfo[Invalid]) -> str:
    return wrong.value.complaints["code"].id


def all_sound() -> None:
    assert audit.verify(RIVERSIDE) == []
    assert progress.differences(RIVERSIDE) == []


def test_a_case_is_logged_and_confirmed_at_once(asha: Member, ben: Member) -> None:
    seen = log(asha, ben, a_code(ben))
    assert seen is not None and (seen.fellow_id, seen.supervisor_id) == (asha.id, ben.id)
    case = db.session.get_one(Case, (RIVERSIDE, seen.case_id))
    assert case.state is State.SUBMITTED, "a code is no approval"


def test_a_code_given_late_tells_how_late(asha: Member, ben: Member) -> None:
    seen = log(asha, ben, a_code(ben, ago=timedelta(hours=5)), submit=False)
    assert seen is not None
    gap = seen.sent_at - seen.code_at
    assert timedelta(hours=5) <= gap < timedelta(hours=5, minutes=1)


def test_what_is_signed_names_the_code(asha: Member, ben: Member) -> None:
    seen = log(asha, ben, a_code(ben))
    assert seen is not None
    approve(ben, seen.case_id, seen.id)
    signed = json.loads(db.session.query(Signature).all()[-1].text)
    assert signed["content"]["case"]["seen_together"] == seen.content()


@pytest.mark.parametrize("shown", [None, new_id()])
def test_nobody_signs_a_code_that_they_were_not_shown(
    asha: Member, ben: Member, shown: UUID | None
) -> None:
    case_id = a_case(fellow=asha, supervisor=ben)
    seen_together.confirm(asha.actor, case_id, a_code(ben))
    with pytest.raises(Stale):
        approve(ben, case_id, shown)
    assert db.session.query(Signature).count() == 0
    seen = seen_row(RIVERSIDE, case_id)
    assert seen is not None
    approve(ben, case_id, seen.id)
    all_sound()


def test_a_code_that_a_page_shows_must_be_there(asha: Member, ben: Member) -> None:
    with pytest.raises(Stale):
        approve(ben, a_case(fellow=asha, supervisor=ben), new_id())


def test_a_case_without_a_code_signs_as_before(asha: Member, ben: Member) -> None:
    case_id = a_case(fellow=asha, supervisor=ben)
    approve(ben, case_id, None)
    signed = json.loads(db.session.query(Signature).all()[-1].text)
    assert "seen_together" not in signed["content"]["case"]


def test_a_replayed_code_is_refused_for_another_case(asha: Member, ben: Member) -> None:
    code = a_code(ben)
    log(asha, ben, code)
    with pytest.raises(Invalid) as wrong:
        log(asha, ben, code)
    assert "for another case" in why(wrong)
    assert db.session.query(SeenTogether).count() == 1


def test_two_fellows_at_one_table_may_use_one_code(asha: Member, finn: Member, ben: Member) -> None:
    code = a_code(ben)
    assert log(asha, ben, code) is not None and log(finn, ben, code) is not None


def test_a_double_tap_is_one(asha: Member, ben: Member) -> None:
    code, case_id = a_code(ben), new_id()
    assert asha.enrollment_id is not None
    for _ in range(2):
        cases.log(asha.actor, case_id, asha.enrollment_id, with_code(code, ben))
    seen_together.confirm(asha.actor, case_id, code)
    assert db.session.query(SeenTogether).count() == 1


def test_a_logged_case_is_confirmed_afterwards_once(asha: Member, ben: Member) -> None:
    case_id = a_case(fellow=asha, supervisor=ben)
    code = a_code(ben, ago=timedelta(minutes=10))
    seen_together.confirm(asha.actor, case_id, code)
    seen_together.confirm(asha.actor, case_id, code)  # the second tap
    with pytest.raises(Invalid) as wrong:
        seen_together.confirm(asha.actor, case_id, a_code(ben))
    assert "already" in why(wrong)


def test_a_code_of_another_supervisor_is_refused(asha: Member, ben: Member, eve: Member) -> None:
    with pytest.raises(Invalid) as wrong:
        log(asha, ben, a_code(eve))
    assert "no code of the supervisor" in why(wrong)
    assert db.session.query(Case).filter_by(supervisor_id=ben.id).count() == 0


def test_guesses_are_counted_and_stopped(asha: Member, ben: Member) -> None:
    code = a_code(ben)
    for _ in range(10):
        with pytest.raises(Invalid) as wrong:
            log(asha, ben, a_wrong(code))
        assert "no code of the supervisor" in why(wrong)
    with pytest.raises(Invalid) as wrong:
        log(asha, ben, code)
    assert "Too many" in why(wrong)
    assert db.session.query(LedgerEntry).filter_by(event="codes.refused").count() == 11
    a_case(fellow=asha, supervisor=ben)  # without a code it is sent all the same


def test_a_phone_whose_clock_is_ahead(asha: Member, ben: Member) -> None:
    seen = log(asha, ben, a_code(ben, ago=timedelta(minutes=-4)))
    assert seen is not None and seen.code_at > seen.sent_at
    with pytest.raises(Invalid):
        log(asha, ben, a_code(ben, ago=timedelta(minutes=-6)))


def test_a_code_older_than_three_days(asha: Member, ben: Member) -> None:
    with pytest.raises(Invalid) as wrong:
        log(asha, ben, a_code(ben, ago=timedelta(hours=72, minutes=1)))
    assert "older" in why(wrong)


def test_other_codes_make_those_before_worthless(asha: Member, ben: Member) -> None:
    code = a_code(ben)
    seen_together.begin(ben.actor)
    with pytest.raises(Invalid) as wrong:
        log(asha, ben, code)
    assert "no code of the supervisor" in why(wrong)
    assert db.session.query(CodeSecret).count() == 1


def test_who_left_shows_no_codes_and_vouches_for_nothing(
    asha: Member, ben: Member, lee: Member, cora: Member
) -> None:
    for nobody in (asha, lee, cora):
        with pytest.raises(Refused):
            seen_together.begin(nobody.actor)
    case_id, code = a_case(fellow=asha, supervisor=ben), a_code(ben)
    programs.leave(cora.actor, ben.id, datetime.now(UTC).date())
    with pytest.raises(Invalid) as wrong:
        seen_together.confirm(asha.actor, case_id, code)
    assert "not a supervisor" in why(wrong)


def test_only_its_fellow_and_only_an_open_case(asha: Member, ben: Member, dana: Member) -> None:
    case_id, code = a_case(fellow=asha, supervisor=ben), a_code(ben)
    with pytest.raises(Refused):
        seen_together.confirm(dana.actor, case_id, code)
    approve(ben, case_id, None)
    with pytest.raises(Refused):
        seen_together.confirm(asha.actor, case_id, code)


@pytest.mark.parametrize("act", ["UPDATE seen_together SET step = 1", "DELETE FROM seen_together"])
def test_the_database_keeps_it(asha: Member, ben: Member, act: str) -> None:
    log(asha, ben, a_code(ben))
    with pytest.raises(DatabaseError), db.session.begin_nested():
        db.session.execute(text(act))


def test_the_ledger_knows_it(asha: Member, ben: Member) -> None:
    seen = log(asha, ben, a_code(ben))
    assert seen is not None
    told = db.session.query(LedgerEntry).filter_by(subject_id=seen.id).one()
    assert told.event == "seen_together.confirmed" and told.content == seen.seal()
    approve(ben, seen.case_id, seen.id)
    all_sound()
