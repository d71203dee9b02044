"""Several cases approved together: each is looked at, and each stands for itself."""

import re
from html import unescape
from uuid import UUID

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from logbook.database import db
from logbook.models.audit import LedgerEntry
from logbook.models.cases import CaseAnswer
from logbook.models.columns import new_id
from logbook.services import cases
from tests.cast import Member
from tests.conftest import sign_in
from tests.makers.cases import a_case, entered
from tests.web.test_queue import shown

SAID = {"revision": 1, "role": "performed_direct", "level": "3", "words": ""}


@pytest.fixture
def as_ben(client: FlaskClient, ben: Member) -> FlaskClient:
    return sign_in(client, ben)


def send(client: FlaskClient, said: dict[UUID, dict[str, object]], **but: object) -> TestResponse:
    data: dict[str, object] = {"case": [str(id_) for id_ in said], "step": "approve"} | but
    for case_id, given in said.items():
        for name, value in (SAID | given).items():
            data[f"approve-{case_id.hex}-{name}"] = value
    return client.post("/queue/approvals", data=data)


def answers() -> dict[UUID, str | None]:
    """The level of each answered case."""
    db.session.expire_all()
    return {answer.case_id: answer.level for answer in db.session.scalars(select(CaseAnswer))}


def test_selected_cases_are_each_shown_in_full(
    as_ben: FlaskClient, asha: Member, finn: Member, ben: Member, eve: Member
) -> None:
    ids = [a_case(fellow=fellow, supervisor=ben) for fellow in (asha, finn)]
    foreign = a_case(fellow=asha, supervisor=eve)
    page = as_ben.post("/queue/review", data={"case": [*map(str, ids), str(foreign), "nonsense"]})
    assert page.status_code == 200
    for case_id in ids:
        assert f'name="approve-{case_id.hex}-role"' in page.text
    assert foreign.hex not in page.text
    assert "Approve 2 cases" in shown(page)
    assert "1 of the cases no longer waits for you" in shown(page)


@pytest.mark.parametrize("count", [0, 21])
def test_none_and_too_many_are_refused_in_words(as_ben: FlaskClient, count: int) -> None:
    ids = [str(new_id()) for _ in range(count)]
    page = as_ben.post("/queue/review", data={"case": ids}, follow_redirects=True)
    assert ("At most 20 cases at once." if ids else "Select at least one case.") in page.text


def test_each_becomes_an_answer_and_an_entry_of_its_own(
    as_ben: FlaskClient, asha: Member, finn: Member, ben: Member
) -> None:
    first = a_case(fellow=asha, supervisor=ben)
    second = a_case(fellow=finn, supervisor=ben)
    done = send(as_ben, {first: {"role": "assisted"}, second: {"level": "4"}})
    assert done.status_code == 303
    assert answers() == {first: "3", second: "4"}
    approved = select(LedgerEntry.subject_id).where(LedgerEntry.event == "case.approved")
    assert set(db.session.scalars(approved)) == {first, second}
    page = as_ben.get(done.location)
    assert "2 cases approved." in shown(page)
    assert "you stated: Assisted" in shown(page)
    [action] = re.findall(r'action="(/queue/undo\?[^"]+)"', page.text)
    as_ben.post(unescape(action))
    assert all(answer.undone_at for answer in db.session.scalars(select(CaseAnswer)))


def test_those_that_fail_come_back_and_the_rest_is_done(
    as_ben: FlaskClient, asha: Member, ben: Member
) -> None:
    good, stale, unsaid, gone = (a_case(fellow=asha, supervisor=ben) for _ in range(4))
    cases.change(asha.actor, stale, 1, entered(ben, indication="axial back pain"))
    cases.withdraw(asha.actor, gone)
    said = {good: {}, stale: {"words": "steady"}, unsaid: {"role": ""}, gone: {}}
    page = send(as_ben, said)
    assert page.status_code == 409
    assert answers() == {good: "3"}
    words = shown(page)
    assert "Approved: Lumbar TFESI of Asha." in words
    assert "This case was changed while you were writing." in words
    assert "State the role as you saw it." in words
    assert "1 of the cases no longer waits for you" in words
    assert 'value="steady"' in page.text
    assert f'name="approve-{stale.hex}-revision" type="hidden" value="2"' in page.text
    again = send(as_ben, {stale: {"revision": 2}, unsaid: {}})
    assert again.status_code == 303
    assert answers() == {good: "3", stale: "3", unsaid: "3"}


def test_one_choice_can_be_set_for_all_and_changes_nothing_yet(
    as_ben: FlaskClient, asha: Member, ben: Member
) -> None:
    first, second = (a_case(fellow=asha, supervisor=ben) for _ in range(2))
    page = send(
        as_ben,
        {first: {"role": "", "level": "", "words": "own words"}, second: {"level": "2"}},
        step="set_all",
        **{"all-role": "taught", "all-level": ""},
    )
    assert page.status_code == 200
    assert answers() == {}
    ticked = re.findall(r'value="(\w+)" checked', page.text)
    assert ticked == ["taught", "taught", "2"]
    assert 'value="own words"' in page.text


def test_only_supervisors_come_here(
    client: FlaskClient, asha: Member, ben: Member, eve: Member, dana: Member, rin: Member
) -> None:
    case_id = a_case(fellow=asha, supervisor=ben)
    for stranger in (asha, dana, rin):
        assert send(sign_in(client, stranger), {case_id: {}}).status_code == 403
    page = send(sign_in(client, eve), {case_id: {}})
    assert page.status_code == 409
    assert "Asha" not in shown(page)
    assert answers() == {}
