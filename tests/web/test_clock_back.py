"""The clock of the service is set back: who signs is told, and the ledger's page shows where."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from flask.testing import FlaskClient
from sqlalchemy import select

from logbook.database import db
from logbook.domain.cases import State
from logbook.models.signatures import Signature
from logbook.services import audit, programs
from tests.cast import RIVERSIDE, Member
from tests.conftest import sign_in
from tests.makers.cases import a_case
from tests.web.test_ledger import rows_of
from tests.web.test_queue import approve, case_of, shown
from tests.web.test_queue_together import send

AHEAD = timedelta(hours=1)
TOLD = "the clock of this server was set back"


@pytest.fixture
def an_hour_back(dana: Member) -> Iterator[None]:
    """The newest entry was written an hour before now, by a clock that was an hour ahead."""
    with time_machine.travel(datetime.now(UTC) + AHEAD, tick=False):
        programs.add_site(dana.actor, "Clinic")
    yield


def test_who_signs_is_told_and_the_signature_stands(
    client: FlaskClient, asha: Member, ben: Member, an_hour_back: None
) -> None:
    case_id = a_case(fellow=asha, supervisor=ben)
    sign_in(client, ben)
    page = client.get(approve(client, case_id).location)
    assert TOLD in shown(page)
    assert case_of(case_id).state is State.APPROVED
    assert db.session.scalars(select(Signature).where(Signature.program_id == RIVERSIDE)).one()
    assert audit.verify() == []
    assert TOLD not in shown(client.get("/queue"))


def test_who_signs_several_is_told_once(
    client: FlaskClient, asha: Member, finn: Member, ben: Member, an_hour_back: None
) -> None:
    ids = [a_case(fellow=fellow, supervisor=ben) for fellow in (asha, finn)]
    sign_in(client, ben)
    page = client.get(send(client, {case_id: {} for case_id in ids}).location)
    assert shown(page).count(TOLD) == 1


def test_nobody_is_told_while_the_clock_goes_right(
    client: FlaskClient, asha: Member, ben: Member
) -> None:
    case_id = a_case(fellow=asha, supervisor=ben)
    sign_in(client, ben)
    assert TOLD not in shown(client.get(approve(client, case_id).location))


def test_the_page_of_the_ledger_shows_where_the_clock_jumped(
    client: FlaskClient, dana: Member, an_hour_back: None
) -> None:
    programs.add_site(dana.actor, "Ward")
    sign_in(client, dana)
    rows = rows_of(client.get("/ledger").text)
    assert ["The clock jumped" in row for row in rows[:3]] == [True, True, False]
    assert "the one before it" in rows[0]
    assert "now it is" in rows[1]
    page = shown(client.post("/ledger/verification"))
    assert "Chain verified" in page
    assert "The clock jumped 2 times" in page
