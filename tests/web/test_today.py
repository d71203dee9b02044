"""Today is the day where the program is, also while it is still yesterday in Greenwich."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta

import pytest
import time_machine
from flask.testing import FlaskClient

from logbook.database import db
from logbook.domain.readiness import trained_fraction
from logbook.models.programs import Membership, Program
from tests.cast import RIVERSIDE, TODAY, Member
from tests.conftest import sign_in
from tests.makers.cases import a_case
from tests.makers.people import a_fellow

TOMORROW = TODAY + timedelta(days=1)


@pytest.fixture(autouse=True)
def already_tomorrow_in_jakarta(client: FlaskClient) -> Iterator[None]:
    db.session.get_one(Program, RIVERSIDE).time_zone = "Asia/Jakarta"
    db.session.commit()
    with time_machine.travel(datetime.combine(TODAY, time(20, 0), UTC), tick=False):
        yield


def test_who_leaves_today_is_no_longer_in_the_cohort(
    client: FlaskClient, dana: Member, finn: Member
) -> None:
    sign_in(client, dana)
    assert "Finn" in client.get("/cohort").text
    db.session.get_one(Membership, (RIVERSIDE, finn.id)).left_on = TOMORROW
    db.session.commit()
    assert "Finn" not in client.get("/cohort").text
    assert client.post("/program/sites", data={"name": "A"}).status_code == 302
    assert "You have left" in sign_in(client, finn).get("/cases/new").text


def test_the_training_that_is_over_is_counted_until_today(
    client: FlaskClient, dana: Member
) -> None:
    year = timedelta(days=365)

    def percent(start: date, day: date) -> str:
        return f"{trained_fraction(start, start + year, 100, 12, day):.0%}"

    days = (TODAY - timedelta(days=days) for days in range(100, 200))
    starts_on = next(day for day in days if percent(day, TODAY) != percent(day, TOMORROW))
    said = f"{percent(starts_on, TOMORROW)} of the training is over"
    fellow = a_fellow("Tia", starts_on=starts_on, ends_on=starts_on + year)
    page = sign_in(client, dana).get(f"/cohort/{fellow.enrollment_id}").text
    assert said in page
    assert said in sign_in(client, fellow).get("/").text


def test_a_case_of_today_is_no_case_of_the_future(
    client: FlaskClient, asha: Member, ben: Member
) -> None:
    case_id = a_case(fellow=asha, supervisor=ben, performed_on=TOMORROW)
    assert sign_in(client, asha).get(f"/cases/{case_id}").status_code == 200
    form = client.get("/cases/new?procedure=esi_lumbosacral_transforaminal").text
    assert TOMORROW.isoformat() in form
