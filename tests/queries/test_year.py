"""What one fellow's year is made of: the course of the counts, complications, what lapses."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest

from logbook.domain.catalogue import CaseRole
from logbook.domain.credentials import CredentialContent
from logbook.domain.next_weeks import Do
from logbook.domain.rates import Rate
from logbook.models.columns import new_id
from logbook.queries import case_lists
from logbook.queries.case_lists import Wanted
from logbook.queries.gaps import gaps_of
from logbook.queries.year import Year, year_of
from logbook.services import credentials
from tests.cast import CAST, TODAY, Member
from tests.makers.cases import a_case, an_approved_case
from tests.makers.people import a_fellow

TROUBLE = ("vasovagal",)
LUMBAR = "spine_lumbar_sacral"


def year(of: Member, reader: Member | None = None) -> Year:
    assert of.enrollment_id is not None
    actor = (reader or of).actor
    gaps = gaps_of(actor, of.enrollment_id, TODAY)
    return year_of(actor, gaps, TODAY, datetime.now(UTC))


def some_cases(of: Member, by: Member, n: int, troubled: int = 0) -> None:
    for place in range(n):
        an_approved_case(
            fellow=of, supervisor=by, complications=TROUBLE if place < troubled else ()
        )


def test_the_course_ends_with_what_is_kept(asha: Member, ben: Member) -> None:
    for days in (0, 30, 90):
        an_approved_case(fellow=asha, supervisor=ben, performed_on=TODAY - timedelta(days=days))
    a_case(fellow=asha, supervisor=ben)
    an_approved_case(fellow=asha, supervisor=ben, role=CaseRole.OBSERVED)
    courses = {one.group.competency.id: one for one in year(asha).courses}
    lumbar = courses["epa08"]
    assert (lumbar.credit, lumbar.required) == (lumbar.group.credit, lumbar.group.required)
    assert lumbar.credit == 3
    shares = [one.share for one in lumbar.points]
    assert shares == sorted(shares)
    assert shares[-1] == pytest.approx(3 / lumbar.required)
    assert lumbar.points[-1].on == TODAY


def test_the_program_stands_beside_the_fellow_only_where_enough_others_do(
    asha: Member, finn: Member, ben: Member
) -> None:
    some_cases(asha, ben, 3, troubled=1)
    an_approved_case(fellow=asha, supervisor=ben, role=CaseRole.ASSISTED, complications=TROUBLE)
    a_case(fellow=asha, supervisor=ben, complications=TROUBLE)
    others = [finn, *(a_fellow(f"Fellow {name}") for name in "ab")]
    for other in others[:2]:
        some_cases(other, ben, 5, troubled=1)
    [everything, lumbar] = year(asha).complications
    assert (everything.own, lumbar.own) == (Rate(1, 3), Rate(1, 3))
    assert everything.pooled is lumbar.pooled is None
    some_cases(others[2], ben, 1)
    [everything, lumbar] = year(asha).complications
    assert (lumbar.category, lumbar.pooled) == (LUMBAR, Rate(3, 14))
    assert everything.pooled == Rate(3, 14)


def test_other_programs_are_in_no_sum(asha: Member, ravi: Member, ben: Member) -> None:
    some_cases(asha, ben, 1)
    assert year(asha).complications[0].own == Rate(0, 1)
    assert ravi.program_id != asha.program_id
    assert year(ravi).complications == []


@pytest.mark.parametrize(
    ("wanted", "n"),
    [
        ({"complicated": True}, 2),
        ({"complicated": False}, 1),
        ({"performed": True}, 2),
        ({"performed": False}, 1),
        ({"complicated": True, "performed": True}, 1),
        ({"categories": frozenset({LUMBAR})}, 3),
        ({"categories": frozenset({"trigger_point"})}, 0),
    ],
)
def test_the_list_of_cases_is_narrowed_as_the_numbers_are(
    asha: Member, ben: Member, wanted: dict[str, object], n: int
) -> None:
    some_cases(asha, ben, 2, troubled=1)
    an_approved_case(fellow=asha, supervisor=ben, role=CaseRole.OBSERVED, complications=TROUBLE)
    asked = Wanted(asha.id, **wanted)  # type: ignore[arg-type]
    assert len(case_lists.page(asha.actor, asked, None).rows) == n


def a_licence(of: Member, ends_on: date, verified: bool = True) -> UUID:
    content = CredentialContent("medical_licence", "The council", "A-1", TODAY, ends_on)
    credential_id = new_id()
    credentials.add(CAST["cora"].actor, credential_id, of.id, content, None)
    if verified:
        credentials.verify(CAST["cora"].actor, credential_id, 1)
    return credential_id


def renewals(of: Member, reader: Member | None = None) -> int:
    return sum(one.do is Do.RENEW for one in year(of, reader).todos)


def test_a_paper_that_ends_soon_is_to_be_renewed_unless_a_longer_one_is_there(
    asha: Member, dana: Member, mia: Member
) -> None:
    assert renewals(asha) == 0
    a_licence(asha, TODAY + timedelta(days=10))
    assert renewals(asha) == renewals(asha, dana) == 1
    assert renewals(asha, mia) == 0  # who may not see credentials is told nothing of them
    a_licence(asha, TODAY + timedelta(days=900), verified=False)
    assert renewals(asha) == 1
    a_licence(asha, TODAY + timedelta(days=900))
    assert renewals(asha) == 0
