"""A case that a fellow forgot: suggested, begun as a draft by the fellow, or declined."""

from datetime import timedelta
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.exc import NoResultFound

from logbook.database import db
from logbook.domain.cases import State
from logbook.models.audit import LedgerEntry
from logbook.models.cases import Case
from logbook.models.columns import new_id
from logbook.models.suggestions import Suggestion
from logbook.policy.suggestions import may_view
from logbook.queries.suggestions import (
    fellows_of,
    made_by,
    open_for,
    suggestion,
    suggestions_visible_to,
)
from logbook.services import audit, conflicts, suggestions
from logbook.services.refusals import Conflict, Invalid, Refused
from logbook.services.suggestions import To
from tests.cast import CAST, CLINIC, TODAY, Member
from tests.conftest import sign_in
from tests.makers.cases import a_case
from tests.makers.suggestions import a_suggestion, suggested
from tests.statements import statements


@pytest.fixture
def known(app: Flask, asha: Member, ben: Member) -> UUID:
    """Ben has had a case of asha's."""
    return a_case(fellow=asha, supervisor=ben)


def post(client: FlaskClient, member: Member, one: UUID, act: str) -> str:
    answer = sign_in(client, member).post(f"/suggestions/{one}/{act}")
    return f"{answer.status_code} {answer.headers.get('Location', '')}"


def wrong_with(by: Member, to: Member, **but: object) -> set[str]:
    with pytest.raises(Invalid) as wrong:
        a_suggestion(to=to, by=by, **but)
    return set(wrong.value.complaints)


def test_a_suggestion_is_no_case_and_counts_for_nothing(
    known: UUID, asha: Member, ben: Member
) -> None:
    one = a_suggestion(to=asha, by=ben)
    assert db.session.scalars(select(Case.id)).all() == [known]
    [open_] = open_for(asha.actor)
    assert (open_.id, open_.supervisor, open_.words) == (one, "Ben", "the second of the morning")
    [made] = made_by(ben.actor)
    assert made.open and made.fellow == "Asha"
    assert audit.verify() == []


def test_one_tap_makes_a_draft_of_which_the_fellow_is_the_author(
    client: FlaskClient, known: UUID, asha: Member, ben: Member
) -> None:
    one = a_suggestion(to=asha, by=ben)
    begins = suggestion(asha.actor, one).begins
    assert post(client, asha, one, "draft") == f"303 /cases/{begins}/edit"
    post(client, asha, one, "draft")
    begun = db.session.get_one(Case, (asha.program_id, begins))
    assert (begun.state, begun.fellow_id, begun.supervisor_id) == (State.DRAFT, asha.id, ben.id)
    assert (begun.details, begun.site_id, begun.age_band) == ({"laterality": "left"}, CLINIC, None)
    assert db.session.scalar(select(func.count()).select_from(Case)) == 2
    assert open_for(asha.actor) == []
    assert made_by(ben.actor)[0].case_state is State.DRAFT
    with pytest.raises(Conflict):
        suggestions.decline(asha.actor, one)
    who = select(LedgerEntry.actor_id).where(LedgerEntry.subject_id == begins)
    assert set(db.session.scalars(who)) == {asha.id}


def test_the_fellow_says_that_it_was_not_theirs(
    client: FlaskClient, known: UUID, asha: Member, ben: Member
) -> None:
    one = a_suggestion(to=asha, by=ben)
    assert post(client, asha, one, "decline") == "303 /"
    assert open_for(asha.actor) == []
    assert made_by(ben.actor)[0].declined


def test_sent_twice_it_is_suggested_once(known: UUID, asha: Member, ben: Member) -> None:
    one, to = new_id(), To(asha.enrollment_id or new_id(), CLINIC)
    suggestions.suggest(ben.actor, one, to, suggested())
    suggestions.suggest(ben.actor, one, to, suggested())
    assert db.session.scalar(select(func.count()).select_from(Suggestion)) == 1
    with pytest.raises(Conflict):
        suggestions.suggest(ben.actor, one, to, suggested(side="right"))


def test_only_a_supervisor_who_has_had_a_case_of_the_fellow_suggests_one(
    known: UUID, asha: Member, finn: Member, ben: Member, eve: Member, lee: Member, dana: Member
) -> None:
    for by, to in ((eve, asha), (lee, asha), (dana, asha), (asha, finn), (ben, finn)):
        with pytest.raises(Refused):
            a_suggestion(to=to, by=by)
    assert [one.name for one in fellows_of(ben.actor, TODAY)] == ["Asha"]
    assert fellows_of(eve.actor, TODAY) == []


def test_nobody_suggests_to_whom_they_may_not_judge(
    known: UUID, asha: Member, ben: Member, cora: Member
) -> None:
    conflicts.declare(cora.actor, new_id(), ben.id, asha.id)
    with pytest.raises(Refused):
        a_suggestion(to=asha, by=ben)
    assert fellows_of(ben.actor, TODAY) == []


def test_it_says_what_is_wrong(known: UUID, asha: Member, ben: Member) -> None:
    assert wrong_with(ben, asha, performed_on=TODAY + timedelta(days=1)) == {"performed_on"}
    assert wrong_with(ben, asha, performed_on=TODAY - timedelta(days=61)) == {"performed_on"}
    assert wrong_with(ben, asha, procedure="appendectomy") == {"procedure"}
    assert wrong_with(ben, asha, words="Mrs Siti Rahayu, born 3/4/1961") == {"words"}


def test_others_do_not_find_it(
    client: FlaskClient, known: UUID, asha: Member, ben: Member, finn: Member, eve: Member
) -> None:
    one = a_suggestion(to=asha, by=ben)
    for stranger in (finn, eve):
        with pytest.raises(NoResultFound):
            suggestion(stranger.actor, one)
    assert post(client, finn, one, "decline").startswith("404")
    with pytest.raises(Refused):
        suggestions.decline(ben.actor, one)


def test_list_and_record_agree_on_who_sees_it(known: UUID, asha: Member, ben: Member) -> None:
    one = db.session.get_one(Suggestion, (asha.program_id, a_suggestion(to=asha, by=ben)))
    for member in CAST.values():
        listed = select(Suggestion.id).where(suggestions_visible_to(member.actor))
        assert bool(db.session.scalars(listed).all()) == bool(may_view(member.actor, one))


def test_both_see_it_on_their_pages(
    client: FlaskClient, known: UUID, asha: Member, ben: Member
) -> None:
    a_suggestion(to=asha, by=ben)
    assert "suggested by Ben" in sign_in(client, asha).get("/").text
    assert "With the fellow" in sign_in(client, ben).get("/suggestions/").text


def test_the_form_keeps_what_was_typed(
    client: FlaskClient, known: UUID, asha: Member, ben: Member
) -> None:
    address = f"/suggestions/to/{asha.enrollment_id}"
    sent = {
        "procedure": "mbb_lumbar",
        "performed_on": (TODAY + timedelta(days=2)).isoformat(),
        "side": "",
        "site": "",
        "words": "after lunch",
    }
    answer = sign_in(client, ben).post(address, data=sent)
    assert answer.status_code == 422 and "after lunch" in answer.text
    good = {**sent, "performed_on": TODAY.isoformat()}
    assert client.post(address, data=good).headers["Location"] == "/suggestions/"
    assert made_by(ben.actor)[0].procedure == "mbb_lumbar"


def test_each_list_is_one_statement(known: UUID, asha: Member, ben: Member) -> None:
    a_suggestion(to=asha, by=ben), a_suggestion(to=asha, by=ben)
    open_for(asha.actor)
    for asked, who in ((open_for, asha), (made_by, ben)):
        with statements() as sent:
            asked(who.actor)
        assert len(sent) == 1
