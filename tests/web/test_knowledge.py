"""Results of tests from the pages: a cohort at once, amended openly, read by their fellow alone."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from logbook.database import db
from logbook.models.columns import new_id
from logbook.models.knowledge import Sitting
from tests.cast import CAST, TODAY, Cast, Member
from tests.conftest import sign_in
from tests.makers.curricula import a_version
from tests.makers.people import a_fellow
from tests.makers.records import a_sitting, ashas_enrollment

TEST = "/teaching/tests/opioid_knowledge"


def a_form(**scores: str) -> dict[str, object]:
    rows: dict[str, object] = {"sat_on": TODAY}
    for name, score in scores.items():
        enrollment_id = CAST[name].enrollment_id
        assert enrollment_id is not None
        rows |= {f"id-{enrollment_id.hex}": new_id(), f"score-{enrollment_id.hex}": score}
    return rows


def entered() -> int | None:
    return db.session.scalar(select(func.count()).select_from(Sitting))


def test_a_cohort_is_entered_at_once(client: FlaskClient, cora: Member, asha: Member) -> None:
    sign_in(client, cora)
    wrong = client.post(TEST, data=a_form(asha="81", finn="101"))
    assert (wrong.status_code, entered()) == (422, 0)
    assert 'value="81"' in wrong.text and 'value="101"' in wrong.text
    assert "Score in percent, Finn: A score is from 0 to 100 percent." in wrong.text
    unreadable = client.post(TEST, data=a_form(asha="81", finn="most"))
    assert (unreadable.status_code, 'value="most"' in unreadable.text) == (422, True)
    form = a_form(asha="81", finn="55")
    for _ in range(2):  # a double tap
        assert client.post(TEST, data=form).status_code == 303
    assert entered() == 2
    all_of_them = client.get("/teaching/tests").text
    assert "81%" in all_of_them and "Not passed" in all_of_them
    own = sign_in(client, asha).get("/teaching/tests").text
    assert "81%" in own and "55%" not in own
    assert "Pass mark: 70%." in own and "Suggested, not confirmed" in own


def test_a_day_of_its_own_and_a_day_to_come(client: FlaskClient, cora: Member) -> None:
    form = a_form(asha="81") | {f"on-{ashas_enrollment().hex}": "2999-01-01"}
    failed = sign_in(client, cora).post(TEST, data=form)
    assert (failed.status_code, "This date is in the future." in failed.text) == (422, True)
    assert 'value="2999-01-01"' in failed.text


def test_an_empty_table_is_none(client: FlaskClient, cora: Member) -> None:
    failed = sign_in(client, cora).post(TEST, data=a_form(asha="", finn=""))
    assert (failed.status_code, "at least one fellow" in failed.text) == (422, True)


def test_examiners_say_who_passed_where_there_is_no_mark(client: FlaskClient, dana: Member) -> None:
    enrollment = ashas_enrollment().hex
    form = {"sat_on": TODAY, f"id-{enrollment}": new_id(), f"outcome-{enrollment}": "passed"}
    sign_in(client, dana)
    assert client.post("/teaching/tests/in_training_exam", data=form).status_code == 303
    made_up = form | {f"id-{enrollment}": new_id(), f"outcome-{enrollment}": "mistaken"}
    assert client.post("/teaching/tests/in_training_exam", data=made_up).status_code == 422
    assert entered() == 1
    assert client.get("/teaching/tests/no_such").status_code == 404


def test_an_amended_result_stays_readable(client: FlaskClient, cora: Member, asha: Member) -> None:
    first, form = a_sitting(60), {"sitting_id": new_id(), "sat_on": TODAY, "score": "71"}
    sign_in(client, cora)
    page = client.get(f"/teaching/tests/results/{first}/amend").text
    assert "What stands there" in page and "60%" in page
    failed = client.post(f"/teaching/tests/results/{first}/amend", data={**form, "score": "700"})
    assert (failed.status_code, 'value="700"' in failed.text) == (422, True)
    for _ in range(2):  # a double tap
        answer = client.post(f"/teaching/tests/results/{first}/amend", data=form)
        assert answer.status_code == 303
    another = {**form, "sitting_id": new_id()}
    assert client.post(f"/teaching/tests/results/{first}/amend", data=another).status_code == 409
    assert client.get(f"/teaching/tests/results/{first}/amend").status_code == 302
    mistake = {"sitting_id": new_id(), "sat_on": TODAY, "step": "mistake"}
    second = form["sitting_id"]
    client.post(f"/teaching/tests/results/{second}/amend", data=mistake)
    own = sign_in(client, asha).get("/teaching/tests").text
    assert "60%" in own and "71%" in own and "Entered by mistake" in own
    assert own.count("amended since: another entry took its place") == 2
    assert "/amend" not in own
    assert entered() == 3


@pytest.mark.parametrize("name", ["finn", "ben", "eve", "lee", "rin", "ravi"])
def test_results_are_for_nobody_else(client: FlaskClient, cast: Cast, name: str) -> None:
    a_sitting()
    sign_in(client, cast[name])
    page = client.get(f"/teaching/tests/fellows/{ashas_enrollment()}")
    assert page.status_code == 404
    assert "80%" not in client.get("/teaching/tests").text


def test_what_is_missing_leads_to_its_page(client: FlaskClient, cast: Cast) -> None:
    nia = a_fellow("Nia Putri", version_id=a_version(cast["asha"].program_id))
    sign_in(client, nia)
    own = nia.enrollment_id
    gaps, progress = client.get("/gaps").text, client.get(f"/cohort/{own}").text
    assert f"/teaching/fellows/{own}#epa13.didactic" in gaps
    for page in (f"/teaching/tests/fellows/{own}#epa06.test", f"/fellows/{own}#epa08.milestone"):
        assert page in progress
