"""The supervisor's queue over HTTP, without JavaScript."""

import re
from html import unescape
from uuid import UUID

import pytest
import time_machine
from flask.testing import FlaskClient
from sqlalchemy import Connection, select
from werkzeug.test import TestResponse

from logbook.database import db
from logbook.domain.cases import UNDO_SECONDS, State
from logbook.domain.catalogue import CaseRole
from logbook.models.cases import Case, CaseAnswer
from logbook.models.identity import Account
from logbook.services import approval, cases
from tests.cast import TODAY, Member
from tests.conftest import sign_in
from tests.house.round import statements
from tests.makers.cases import a_case, an_approved_case, entered

ALL_FACTS = {
    "levels": ["L4", "L5"],
    "laterality": "left",
    "guidance": "fluoroscopy",
    "fluoroscopy_time": 42,
    "dose_area_product": "2.5",
    "dose_area_product_unit": "Gy_cm2",
}


def case_of(case_id: UUID) -> Case:
    db.session.expire_all()
    return db.session.scalars(select(Case).where(Case.id == case_id)).one()


def answers_to(case_id: UUID) -> list[CaseAnswer]:
    return list(db.session.scalars(select(CaseAnswer).where(CaseAnswer.case_id == case_id)))


def approve(client: FlaskClient, case_id: UUID, **but: object) -> TestResponse:
    """Send the form of the queue as a browser would."""
    said = {"revision": 1, "role": "performed_direct", "level": "3", "words": "steady"} | but
    data = {f"approve-{case_id.hex}-{name}": value for name, value in said.items()}
    return client.post(f"/queue/{case_id}/approve", data=data)


def return_(client: FlaskClient, case_id: UUID, words: str = "which side?") -> TestResponse:
    data = {f"return-{case_id.hex}-revision": 1, f"return-{case_id.hex}-words": words}
    return client.post(f"/queue/{case_id}/return", data=data)


def shown(page: TestResponse) -> str:
    """The words of the page's main part, as a person reads them."""
    inside = page.text[page.text.index("<main") : page.text.index("</main>")]
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", inside)))


@pytest.fixture
def as_ben(client: FlaskClient, ben: Member) -> FlaskClient:
    return sign_in(client, ben)


def test_all_facts_stand_in_the_list(as_ben: FlaskClient, asha: Member, ben: Member) -> None:
    a_case(
        fellow=asha,
        supervisor=ben,
        details=ALL_FACTS,
        complications=("vasovagal",),
        reflection="oblique more next time",
    )
    page = shown(as_ben.get("/queue"))
    for words in (
        "1 case · all of them came today",
        "Asha",
        "Lumbar or sacral transforaminal epidural steroid injection",
        "L4, L5",
        "Left",
        "Fluoroscopy",
        "42 s",
        "2.5 Gy·cm²",
        "Completed",
        "Vasovagal reaction",
        "radicular leg pain",
        "40–64 years",
        "Riverside clinic",
        "oblique more next time",
        "since today",
    ):
        assert words in page, words


def test_the_logged_role_does_not_reach_the_page(
    as_ben: FlaskClient, asha: Member, ben: Member
) -> None:
    def page_with(role: CaseRole) -> str:
        case_id = a_case(fellow=asha, supervisor=ben, role=role)
        text = as_ben.get("/queue").text
        cases.withdraw(asha.actor, case_id)
        text = text.replace(str(case_id), "").replace(case_id.hex, "")
        return re.sub(r'name="csrf_token" value="[^"]*"', "", text)

    assert page_with(CaseRole.OBSERVED) == page_with(CaseRole.PERFORMED_INDIRECT)


def test_the_cases_own_page_keeps_the_role_until_the_supervisor_stated_one(
    as_ben: FlaskClient, asha: Member, ben: Member
) -> None:
    case_id = a_case(fellow=asha, supervisor=ben, role=CaseRole.TAUGHT)
    assert "Taught" not in as_ben.get(f"/cases/{case_id}").text
    approve(as_ben, case_id)
    assert "Taught" in as_ben.get(f"/cases/{case_id}").text
    assert "Taught" in sign_in(as_ben, asha).get(f"/cases/{case_id}").text


def test_oldest_first_and_grouped_by_fellow(
    as_ben: FlaskClient, asha: Member, finn: Member, ben: Member, eve: Member
) -> None:
    with time_machine.travel(TODAY.isoformat()) as clock:
        ids = []
        for fellow in (finn, asha, finn):
            ids.append(a_case(fellow=fellow, supervisor=ben))
            clock.shift(60)
    foreign = a_case(fellow=asha, supervisor=eve)
    draft = a_case(fellow=asha, supervisor=ben, submit=False)
    text = as_ben.get("/queue").text
    order = [text.index(f'id="case-{case_id}"') for case_id in (ids[0], ids[2], ids[1])]
    assert order == sorted(order)
    assert str(foreign) not in text
    assert str(draft) not in text


def test_approving_says_both_roles_and_offers_to_take_it_back(
    as_ben: FlaskClient, asha: Member, ben: Member
) -> None:
    case_id = a_case(fellow=asha, supervisor=ben, role=CaseRole.PERFORMED_INDIRECT)
    answer = approve(as_ben, case_id, role="assisted")
    assert answer.status_code == 303
    page = as_ben.get(answer.location)
    assert (
        "Asha logged: Performed, supervisor nearby; you stated: Assisted."
        " Both are kept; yours counts." in shown(page)
    )
    assert case_of(case_id).credited_role is CaseRole.ASSISTED
    [action] = re.findall(r'action="(/queue/undo\?[^"]+)"', page.text)
    undone = as_ben.post(unescape(action), follow_redirects=True)
    assert "Taken back" in shown(undone)
    assert case_of(case_id).state is State.SUBMITTED


def test_the_offer_to_take_back_ends_after_ten_seconds(
    as_ben: FlaskClient, asha: Member, ben: Member
) -> None:
    case_id = a_case(fellow=asha, supervisor=ben)
    answer = approve(as_ben, case_id)
    [given] = answers_to(case_id)
    with time_machine.travel(given.answered_at.timestamp() + UNDO_SECONDS + 1):
        page = as_ben.get(answer.location)
        assert "Approved: Lumbar TFESI of Asha." in shown(page)
        assert "/queue/undo" not in page.text
        late = as_ben.post(f"/queue/undo?answer={given.id}", follow_redirects=True)
        assert "An answer can be taken back for 10 seconds only." in shown(late)
    assert case_of(case_id).state is State.APPROVED


def test_returning_and_not_having_observed(as_ben: FlaskClient, asha: Member, ben: Member) -> None:
    first, second = (a_case(fellow=asha, supervisor=ben) for _ in range(2))
    page = as_ben.get(return_(as_ben, first).location)
    assert "Returned to Asha" in shown(page)
    revision = {f"unseen-{second.hex}-revision": 1}
    page = as_ben.post(f"/queue/{second}/not-observed", data=revision, follow_redirects=True)
    assert "Not observed" in shown(page)
    assert [answers_to(id_)[0].answer for id_ in (first, second)] == ["returned", "not_observed"]


def test_what_is_missing_is_said_beside_the_fields_and_nothing_typed_is_lost(
    as_ben: FlaskClient, asha: Member, ben: Member
) -> None:
    case_id = a_case(fellow=asha, supervisor=ben)
    page = approve(as_ben, case_id, role="", words="good needle control")
    assert page.status_code == 422
    assert "State the role as you saw it." in shown(page)
    assert 'value="good needle control"' in page.text
    page = approve(as_ben, case_id, words="patient Mr. Hardy did well")
    assert page.status_code == 422
    assert "This may tell who the patient is" in shown(page)
    page = return_(as_ben, case_id, words="")
    assert page.status_code == 422
    assert "Say what is to be changed." in shown(page)
    assert answers_to(case_id) == []


def test_a_case_changed_meanwhile_is_shown_as_it_was_and_as_it_is(
    as_ben: FlaskClient, asha: Member, ben: Member
) -> None:
    case_id = a_case(fellow=asha, supervisor=ben)
    text = as_ben.get("/queue").text
    seen = re.search(rf'name="approve-{case_id.hex}-seen" type="hidden" value="([^"]*)"', text)
    assert seen is not None
    cases.change(asha.actor, case_id, 1, entered(ben, indication="axial low back pain"))
    page = approve(as_ben, case_id, seen=unescape(seen[1]), words="good needle control")
    assert page.status_code == 409
    assert "radicular leg pain" in shown(page)
    assert "axial low back pain" in shown(page)
    assert 'value="good needle control"' in page.text
    assert f'name="approve-{case_id.hex}-revision" type="hidden" value="2"' in page.text
    assert answers_to(case_id) == []
    assert approve(as_ben, case_id, revision=2).status_code == 303


@pytest.mark.parametrize("seen", ["", "no json", "[1, 2]", '{"a": 1}', "null", "x" * 30_000])
def test_a_page_that_lost_its_snapshot_still_shows_the_case(
    as_ben: FlaskClient, asha: Member, ben: Member, seen: str
) -> None:
    case_id = a_case(fellow=asha, supervisor=ben)
    page = approve(as_ben, case_id, revision="nonsense", seen=seen)
    assert page.status_code == 409
    assert "radicular leg pain" in shown(page)


def test_an_impatient_second_click_finds_the_first_ones_answer(
    as_ben: FlaskClient, asha: Member, ben: Member
) -> None:
    case_id = a_case(fellow=asha, supervisor=ben)
    assert approve(as_ben, case_id).location == approve(as_ben, case_id).location
    assert len(answers_to(case_id)) == 1


def test_a_withdrawn_case_says_so(as_ben: FlaskClient, asha: Member, ben: Member) -> None:
    case_id = a_case(fellow=asha, supervisor=ben)
    cases.withdraw(asha.actor, case_id)
    page = approve(as_ben, case_id)
    assert page.status_code == 409
    assert "This case is withdrawn; only a submitted one can be answered." in shown(page)


def test_others_do_not_answer(
    client: FlaskClient,
    asha: Member,
    ben: Member,
    eve: Member,
    lee: Member,
    rin: Member,
    dana: Member,
) -> None:
    case_id = a_case(fellow=asha, supervisor=ben)
    assert approve(sign_in(client, eve), case_id).status_code == 404
    for stranger in (asha, lee, dana, rin):
        assert approve(sign_in(client, stranger), case_id).status_code == 403
        assert client.get("/queue").status_code == 403
    answer_id = approval.approve(ben.actor, case_id, 1, role_stated=CaseRole.ASSISTED, level="2")
    sign_in(client, eve).post(f"/queue/undo?answer={answer_id}")
    assert case_of(case_id).state is State.APPROVED
    assert "Approved" not in shown(client.get(f"/queue?answered={answer_id}"))


def test_an_empty_queue_says_what_will_stand_here(as_ben: FlaskClient) -> None:
    assert "No case waits for you" in shown(as_ben.get("/queue?after=nonsense&answered=x"))


def test_the_list_is_paged_by_its_last_case(as_ben: FlaskClient, asha: Member, ben: Member) -> None:
    ids = [a_case(fellow=asha, supervisor=ben) for _ in range(22)]
    first = as_ben.get("/queue").text
    assert f'id="case-{ids[19]}"' in first
    assert f'id="case-{ids[20]}"' not in first
    [further] = re.findall(r'rel="next" href="([^"]+)"', first)
    second = as_ben.get(unescape(further)).text
    assert [f'id="case-{id_}"' in second for id_ in ids] == [False] * 20 + [True] * 2


def test_the_keys_can_be_switched_off(as_ben: FlaskClient, asha: Member, ben: Member) -> None:
    a_case(fellow=asha, supervisor=ben)
    assert 'data-shortcuts="off"' not in as_ben.get("/queue").text
    db.session.get_one(Account, ben.account_id).shortcuts = False
    db.session.commit()
    assert 'data-shortcuts="off"' in as_ben.get("/queue").text


def test_the_page_asks_the_database_as_often_for_many_cases_as_for_one(
    as_ben: FlaskClient, asha: Member, finn: Member, ben: Member, connection: Connection
) -> None:
    def count() -> int:
        with statements(connection) as said:
            as_ben.get("/queue")
        return len([sql for sql in said if sql.startswith("SELECT")])

    an_approved_case(fellow=asha, supervisor=ben)
    a_case(fellow=asha, supervisor=ben)
    one = count()
    for fellow in (asha, finn) * 5:
        a_case(fellow=fellow, supervisor=ben)
        an_approved_case(fellow=fellow, supervisor=ben)
    assert count() == one <= 7
