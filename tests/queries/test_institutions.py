"""What officers read: fixed numbers of statements, nothing of other institutions, and nothing that
rests on few."""

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.exc import NoResultFound

from logbook.database import db
from logbook.domain.funnels import Place
from logbook.domain.rollups import Cell, Measure, months_until
from logbook.models.programs import Program
from logbook.policy.institutions import may_view_rollup
from logbook.queries.institution_visibility import programs_visible_to
from logbook.queries.institutions import dashboard, institutions, program_page
from logbook.queries.institutions_compared import Comparison, comparison
from tests.cast import CAST, HILLSIDE, RIVERSIDE, TODAY, Cast, Member
from tests.makers.institutions import (
    a_program,
    a_rollup,
    an_institution,
    an_officer,
    fellows,
)
from tests.statements import statements

BEHIND = Measure.FELLOWS_BEHIND
MONTHS = months_until(TODAY, 12)


def share(cell: Cell | None) -> tuple[int, int] | None:
    return None if cell is None else (cell.amount, cell.base)


def test_programs_side_by_side_with_their_total(app: Flask) -> None:
    big, other = a_program("Big"), a_program("Other")
    here = an_institution(big, other)
    fellows(big, 8, behind=2)
    fellows(other, 5, behind=1)
    found = dashboard(an_officer(here).actor, here, BEHIND, TODAY)
    assert [one.name for one in found.programs] == ["Big", "Other"]
    shown = found.measures[BEHIND]
    assert share(shown.shown[big]) == (2, 8)
    assert share(shown.total) == (3, 13)
    assert share(found.measures[Measure.FELLOWS].total) == (13, 0)


def test_what_rests_on_few_is_not_shown_and_not_to_be_derived(app: Flask) -> None:
    big, middle, small = a_program("Big"), a_program("Middle"), a_program("Small")
    here = an_institution(big, middle, small)
    for program_id, n in ((big, 8), (middle, 5), (small, 2)):
        fellows(program_id, n)
    officer = an_officer(here).actor
    shown = dashboard(officer, here, BEHIND, TODAY).measures[BEHIND]
    assert set(shown.shown) == {big}
    assert share(shown.total) == (3, 15)
    for program_id in (middle, small):
        page = program_page(officer, program_id, BEHIND, TODAY)
        assert page.whole[BEHIND] is None
        assert BEHIND not in page.tracks and BEHIND not in page.parts


def test_how_things_stand_is_of_the_newest_month_and_what_came_of_all(app: Flask) -> None:
    program_id = a_program("Big")
    here = an_institution(program_id)
    fellows(program_id, 8, behind=2)
    a_rollup(program_id, BEHIND, (7, 9, 9), month=MONTHS[-2])
    for n, month in enumerate(MONTHS):
        a_rollup(program_id, Measure.LATE, (n, 20, 5), month=month)
    a_rollup(program_id, Measure.LATE, (9, 20, 5), month=months_until(TODAY, 13)[0])
    found = dashboard(an_officer(here).actor, here, Measure.LATE, TODAY)
    assert share(found.measures[BEHIND].shown[program_id]) == (2, 8)
    assert share(found.measures[Measure.LATE].shown[program_id]) == (66, 240)
    assert [share(one.cell) for one in found.trend] == [(n, 20) for n in range(12)]


def test_a_program_without_fellows_any_more_shows_none_of_last_month(app: Flask) -> None:
    program_id = a_program("Emptied")
    here = an_institution(program_id)
    a_rollup(program_id, Measure.FELLOWS, (6, 0, 6), month=MONTHS[-2])
    a_rollup(program_id, Measure.FELLOWS, (0, 0, 0), curriculum="")
    found = dashboard(an_officer(here).actor, here, BEHIND, TODAY)
    assert Measure.FELLOWS not in found.measures


def test_a_month_on_few_people_takes_another_with_it(app: Flask) -> None:
    program_id = a_program("Growing")
    here = an_institution(program_id)
    fellows(program_id, 8)
    for month, people in zip(MONTHS[-4:], (2, 5, 6, 6), strict=True):
        a_rollup(program_id, Measure.LATE, (people, 30, people), month=month)
    found = dashboard(an_officer(here).actor, here, Measure.LATE, TODAY)
    assert share(found.measures[Measure.LATE].shown[program_id]) == (19, 120)
    assert [share(one.cell) for one in found.trend[-4:]] == [None, None, (6, 30), (6, 30)]


def test_the_trend_is_a_sum_of_what_is_shown_only(app: Flask) -> None:
    big, middle, small = a_program("Big"), a_program("Middle"), a_program("Small")
    here = an_institution(big, middle, small)
    for program_id, n in ((big, 8), (middle, 5), (small, 2)):
        fellows(program_id, n)
        for month in MONTHS[-2:]:
            a_rollup(program_id, Measure.LATE, (n, 50, n), month=month)
    found = dashboard(an_officer(here).actor, here, Measure.LATE, TODAY)
    assert [one.name for one in found.in_trend] == ["Big"]
    assert [share(one.cell) for one in found.trend[-2:]] == [(8, 50), (8, 50)]


def test_parts_add_up_to_what_they_open(app: Flask) -> None:
    program_id = a_program("Big")
    here = an_institution(program_id)
    fellows(program_id, 8)
    for part, amount in (("epa01.a", 2), ("epa08.b", 5)):
        for measure in (Measure.MET, Measure.ON_COURSE, Measure.BEHIND):
            a_rollup(program_id, measure, (amount, 8, 8), part=part)
    page = program_page(an_officer(here).actor, program_id, BEHIND, TODAY)
    parts = page.parts[Measure.BEHIND]["pain_medicine"].shown
    assert {part: cell.amount for part, cell in parts.items()} == {"epa01.a": 2, "epa08.b": 5}
    assert share(page.whole[Measure.BEHIND]) == (7, 16)


def test_a_requirement_of_one_fellow_is_withheld(app: Flask) -> None:
    program_id = a_program("Big")
    here = an_institution(program_id)
    fellows(program_id, 8)
    for measure, amounts in ((Measure.MET, (1, 3, 5)), (Measure.BEHIND, (0, 2, 2))):
        for part, amount, n in zip("abc", amounts, (1, 8, 8), strict=True):
            a_rollup(program_id, measure, (amount, n, n), part=part)
    page = program_page(an_officer(here).actor, program_id, BEHIND, TODAY)
    for measure in (Measure.MET, Measure.BEHIND):
        published = page.parts[measure]["pain_medicine"]
        assert published.withheld == {"a", "b"}
        assert published.total is not None


def some_programs(many: int, prefix: str = "") -> list[object]:
    made = [a_program(f"{prefix}Program {n:02}") for n in range(many)]
    for n, program_id in enumerate(made):
        fellows(program_id, 4 + n % 5)
        a_rollup(program_id, Measure.LATE, (n % 7, 40, 4))
        a_rollup(program_id, Measure.BEHIND, (n % 7, 40, 4), part="epa01.a")
    return list(made)


def test_as_many_statements_for_thirty_programs_as_for_three(app: Flask) -> None:
    few = an_institution(*some_programs(3), name="Few")  # type: ignore[arg-type]
    many = an_institution(*some_programs(30, "Many "), name="Many")  # type: ignore[arg-type]
    national = an_officer(None).actor
    counts = []
    for here in (few, many):
        with statements() as sent:
            found = dashboard(national, here, Measure.LATE, TODAY)
        one = found.programs[0].id
        with statements() as of_page:
            program_page(national, one, Measure.LATE, TODAY)
        counts.append((len(found.programs), len(sent), len(of_page)))
    assert counts == [(3, 5, 6), (30, 5, 6)]
    with statements() as sent:
        comparison(national, Measure.LATE, TODAY)
    assert len(sent) == 3


def test_no_page_reads_a_record(app: Flask) -> None:
    here = an_institution(*some_programs(3), RIVERSIDE)  # type: ignore[arg-type]
    national = an_officer(None).actor
    with statements() as sent:
        dashboard(national, here, Measure.LATE, TODAY)
        program_page(national, RIVERSIDE, Measure.LATE, TODAY)
        comparison(national, Measure.LATE, TODAY)
    for table in ("logged_case", "progress", "membership", "account", "enrollment", "credential"):
        assert not any(f" {table}" in statement for statement in sent), table


def test_policy_and_its_twin_agree(app: Flask, cast: Cast) -> None:
    here = an_institution(RIVERSIDE)
    there = an_institution(HILLSIDE, name="Seaside")
    a_program("Alone")
    officers = [an_officer(here), an_officer(there, "Otto"), an_officer(None, "Nell")]
    programs = db.session.scalars(select(Program)).all()
    for member in [*cast.values(), *officers]:
        seen = set(db.session.scalars(select(Program.id).where(programs_visible_to(member.actor))))
        assert seen == {one.id for one in programs if may_view_rollup(member.actor, one)}


def test_another_institution_is_not_there(app: Flask, rin: Member) -> None:
    here, there = an_institution(RIVERSIDE), an_institution(HILLSIDE, name="Seaside")
    officer = an_officer(here).actor
    assert [one.id for one in institutions(officer)] == [here]
    with pytest.raises(NoResultFound):
        dashboard(officer, there, BEHIND, TODAY)
    for stranger, program_id in ((officer, HILLSIDE), (rin.actor, RIVERSIDE)):
        with pytest.raises(NoResultFound):
            program_page(stranger, program_id, BEHIND, TODAY)


def test_who_oversees_a_program_sees_what_others_see_of_it(app: Flask) -> None:
    fellows(RIVERSIDE, 6, behind=2)
    page = program_page(CAST["dana"].actor, RIVERSIDE, BEHIND, TODAY)
    assert (share(page.whole[BEHIND]), page.institution) == ((2, 6), None)


@pytest.fixture
def three_institutions(app: Flask) -> Comparison:
    for name, late in (("Average", 20), ("Beyond", 60), ("Calm", 22)):
        program_id = a_program(name)
        an_institution(program_id, name=f"{name} Hospital")
        a_rollup(program_id, Measure.LATE, (late, 100, 6))
    tiny = a_program("Tiny")
    an_institution(tiny, name="Tiny Hospital")
    a_rollup(tiny, Measure.LATE, (1, 10, 2))
    return comparison(an_officer(None).actor, Measure.LATE, TODAY)


def test_institutions_are_compared_with_all_that_are_shown(
    three_institutions: Comparison,
) -> None:
    assert share(three_institutions.pooled) == (102, 300)
    found = {one.institution.name: one for one in three_institutions.rows}
    assert list(found) == sorted(found), "by name, and by nothing else"
    assert found["Beyond Hospital"].place is Place.FAR_ABOVE
    assert found["Calm Hospital"].place is Place.BELOW
    tiny = found["Tiny Hospital"]
    assert (tiny.cell, tiny.interval, tiny.place) == (None, None, None)


def test_one_institution_is_compared_with_nothing(app: Flask) -> None:
    program_id = a_program("Big")
    an_institution(program_id)
    a_rollup(program_id, Measure.LATE, (10, 100, 6))
    found = comparison(an_officer(None).actor, Measure.LATE, TODAY)
    assert found.pooled is None
    assert [(share(one.cell), one.place) for one in found.rows] == [((10, 100), None)]
