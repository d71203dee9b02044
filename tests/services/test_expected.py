"""A clinic list in; what of it is not logged, drafted with one tap or dismissed."""

import json
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select, text
from sqlalchemy.exc import NoResultFound

from logbook.database import db
from logbook.domain.cases import State
from logbook.domain.expected_days import Usual
from logbook.models.audit import LedgerEntry
from logbook.models.cases import Case
from logbook.models.expected import ExpectedCase
from logbook.policy.expected import may_view
from logbook.queries.cases import enrollment_of
from logbook.queries.expected import (
    Day,
    days_expected,
    days_usual,
    expected_one,
    expected_visible_to,
)
from logbook.services import expected
from logbook.services.refusals import Invalid, Refused
from tests.cast import BEGAN, CAST, CLINIC, TODAY, Member
from tests.conftest import sign_in
from tests.makers.cases import a_case
from tests.makers.expected import LIST, YESTERDAY, an_expected_case, brought
from tests.makers.rotations import a_leave, a_rotation
from tests.statements import statements

TFESI, STELLATE = "esi_lumbosacral_transforaminal", "stellate_ganglion_block"
AGO = (YESTERDAY - BEGAN).days


def days(member: Member) -> list[Day]:
    enrollment = enrollment_of(member.actor)
    assert enrollment is not None
    return days_expected(member.actor, enrollment, TODAY)


def usual(member: Member) -> list[Day]:
    enrollment = enrollment_of(member.actor)
    assert enrollment is not None
    return days_usual(member.actor, enrollment, TODAY)


def counts(member: Member) -> list[tuple[int, int]]:
    return [(len(day.expected), day.found) for day in days(member)]


def test_three_are_expected_and_one_is_logged(app: Flask, asha: Member, ben: Member) -> None:
    taken = brought(of=asha)
    assert (taken.kept, taken.added, taken.unknown) == (3, 3, 0)
    assert counts(asha) == [(3, 0)]
    a_case(fellow=asha, supervisor=ben, performed_on=YESTERDAY)
    assert counts(asha) == [(3, 1)]
    [day] = days(asha)
    assert (day.names, day.logged) == ("Fluoroscopy list", 1)
    assert sorted(one.procedure or "" for one in day.missing)[0] == TFESI


def test_the_same_list_again_adds_nothing(app: Flask, asha: Member, cora: Member) -> None:
    brought(of=asha)
    assert brought(of=asha, by=cora).added == 0
    assert brought(LIST + "15:00, Lumbar TFESI\n", of=asha).added == 1
    events = select(func.count()).where(LedgerEntry.event == "expected.brought")
    assert db.session.scalar(events) == 3


def test_nothing_of_a_patient_is_kept(app: Flask, asha: Member) -> None:
    table = (
        "Patient,MRN,DOB,Date,Time,Procedure\n"
        f"Siti Rahayu,12345678,1961-04-03,{YESTERDAY},08:30,Lumbar TFESI for Siti Rahayu\n"
        f"Budi Santoso,87654321,1970-01-02,{YESTERDAY},09:30,Block for Mr Budi Santoso\n"
    )
    loose = "10:00, Wayan Sudarma\n"
    bundle = {
        "resourceType": "Bundle",
        "entry": [
            {
                "resource": {
                    "resourceType": "Appointment",
                    "status": "booked",
                    "start": f"{YESTERDAY}T12:00:00Z",
                    "serviceType": [{"text": "Lumbar TFESI"}],
                    "participant": [
                        {"actor": {"reference": "Patient/99", "display": "Made Astuti"}},
                        {"actor": {"reference": "Location/1", "display": "Riverside clinic"}},
                    ],
                }
            }
        ],
    }
    calendar = (
        f"BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:{YESTERDAY:%Y%m%d}T080000\n"
        "SUMMARY:Ketut Lestari 0812345678\nEND:VEVENT\nEND:VCALENDAR\n"
    )
    for one in (table, loose, json.dumps(bundle), calendar):
        brought(one, of=asha)
    rows = db.session.execute(text("SELECT procedure, text, list_name FROM expected_case")).all()
    ledger = db.session.execute(
        text("SELECT facts FROM ledger_entry WHERE event LIKE 'expected%'")
    ).all()
    kept = repr((rows, ledger))
    for word in ("Siti", "Budi", "Wayan", "Made", "Ketut", "1234", "8765", "1961", "0812", "99"):
        assert word not in kept
    # Two of what no list says more than "in the morning" are taken for one.
    assert len(rows) == 3
    places = select(ExpectedCase.site_id).where(ExpectedCase.site_id.is_not(None))
    assert db.session.scalars(places).all() == [CLINIC]


def test_one_tap_begins_the_draft_and_twice_is_once(
    client: FlaskClient, asha: Member, ben: Member
) -> None:
    one = an_expected_case(of=asha)
    begins = expected_one(asha.actor, one).begins
    for _ in range(2):
        answer = sign_in(client, asha).post(f"/expected/{one}/draft")
        assert answer.headers["Location"] == f"/cases/{begins}/edit"
    begun = db.session.scalars(select(Case)).one()
    assert (begun.id, begun.state, begun.procedure) == (begins, State.DRAFT, TFESI)
    assert begun.performed_on == YESTERDAY
    assert counts(asha) == [(3, 1)]


def test_what_the_catalogue_does_not_know_is_chosen_first_and_paired_last(
    client: FlaskClient, asha: Member, ben: Member
) -> None:
    brought("Time,Procedure\n08:00,Wart removal\n", of=asha)
    one = db.session.scalars(select(ExpectedCase.id)).one()
    answer = sign_in(client, asha).post(f"/expected/{one}/draft")
    assert answer.headers["Location"] == "/cases/new?q=Wart+removal"
    assert counts(asha) == [(1, 0)]
    a_case(fellow=asha, supervisor=ben, performed_on=YESTERDAY)
    assert counts(asha) == [(1, 1)]


def test_what_did_not_happen_goes_away(client: FlaskClient, asha: Member) -> None:
    one = an_expected_case(of=asha)
    address = f"/expected/{one}/dismiss"
    assert sign_in(client, asha).post(address, data={"said": "nonsense"}).status_code == 404
    assert client.post(address, data={"said": "not_done"}).headers["Location"] == "/expected/"
    assert counts(asha) == [(2, 0)]
    brought(of=asha)
    assert counts(asha) == [(2, 0)]


def test_nothing_is_expected_on_leave(app: Flask, asha: Member) -> None:
    brought(of=asha)
    a_leave(AGO, 1, of=asha)
    assert days(asha) == []


def test_who_brings_a_list_in_and_who_sees_it(
    app: Flask, asha: Member, finn: Member, ben: Member, cora: Member, rin: Member
) -> None:
    brought(of=asha, by=cora)
    for stranger in (finn, ben, rin):
        with pytest.raises((Refused, Invalid)):
            brought(of=asha, by=stranger)
    one = db.session.scalars(select(ExpectedCase)).all()[0]
    for member in CAST.values():
        listed = select(ExpectedCase.id).where(expected_visible_to(member.actor))
        assert bool(db.session.scalars(listed).all()) == bool(may_view(member.actor, one))
    with pytest.raises(NoResultFound):
        expected.dismiss(finn.actor, one.id, "not_mine")


@pytest.mark.parametrize(
    "data", [b"", b"{}", b"BEGIN:VCALENDAR\nEND:VCALENDAR\n", b"08:30\n", b"\xd0\xcf\x11\xe0x"]
)
def test_a_list_of_nothing_is_refused(app: Flask, asha: Member, data: bytes) -> None:
    with pytest.raises(Invalid):
        brought(data, of=asha)


def test_a_list_of_long_ago_or_of_too_much_is_refused(app: Flask, asha: Member) -> None:
    with pytest.raises(Invalid) as wrong:
        brought(of=asha, day=TODAY - timedelta(days=61))
    assert set(wrong.value.complaints) == {"day"}
    with pytest.raises(Invalid) as wrong:
        brought("08:00, TFESI\n" * 501, of=asha)
    assert set(wrong.value.complaints) == {"file"}


def test_what_is_usual_on_a_weekday_is_told_as_a_pattern(
    app: Flask, asha: Member, ben: Member
) -> None:
    a_rotation(0, AGO + 10, of=asha)
    for back in range(1, AGO // 7 + 1):
        for _ in range(2):
            day = YESTERDAY - timedelta(weeks=back)
            a_case(fellow=asha, supervisor=ben, performed_on=day)
    [day] = usual(asha)
    assert (day.on, day.logged, day.usual) == (YESTERDAY, 0, Usual(2, AGO // 7, CLINIC))
    a_leave(AGO, 1, of=asha)
    assert usual(asha) == []


def test_the_page_and_the_card_say_it(
    client: FlaskClient, asha: Member, ben: Member, cora: Member
) -> None:
    sent = {"lines": LIST, "day": YESTERDAY.isoformat(), "name": "Fluoroscopy list", "site": ""}
    answer = sign_in(client, asha).post("/expected/bring", data=sent)
    assert answer.headers["Location"] == "/expected/"
    page = client.get("/expected/").text
    assert "3 expected, 0 logged" in page and page.count("Draft it") == 3
    assert "Yesterday, Fluoroscopy list</strong>: 3 expected, 0 logged" in client.get("/").text
    wrong = client.post("/expected/bring", data={**sent, "lines": ""})
    assert wrong.status_code == 422 and "Fluoroscopy list" in wrong.text
    nobody = sign_in(client, cora).post("/expected/bring", data={**sent, "fellow": ""})
    assert nobody.status_code == 422
    good = client.post("/expected/bring", data={**sent, "fellow": str(asha.id)})
    assert good.headers["Location"] == "/expected/bring"


def test_a_home_without_a_list_costs_one_statement(app: Flask, asha: Member, ben: Member) -> None:
    enrollment = enrollment_of(asha.actor)
    assert enrollment is not None
    with statements() as sent:
        days_expected(asha.actor, enrollment, TODAY)
    assert len(sent) == 1
    brought(of=asha)
    with statements() as sent:
        days_expected(asha.actor, enrollment, TODAY)
    assert len(sent) == 3
