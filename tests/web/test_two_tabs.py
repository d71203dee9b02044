"""The same thing open in two tabs, or clicked twice: the second one finds one clear state, is told
so in words, and loses nothing that was typed."""

from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from logbook.database import db
from logbook.domain.assessments import State as AssessmentState
from logbook.domain.sign_offs import State
from logbook.domain.signatures import Method, Presence
from logbook.models.assessments import Assessment
from logbook.models.sign_offs import Judgement
from logbook.services import audit, cases
from logbook.services.signatures import signatures_under
from logbook.web import presence
from tests.cast import RIVERSIDE, Member
from tests.conftest import sign_in
from tests.makers.assessments import an_answer, an_assessment
from tests.makers.cases import a_case
from tests.makers.sign_offs import a_candidate, a_proposal, the
from tests.web.test_queue import answers_to, approve, return_, shown
from tests.web.test_sign_offs import a_judgement

NOT_KEPT = "What is signed stays; what you have just sent was not kept."


@pytest.fixture
def as_ben(client: FlaskClient, ben: Member) -> FlaskClient:
    return sign_in(client, ben)


def signed(record: str, record_id: UUID) -> int:
    return len(signatures_under(RIVERSIDE, record, record_id))


def test_a_case_approved_in_one_tab_is_returned_in_the_other(
    as_ben: FlaskClient, asha: Member, ben: Member
) -> None:
    case_id = a_case(fellow=asha, supervisor=ben)
    first = approve(as_ben, case_id)
    second = return_(as_ben, case_id)
    assert first.location == second.location, "the second tab is shown what the first has done"
    assert "Approved" in shown(as_ben.get(second.location))
    [answer] = answers_to(case_id)
    assert signed("case_answer", answer.id) == 1
    assert audit.verify() == []


def test_a_case_that_went_to_somebody_else_meanwhile_says_so(
    as_ben: FlaskClient, asha: Member, ben: Member, eve: Member, cora: Member
) -> None:
    case_id = a_case(fellow=asha, supervisor=ben)
    cases.reassign(cora.actor, case_id, eve.id)
    page = approve(as_ben, case_id)
    assert page.status_code == 404
    assert "It may have been given to somebody else meanwhile" in shown(page)
    assert answers_to(case_id) == []


def give(client: FlaskClient, assessment_id: UUID, **but: object) -> TestResponse:
    data = {**an_answer(**but), "revision": 1, "step": "sign"}
    return client.post(f"/assessments/{assessment_id}/answers", data=data)


def kept(assessment_id: UUID) -> Assessment:
    db.session.expire_all()
    return db.session.get_one(Assessment, (RIVERSIDE, assessment_id))


def test_an_assessment_clicked_twice_is_signed_once(
    as_ben: FlaskClient, asha: Member, ben: Member
) -> None:
    assessment_id = an_assessment(fellow=asha, assessor=ben)
    first, second = give(as_ben, assessment_id), give(as_ben, assessment_id)
    assert first.status_code == second.status_code == 303
    assert first.location == second.location
    page = shown(as_ben.get(second.location))
    assert "Signed. The fellow reads it now." in page and NOT_KEPT not in page
    assert kept(assessment_id).state is AssessmentState.FINISHED
    assert signed("assessment", assessment_id) == 1


def test_an_assessment_given_otherwise_in_another_tab(
    as_ben: FlaskClient, asha: Member, ben: Member
) -> None:
    assessment_id = an_assessment(fellow=asha, assessor=ben)
    give(as_ben, assessment_id)
    late = give(as_ben, assessment_id, level="2", next_step="Words of the other tab.")
    page = shown(as_ben.get(late.location))
    assert NOT_KEPT in page and "Words of the other tab." not in page
    assert kept(assessment_id).level == "4"
    assert signed("assessment", assessment_id) == 1
    assert audit.verify() == []


def test_a_judgement_in_two_tabs(
    client: FlaskClient,
    ben: Member,
    eve: Member,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    just_now = Presence(Method.PASSWORD_AND_CODE, datetime.now(UTC))
    monkeypatch.setattr(presence, "presence", lambda: just_now)
    nia = a_candidate(ben, eve)
    sign_off_id = a_proposal(nia, ben, eve)
    where, said = f"/competencies/{sign_off_id}/judgement", a_judgement(nia, ben)
    sign_in(client, ben)
    assert client.post(where, data=said).status_code == 303
    again = client.post(where, data=said)
    other = client.post(where, data={**said, "judgement_id": uuid4(), "level": "2"})
    assert again.location == other.location
    assert "You have judged this. What is signed stays." in shown(client.get(other.location))
    asked = select(Judgement.level).where(Judgement.sign_off_id == sign_off_id)
    assert db.session.scalars(asked).all() == [said["level"]]
    assert the(sign_off_id).state is State.JUDGED
    assert audit.verify() == []
