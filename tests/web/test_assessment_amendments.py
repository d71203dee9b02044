"""Amending a signed assessment from its page, and the two pages that show each other."""

from flask.testing import FlaskClient
from sqlalchemy import select

from logbook.database import db
from logbook.domain.assessments import State
from logbook.models.assessments import Assessment
from logbook.models.columns import new_id
from logbook.services import assessing
from tests.cast import RIVERSIDE, Member
from tests.conftest import sign_in
from tests.makers.assessments import (
    NEXT_STEP,
    WHY,
    a_given_assessment,
    a_judgement,
    an_amended_assessment,
    an_amending_answer,
    an_assessment,
)


def amendments_of(assessment_id: object) -> list[Assessment]:
    db.session.expire_all()
    asked = select(Assessment).where(
        Assessment.program_id == RIVERSIDE, Assessment.amends_id == assessment_id
    )
    return list(db.session.scalars(asked))


def test_the_form_begins_as_it_was_signed_and_sent_twice_is_one_amendment(
    client: FlaskClient, asha: Member, ben: Member
) -> None:
    old, new = a_given_assessment(fellow=asha, assessor=ben), new_id()
    ben_in = sign_in(client, ben)
    assert f"/assessments/{old}/amend" in ben_in.get(f"/assessments/{old}").text
    page = ben_in.get(f"/assessments/{old}/amend").text
    assert NEXT_STEP in page and 'name="why"' in page
    for _ in range(2):
        came = ben_in.post(f"/assessments/{old}/amend/{new}", data=an_amending_answer())
        assert came.status_code == 303 and came.location == f"/assessments/{new}"
    [made] = amendments_of(old)
    assert (made.id, made.state, made.level, made.amends_why) == (new, State.FINISHED, "2", WHY)
    assert f"/assessments/{old}/amend" not in ben_in.get(f"/assessments/{old}").text
    assert f"/assessments/{new}/amend" in ben_in.get(f"/assessments/{new}").text
    refused = ben_in.get(f"/assessments/{old}/amend")
    assert refused.status_code == 403 and "only the newest" in refused.text


def test_without_a_reason_everything_typed_is_kept(
    client: FlaskClient, asha: Member, ben: Member
) -> None:
    old = a_given_assessment(fellow=asha, assessor=ben)
    form = an_amending_answer(why=" ", next_step="Count the levels aloud.")
    came = sign_in(client, ben).post(f"/assessments/{old}/amend/{new_id()}", data=form)
    assert came.status_code == 422
    assert "Say what was wrong" in came.text and "Count the levels aloud." in came.text
    assert amendments_of(old) == []


def test_something_else_sent_from_the_same_page_is_said_not_to_be_kept(
    client: FlaskClient, asha: Member, ben: Member
) -> None:
    old = a_given_assessment(fellow=asha, assessor=ben)
    new = an_amended_assessment(old, assessor=ben)
    form = an_amending_answer(next_step="Count the levels aloud.")
    came = sign_in(client, ben).post(f"/assessments/{old}/amend/{new}", data=form)
    assert came.status_code == 409
    assert "was not kept" in came.text and "Count the levels aloud." in came.text


def test_both_pages_show_each_other_and_what_differs(
    client: FlaskClient, asha: Member, ben: Member, dana: Member
) -> None:
    old = a_given_assessment(fellow=asha, assessor=ben)
    new = an_amended_assessment(old, assessor=ben)
    for reader in (asha, ben, dana):
        was = sign_in(client, reader).get(f"/assessments/{old}").text
        assert f'href="/assessments/{new}"' in was and "counts no longer" in was
        now = client.get(f"/assessments/{new}").text
        assert f'href="/assessments/{old}"' in now
        for page in (was, now):
            assert WHY in page and page.count('class="is-different"') == 1
        assert "Amended by another assessment" in was and "Amends a signed assessment" in now


def test_the_fellow_is_asked_to_read_the_newer_one(
    client: FlaskClient, asha: Member, ben: Member
) -> None:
    old = a_given_assessment(fellow=asha, assessor=ben)
    assessing.acknowledge(asha.actor, old, useful=True)
    assert f"/assessments/{old}" not in sign_in(client, asha).get("/").text
    new = an_amended_assessment(old, assessor=ben)
    home = client.get("/").text
    assert f"/assessments/{new}" in home and f"/assessments/{old}" not in home
    rows = client.get("/assessments").text
    assert rows.count("· amendment") == 1 and "Amended" in rows
    assert "Have you read it?" in client.get(f"/assessments/{new}").text
    assert "Have you read it?" not in client.get(f"/assessments/{old}").text


def test_who_has_not_rated_yet_is_not_told_what_was_wrong(
    client: FlaskClient, asha: Member, ben: Member
) -> None:
    old = an_assessment(fellow=asha, assessor=ben, by=ben)
    assessing.finish(ben.actor, old, 1, a_judgement())
    new = an_amended_assessment(old, assessor=ben)
    sign_in(client, asha)
    for id_ in (old, new):
        page = client.get(f"/assessments/{id_}").text
        assert WHY not in page and "is-different" not in page and NEXT_STEP not in page
    client.post(f"/assessments/{new}/rating", data={"own-level": "3"})
    for id_ in (old, new):
        assert WHY in client.get(f"/assessments/{id_}").text


def test_who_did_not_sign_it_finds_no_form(
    client: FlaskClient, asha: Member, ben: Member, eve: Member, dana: Member, ravi: Member
) -> None:
    old = a_given_assessment(fellow=asha, assessor=ben)
    place = f"/assessments/{old}/amend"
    for who, status in ((eve, 404), (asha, 403), (dana, 403), (ravi, 403)):
        came = sign_in(client, who)
        assert came.get(place).status_code == status
        for path in ("", "/statement"):
            sent = came.post(f"{place}/{new_id()}{path}", data=an_amending_answer())
            assert sent.status_code == status
        if who in (asha, dana):
            assert place not in came.get(f"/assessments/{old}").text
    assert amendments_of(old) == []
