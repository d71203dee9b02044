"""Sessions and hours from the pages: one for a double tap, nothing lost, own only for fellows."""

from datetime import timedelta
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from logbook.database import db
from logbook.domain.portfolio import By, ItemState, last_periods
from logbook.models.columns import new_id
from logbook.models.portfolio import PortfolioItem, TeachingSession
from logbook.policy.actors import Role
from logbook.services.attendance import Held
from tests.cast import CAST, TODAY, Cast, Member
from tests.conftest import sign_in
from tests.makers.curricula import a_version, enrolled_on, the_nurses_version
from tests.makers.people import a_fellow, a_member
from tests.makers.records import a_session, ashas_enrollment

MONTH = last_periods(TODAY, By.MONTH, 1)[0]


def finns() -> UUID:
    enrollment_id = CAST["finn"].enrollment_id
    assert enrollment_id is not None
    return enrollment_id


def a_form(**but: object) -> dict[str, object]:
    usual = {
        "session_id": new_id(),
        "kind": "didactic",
        "held_on": TODAY,
        "title": "Neuropathic pain",
        "minutes": "60",
        "present": [ashas_enrollment()],
    }
    return usual | but


def count(what: type) -> int | None:
    return db.session.scalar(select(func.count()).select_from(what))


def test_a_session_is_recorded_once_and_its_fellow_sees_it(
    client: FlaskClient, cora: Member, asha: Member
) -> None:
    form = a_form()
    sign_in(client, cora)
    for _ in range(2):  # a double tap
        answer = client.post("/teaching/sessions/new", data=form)
        assert answer.status_code == 303
    assert (count(TeachingSession), count(PortfolioItem)) == (1, 1)
    assert "Neuropathic pain" in client.get("/teaching").text
    page = client.get(answer.location).text
    assert "Asha" in page and "Add who was there too" in page
    assert "Neuropathic pain" in sign_in(client, asha).get("/portfolio").text


def test_what_was_typed_stays_when_something_is_wrong(client: FlaskClient, cora: Member) -> None:
    form = a_form(title="Kept words", minutes="x", present=[ashas_enrollment(), finns()])
    failed = sign_in(client, cora).post("/teaching/sessions/new", data=form)
    assert failed.status_code == 422
    assert 'value="Kept words"' in failed.text and 'value="x"' in failed.text
    assert failed.text.count("checked") == 2
    assert str(form["session_id"]) in failed.text
    nobody = client.post("/teaching/sessions/new", data=a_form(present=[]))
    assert (nobody.status_code, "Tick who was there." in nobody.text) == (422, True)
    assert count(TeachingSession) == 0


def test_somebody_is_added_later_and_the_session_taken_back(
    client: FlaskClient, cora: Member
) -> None:
    session = a_session()
    sign_in(client, cora)
    for _ in range(2):
        client.post(f"/teaching/sessions/{session}/present", data={"present": [finns()]})
    assert count(PortfolioItem) == 2
    client.post(f"/teaching/sessions/{session}/strike-out", data={"reason": ""})
    assert "Say why" in client.get(f"/teaching/sessions/{session}").text
    client.post(f"/teaching/sessions/{session}/strike-out", data={"reason": "Cancelled."})
    page = client.get(f"/teaching/sessions/{session}").text
    assert "Cancelled." in page and "It counts for nobody." in page
    states = db.session.scalars(select(PortfolioItem.state).distinct()).all()
    assert states == [ItemState.VOIDED]
    again = client.get(f"/teaching/sessions/new?like={session}").text
    assert 'value="Opioid course"' in again and again.count("checked") == 2


def test_the_list_is_narrowed_and_goes_on(client: FlaskClient, cora: Member) -> None:
    for n in range(26):
        a_session(held=Held("didactic", TODAY - timedelta(days=n), f"Session {n:02}", 45))
    a_session(present=[finns()], held=Held("journal_club", TODAY, "Critical reading", 45))
    sign_in(client, cora)
    first = client.get("/teaching").text
    assert "Session 00" in first and "Session 25" not in first
    later = f"/teaching?after={TODAY - timedelta(days=23)}_{UUID(int=0)}"
    assert "Session 25" in client.get(later).text
    only_finn = client.get(f"/teaching?fellow={CAST['finn'].id}").text
    assert "Critical reading" in only_finn and "Session 00" not in only_finn
    assert "Critical reading" not in client.get("/teaching?kind=didactic").text
    assert "No session fits" in client.get("/teaching?fellow=nobody").text


def hours_form(**typed: str) -> dict[str, object]:
    rows: dict[str, object] = {}
    for name, hours in typed.items():
        enrollment_id = CAST[name].enrollment_id
        assert enrollment_id is not None
        rows |= {f"id-{enrollment_id.hex}": new_id(), f"hours-{enrollment_id.hex}": hours}
    return {"kind": "course", "month": f"{MONTH.since:%Y-%m}", "title": "Practice", **rows}


def test_hours_are_given_in_one_table(client: FlaskClient, cora: Member, asha: Member) -> None:
    sign_in(client, cora)
    wrong = client.post("/teaching/hours", data=hours_form(asha="120", finn="much"))
    assert wrong.status_code == 422
    assert 'value="120"' in wrong.text and 'value="much"' in wrong.text
    assert "Hours, Finn: Write hours as 2, 1.5 or 1:30." in wrong.text
    too_many = client.post("/teaching/hours", data=hours_form(asha="120", finn="800"))
    assert (too_many.status_code, count(PortfolioItem)) == (422, 0)
    form = hours_form(asha="120", finn="1:30")
    for _ in range(2):  # a double tap
        assert client.post("/teaching/hours", data=form).status_code == 303
    assert count(PortfolioItem) == 2
    assert "120 h" in client.get(f"/teaching/hours?kind=course&month={MONTH.since:%Y-%m}").text
    assert "Practice" in sign_in(client, asha).get("/portfolio").text


def test_a_month_of_a_nurse_s_practice(client: FlaskClient, cora: Member) -> None:
    nurse = a_fellow("Nia Putri", version_id=the_nurses_version())
    enrollment = nurse.enrollment_id
    assert enrollment is not None
    sign_in(client, cora)
    asked = f"/teaching/hours?kind=practice&month={MONTH.since:%Y-%m}"
    table = client.get(asked).text
    assert "Nia Putri" in table and "Asha" not in table
    form = hours_form() | {
        "kind": "practice",
        f"id-{enrollment.hex}": new_id(),
        f"hours-{enrollment.hex}": "152",
    }
    assert client.post("/teaching/hours", data=form).location.endswith(asked)
    own = sign_in(client, nurse).get("/teaching").text
    assert "152 of 2000 hours in the last 36 months" in own
    assert "152 h" in own


def test_an_empty_table_is_none(client: FlaskClient, cora: Member) -> None:
    empty = sign_in(client, cora).post("/teaching/hours", data=hours_form(asha="", finn=" "))
    assert (empty.status_code, "at least one person" in empty.text) == (422, True)


def test_a_fellow_reads_how_the_sum_is_made(client: FlaskClient, asha: Member) -> None:
    nurse = a_version(asha.program_id, "window", requirements=[A_WINDOW])
    enrollment = enrolled_on(asha, nurse)
    for days in (10, 700):
        held = Held("course", TODAY - timedelta(days=days), f"Course {days}", 90)
        a_session(present=[enrollment], held=held)
    page = sign_in(client, asha).get(f"/teaching/fellows/{enrollment}").text
    assert "Items that count: 1, in sum 1.5 hours since" in page
    assert "Only the last 12 months count" in page
    assert page.index("Course 10") < page.index("No longer counts") < page.index("Course 700")


A_WINDOW = {
    "id": "epa13.hours",
    "competency": "epa13",
    "kind": "hours",
    "name": {"en": "Hours", "id": "Jam"},
    "activities": "course",
    "months": 12,
    "figure": {"value": None, "suggested": 30, "source": "PC", "check": None},
}


@pytest.mark.parametrize("path", ["/teaching", "/teaching/tests", "/teaching/milestones"])
def test_a_newcomer_is_told_to_wait(client: FlaskClient, app: Flask, path: str) -> None:
    newcomer = a_member("Nia", Role.FELLOW)
    assert "You are not enrolled yet" in sign_in(client, newcomer).get(path).text


@pytest.mark.parametrize("name", ["finn", "ben", "eve", "lee", "rin", "ravi"])
def test_a_fellow_s_sums_are_for_nobody_else(client: FlaskClient, cast: Cast, name: str) -> None:
    page = sign_in(client, cast[name]).get(f"/teaching/fellows/{ashas_enrollment()}")
    assert page.status_code == 404


def test_the_way_is_shown_to_those_who_may_go_it(client: FlaskClient, cast: Cast) -> None:
    shown = {
        name
        for name in ("asha", "ben", "eve", "dana", "cora", "mia", "ola")
        if 'href="/teaching"' in sign_in(client, cast[name]).get("/account").text
    }
    assert shown == {"asha", "dana", "cora", "mia", "ola"}
