"""Milestones from the pages: a draft that its fellow does not see, recorded by a second step."""

from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from logbook.database import db
from logbook.models.columns import new_id
from logbook.models.milestones import MilestoneReview
from tests.cast import TODAY, Cast, Member
from tests.conftest import sign_in
from tests.makers.curricula import the_nurses_version
from tests.makers.people import a_fellow
from tests.makers.records import a_draft, a_review, all_levels, ashas_enrollment

FELLOWS = "/teaching/milestones/fellows"
REVIEWS = "/teaching/milestones/reviews"


def a_form(levels: dict[str, str], **but: object) -> dict[str, object]:
    chosen = {f"levels-{name}": code for name, code in levels.items()}
    return {"reviewed_on": TODAY, "revision": "", "step": "keep", **chosen, **but}


def written() -> int | None:
    return db.session.scalar(select(func.count()).select_from(MilestoneReview))


def test_a_draft_is_kept_checked_and_recorded(
    client: FlaskClient, mia: Member, asha: Member
) -> None:
    review, enrollment = new_id(), ashas_enrollment()
    sign_in(client, mia)
    way = f"{FELLOWS}/{enrollment}/reviews/{review}"
    for _ in range(2):  # a double tap
        assert client.post(way, data=a_form({"PC3": "3.5"})).status_code == 303
    assert written() == 1
    check = client.get(f"{REVIEWS}/{review}/check").text
    assert "Not complete yet" in check and "Record it" not in check
    refused = client.post(f"{REVIEWS}/{review}/record", data={"revision": "1"})
    assert (refused.status_code, "not yet assessable" in refused.text) == (422, True)
    complete = a_form(all_levels("3.5"), revision="1", step="check")
    assert client.post(way, data=complete).location == f"{REVIEWS}/{review}/check"
    assert "No review yet" in sign_in(client, asha).get("/teaching/milestones").text
    assert client.get(f"{REVIEWS}/{review}").status_code == 404
    sign_in(client, mia)
    assert "Record it" in client.get(f"{REVIEWS}/{review}/check").text
    for _ in range(2):
        done = client.post(f"{REVIEWS}/{review}/record", data={"revision": "2"})
        assert done.status_code == 303
    own = sign_in(client, asha).get("/teaching/milestones").text
    assert "3.5" in own and "a target and no gate" in own and "lb-chart-aim" in own


def test_what_was_chosen_stays_when_something_is_wrong(client: FlaskClient, mia: Member) -> None:
    way = f"{FELLOWS}/{ashas_enrollment()}/reviews/{new_id()}"
    form = a_form({"PC3": "3.5", "PC4": "17"}, reviewed_on=TODAY + timedelta(days=2))
    failed = sign_in(client, mia).post(way, data=form)
    assert failed.status_code == 422
    assert "This date is in the future." in failed.text
    assert "Choose a level of the scale." in failed.text
    assert failed.text.count(" checked") == 1
    assert written() == 0


def test_two_who_rate_at_once_lose_nothing(client: FlaskClient, mia: Member, dana: Member) -> None:
    draft, enrollment = a_draft(), ashas_enrollment()
    way = f"{FELLOWS}/{enrollment}/reviews/{draft}"
    sign_in(client, dana)
    assert client.post(way, data=a_form(all_levels("4"), revision="1")).status_code == 303
    sign_in(client, mia)
    stale = client.post(way, data=a_form(all_levels("2"), revision="1"))
    assert stale.status_code == 409
    assert "Somebody else changed this draft" in stale.text
    assert stale.text.count('value="2" checked') == len(all_levels())
    assert 'name="revision" value="2"' in stale.text
    assert client.post(way, data=a_form(all_levels("2"), revision="2")).status_code == 303


def test_a_correction_names_what_it_corrects(
    client: FlaskClient, mia: Member, asha: Member
) -> None:
    first, second, enrollment = a_review("3"), new_id(), ashas_enrollment()
    sign_in(client, mia)
    begun = client.get(f"{FELLOWS}/{enrollment}/rate?amends={first}").text
    assert begun.count('value="3" checked') == len(all_levels())
    assert f'name="amends" value="{first}"' in begun
    form = a_form(all_levels("2.5"), amends=first)
    client.post(f"{FELLOWS}/{enrollment}/reviews/{second}", data=form)
    client.post(f"{REVIEWS}/{second}/record", data={"revision": "1"})
    sign_in(client, asha)
    assert "Corrected since" in client.get(f"{REVIEWS}/{first}").text
    assert f"{REVIEWS}/{first}" in client.get(f"{REVIEWS}/{second}").text
    history = client.get("/teaching/milestones").text
    assert "corrected since" in history and "corrects an earlier one" in history
    assert "Correct it" not in client.get(f"{REVIEWS}/{second}").text


def test_a_second_draft_is_pointed_to_the_first(client: FlaskClient, dana: Member) -> None:
    draft = a_draft()
    sign_in(client, dana)
    begun = client.get(f"{FELLOWS}/{ashas_enrollment()}/rate").text
    assert "A draft is begun already" in begun and f"/reviews/{draft}" in begun
    own = client.get(f"{FELLOWS}/{ashas_enrollment()}/reviews/{draft}").text
    assert "A draft is begun already" not in own


def test_a_recorded_review_is_written_no_more(client: FlaskClient, mia: Member) -> None:
    review = a_review()
    way = f"{FELLOWS}/{ashas_enrollment()}/reviews/{review}"
    answer = sign_in(client, mia).post(way, data=a_form(all_levels("5"), revision="1"))
    assert answer.location == f"{REVIEWS}/{review}"
    kept = db.session.scalars(select(MilestoneReview)).one()
    assert set(kept.levels.values()) == {"3"}


def test_a_curriculum_without_a_scale_has_no_milestones(client: FlaskClient, mia: Member) -> None:
    nurse = a_fellow("Nia Putri", version_id=the_nurses_version())
    sign_in(client, mia)
    for page in (f"{FELLOWS}/{nurse.enrollment_id}", f"{FELLOWS}/{nurse.enrollment_id}/rate"):
        assert "No milestones" in client.get(page).text
    way = f"{FELLOWS}/{nurse.enrollment_id}/reviews/{new_id()}"
    assert client.post(way, data=a_form({})).status_code == 404


@pytest.mark.parametrize("name", ["finn", "ben", "eve", "lee", "rin", "ravi"])
def test_reviews_are_for_nobody_else(client: FlaskClient, cast: Cast, name: str) -> None:
    review = a_review()
    sign_in(client, cast[name])
    assert client.get(f"{FELLOWS}/{ashas_enrollment()}").status_code == 404
    assert client.get(f"{REVIEWS}/{review}").status_code in (403, 404)


def test_no_fellow_sees_a_draft(client: FlaskClient, cast: Cast) -> None:
    draft = a_draft("4.5")
    for name in ("asha", "ola", "cora"):
        sign_in(client, cast[name])
        assert client.get(f"{REVIEWS}/{draft}").status_code == 404
        for page in (f"{FELLOWS}/{ashas_enrollment()}", "/teaching/milestones"):
            assert str(draft) not in client.get(page).text
    assert str(draft) in sign_in(client, cast["mia"]).get("/teaching/milestones").text
