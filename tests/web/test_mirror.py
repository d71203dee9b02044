"""The mirror: for one supervisor alone, and every number of it opens as many rows."""

import csv
import re
from datetime import UTC, datetime, timedelta
from html import unescape
from io import StringIO

import pytest
from flask.testing import FlaskClient

from logbook.domain.catalogue import CaseRole
from logbook.policy.actors import Role
from logbook.queries.mirror import mirror
from logbook.services import approval
from tests.cast import TODAY, Cast, Member
from tests.conftest import sign_in
from tests.makers.assessments import a_given_assessment, an_assessment
from tests.makers.cases import a_case, an_approved_case
from tests.makers.people import a_fellow, a_member
from tests.makers.reminders import a_waiting_case
from tests.statements import statements
from tests.web.recount import recount

STAT = re.compile(
    r'<a class="lb-stat[^"]*" href="([^"]+)"[^>]*>\s*'
    r'<span class="lb-stat-value">([^<]+)</span>.*?</a>',
    re.S,
)
PART = re.compile(r'lb-stat-note">(\d+) of \d+<')
LEVEL = re.compile(r'<a href="([^"]+)" aria-label="[^"]*: (\d+)"')
ROW = re.compile(r'class="lb-row lb-behind"')


def soon() -> datetime:
    return datetime.now(UTC) + timedelta(seconds=5)


@pytest.mark.parametrize(
    ("name", "status"),
    [("ben", 200), ("eve", 200)]
    + [(name, 403) for name in ("asha", "lee", "dana", "cora", "mia", "ola", "rin", "ravi")],
)
def test_a_supervisor_and_nobody_else(
    client: FlaskClient, cast: Cast, name: str, status: int
) -> None:
    answer = sign_in(client, cast[name]).get("/mirror")
    assert answer.status_code == status
    if status == 200:
        assert "No director, coordinator or auditor can open this page." in answer.text


def test_one_sees_only_ones_own(
    client: FlaskClient, asha: Member, ben: Member, eve: Member
) -> None:
    an_approved_case(fellow=asha, supervisor=ben)
    a_waiting_case(fellow=asha, supervisor=ben, days=9)
    sign_in(client, eve)
    assert "Asha" not in client.get("/mirror").text
    for name in ("waiting", "said", "level.entrust5.3"):
        assert ROW.findall(client.get(f"/mirror/rows?of={name}").text) == []
    assert client.get("/mirror/rows?of=everything").status_code == 404


def some_work(asha: Member, finn: Member, ben: Member) -> None:
    for _ in range(10):
        an_approved_case(fellow=asha, supervisor=ben)
    approval.return_(
        ben.actor, a_case(fellow=finn, supervisor=ben), 1, reason="Add the level next."
    )
    approval.not_observed(ben.actor, a_case(fellow=finn, supervisor=ben), 1)
    a_given_assessment(fellow=asha, assessor=ben)
    an_assessment(fellow=finn, assessor=ben)
    a_waiting_case(fellow=finn, supervisor=ben, days=9)


def test_every_number_opens_as_many_rows(
    client: FlaskClient, asha: Member, finn: Member, ben: Member
) -> None:
    some_work(asha, finn, ben)
    page = sign_in(client, ben).get("/mirror").text
    told = []
    for found in STAT.finditer(page):
        href, value = unescape(found[1]), found[2]
        part = PART.search(found[0])
        if part is None and "the oldest" in found[0]:
            continue
        n = int(part[1] if part else value)
        assert len(ROW.findall(client.get(href).text)) == n, href
        told.append(n)
    assert told == [2, 1, 13, 13, 12, 2]
    levels = LEVEL.findall(page)
    assert sum(int(n) for _, n in levels) == 11
    for href, n in levels:
        assert len(ROW.findall(client.get(unescape(href)).text)) == int(n)
    assert recount(client, "/mirror") == len(told) + len(levels)


def test_what_it_says(asha: Member, finn: Member, ben: Member) -> None:
    some_work(asha, finn, ben)
    found = mirror(ben.actor, 12, TODAY, soon())
    assert (len(found.lists["waiting"]), len(found.lists["overdue"]), found.oldest_days) == (
        2,
        1,
        9,
    )
    assert found.share("prompt", "timed") == 1.0
    assert found.median_days == pytest.approx(0, abs=0.1)
    assert found.share("steps", "feedback") == pytest.approx(2 / 12)
    (scale,) = found.scales
    assert [one.code for one in scale.levels] == ["1", "2", "3", "4", "5"]
    assert [one.n for one in scale.levels] == [0, 0, 10, 1, 0]
    assert (scale.tendency, scale.band) == (None, None)  # nobody else has judged
    early = mirror(ben.actor, 6, TODAY + timedelta(days=200), soon() + timedelta(days=200))
    assert early.lists["said"] == []
    assert early.median_days is None


def test_colleagues_are_a_band_once_three_of_them_have_enough(
    asha: Member, finn: Member, ben: Member, eve: Member
) -> None:
    others = [eve, a_member("Kim", Role.SUPERVISOR)]
    for rater in (ben, *others):
        for number in range(10):
            fellow = (asha, finn)[number % 2]
            case_id = a_case(fellow=fellow, supervisor=rater)
            level = str(3 + (number % 3 == 0))
            approval.approve(
                rater.actor, case_id, 1, role_stated=CaseRole.PERFORMED_DIRECT, level=level
            )
    (scale,) = mirror(ben.actor, 12, TODAY, soon()).scales
    assert scale.tendency is not None
    assert [one.band for one in scale.levels] == [None] * 5
    assert scale.band is None
    fourth = a_member("Uma", Role.SUPERVISOR)
    for _ in range(10):
        an_approved_case(fellow=asha, supervisor=fourth)
    (scale,) = mirror(ben.actor, 12, TODAY, soon()).scales
    bands = [one.band for one in scale.levels]
    assert all(bands)
    assert bands[2] is not None
    assert 0.5 <= bands[2].low <= bands[2].high <= 1.0
    assert scale.band is not None


def test_whom_to_watch_next(asha: Member, finn: Member, ben: Member, eve: Member) -> None:
    stranger = a_fellow("Never Together")
    for fellow in (asha, finn):
        a_case(fellow=fellow, supervisor=ben)
    a_case(fellow=stranger, supervisor=eve)
    a_given_assessment(fellow=finn, assessor=eve)
    found = mirror(ben.actor, 12, TODAY, soon()).due
    assert [(one.fellow, one.cases) for one in found] == [("Asha", 1), ("Finn", 1)]
    assert [one.by_nobody(TODAY) for one in found] == [True, False]
    a_given_assessment(fellow=asha, assessor=ben)
    assert [one.fellow for one in mirror(ben.actor, 12, TODAY, soon()).due] == ["Finn"]
    later = TODAY + timedelta(weeks=7)
    assert mirror(ben.actor, 12, later, soon()).due == []  # they did not work together since


@pytest.mark.parametrize(("table", "rows"), [("levels", 5), ("said", 13)])
def test_it_can_be_taken_along(
    client: FlaskClient, asha: Member, finn: Member, ben: Member, table: str, rows: int
) -> None:
    some_work(asha, finn, ben)
    sign_in(client, ben)
    taken = client.get(f"/mirror/{table}.csv").data.decode("utf-8-sig")
    assert len(list(csv.reader(StringIO(taken)))) == rows + 1


def test_as_many_statements_however_much_was_said(
    client: FlaskClient, asha: Member, finn: Member, ben: Member
) -> None:
    an_approved_case(fellow=asha, supervisor=ben)
    sign_in(client, ben).get("/mirror")
    with statements() as few:
        client.get("/mirror")
    some_work(asha, finn, ben)
    with statements() as many:
        client.get("/mirror")
    assert len(few) == len(many)
