"""The pages of assessments: what is typed is kept, and what is not to be seen yet is not there."""

import re
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from flask.testing import FlaskClient
from sqlalchemy import update

from logbook.database import db
from logbook.domain.catalogue import CaseRole
from logbook.models.assessments import Assessment
from logbook.models.columns import new_id
from logbook.services import approval, assessing
from tests.cast import TODAY, Member
from tests.conftest import sign_in
from tests.makers.assessments import (
    NEXT_STEP,
    WENT_WELL,
    a_given_assessment,
    a_judgement,
    an_answer,
    an_assessment,
)
from tests.makers.cases import a_case


def one(assessment_id: UUID) -> Assessment:
    db.session.expire_all()
    return db.session.query(Assessment).filter_by(id=assessment_id).one()


def test_a_case_brings_its_context_along(client: FlaskClient, asha: Member, ben: Member) -> None:
    case_id = a_case(fellow=asha, supervisor=ben)
    page = sign_in(client, asha).get(f"/cases/{case_id}").text
    assert f"/assessments/new?case={case_id}&amp;form=dops" in page
    page = client.get(f"/assessments/new?case={case_id}&form=dops").text
    assert f'<option selected value="{ben.id}">' in page
    assert '<option selected value="epa08">' in page
    asked = {"form": "dops", "case": case_id, "fellow": asha.id, "happened_on": TODAY}
    asked |= {"assessor": ben.id, "competency": "epa08", "own-level": "3"}
    id_ = new_id()
    assert client.post(f"/assessments/{id_}", data=asked).status_code == 303
    assert client.post(f"/assessments/{id_}", data=asked).status_code == 303
    assert (one(id_).case_id, one(id_).own) == (case_id, {"level": "3"})
    page = client.get(f"/cases/{case_id}").text
    assert f"/assessments/{id_}" in page


def test_a_request_without_the_own_rating_comes_back_with_what_was_typed(
    client: FlaskClient, asha: Member, ben: Member
) -> None:
    asked = {"form": "dops", "fellow": asha.id, "happened_on": TODAY, "assessor": ben.id}
    asked |= {"competency": "epa09", "context": "Tuesday list"}
    answer = sign_in(client, asha).post(f"/assessments/{new_id()}", data=asked)
    assert answer.status_code == 422
    assert "Rate yourself first" in answer.text
    assert "Tuesday list" in answer.text
    assert '<option selected value="epa09">' in answer.text


def test_an_answer_that_lacks_something_keeps_what_was_typed(
    client: FlaskClient, asha: Member, ben: Member
) -> None:
    id_ = an_assessment(fellow=asha, assessor=ben)
    sent = an_answer(revision=1, next_step="", **{"items-safety": ""})
    answer = sign_in(client, ben).post(f"/assessments/{id_}/answers", data=sent)
    assert answer.status_code == 422
    assert WENT_WELL in answer.text
    assert "Say one next step." in answer.text
    assert re.search(r'name="items-technique"[^>]*value="above"\s+checked', answer.text)
    assert 'href="#items-safety-0"' in answer.text


def test_a_draft_is_there_again_and_a_stale_page_keeps_what_was_typed(
    client: FlaskClient, asha: Member, ben: Member
) -> None:
    id_ = an_assessment(fellow=asha, assessor=ben)
    ben_ = sign_in(client, ben)
    sent = {"revision": 1, "went_well": "Good job", "step": "draft", "level": "2"}
    assert ben_.post(f"/assessments/{id_}/answers", data=sent).status_code == 303
    page = ben_.get(f"/assessments/{id_}/answers").text
    assert "Good job" in page
    assert "What did you see?" in page
    stale = ben_.post(f"/assessments/{id_}/answers", data=an_answer(revision=1))
    assert stale.status_code == 409
    assert NEXT_STEP in stale.text
    assert ben_.post(f"/assessments/{id_}/answers", data=an_answer(revision=2)).status_code == 303
    again = ben_.post(f"/assessments/{id_}/answers", data=an_answer(revision=2))
    assert again.status_code == 303  # sent twice


def test_the_other_rating_is_not_on_the_page_before_the_own(
    client: FlaskClient, asha: Member, ben: Member
) -> None:
    id_ = a_given_assessment(fellow=asha, assessor=ben, by=ben)
    page = sign_in(client, asha).get(f"/assessments/{id_}").text
    assert WENT_WELL not in page
    assert "Above" not in page
    assert client.post(f"/assessments/{id_}/rating", data={}).status_code == 422
    assert client.post(f"/assessments/{id_}/rating", data={"own-level": "2"}).status_code == 303
    page = client.get(f"/assessments/{id_}").text
    assert WENT_WELL in page
    assert "Above" in page


def test_the_fellow_acknowledges_and_says_whether_it_was_useful(
    client: FlaskClient, asha: Member, ben: Member
) -> None:
    id_ = a_given_assessment(fellow=asha, assessor=ben)
    path = f"/assessments/{id_}/acknowledgement"
    assert NEXT_STEP in sign_in(client, asha).get("/").text
    assert client.post(path, data={}).status_code == 400
    named = client.post(path, data={"useful": "no", "comment": "Mr. Smith did not mind"})
    assert named.status_code == 422
    assert "Mr. Smith did not mind" in named.text
    for _ in range(2):
        assert client.post(path, data={"useful": "no", "comment": "Too late."}).status_code == 303
    assert (one(id_).useful, one(id_).comment) == (False, "Too late.")
    page = sign_in(client, ben).get(f"/assessments/{id_}").text
    assert "Not useful" in page
    assert "Too late." in page


def test_an_unanswered_request_offers_who_was_in_the_room(
    client: FlaskClient, asha: Member, ben: Member, eve: Member
) -> None:
    case_id = a_case(fellow=asha, supervisor=ben)
    id_ = an_assessment(fellow=asha, assessor=eve, case_id=case_id)
    assert "Ask Ben" not in sign_in(client, asha).get(f"/assessments/{id_}").text
    for days, said in ((20, "waits 20 days"), (31, "The request has lapsed.")):
        asked_at = datetime.now(UTC) - timedelta(days=days)
        db.session.execute(update(Assessment).values(asked_at=asked_at))
        db.session.commit()
        page = client.get(f"/assessments/{id_}").text
        assert "Ben supervised you that day." in page
        assert said in page
        assert f"/assessments/{id_}" in client.get("/").text


def test_late_feedback_is_labelled(client: FlaskClient, asha: Member, ben: Member) -> None:
    id_ = an_assessment(fellow=asha, assessor=ben, happened_on=TODAY - timedelta(days=15))
    assessing.finish(ben.actor, id_, 1, a_judgement())
    assert "Late: given 15 days after it" in sign_in(client, asha).get(f"/assessments/{id_}").text


def test_home_leads_an_assessor_to_the_oldest(
    client: FlaskClient, asha: Member, ben: Member
) -> None:
    first = an_assessment(fellow=asha, assessor=ben)
    an_assessment(fellow=asha, assessor=ben)
    page = sign_in(client, ben).get("/").text
    assert "2 assessments wait for you" in page
    assert f"/assessments/{first}/answers" in page


def test_coverage_by_discipline_is_shown(client: FlaskClient, asha: Member, ben: Member) -> None:
    a_given_assessment(fellow=asha, assessor=ben)
    page = sign_in(client, asha).get("/assessments").text
    assert "Seen by which disciplines" in page
    assert "Physician" in page


def test_a_page_keeps_its_draft_by_itself_and_is_told_how_that_went(
    client: FlaskClient, asha: Member, ben: Member
) -> None:
    id_ = an_assessment(fellow=asha, assessor=ben)
    path = f"/assessments/{id_}/answers"
    ben_ = sign_in(client, ben)
    quiet = {"revision": 1, "went_well": "Good", "step": "quiet"}
    kept = ben_.post(path, data=quiet)
    assert (kept.status_code, kept.json["revision"]) == (200, 2)
    assert kept.json["said"].startswith("Saved at ")
    stale = ben_.post(path, data=quiet)
    assert stale.status_code == 409
    assert "no longer saved by itself" in stale.json["said"]
    named = ben_.post(path, data=quiet | {"revision": 2, "went_well": "Mr. Smith liked it"})
    assert named.status_code == 422
    assert "Mr. Smith" in named.json["said"]
    assert one(id_).draft["went_well"] == "Good"
    assert sign_in(client, asha).post(path, data=quiet | {"revision": 2}).status_code == 403


def listed(page: str) -> set[str]:
    """The ids of the records that a list of feedback names."""
    return set(re.findall(r'<li data-row><a class="lb-row" href="/\w+/([0-9a-f-]{36})"', page))


def test_feedback_is_searched_by_tool_person_and_day(
    client: FlaskClient, asha: Member, ben: Member, eve: Member, dana: Member
) -> None:
    given = a_given_assessment(fellow=asha, assessor=ben)
    case_id = a_case(fellow=asha, supervisor=eve)
    said = {"role_stated": CaseRole.PERFORMED_DIRECT, "level": "3", "words": "Slower next time."}
    approval.approve(eve.actor, case_id, 1, **said)  # type: ignore[arg-type]
    sign_in(client, asha)
    for asked, found in (
        ("", {given, case_id}),
        ("form=dops", {given}),
        ("form=case", {case_id}),
        (f"assessor={eve.id}", {case_id}),
        ("q=slower", {case_id}),
        ("state=acknowledged", set()),
        (f"until={TODAY - timedelta(days=1)}", set()),
        (f"since={TODAY}&competency=epa08", {given, case_id}),
    ):
        page = client.get(f"/assessments?{asked}").text
        assert listed(page) == {str(one) for one in found}, asked
    sign_in(client, dana)
    page = client.get(f"/assessments/overview?fellow={asha.id}").text
    assert listed(page) == {str(given), str(case_id)}
    assert listed(client.get("/assessments/overview").text) == {str(given)}


@pytest.mark.parametrize("nonsense", ["x", "2026-13-45_x", "\0", "9" * 5000])
def test_nonsense_in_a_search_breaks_nothing(
    client: FlaskClient, asha: Member, nonsense: str
) -> None:
    for name in ("after", "since", "form", "competency", "assessor", "state", "waiting", "q"):
        asked = {name: nonsense}
        assert sign_in(client, asha).get("/assessments", query_string=asked).status_code == 200
