"""The pages of officers: to whom they open, what a number opens, and what is not on them."""

import csv
import io
import re
from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient

from logbook.domain.rollups import Measure, months_until
from logbook.services.rollups import reckon
from logbook.web.guard import door_of
from tests.cast import CAST, HILLSIDE, RIVERSIDE, TODAY, Member
from tests.conftest import sign_in
from tests.house.round import FILES
from tests.makers.cases import a_case, an_approved_case
from tests.makers.institutions import (
    MONTH,
    a_program,
    a_rollup,
    an_institution,
    an_officer,
    fellows,
)
from tests.makers.people import a_fellow

CELL = re.compile(r'<a class="lb-rollup" href="([^"]+)" aria-label="([^"]+)"')
RECORDS = re.compile(r'href="/(cases|cohort|assessments|program|portfolio|credentials)\b')


@pytest.fixture
def here(app: Flask) -> object:
    """An institution with three programs, one of them small."""
    made = [a_program(name) for name in ("Big", "Middle", "Small")]
    for program_id, n in zip(made, (8, 5, 2), strict=True):
        fellows(program_id, n)
        a_rollup(program_id, Measure.LATE, (n, 40, n))
        for measure in (Measure.MET, Measure.ON_COURSE, Measure.BEHIND):
            for part in ("epa01.a", "epa01.b"):
                a_rollup(program_id, measure, (2, n, n), part=part)
    return an_institution(*made)


@pytest.fixture
def olive(here: object) -> Member:
    return an_officer(here)  # type: ignore[arg-type]


def test_an_officer_begins_at_their_institution(
    client: FlaskClient, olive: Member, here: object
) -> None:
    sign_in(client, olive)
    assert client.get("/").headers["Location"] == "/institutions"
    assert client.get("/institutions").headers["Location"] == f"/institutions/{here}"
    page = client.get(f"/institutions/{here}").text
    assert "Lakeview Hospitals" in page
    assert "12%" in page and "1 of 8" in page
    assert not RECORDS.search(page)


def rows_of(page: str) -> dict[str, str]:
    """By program, the markup of its row."""
    found = re.findall(r'<th scope="row">(?:<a [^>]+>)?([^<]+)(?:</a>)?</th>(.*?)</tr>', page, re.S)
    return dict(found)


def test_a_small_program_and_its_company_are_too_few(
    client: FlaskClient, olive: Member, here: object
) -> None:
    page = sign_in(client, olive).get(f"/institutions/{here}").text
    rows = rows_of(page)
    for name in ("Middle", "Small"):
        assert "too few" in rows[name] and not re.search(r"\d of \d", rows[name])
    assert "3 of 15" in rows["All programs"]
    for name in ("Middle", "Small"):
        address = re.search(rf'href="([^"]+)">{name}</a>', page)
        assert address is not None
        opened = client.get(address[1]).text
        assert "too few" in opened and not re.search(r"\d of \d", opened)


def test_each_number_opens_rows_that_add_up_to_it(
    client: FlaskClient, olive: Member, here: object
) -> None:
    page = sign_in(client, olive).get(f"/institutions/{here}").text
    found = CELL.findall(page)
    assert len(found) == 4  # fellows, fellows behind, requirements behind, logged late
    for href, said in found:
        address, _, anchor = unescape(href).partition("#")
        opened = client.get(address).text
        assert f'id="{anchor}"' in opened
        if said.startswith("Big, Requirements behind"):
            assert "4 of 16" in said
            section = opened.partition('id="rows-behind"')[2].partition("</table>")[0]
            *parts, whole = re.findall(
                r'data-label="Requirements behind">.*?(\d+) of (\d+)', section, re.S
            )
            assert len(parts) == 2
            assert (
                [str(sum(int(n[k]) for n in parts)) for k in (0, 1)] == list(whole) == ["4", "16"]
            )


def test_a_total_is_the_sum_of_its_column_where_all_is_shown(
    client: FlaskClient, app: Flask
) -> None:
    made = [a_program(name) for name in ("One", "Two", "Three")]
    for program_id, n in zip(made, (8, 5, 6), strict=True):
        fellows(program_id, n, behind=2)
    where = an_institution(*made)
    page = sign_in(client, an_officer(where)).get(f"/institutions/{where}").text
    rows = rows_of(page)
    numbers = [re.search(r"(\d+) of (\d+)", rows[name]) for name in ("One", "Two", "Three")]
    sums = [sum(int(one[k]) for one in numbers if one) for k in (1, 2)]
    assert f"{sums[0]} of {sums[1]}" in rows["All programs"] and sums == [6, 19]


def test_programs_stand_by_name_or_by_a_column(
    client: FlaskClient, olive: Member, here: object
) -> None:
    sign_in(client, olive)
    names = ["Big", "Middle", "Small", "All programs"]
    assert list(rows_of(client.get(f"/institutions/{here}").text)) == names
    page = client.get(f"/institutions/{here}?sort=response_days").text
    assert list(rows_of(page)) == names
    assert list(rows_of(client.get(f"/institutions/{here}?sort=nonsense").text)) == names


def test_by_a_column_the_highest_is_first_and_what_is_withheld_last(
    client: FlaskClient, app: Flask
) -> None:
    made = [a_program(name) for name in ("Alpha", "Beta", "Gamma", "Delta")]
    for program_id, late, n in zip(made, (1, 9, 9, 30), (8, 3, 3, 8), strict=True):
        a_rollup(program_id, Measure.LATE, (late, 40, n))
    where = an_institution(*made)
    page = sign_in(client, an_officer(where)).get(f"/institutions/{where}?sort=late").text
    assert list(rows_of(page)) == ["Delta", "Alpha", "Beta", "Gamma", "All programs"]
    assert 'aria-sort="descending"' in page


@pytest.mark.parametrize("path", ["/institutions/{}", "/institutions/{}/table.csv"])
def test_another_institution_is_not_found(client: FlaskClient, olive: Member, path: str) -> None:
    there = an_institution(HILLSIDE, name="Seaside")
    sign_in(client, olive)
    assert client.get(path.format(there)).status_code == 404
    assert client.get(f"/institutions/programs/{HILLSIDE}").status_code == 404
    assert client.get(f"/institutions/programs/{RIVERSIDE}").status_code == 404
    assert client.get("/institutions/table.csv").status_code == 403


def test_a_program_that_leaves_is_not_found_any_more(
    client: FlaskClient, ada: Member, app: Flask
) -> None:
    where = an_institution(RIVERSIDE)
    sign_in(client, an_officer(where))
    assert client.get(f"/institutions/programs/{RIVERSIDE}").status_code == 200
    sign_in(client, ada).post(f"/administration/institutions/{where}/programs/{RIVERSIDE}/leave")
    sign_in(client, an_officer(where, "Otto"))
    assert client.get(f"/institutions/programs/{RIVERSIDE}").status_code == 404


def test_no_other_door_of_the_house_opens_to_an_officer(app: Flask, olive: Member) -> None:
    """Asked of every door at once: the policies behind them know nothing but who comes."""
    national = an_officer(None, "Nell")
    open_to: dict[str, set[str]] = {"olive": set(), "nell": set()}
    for rule in app.url_map.iter_rules():
        if rule.endpoint in FILES:
            continue
        door = door_of(app.view_functions[rule.endpoint])
        question = getattr(door, "__wrapped__", None)
        for name, who in (("olive", olive), ("nell", national)):
            if question is not None and question(who.actor):
                open_to[name].add(rule.endpoint)
    assert open_to["olive"] == {
        "institutions.index",
        "institutions.show",
        "institutions.csv",
        "institutions.program",
    }
    assert open_to["nell"] == open_to["olive"] | {"institutions.compared_csv"}


def test_who_oversees_a_program_sees_what_officers_see(
    client: FlaskClient, dana: Member, asha: Member, ben: Member
) -> None:
    for n in range(4):
        an_approved_case(fellow=a_fellow(f"Fellow {n}"), supervisor=ben)
    a_case(fellow=asha, supervisor=ben)
    reckon(RIVERSIDE)
    page = sign_in(client, dana).get(f"/institutions/programs/{RIVERSIDE}").text
    assert "belongs to no institution" in page
    assert "0 of 5" in page, "logged late"
    for member in CAST.values():
        assert str(member.id) not in page
    where = an_institution(RIVERSIDE)
    assert where
    page = client.get(f"/institutions/programs/{RIVERSIDE}").text
    assert "This is what officers of Lakeview Hospitals see" in page
    assert "Lumbar and sacral spine injections" in page


def lines_of(body: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(body.removeprefix("\ufeff"))))


def test_the_file_withholds_what_the_page_withholds(
    client: FlaskClient, olive: Member, here: object
) -> None:
    answer = sign_in(client, olive).get(f"/institutions/{here}/table.csv")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="lakeview-hospitals.csv"'
    late = {one["Program"]: one for one in lines_of(answer.text) if one["Measure"] == "Logged late"}
    assert (late["Big"]["How many"], late["Big"]["Of"], late["Big"]["Share"]) == ("8", "40", "0.2")
    assert (late["Small"]["How many"], late["Small"]["Note"]) == ("", "too few")
    assert (late["Middle"]["How many"], late["Middle"]["Note"]) == ("", "too few")
    assert (late["All programs"]["How many"], late["All programs"]["Of"]) == ("15", "120")


def test_a_national_officer_compares_institutions(client: FlaskClient, here: object) -> None:
    calm = a_program("Calm")
    a_rollup(calm, Measure.LATE, (30, 40, 6))
    an_institution(calm, name="Seaside")
    sign_in(client, an_officer(None, "Nell"))
    page = client.get("/institutions?measure=late").text
    assert "<svg" in page and "lb-chart-funnel" in page
    assert "45 of 160" in page
    assert "above the 99.8 percent limit" in page
    found = lines_of(client.get("/institutions/table.csv?measure=late").text)
    assert [(one["Institution"], one["How many"], one["Of"]) for one in found] == [
        ("Lakeview Hospitals", "15", "120"),
        ("Seaside", "30", "40"),
    ]
    assert client.get(f"/institutions/{here}").status_code == 200


def test_without_institutions_it_says_so(client: FlaskClient, app: Flask) -> None:
    page = sign_in(client, an_officer(None, "Nell")).get("/institutions").text
    assert "No institution yet" in page


def test_an_institution_without_programs_says_so(client: FlaskClient, app: Flask) -> None:
    where = an_institution()
    page = sign_in(client, an_officer(where)).get(f"/institutions/{where}").text
    assert "No program yet" in page


def test_a_course_by_month_has_a_table(client: FlaskClient, app: Flask) -> None:
    big = a_program("Big")
    where = an_institution(big)
    for month in (MONTH, months_until(TODAY, 12)[0]):
        a_rollup(big, Measure.LATE, (8, 40, 8), month=month)
    page = sign_in(client, an_officer(where)).get(f"/institutions/{where}?measure=late").text
    assert "lb-chart-course-of" in page
    assert page.count("8 of 40") == 2
