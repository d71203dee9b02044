"""The cohort as a table of states: what is in it, and that it is reckoned again only when, and
whenever, something has changed."""

from datetime import date, timedelta

import pytest
from sqlalchemy import update

from logbook.database import db
from logbook.domain.heat import Heat
from logbook.models.programs import Membership
from logbook.queries.heatmap import HeatRow, HeatTable, heat_table
from logbook.services import opportunity
from tests.cast import BEGAN, CLINIC, TODAY, Member
from tests.makers.cases import a_case, an_approved_case
from tests.makers.people import a_fellow
from tests.makers.reminders import a_waiting_case
from tests.makers.rotations import a_rotation
from tests.statements import statements

LUMBAR = "epa08.spine_lumbar_sacral"


def look(member: Member, on: date = TODAY) -> HeatTable:
    """As a page does it: in a transaction that only reads."""
    db.session.info.pop("writes", None)
    return heat_table(member.actor, on)


def rows(member: Member) -> dict[str, HeatRow]:
    return {row.enrolled.fellow: row for row in look(member).rows}


@pytest.fixture
def dozen(asha: Member, ben: Member) -> None:
    for day in range(0, 120, 10):
        an_approved_case(fellow=asha, supervisor=ben, performed_on=TODAY - timedelta(days=day))


@pytest.mark.usefixtures("dozen")
def test_the_forecast_is_what_decides(dana: Member) -> None:
    asha, finn = rows(dana)["Asha"], rows(dana)["Finn"]
    lumbar = asha.cells[LUMBAR]
    assert lumbar.outlook is not None and lumbar.outlook.probability is not None
    assert (lumbar.heat, lumbar.line.credit) == (Heat.ON_COURSE, 12)
    assert finn.cells[LUMBAR].chance < lumbar.chance
    assert finn.counts[Heat.BEHIND] + finn.counts[Heat.AT_RISK] >= asha.counts[Heat.BEHIND]
    assert sum(asha.counts.values()) == len(asha.row.progress.lines)


def test_of_what_has_no_forecast_the_pace_decides(dana: Member) -> None:
    row = rows(dana)["Asha"]
    assert row.cells[LUMBAR].heat is Heat.BEHIND
    assert row.groups["epa08"].heat is Heat.BEHIND
    assert row.why is not None and row.why.requirement in row.cells
    assert row.heat is Heat.BEHIND


def test_where_they_are_and_since_when(dana: Member, asha: Member) -> None:
    a_rotation((TODAY - BEGAN).days - 3, 14, of=asha)
    table = look(dana)
    row = next(row for row in table.rows if row.enrolled.fellow == "Asha")
    assert (row.place.rotation, row.place.site_id) == ("neurology", CLINIC)
    assert table.sites.keys() == {str(CLINIC)} and table.rotations.keys() == {"neurology"}
    assert row.class_year == (BEGAN.year if BEGAN.month >= 7 else BEGAN.year - 1)


def test_who_begins_later_is_not_behind(dana: Member) -> None:
    later = TODAY + timedelta(days=20)
    a_fellow("Next Year", starts_on=later, ends_on=later + timedelta(days=364))
    row = rows(dana)["Next Year"]
    assert row.counts[Heat.BEHIND] == row.counts[Heat.AT_RISK] == 0
    assert row.why is None


def test_what_waits_is_told_beside(dana: Member, asha: Member, finn: Member, ben: Member) -> None:
    a_waiting_case(fellow=asha, supervisor=ben, days=20)
    a_case(fellow=finn, supervisor=ben)
    told = {name: (row.row.waiting, row.long_waiting) for name, row in rows(dana).items()}
    assert told == {"Asha": (1, True), "Finn": (1, False)}


def test_nothing_is_reckoned_while_nothing_changes(
    dana: Member, mia: Member, asha: Member, ben: Member
) -> None:
    an_approved_case(fellow=asha, supervisor=ben)
    first = look(dana)
    with statements(again=True) as sent:
        assert look(mia) is first
    assert len(sent) == 2
    assert look(dana, TODAY + timedelta(days=1)) is not first


def test_every_change_is_seen_at_once(dana: Member, asha: Member, ben: Member) -> None:
    seen = [look(dana)]
    an_approved_case(fellow=asha, supervisor=ben)
    seen.append(look(dana))
    opportunity.set_minimum(dana.actor, 7)
    seen.append(look(dana))
    a_rotation(0, 28, of=asha)
    seen.append(look(dana))
    db.session.execute(
        update(Membership).where(Membership.id == asha.id).values(left_on=TODAY)
    )  # past every service: even then who is named is right
    db.session.commit()
    seen.append(look(dana))
    assert len({id(one) for one in seen}) == len(seen)
    assert [len(one.rows) for one in seen] == [2, 2, 2, 2, 1]


def test_each_program_has_its_own(dana: Member, rin: Member, asha: Member, ben: Member) -> None:
    theirs = look(rin)
    an_approved_case(fellow=asha, supervisor=ben)
    assert {row.enrolled.fellow for row in look(dana).rows} == {"Asha", "Finn"}
    assert look(rin) is theirs
    assert {row.enrolled.fellow for row in theirs.rows} == {"Ravi"}


def test_as_many_statements_for_many_fellows(dana: Member, asha: Member, ben: Member) -> None:
    an_approved_case(fellow=asha, supervisor=ben)
    with statements() as few:
        look(dana)
    for number in range(3):
        an_approved_case(fellow=a_fellow(f"Fellow {number}"), supervisor=ben)
    with statements() as many:
        assert len(look(dana).rows) == 5
    assert len(few) == len(many)
