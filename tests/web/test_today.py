"""Today is the day where the program is, also while it is still yesterday in Greenwich."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient

from logbook.database import db
from logbook.domain.readiness import trained_fraction
from logbook.models.programs import Membership, Program
from logbook.queries.unchanged import WhileUnchanged
from logbook.services.mail import OUTBOX
from tests.cast import RIVERSIDE, TODAY, Member
from tests.conftest import sign_in
from tests.makers.cases import a_case
from tests.makers.credentials import a_credential, a_verified_credential
from tests.makers.curricula import a_version
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
    for kept in WhileUnchanged.everything:  # they hear of nothing that the ledger is not told
        kept.forget()
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


def test_a_credential_lapses_when_its_last_day_is_over_where_the_program_is(
    client: FlaskClient, asha: Member, cora: Member
) -> None:
    fellow = a_fellow("Tia", version_id=a_version(RIVERSIDE))
    credential_id = a_verified_credential(of=fellow, by=cora, expires_on=TODAY)
    sign_in(client, fellow)
    for path in ("/credentials", f"/credentials/{credential_id}"):
        assert "Lapsed" in client.get(path).text
    assert f"Ended on {TODAY:%b} {TODAY.day}, {TODAY.year}." in client.get("/gaps").text
    a_verified_credential(of=fellow, by=cora, expires_on=TOMORROW)
    assert "Ended on" not in client.get("/gaps").text


def test_its_holder_is_reminded_on_the_day_of_the_program(app: Flask, asha: Member) -> None:
    a_credential(of=asha, expires_on=TOMORROW + timedelta(days=90))  # in Greenwich, 91 days
    OUTBOX.clear()
    said = app.test_cli_runner().invoke(args=["remind"])
    assert said.exit_code == 0, said.output
    assert [letter.to for letter in OUTBOX] == ["asha@example.org"]


def test_what_is_asked_for_today_happened_today(client: FlaskClient, asha: Member) -> None:
    sign_in(client, asha)
    for path in ("/assessments/new?form=dops", "/portfolio/new"):
        assert f'value="{TOMORROW.isoformat()}"' in client.get(path).text
