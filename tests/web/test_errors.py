"""What a person sees when a record is in another state than its page thought."""

from types import ModuleType

import pytest
from flask import Flask, make_response
from flask.testing import FlaskClient

from logbook.domain import assessments, cases, portfolio
from logbook.domain.life import ImpossibleStep

NOWHERE = [
    (cases, cases.State.APPROVED, cases.Step.SUBMIT, "approved"),
    (assessments, assessments.State.FINISHED, assessments.Step.DECLINE, "given"),
    (portfolio, portfolio.ItemState.SENT, portfolio.ItemStep.SEND, "sent"),
]


@pytest.mark.parametrize(("life", "state", "step", "word"), NOWHERE)
def test_a_step_that_leads_nowhere_is_a_conflict_and_no_fault(
    app: Flask, life: ModuleType, state: str, step: str, word: str
) -> None:
    with pytest.raises(ImpossibleStep) as refusal:
        life.after(state, step)
    with app.test_request_context("/", headers={"Accept-Language": "en"}):
        answer = make_response(app.handle_user_exception(refusal.value))
    assert answer.status_code == 409
    assert f"This record is {word}; that is not possible now." in answer.get_data(as_text=True)


@pytest.mark.parametrize("path", ["/nowhere", "/favicon.ico"])
def test_who_has_no_session_is_given_none_by_mistake(client: FlaskClient, path: str) -> None:
    """Such an answer may be under way while its visitor signs in, and would end what just began."""
    with client.get(path) as answer:
        assert "Set-Cookie" not in answer.headers


def test_a_browser_finds_the_mark_beside_a_file(client: FlaskClient) -> None:
    with client.get("/favicon.ico") as answer:
        assert answer.status_code == 200
        assert answer.content_type.startswith("image/svg+xml")
        assert answer.headers["Cache-Control"] == "no-cache"
