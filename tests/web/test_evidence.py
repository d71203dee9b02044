"""The list of exactly those cases that count for a requirement of one enrollment."""

import re
from collections.abc import Iterable
from html import unescape
from typing import Any
from uuid import UUID

from flask.testing import FlaskClient

from logbook.policy.actors import job
from logbook.services import curriculum
from tests.cast import BEGAN, ENDS, RIVERSIDE, Cast, Member
from tests.conftest import sign_in
from tests.makers.cases import a_case, an_approved_case
from tests.makers.curricula import shipped_document

LUMBAR, CERVICAL = "epa08.spine_lumbar_sacral", "epa08.spine_cervical_thoracic"
CASE = re.compile(r'<th scope="row"><a href="/cases/([0-9a-f-]{36})')


def asked(fellow: Member, *requirements: str) -> str:
    named = "&".join(f"requirement={one}" for one in requirements)
    return f"enrollment={fellow.enrollment_id}&state=approved&{named}"


def cases_on(client: FlaskClient, address: str) -> set[UUID]:
    """Every case of a list, over all its pages."""
    page = client.get(address).text
    found = {UUID(one) for one in CASE.findall(page)}
    more = re.search(r'href="([^"]*after=[^"]*)"', page)
    return found | (cases_on(client, unescape(more[1])) if more else set())


def a_later_edition(without: Iterable[str] = ()) -> UUID:
    """Another edition of Riverside's curriculum, perhaps with fewer requirements."""
    document: dict[str, Any] = shipped_document()
    kept = [one for one in document["requirements"] if one["id"] not in set(without)]
    later = {**document, "edition": "2027.1", "requirements": kept}
    return curriculum.publish(job(RIVERSIDE), later)


def test_several_requirements_are_shown_together(
    client: FlaskClient, dana: Member, asha: Member, ben: Member
) -> None:
    lumbar = an_approved_case(fellow=asha, supervisor=ben)
    cervical = an_approved_case(
        fellow=asha,
        supervisor=ben,
        procedure="esi_cervical_interlaminar",
        details={"levels": ["C7-T1"], "laterality": "midline", "guidance": "fluoroscopy"},
    )
    sign_in(client, dana)
    path = "/cases/overview?"
    assert cases_on(client, path + asked(asha, LUMBAR)) == {lumbar}
    assert cases_on(client, path + asked(asha, CERVICAL)) == {cervical}
    assert cases_on(client, path + asked(asha, LUMBAR, CERVICAL)) == {lumbar, cervical}


def test_the_next_page_asks_for_the_same(
    client: FlaskClient, asha: Member, ben: Member, finn: Member
) -> None:
    counted = {an_approved_case(fellow=asha, supervisor=ben) for _ in range(27)}
    a_case(fellow=asha, supervisor=ben)
    an_approved_case(fellow=finn, supervisor=ben)
    sign_in(client, asha)
    assert cases_on(client, "/cases?" + asked(asha, CERVICAL, LUMBAR)) == counted


def test_what_counts_is_said_by_the_edition_that_the_fellow_follows(
    client: FlaskClient, dana: Member, asha: Member, ben: Member
) -> None:
    a_later_edition(without=[LUMBAR])
    case_id = an_approved_case(fellow=asha, supervisor=ben)
    sign_in(client, dana)
    assert cases_on(client, "/cases/overview?" + asked(asha, LUMBAR)) == {case_id}


def test_an_earlier_enrollment_keeps_its_own_evidence(
    client: FlaskClient, asha: Member, ben: Member, cast: Cast
) -> None:
    case_id = an_approved_case(fellow=asha, supervisor=ben)
    again = Member("asha", asha.actor)
    again.enrollment_id = curriculum.enroll(
        job(RIVERSIDE), asha.id, a_later_edition(), starts_on=BEGAN, ends_on=ENDS
    )
    sign_in(client, asha)
    assert cases_on(client, "/cases?" + asked(asha, LUMBAR)) == {case_id}
    assert cases_on(client, "/cases?" + asked(again, LUMBAR)) == set()


def test_an_unknown_requirement_has_no_evidence(
    client: FlaskClient, asha: Member, ben: Member
) -> None:
    an_approved_case(fellow=asha, supervisor=ben)
    sign_in(client, asha)
    assert cases_on(client, "/cases?requirement=epa99.none") == set()


def test_nobody_reads_the_evidence_of_others(
    client: FlaskClient, asha: Member, finn: Member, rin: Member, eve: Member, ben: Member
) -> None:
    an_approved_case(fellow=asha, supervisor=ben)
    assert cases_on(sign_in(client, finn), "/cases?" + asked(asha, LUMBAR)) == set()
    overview = "/cases/overview?" + asked(asha, LUMBAR)
    assert sign_in(client, eve).get(overview).status_code == 403
    assert sign_in(client, rin).get(overview).status_code == 404
    assert sign_in(client, rin).get("/cases/overview?enrollment=nonsense").status_code == 404
