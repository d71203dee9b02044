"""The pages of learning curves, their files, and that nothing else asks a curve."""

import csv
import re
from datetime import timedelta
from io import StringIO
from uuid import UUID
from xml.etree import ElementTree

import pytest
from flask.testing import FlaskClient

from tests.cast import BEGAN, CAST, Cast, Member
from tests.conftest import sign_in
from tests.makers.curves import TFESI, a_run
from tests.makers.sign_offs import SPINE, a_candidate
from tests.queries.test_curves import signed_days_ago
from tests.statements import statements

BODY = {"levels": ["L4"], "procedure_time": 14, "body_mass_band": "25-29.9"}


def text_of(page: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def path_of(fellow: Member, procedure: str = "") -> str:
    return f"/curves/of/{fellow.enrollment_id}{'/' if procedure else ''}{procedure}"


def test_a_fellow_reads_their_own_curves(client: FlaskClient, asha: Member, ben: Member) -> None:
    a_run("++-++", fellow=asha, supervisor=ben, since=BEGAN)
    page = sign_in(client, asha).get("/curves").text
    assert "5 cases, 1 failure. Too few cases to say: 5 of 28." in text_of(page)
    assert "Feedback, never a gate" in page and "(specificity 67%)" in text_of(page)
    assert f"/curves/{TFESI}" in page


def test_without_cases_the_page_says_what_makes_a_curve(client: FlaskClient, asha: Member) -> None:
    assert "No curve yet" in sign_in(client, asha).get("/curves").text
    assert "No curve yet" in sign_in(client, asha).get(f"/curves/{TFESI}").text


def test_the_curve_says_its_limit_where_it_comes_from_and_each_case(
    client: FlaskClient, asha: Member, ben: Member
) -> None:
    cases = a_run("+" * 30 + "-", fellow=asha, supervisor=ben, since=BEGAN, details=BODY)
    page = sign_in(client, asha).get(f"/curves/{TFESI}").text
    said = text_of(page)
    assert "The line reached its limit with case 28" in said
    assert "Limit, simulated for 100 cases; 10/20 %" in said
    assert "Failure rates: 10% acceptable, 20% not." in said
    assert "Cusum of labor epidurals" in said  # the source of what a failure is
    assert "Joswig 2017" in said and "A mark, not a rule" in said
    assert all(f"/cases/{one.id}" in page for one in cases)
    assert page.count("lb-curve-failure") == 1 and page.count("lb-curve-success") == 30


def test_the_other_method_draws_both_its_limits(
    client: FlaskClient, asha: Member, ben: Member
) -> None:
    a_run("+" * 20, fellow=asha, supervisor=ben, since=BEGAN)
    said = text_of(sign_in(client, asha).get(f"/curves/{TFESI}?method=cusum").text)
    assert "The line came down to the lower limit with case 19" in said
    assert "Upper limit h1 (Kestin, Rogers)" in said and "Lower limit h0" in said


def test_size_and_body_tell_apart_what_took_how_long(
    client: FlaskClient, asha: Member, ben: Member
) -> None:
    a_run("+" * 20, fellow=asha, supervisor=ben, since=BEGAN, details=BODY)
    a_run(
        "+" * 20, fellow=asha, supervisor=ben, since=BEGAN + timedelta(days=30), level_sides=2,
        details={**BODY, "procedure_time": 10},
    )  # fmt: skip
    said = text_of(sign_in(client, asha).get(f"/curves/{TFESI}").text)
    assert "all all 40 14 10" in said
    assert "1 level and side 25 to 29.9 20 14 too few" in said
    assert "2 levels and sides 25 to 29.9 20 10 too few" in said


@pytest.mark.parametrize(
    ("name", "code"),
    [("ben", 200), ("dana", 200), ("mia", 200), ("eve", 404), ("finn", 404), ("rin", 404)],
)
def test_who_opens_a_fellows_curve(
    client: FlaskClient, asha: Member, ben: Member, name: str, code: int
) -> None:
    a_run("+-", fellow=asha, supervisor=ben, since=BEGAN)
    signed_in = sign_in(client, CAST[name])
    for path in (path_of(asha), path_of(asha, TFESI), f"{path_of(asha, TFESI)}/curve.csv"):
        assert signed_in.get(path).status_code == code, path


def test_a_supervisor_gets_no_link_to_anothers_case(
    client: FlaskClient, asha: Member, ben: Member, eve: Member
) -> None:
    [own] = a_run("+", fellow=asha, supervisor=ben, since=BEGAN)
    [other] = a_run("+", fellow=asha, supervisor=eve, since=BEGAN)
    page = sign_in(client, ben).get(path_of(asha, TFESI)).text
    assert f"/cases/{own.id}" in page and f"/cases/{other.id}" not in page


def test_the_chart_leaves_as_a_drawing_and_the_table_as_rows(
    client: FlaskClient, asha: Member, ben: Member
) -> None:
    a_run("+-", fellow=asha, supervisor=ben, since=BEGAN, details=BODY)
    signed_in = sign_in(client, asha)
    drawn = signed_in.get(f"{path_of(asha, TFESI)}/curve.svg")
    assert (
        drawn.mimetype == "image/svg+xml" and "attachment" in drawn.headers["Content-Disposition"]
    )
    root = ElementTree.fromstring(drawn.text)
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    assert all("style" not in part.attrib for part in root.iter())
    made = signed_in.get(f"{path_of(asha, TFESI)}/curve.csv?method=cusum")
    rows = list(csv.reader(StringIO(made.data.decode("utf-8-sig"))))
    assert rows[0][:6] == ["Case", "Date", "Counted as", "Outcome", "Complications", "Sum"]
    assert [row[2] for row in rows[1:]] == ["Success", "Failure"]
    assert [float(row[5]) for row in rows[1:]] == [-0.1452, 0.7095]


def test_the_page_asks_the_same_however_many_cases(
    client: FlaskClient, asha: Member, ben: Member
) -> None:
    signed_in = sign_in(client, asha)

    def sent() -> tuple[int, int]:
        with statements() as listed:
            signed_in.get("/curves")
        with statements() as shown:
            signed_in.get(f"/curves/{TFESI}")
        return len(listed), len(shown)

    a_run("+", fellow=asha, supervisor=ben, since=BEGAN)
    signed_in.get("/curves")
    before = sent()
    a_run("+-" * 25, fellow=asha, supervisor=ben, since=BEGAN)
    assert sent() == before


def test_a_relapse_is_told_quietly_on_the_sign_off_and_on_the_curve(
    client: FlaskClient, cast: Cast, ben: Member, eve: Member
) -> None:
    fellow = a_candidate(ben, eve)
    sign_off_id: UUID = signed_days_ago(40, fellow, ben, eve)
    signed_in = sign_in(client, fellow)
    assert "worth a look together" not in signed_in.get(f"/competencies/{sign_off_id}").text
    a_run("------", fellow=fellow, supervisor=ben, since=BEGAN + timedelta(days=100))
    shown = text_of(signed_in.get(f"/competencies/{sign_off_id}").text)
    assert "Since the sign-off: worth a look together" in shown
    assert "the sign-off stands as it is" in shown and "may do this at level 4" in shown
    assert "worth a look together" in signed_in.get("/curves").text
    curve = text_of(sign_in(client, ben).get(path_of(fellow, TFESI)).text)
    assert f"{SPINE.upper()} was signed on" in curve
    assert "Failures have been more frequent since." in curve
