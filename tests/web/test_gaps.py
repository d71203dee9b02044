"""The page that says what is missing, what is under way with whom, and what to do next."""

import re
from uuid import UUID

import pytest
from flask.testing import FlaskClient

from logbook.domain.catalogue import CaseRole
from logbook.queries.gaps import gaps_of
from logbook.services import approval
from tests.cast import RIVERSIDE, TODAY, Cast, Member
from tests.conftest import sign_in
from tests.makers.cases import a_case, an_approved_case
from tests.makers.curricula import a_version
from tests.makers.people import a_fellow
from tests.statements import statements

LUMBAR = "epa08.spine_lumbar_sacral"


def text_of(page: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def enrollment(member: Member) -> UUID:
    assert member.enrollment_id is not None
    return member.enrollment_id


def test_a_fellow_reads_what_is_missing_and_where_it_can_be_had(
    client: FlaskClient, asha: Member, ben: Member, finn: Member
) -> None:
    for _ in range(3):
        an_approved_case(fellow=finn, supervisor=ben)
    a_case(fellow=asha, supervisor=ben)
    page = text_of(sign_in(client, asha).get("/gaps").text)
    weekday = f"{TODAY:%A}"
    assert f"25 more: the {weekday} lists at Riverside clinic had 3 of them" in page
    assert "1 with Ben" in page


def test_what_is_met_is_no_gap(asha: Member, ben: Member) -> None:
    before = {
        gap.line.requirement.id: gap for gap in gaps_of(asha.actor, enrollment(asha), TODAY).gaps
    }
    case_id = a_case(fellow=asha, supervisor=ben)
    approval.approve(ben.actor, case_id, 1, role_stated=CaseRole.PERFORMED_DIRECT, level="3")
    after = gaps_of(asha.actor, enrollment(asha), TODAY)
    [lumbar] = [gap for gap in after.gaps if gap.line.requirement.id == LUMBAR]
    assert lumbar.line.gap == before[LUMBAR].line.gap - 1
    assert lumbar.under_way == ()


def test_every_kind_of_requirement_has_its_next_step(client: FlaskClient) -> None:
    fellow = a_fellow("Nia Putri", version_id=a_version(RIVERSIDE))
    found = gaps_of(fellow.actor, enrollment(fellow), TODAY)
    kinds = {gap.line.requirement.kind for gap in found.gaps}
    assert len(kinds) >= 10
    page = text_of(sign_in(client, fellow).get("/gaps").text)
    assert "%(" not in page
    for sentence in (
        "Ask a supervisor to assess you: Mini-CEX, 4 more.",
        "Bring a valid one to your coordinator to be verified: Medical licence",
        "Ask your coordinator to open a round of feedback: Multi-source feedback.",
        "No such rotation is planned; ask for one: Palliative care.",
    ):
        assert sentence in page


def test_optional_ones_hold_nobody_up(asha: Member) -> None:
    found = gaps_of(asha.actor, enrollment(asha), TODAY)
    assert all(gap.line.requirement.blocks for gap in found.gaps)
    assert {one.requirement.id for one in found.optional} >= {"epa10.peripheral_block_us"}


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("asha", 200),
        ("dana", 200),
        ("mia", 200),
        ("finn", 404),
        ("ben", 404),
        ("eve", 404),
        ("rin", 404),
    ],
)
def test_who_opens_the_page_of_one_fellow(
    client: FlaskClient, cast: Cast, asha: Member, name: str, code: int
) -> None:
    answer = sign_in(client, cast[name]).get(f"/gaps/{asha.enrollment_id}")
    assert answer.status_code == code


def test_as_many_statements_however_long_the_log(asha: Member, ben: Member) -> None:
    with statements() as few:
        gaps_of(asha.actor, enrollment(asha), TODAY)
    for _ in range(5):
        an_approved_case(fellow=asha, supervisor=ben)
        a_case(fellow=asha, supervisor=ben)
    with statements() as many:
        gaps_of(asha.actor, enrollment(asha), TODAY)
    assert len(many) == len(few)
