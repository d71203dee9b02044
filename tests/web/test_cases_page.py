"""The page of one case, and the acts that start from it."""

from uuid import UUID

import pytest
from flask.testing import FlaskClient

from logbook.database import db
from logbook.domain.cases import State
from logbook.domain.catalogue import CaseRole
from logbook.models.cases import Case
from logbook.models.columns import new_id
from logbook.services import approval, cases
from tests.cast import Member
from tests.conftest import sign_in
from tests.makers.cases import a_case, an_approved_case


def state_of(case_id: object) -> State:
    db.session.expire_all()
    return db.session.query(Case).filter_by(id=case_id).one().state


def test_both_views_of_the_role_are_told_plainly(
    client: FlaskClient, asha: Member, ben: Member, dana: Member
) -> None:
    case_id = a_case(fellow=asha, supervisor=ben, role=CaseRole.PERFORMED_INDIRECT)
    words = "Good hands."
    approval.approve(ben.actor, case_id, 1, role_stated=CaseRole.ASSISTED, level="2", words=words)
    page = sign_in(client, asha).get(f"/cases/{case_id}").text
    assert "You logged: Performed, supervisor nearby. Ben stated: Assisted." in page
    assert words in page
    page = sign_in(client, dana).get(f"/cases/{case_id}").text
    assert "Asha logged: Performed, supervisor nearby. Ben stated: Assisted." in page


def test_its_history_is_the_ledgers(client: FlaskClient, asha: Member, ben: Member) -> None:
    case_id = an_approved_case(fellow=asha, supervisor=ben)
    page = sign_in(client, asha).get(f"/cases/{case_id}").text
    assert "Case submitted to Ben" in page
    assert "Case approved at level 3" in page


def test_the_supervisor_who_is_asked_does_not_see_the_role_yet(
    client: FlaskClient, asha: Member, ben: Member
) -> None:
    case_id = a_case(fellow=asha, supervisor=ben, role=CaseRole.PERFORMED_INDIRECT)
    page = sign_in(client, ben).get(f"/cases/{case_id}").text
    assert "Performed, supervisor nearby" not in page


def test_only_what_may_be_done_is_offered(
    client: FlaskClient, asha: Member, ben: Member, dana: Member, ola: Member
) -> None:
    waiting = a_case(fellow=asha, supervisor=ben)
    approved = an_approved_case(fellow=asha, supervisor=ben)
    acts = ("/edit", "/withdraw", "/void", "/reassign", "/reopen")
    offered: list[tuple[Member, UUID, set[str]]] = [
        (asha, waiting, {"/edit", "/withdraw", "/reassign"}),
        (asha, approved, {"/withdraw"}),
        (dana, waiting, {"/void", "/reassign"}),
        (dana, approved, {"/void"}),
        (ola, approved, set()),
        (ben, waiting, set()),
    ]
    for who, case_id, expected in offered:
        page = sign_in(client, who).get(f"/cases/{case_id}").text
        assert {act for act in acts if f'"/cases/{case_id}{act}"' in page} == expected, who.name
    page = sign_in(client, asha).get(f"/cases/{approved}").text
    assert "This case is approved; that is not possible now." in page


def test_withdrawing_and_reopening(client: FlaskClient, asha: Member, ben: Member) -> None:
    case_id = an_approved_case(fellow=asha, supervisor=ben)
    sign_in(client, asha)
    page = client.post(f"/cases/{case_id}/withdraw", follow_redirects=True).text
    assert "Say why; the reason stays with the case." in page
    assert state_of(case_id) is State.APPROVED
    client.post(f"/cases/{case_id}/withdraw", data={"reason": "Wrong\0 level."})
    assert state_of(case_id) is State.WITHDRAWN
    assert "Wrong level." in client.get(f"/cases/{case_id}").text
    client.post(f"/cases/{case_id}/reopen")
    assert state_of(case_id) is State.DRAFT


def test_voiding_needs_a_director_and_a_reason(
    client: FlaskClient, asha: Member, ben: Member, dana: Member, cora: Member
) -> None:
    case_id = a_case(fellow=asha, supervisor=ben)
    reason = {"reason": "Logged for the wrong fellow."}
    assert sign_in(client, cora).post(f"/cases/{case_id}/void", data=reason).status_code == 403
    sign_in(client, dana).post(f"/cases/{case_id}/void", data={"reason": " "})
    assert state_of(case_id) is State.SUBMITTED
    client.post(f"/cases/{case_id}/void", data=reason)
    assert state_of(case_id) is State.VOIDED
    assert "Logged for the wrong fellow." in sign_in(client, asha).get(f"/cases/{case_id}").text


def test_asking_another_supervisor(
    client: FlaskClient, asha: Member, ben: Member, eve: Member, lee: Member, cora: Member
) -> None:
    case_id = a_case(fellow=asha, supervisor=ben)
    sign_in(client, cora)
    page = client.post(
        f"/cases/{case_id}/reassign", data={"supervisor": lee.id}, follow_redirects=True
    ).text
    assert "This person is not a supervisor of the program now." in page
    assert client.post(f"/cases/{case_id}/reassign", data={"supervisor": "x"}).status_code == 400
    client.post(f"/cases/{case_id}/reassign", data={"supervisor": eve.id})
    assert sign_in(client, eve).get(f"/cases/{case_id}").status_code == 200
    assert sign_in(client, ben).get(f"/cases/{case_id}").status_code == 404


@pytest.mark.parametrize("act", ["withdraw", "reopen", "reassign"])
def test_an_act_that_leads_nowhere_is_refused(
    client: FlaskClient, asha: Member, ben: Member, dana: Member, eve: Member, act: str
) -> None:
    case_id = a_case(fellow=asha, supervisor=ben)
    cases.void(dana.actor, case_id, "Logged twice.")
    sent = sign_in(client, asha).post(
        f"/cases/{case_id}/{act}", data={"reason": "Why not.", "supervisor": eve.id}
    )
    assert sent.status_code == 403
    assert state_of(case_id) is State.VOIDED


def test_a_stranger_learns_nothing(
    client: FlaskClient, asha: Member, ben: Member, eve: Member, rin: Member, dana: Member
) -> None:
    waiting = a_case(fellow=asha, supervisor=ben)
    draft = a_case(fellow=asha, supervisor=ben, submit=False)
    for who, case_id in ((eve, waiting), (rin, waiting), (dana, draft), (ben, draft)):
        assert sign_in(client, who).get(f"/cases/{case_id}").status_code == 404
    assert sign_in(client, asha).get(f"/cases/{new_id()}").status_code == 404
