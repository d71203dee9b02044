"""The page of a fellow's forecast, and the one that asks what if."""

import re
from datetime import timedelta
from uuid import UUID

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from logbook.database import db
from logbook.models.audit import LedgerEntry
from logbook.models.rotations import Rotation
from logbook.services import progress
from tests.cast import RIVERSIDE, TODAY, Member
from tests.conftest import sign_in
from tests.makers.cases import an_approved_case

LUMBAR = "epa08.spine_lumbar_sacral"


def text_of(page: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


@pytest.fixture(autouse=True)
def dozen(asha: Member, ben: Member) -> None:
    for day in range(0, 120, 10):
        an_approved_case(fellow=asha, supervisor=ben, performed_on=TODAY - timedelta(days=day))


def test_a_fellow_reads_how_likely_and_by_when(client: FlaskClient, asha: Member) -> None:
    page = sign_in(client, asha).get("/forecast").text
    words = text_of(page)
    assert "Lumbar and sacral spine injections EPA08 12 of 25" in words
    assert re.search(r"(likely|open|unlikely) (under |over )?\d+%", words)
    assert "lb-chart-outlook" in page and "12 now, " in words  # the bar says its numbers
    assert f"requirement={LUMBAR}" in page  # the number opens its cases
    assert "Not enough evidence: 0 in the program, 10 are needed." in words
    assert "What if?" not in words


def test_what_if_moves_the_forecast_and_changes_nothing(
    client: FlaskClient, dana: Member, asha: Member
) -> None:
    address = f"/forecast/{asha.enrollment_id}/what-if"
    asked = {"requirement": LUMBAR, "more": "5", "kind": "pain_clinic", "months": "3"}
    before = db.session.scalar(select(func.count()).select_from(LedgerEntry))
    words = text_of(sign_in(client, dana).get(address, query_string=asked).text)
    moved = re.search(r"EPA08 12 of 25 (?:under |over )?(\d+)% (?:under |over )?(\d+)%", words)
    assert moved is not None and int(moved[1]) < int(moved[2])
    assert db.session.scalar(select(func.count()).select_from(LedgerEntry)) == before
    assert db.session.scalar(select(func.count()).select_from(Rotation)) == 0
    assert progress.differences(RIVERSIDE) == []


@pytest.mark.parametrize(
    "wrong", [{"months": "40", "kind": "pain_clinic"}, {"more": "-2"}, {"site": str(UUID(int=9))}]
)
def test_what_makes_no_sense_is_asked_again(
    client: FlaskClient, dana: Member, asha: Member, wrong: dict[str, str]
) -> None:
    answer = sign_in(client, dana).get(
        f"/forecast/{asha.enrollment_id}/what-if", query_string=wrong
    )
    assert answer.status_code == 422
    assert "lb-errors" in answer.text or "error" in answer.text
