"""What is taken out can be taken in again, and says the same."""

import csv
from datetime import datetime, timedelta
from io import StringIO

import pytest

from logbook.database import db
from logbook.domain.catalogue import CaseRole
from logbook.models.cases import Case
from logbook.services import approval, spreadsheets
from logbook.services.exchange_export import SIGNED, export
from tests.cast import Member
from tests.makers.cases import a_case, an_approved_case
from tests.services.test_exchange import brought_in, cases_of

SAID = (
    "procedure",
    "category",
    "performed_on",
    "role",
    "setting",
    "age_band",
    "indication",
    "outcome",
    "complications",
    "complication_note",
    "reflection",
    "details",
    "level_sides",
)


def said_by(cases: list[Case]) -> list[dict[str, object]]:
    return [{name: getattr(case, name) for name in SAID} for case in cases]


@pytest.fixture
def logged(asha: Member, ben: Member) -> list[dict[str, object]]:
    """A few cases with everything that may go wrong on the way."""
    a_case(fellow=asha, supervisor=ben, indication="=cmd|' /C calc'!A0")
    a_case(fellow=asha, supervisor=ben, reflection='\'-first, "second"; third\nfourth')
    a_case(fellow=asha, supervisor=ben, submit=False, setting=None, age_band="<1", details={})
    a_case(
        fellow=asha,
        supervisor=ben,
        outcome="handed_over",
        complications=("vasovagal", "other"),
        complication_note="+ dizzy for a minute",
        details={
            "levels": ["L4", "S1"],
            "laterality": "bilateral",
            "fluoroscopy_time": 45,
            "dose_area_product": "2.5",
            "dose_area_product_unit": "Gy_cm2",
            "local_anesthetic": "@lidocaine 1 %",
            "pain_before": 0,
        },
    )
    return said_by(cases_of(asha))


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_another_log_gets_the_same_cases(
    form: str, logged: list[dict[str, object]], asha: Member, finn: Member, ravi: Member
) -> None:
    data = export(asha.actor, asha.id, form, "id").content
    for other in (finn, ravi):
        brought_in(other, data)
        assert sorted(said_by(cases_of(other)), key=str) == sorted(logged, key=str)
        brought_in(other, data)
        assert len(cases_of(other)) == len(logged)


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_ones_own_log_taken_in_again_adds_nothing(
    form: str, logged: list[dict[str, object]], asha: Member
) -> None:
    before = [(case.id, case.revision) for case in cases_of(asha)]
    brought_in(asha, export(asha.actor, asha.id, form, "en").content)
    assert [(case.id, case.revision) for case in cases_of(asha)] == before


def test_a_draft_stays_a_draft(asha: Member, ben: Member, finn: Member) -> None:
    a_case(fellow=asha, supervisor=ben, submit=False)
    a_case(fellow=asha, supervisor=ben)
    brought_in(finn, export(asha.actor, asha.id, "csv", "en").content)
    assert sorted(case.state for case in cases_of(finn)) == ["draft", "submitted"]


def test_numbers_stay_numbers_and_texts_stay_texts(asha: Member, logged: object) -> None:
    lines = spreadsheets.read(export(asha.actor, asha.id, "xlsx", "en").content)
    place = lines[0].cells.index("dose_area_product")
    assert {line.cells[place] for line in lines[1:] if len(line.cells) > place} >= {"2.5"}
    assert db.session.query(Case).filter_by(fellow_id=asha.id).count() == 4


def test_who_signed_leaves_with_the_case(asha: Member, ben: Member) -> None:
    approved = an_approved_case(fellow=asha, supervisor=ben)
    undone = a_case(fellow=asha, supervisor=ben)
    answer_id = approval.approve(
        ben.actor, undone, 1, role_stated=CaseRole.PERFORMED_DIRECT, level="3"
    )
    approval.undo(ben.actor, answer_id)
    taken = export(asha.actor, asha.id, "csv", "en").content.decode("utf-8-sig")
    rows = {row["id"]: row for row in csv.DictReader(StringIO(taken))}
    signed = rows[str(approved)]
    assert [signed[name] for name in SIGNED[:5]] == [
        "Ben",
        "supervisor",
        "physician",
        "supervised",
        "session",
    ]
    assert datetime.fromisoformat(signed["signed_at"]).utcoffset() == timedelta(0)
    assert {rows[str(undone)][name] for name in SIGNED} == {""}
