"""The first page of each role: one next action, and what stands open."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from html import unescape
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import update

from logbook.database import db
from logbook.domain.catalogue import CaseRole
from logbook.models.cases import Case
from logbook.models.identity import SignInSession
from logbook.models.programs import Membership
from logbook.policy.actors import Role
from logbook.queries.curriculum import curriculum_of
from logbook.services import approval, curriculum, programs
from logbook.services.progress import differences
from tests.cast import RIVERSIDE, TODAY, Cast, Member
from tests.conftest import sign_in
from tests.makers.cases import a_case, an_approved_case
from tests.makers.curricula import a_version
from tests.makers.people import a_fellow, a_member
from tests.statements import statements

LUMBAR = "epa08.spine_lumbar_sacral"


@pytest.fixture(autouse=True)
def kept_sums_are_right(app: Flask) -> Iterator[None]:
    """Whatever a test does: what is kept is what the evidence gives."""
    yield
    assert differences() == []


def next_of(page: str) -> tuple[str, str, str]:
    """Title, text and address of the first next action."""
    found = re.search(
        r'lb-next-title">(.*?)</h2><p class="lb-next-text">(.*?)</p></div>\s*<a [^>]*href="(.*?)"',
        page,
        re.DOTALL,
    )
    assert found is not None
    title, text, href = (unescape(part) for part in found.groups())
    return title, text, href


def read(page: str) -> str:
    return unescape(" ".join(re.sub(r"<[^>]+>", " ", page).split()))


def confirm_all(director: Member, cast: Cast, value: int, but: dict[str, int]) -> None:
    """Set every figure, so that one requirement is the furthest behind."""
    lines = curriculum_of(director.program_id, cast.version_id).requirements
    for name in lines:
        curriculum.confirm_figure(
            director.actor,
            cast.version_id,
            name,
            value=but.get(name, value),
            document="Program requirements",
            edition="2026",
            dated=TODAY,
        )


def test_nobody_comes_in_without_signing_in(client: FlaskClient) -> None:
    assert client.get("/").location.startswith("/sign-in")


def test_the_administrator_begins_with_the_programs(client: FlaskClient, ada: Member) -> None:
    assert sign_in(client, ada).get("/").location.endswith("/administration/programs")


def test_who_works_in_no_program_is_told_so(client: FlaskClient, asha: Member) -> None:
    sign_in(client, asha)
    db.session.execute(update(SignInSession).values(program_id=None))
    db.session.commit()
    assert client.get("/").location == "/no-program"


def test_returned_cases_come_first_then_drafts(
    client: FlaskClient, asha: Member, ben: Member
) -> None:
    sign_in(client, asha)
    draft = a_case(fellow=asha, supervisor=ben, submit=False)
    title, _, href = next_of(client.get("/").text)
    assert (title, href) == ("1 draft to finish", f"/cases/{draft}/edit")
    returned = a_case(fellow=asha, supervisor=ben)
    approval.return_(ben.actor, returned, 1, reason="Which side?")
    title, _, href = next_of(client.get("/").text)
    assert (title, href) == ("1 case came back to you", f"/cases/{returned}")


def test_several_of_them_open_their_list(client: FlaskClient, asha: Member, ben: Member) -> None:
    for _ in range(2):
        a_case(fellow=asha, supervisor=ben, submit=False)
    title, _, href = next_of(sign_in(client, asha).get("/").text)
    assert (title, href) == ("2 drafts to finish", "/cases/later#tray")
    assert len(re.findall(r'href="/cases/[0-9a-f-]{36}/edit"', client.get(href).text)) == 2


def test_then_what_is_furthest_behind_pace(
    client: FlaskClient, cast: Cast, asha: Member, ben: Member, dana: Member
) -> None:
    confirm_all(dana, cast, 0, but={LUMBAR: 15})
    for _ in range(3):
        an_approved_case(fellow=asha, supervisor=ben)
    sign_in(client, asha)
    title, text, href = next_of(client.get("/").text)
    assert title == "Look for: Lumbar and sacral spine injections"
    assert text == "3 of 15, about 5 expected by now"
    assert href == "/cases/new"
    an_approved_case(fellow=asha, supervisor=ben)
    assert next_of(client.get("/").text)[0] == "Log your next case"


def test_one_tap_begins_a_case_of_a_recent_kind(
    client: FlaskClient, asha: Member, ben: Member
) -> None:
    a_case(fellow=asha, supervisor=ben)
    page = sign_in(client, asha).get("/").text
    href = "/cases/new?procedure=esi_lumbosacral_transforaminal"
    assert f'href="{href}"' in page
    assert client.get(href).status_code == 200


def test_what_waits_with_whom(client: FlaskClient, asha: Member, ben: Member) -> None:
    case_id = a_case(fellow=asha, supervisor=ben)
    a_case(fellow=asha, supervisor=ben)
    _submitted(case_id, days_ago=9)
    assert "Ben : 2 cases, the oldest for 9 days" in read(sign_in(client, asha).get("/").text)


def test_progress_moves_by_exactly_one(client: FlaskClient, asha: Member, ben: Member) -> None:
    sign_in(client, asha)
    case_id = a_case(fellow=asha, supervisor=ben)
    before = _credits(client.get("/").text)
    approval.approve(ben.actor, case_id, 1, role_stated=CaseRole.PERFORMED_DIRECT, level="3")
    after = _credits(client.get("/").text)
    moved = [(one, other) for one, other in zip(before, after, strict=True) if one != other]
    assert moved == [(0, 1)]


def _credits(page: str) -> list[int]:
    return [int(n) for n in re.findall(r'lb-progress-count"><strong>(\d+)</strong>', page)]


def test_a_supervisor_sees_how_old_the_queue_is(
    client: FlaskClient, asha: Member, ben: Member, eve: Member
) -> None:
    _submitted(a_case(fellow=asha, supervisor=ben), days_ago=12)
    a_case(fellow=asha, supervisor=ben)
    title, text, href = next_of(sign_in(client, ben).get("/").text)
    assert title == "2 cases wait for you"
    assert text == "The oldest has waited 12 days."
    assert href == "/queue"
    assert "Asha 2 cases, the oldest for 12 days" in read(client.get("/").text)
    assert "No case waits for you" in sign_in(client, eve).get("/").text


def test_a_director_sees_who_is_behind_and_who_has_not_answered(
    client: FlaskClient, cast: Cast, asha: Member, finn: Member, ben: Member, dana: Member
) -> None:
    confirm_all(dana, cast, 0, but={LUMBAR: 6})
    for _ in range(2):
        an_approved_case(fellow=asha, supervisor=ben)
    _submitted(a_case(fellow=asha, supervisor=ben), days_ago=20)
    a_case(fellow=finn, supervisor=ben)
    page = sign_in(client, dana).get("/").text
    title, text, href = next_of(page)
    assert title == "Look at Finn first"
    lumbar = "Lumbar and sacral spine injections – 6 more: 0 of 6."
    assert text == f"{lumbar} 1 requirement is behind or at risk."
    assert href == f"/cohort/{finn.enrollment_id}"
    said = read(page)
    assert "2 fellows in training" in said
    assert "0 of them behind 1 at risk" in said
    assert f"Finn {lumbar} At risk" in said
    assert "2 cases wait for an answer 1 of them for more than 14 days" in said
    assert "2 cases, the oldest for 20 days" in said


def test_cases_of_a_supervisor_who_left_are_to_be_reassigned(
    client: FlaskClient, asha: Member, ben: Member, cora: Member
) -> None:
    a_case(fellow=asha, supervisor=ben)
    programs.leave(cora.actor, ben.id, TODAY)
    assert "Has left the program: reassign them." in sign_in(client, cora).get("/").text


@pytest.mark.parametrize(
    ("name", "ways"),
    [("ola", {"/cohort", "/cases/overview", "/ledger", "/curriculum"}), ("mia", {"/cohort"})],
)
def test_who_only_reads_is_told_what_can_be_opened(
    client: FlaskClient, cast: Cast, name: str, ways: set[str]
) -> None:
    page = sign_in(client, cast[name]).get("/").text
    assert "What you can open" in page
    opened = set(re.findall(r'<a class="lb-row" href="(/[a-z/]+)"', page))
    assert ways <= opened
    assert all(client.get(href).status_code == 200 for href in opened)


def test_an_auditor_is_sent_to_the_ledger(client: FlaskClient, ola: Member) -> None:
    assert next_of(sign_in(client, ola).get("/").text)[2] == "/ledger"


def test_a_fellow_who_is_not_enrolled_yet_knows_what_comes(client: FlaskClient) -> None:
    page = sign_in(client, a_member("New Comer", Role.FELLOW)).get("/")
    assert page.status_code == 200
    assert "You are not enrolled yet" in page.text


def test_several_roles_one_after_another(client: FlaskClient, asha: Member) -> None:
    both = a_member("Both Hats", Role.SUPERVISOR, Role.DIRECTOR)
    a_case(fellow=asha, supervisor=both)
    page = sign_in(client, both).get("/").text
    assert page.index("1 case waits for you") < page.index("fellows in training")


@pytest.mark.parametrize("name", ["asha", "dana"])
def test_as_many_statements_for_a_long_log(
    client: FlaskClient, cast: Cast, asha: Member, ben: Member, name: str
) -> None:
    a_case(fellow=asha, supervisor=ben)
    sign_in(client, cast[name]).get("/")
    with statements() as few:
        client.get("/")
    for _ in range(6):
        an_approved_case(fellow=asha, supervisor=ben)
        a_case(fellow=asha, supervisor=ben)
    client.get("/")  # what is reckoned at the first look after a change stays
    with statements() as many:
        client.get("/")
    assert len(few) == len(many)


def _submitted(case_id: Any, days_ago: int) -> None:
    at = datetime.now(UTC) - timedelta(days=days_ago)
    db.session.execute(update(Case).where(Case.id == case_id).values(submitted_at=at))
    db.session.commit()


def test_who_has_left_reads_and_is_not_asked_to_log(client: FlaskClient, asha: Member) -> None:
    left = update(Membership).where(Membership.id == asha.id).values(left_on=TODAY)
    db.session.execute(left)
    db.session.commit()
    answer = sign_in(client, asha).get("/", follow_redirects=True)
    assert answer.request.path == "/record"
    assert 'href="/cases/new' not in answer.text


def test_a_supervisor_sees_what_was_answered_this_month(
    client: FlaskClient, asha: Member, ben: Member, eve: Member
) -> None:
    for _ in range(2):
        an_approved_case(fellow=asha, supervisor=ben)
    page = " ".join(re.sub(r"<[^>]+>", " ", sign_in(client, ben).get("/").text).split())
    assert "2 cases answered this month half of them within 1 day" in page
    assert "answered this month" not in sign_in(client, eve).get("/").text
    assert "answered this month" not in sign_in(client, asha).get("/").text


def test_what_no_case_brings_leads_to_its_next_step(client: FlaskClient) -> None:
    """On the first day of the whole curriculum the licence is behind, and no log mends that."""
    fellow = a_fellow("Nia Putri", version_id=a_version(RIVERSIDE), starts_on=TODAY)
    page = sign_in(client, fellow).get("/").text
    assert "Look for: Licence to practice" in page
    assert "No verified one is on file." in page
    assert 'href="/gaps#epa06.licence"' in page
