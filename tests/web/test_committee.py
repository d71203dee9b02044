"""The committee on pages: who sees what of whom and when, and forms that lose nothing."""

import re
from uuid import UUID, uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Connection

from logbook.cli.posting import as_mail
from logbook.domain.committee import Outcome
from logbook.services import committee_meetings, letters
from tests.cast import RIVERSIDE, Member
from tests.conftest import sign_in
from tests.house.round import statements
from tests.makers import committee as made
from tests.makers.cases import an_approved_case
from tests.makers.records import all_levels


def text_of(page: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def levels(code: str = "3") -> dict[str, str]:
    return {f"levels-{name}": said for name, said in all_levels(code).items()}


def of(meeting_id: UUID, fellow: Member, page: str = "") -> str:
    return f"/committee/{meeting_id}/fellows/{fellow.id}{page}"


def test_members_rate_one_fellow_after_the_other(
    client: FlaskClient, mia: Member, asha: Member, finn: Member
) -> None:
    meeting_id = made.an_asked_meeting()
    sign_in(client, mia)
    assert of(meeting_id, asha, "/rating") in client.get(f"/committee/{meeting_id}").text
    form = {"rating_id": uuid4(), "proposes": "progress", **levels()}
    sent = client.post(of(meeting_id, asha, "/rating"), data=form)
    assert sent.location == of(meeting_id, finn, "/rating")
    last = client.post(of(meeting_id, finn, "/rating"), data=form | {"rating_id": uuid4()})
    assert last.location == f"/committee/{meeting_id}"


def test_what_is_missing_is_said_and_what_was_chosen_stays(
    client: FlaskClient, mia: Member, asha: Member
) -> None:
    meeting_id = made.an_asked_meeting()
    form = {"rating_id": uuid4(), "levels-PC1": "4", "words": "Mr John Smith did badly."}
    page = sign_in(client, mia).post(of(meeting_id, asha, "/rating"), data=form)
    assert page.status_code == 422
    said = text_of(page.text)
    assert "Say what you would decide." in said and "who the patient is" in said
    assert re.search(r'name="levels-PC1"[^>]*value="4" checked', page.text)


def test_nobody_reads_the_rating_of_another_before_all_are_in(
    client: FlaskClient, mia: Member, dana: Member, asha: Member
) -> None:
    meeting_id = made.an_asked_meeting([asha])
    made.pre_rate(meeting_id, mia, asha, "4.5", Outcome.FORMAL_PLAN)
    before = text_of(sign_in(client, dana).get(of(meeting_id, asha)).text)
    assert "formal plan" not in before and "Not in yet: Dana." in before
    made.pre_rate(meeting_id, dana, asha, "3")
    after = text_of(client.get(of(meeting_id, asha)).text)
    assert "formal plan" in after and "3 steps apart" in after


def test_the_session_opened_early_shows_them_and_says_so(
    client: FlaskClient, mia: Member, dana: Member, asha: Member
) -> None:
    meeting_id = made.an_asked_meeting([asha])
    made.pre_rate(meeting_id, mia, asha)
    sign_in(client, mia).post(f"/committee/{meeting_id}/step", data={"step": "open"})
    page = text_of(client.get(f"/committee/{meeting_id}").text)
    assert "1 rating was missing." in page
    assert "Proposed before the meeting" in text_of(client.get(of(meeting_id, asha)).text)


def test_the_time_runs_without_a_script(client: FlaskClient, mia: Member, asha: Member) -> None:
    meeting_id = made.a_session()
    sign_in(client, mia).post(of(meeting_id, asha, "/discussion"), data={"step": "begin"})
    page = client.get(of(meeting_id, asha)).text
    assert "data-stopwatch" in page and "End the discussion" in page
    client.post(of(meeting_id, asha, "/discussion"), data={"step": "end"})
    assert "Talked for" in client.get(of(meeting_id, asha)).text


def test_agreeing_begins_with_what_all_said_alike_and_keeps_what_a_second_tab_typed(
    client: FlaskClient, mia: Member, asha: Member
) -> None:
    meeting_id = made.a_session()
    page = sign_in(client, mia).get(of(meeting_id, asha, "/consensus"))
    assert re.search(r'name="levels-PC1"[^>]*value="3" checked', page.text)
    made.agree(meeting_id, asha)
    stale = {"revision": "1", "narrative": "Typed in the other tab.", **levels("4")}
    back = client.post(of(meeting_id, asha, "/consensus"), data=stale)
    assert back.status_code == 409 and "Typed in the other tab." in back.text
    assert re.search(r'name="levels-PC1"[^>]*value="4" checked', back.text)


def test_a_decision_is_looked_at_once_more(
    client: FlaskClient, mia: Member, dana: Member, asha: Member
) -> None:
    meeting_id = made.a_session()
    made.agree(meeting_id, asha)
    where = of(meeting_id, asha, "/decision")
    form = {"decision_id": uuid4(), "outcome": "formal_plan", "words": "Behind.", "step": "check"}
    lacking = sign_in(client, mia).post(where, data=form)
    assert lacking.status_code == 422 and "this decision needs a plan" in lacking.text
    plan = {"what": "Two lists a week.", "owner": dana.id, "due_on": made.a_plan().due_on}
    check = client.post(where, data=form | plan)
    assert check.status_code == 200 and "Record this decision?" in check.text
    assert "Nothing is decided yet." in client.get(of(meeting_id, asha)).text
    client.post(where, data=form | plan | {"step": "record"})
    page = text_of(client.get(of(meeting_id, asha)).text)
    assert "Formal plan" in page and "Two lists a week." in page


def test_a_complete_training_signs_nothing_and_leads_to_where_it_is_signed(
    client: FlaskClient, mia: Member, asha: Member
) -> None:
    meeting_id = made.a_session()
    made.decide(meeting_id, asha, Outcome.COMPLETE)
    page = sign_in(client, mia).get(of(meeting_id, asha)).text
    assert "This signs no competency." in page
    assert f"/competencies/fellows/{asha.enrollment_id}" in page or "/competencies/" in page


@pytest.mark.parametrize("name", ["asha", "ben", "eve", "rin", "cora"])
def test_nobody_else_sees_a_fellow_in_a_meeting(
    client: FlaskClient, cast: dict[str, Member], asha: Member, name: str
) -> None:
    meeting_id = made.a_held_meeting()
    for page in (of(meeting_id, asha), f"/committee/{meeting_id}/minutes"):
        assert sign_in(client, cast[name]).get(page).status_code in (403, 404), page


def test_a_fellow_reads_the_letter_and_nothing_of_what_members_thought(
    client: FlaskClient, asha: Member, finn: Member
) -> None:
    made.a_held_meeting()
    sign_in(client, asha)
    home = client.get("/").text
    assert "The committee has written to you" in home and "Two observed lists" in home
    letter = client.get(f"/committee/letters/{made.the_letter(asha).id}")
    said = text_of(letter.text)
    assert "Targeted support" in said and made.WHY in said and "Two observed lists" in said
    for secret in ("Seen in clinic", "Too few lists seen", "Dana:"):
        assert secret not in letter.text
    assert sign_in(client, finn).get(letter.request.path).status_code == 404


def test_the_mail_says_no_more_than_that_there_is_a_letter(app: Flask, asha: Member) -> None:
    made.a_held_meeting()
    outgoing = letters.take(RIVERSIDE)
    assert outgoing is not None
    with app.app_context():
        mail = as_mail(outgoing)
    assert f"/committee/letters/{made.the_letter(asha).id}" in mail.text
    for secret in ("support", "lists", made.WHY):
        assert secret not in mail.text
    assert outgoing.stop_token is None


def test_an_appeal_is_opened_and_answered(client: FlaskClient, asha: Member, dana: Member) -> None:
    made.a_held_meeting()
    where = f"/committee/letters/{made.the_letter(asha).id}"
    sign_in(client, asha).post(f"{where}/acknowledge")
    empty = client.post(f"{where}/appeal", data={"words": ""})
    assert empty.status_code == 422
    client.post(f"{where}/appeal", data={"words": "The list of June is not counted."})
    answer = {"decision_id": uuid4(), "appeal": "stands", "answer": "We counted it."}
    assert sign_in(client, dana).post(f"{where}/answer", data=answer).status_code == 303
    said = text_of(sign_in(client, asha).get(where).text)
    assert "the decision stands" in said and "We counted it." in said


def test_minutes_are_signed_with_a_fresh_proof(
    client: FlaskClient, mia: Member, asha: Member
) -> None:
    meeting_id = made.a_session()
    made.decide(meeting_id, asha)
    made.close(meeting_id)
    where = f"/committee/{meeting_id}/minutes"
    page = sign_in(client, mia).get(where).text
    seen = re.search(r'name="seen" value="(\w+)"', page)
    assert seen is not None
    form = {"minutes_id": uuid4(), "seen": seen[1]}
    assert client.post(where, data=form | {"seen": "0" * 64}).status_code == 422
    assert client.post(where, data=form).status_code == 303
    signed = text_of(client.get(where).text)
    assert "I confirm this for the committee." in signed and "Put off" in signed
    amended = client.post(where, data={"minutes_id": uuid4(), "words": "Room 2.15."})
    assert amended.status_code == 303 and "Room 2.15." in client.get(where).text


def test_a_fellow_rates_themselves_and_the_committee_reads_it(
    client: FlaskClient, asha: Member, mia: Member
) -> None:
    form = {"rating_id": uuid4(), "words": "More cervical work.", **levels("2.5")}
    assert sign_in(client, asha).post("/committee/self", data=form).status_code == 303
    assert client.post("/committee/self", data=form | {"rating_id": uuid4()}).status_code == 409
    meeting_id = made.an_asked_meeting()
    assert "More cervical work." in sign_in(client, mia).get(of(meeting_id, asha)).text


def test_a_cancelled_meeting_is_no_next_meeting(client: FlaskClient, cora: Member) -> None:
    meeting_id = made.a_meeting()
    assert f"/committee/{meeting_id}" in sign_in(client, cora).get("/cohort").text
    committee_meetings.cancel(cora.actor, meeting_id)
    assert f"/committee/{meeting_id}" not in client.get("/cohort").text


def test_a_fellows_page_asks_no_more_for_more_members(
    client: FlaskClient, mia: Member, dana: Member, asha: Member, connection: Connection
) -> None:
    first, second = made.a_session([asha]), made.a_session()
    sign_in(client, mia)
    asked = []
    for meeting_id in (first, first, second):
        with statements(connection) as said:
            client.get(of(meeting_id, asha))
        asked.append(len([sql for sql in said if sql.startswith("SELECT")]))
    assert asked[1] == asked[2]


def test_a_meeting_that_is_over_shows_the_evidence_of_its_day(
    client: FlaskClient, mia: Member, asha: Member, ben: Member
) -> None:
    meeting_id = made.a_held_meeting(Outcome.TARGETED_SUPPORT)
    sign_in(client, mia)
    before = text_of(client.get(of(meeting_id, asha)).text)
    assert "as it stood in the meeting" in before and "Forecast: at risk" in before
    for _ in range(3):
        an_approved_case(fellow=asha, supervisor=ben)
    assert text_of(client.get(of(meeting_id, asha)).text) == before
