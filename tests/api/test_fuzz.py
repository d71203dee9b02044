"""Whatever is sent: no fault of ours, and nothing comes back that the document does not promise."""

import json
import os
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from sqlalchemy import Connection
from werkzeug.test import TestResponse

from logbook.api import openapi
from logbook.api.checking import faults
from logbook.api.schemas import SENT
from logbook.services import tokens
from tests.cast import CAST, CLINIC, TODAY
from tests.conftest import on_one_connection
from tests.house.round import as_it_was
from tests.makers.api import a_body, a_token
from tests.makers.cases import a_case, an_approved_case
from tests.makers.fuzz import Known, Sent, a_little_off, anything, requests, value_of

# For a night: FUZZ=20000 pytest tests/api/test_fuzz.py
EXAMPLES = int(os.environ.get("FUZZ", "60"))
LIMITS = settings(
    max_examples=EXAMPLES,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
CODES = (
    *("esi_lumbosacral_transforaminal", "clinic_suite", "40-64", "success", "3", "L4", "left"),
    *("levels", "laterality", "guidance", "fluoroscopy", "submitted", "contrast_volume"),
)


@pytest.fixture(scope="module")
def stage(application: Flask) -> Iterator[tuple[Flask, Connection, Known, list[str]]]:
    """Something of each kind is there, and four programs have tokens that may sign."""
    with (
        on_one_connection(application) as connection,
        pytest.MonkeyPatch.context() as patch,
    ):
        patch.setattr(tokens, "MOST_IN_WINDOW", 10**9)
        patch.setattr(tokens.Use, "too_often", property(lambda _: False))
        yield application, connection, _known(), [a_token(CAST[one]) for one in _WHO]


_WHO = ("asha", "ben", "dana", "rin")


def _known() -> Known:
    asha, ben = CAST["asha"], CAST["ben"]
    cases = [
        a_case(fellow=asha, supervisor=ben),
        a_case(fellow=asha, supervisor=ben, submit=False),
        an_approved_case(fellow=asha, supervisor=ben),
    ]
    ids = [*cases, ben.id, asha.id, asha.enrollment_id, CLINIC, CAST.version_id]
    return Known(tuple(str(one) for one in ids), CODES)


@given(data=st.data())
@LIMITS
def test_nothing_breaks_and_every_answer_is_promised(
    stage: tuple[Flask, Connection, Known, list[str]], data: st.DataObject
) -> None:
    app, connection, known, those = stage
    sent = data.draw(_requests(known))
    token = data.draw(st.sampled_from(those))
    with as_it_was(connection):
        answer = app.test_client().open(
            sent.path,
            method=sent.method,
            data=sent.body,
            headers={**sent.headers, "Authorization": f"Bearer {token}"},
        )
    promised(sent, answer)


@cache
def _requests(known: Known) -> st.SearchStrategy[Sent]:
    return requests(openapi.document(), known)


@cache
def _values(name: str, known: Known) -> st.SearchStrategy[Any]:
    schema = openapi.document()["components"]["schemas"][name]
    return value_of(schema, known) | a_little_off(schema, known) | anything


def promised(sent: Sent, answer: TestResponse) -> None:
    """Of a status, a kind and a form that the document names."""
    assert answer.status_code < 500, (sent, answer.text)
    response = sent.operation["responses"].get(str(answer.status_code))
    assert response is not None, (answer.status_code, sent)
    content = response.get("content", {})
    if not content:
        assert answer.data == b""
        return
    assert answer.mimetype in content, (answer.mimetype, sent)
    schema = json.dumps(content[answer.mimetype]["schema"])
    wrong = [one.message for one in _validator(schema).iter_errors(answer.get_json())]
    assert wrong == [], sent


@cache
def _validator(schema: str) -> Any:
    whole = {**json.loads(schema), "components": openapi.document()["components"]}
    return Draft202012Validator(whole)


@given(data=st.data())
@LIMITS
def test_our_checks_say_what_the_standard_says(
    stage: tuple[Flask, Connection, Known, list[str]], data: st.DataObject
) -> None:
    """JSON Schema by a few lines of ours, against the library. What no text holds is refused by
    ours alone, and so are days and ids that only look like ones."""
    _, _, known, _ = stage
    name = data.draw(st.sampled_from(sorted(SENT)))
    schema = openapi.document()["components"]["schemas"][name]
    value = data.draw(_values(name, known))
    ours = list(faults(value, SENT[name]))
    standard = Draft202012Validator(schema).is_valid(value)
    if standard:
        stricter = ("characters", "Write an id", "Not a valid date", "Nothing of this name")
        assert [m.id for _, m in ours if not any(one in m.id for one in stricter)] == []
    else:
        assert ours != [], value


def test_a_usual_day_is_promised_too(stage: tuple[Flask, Connection, Known, list[str]]) -> None:
    """Every operation with what it is meant for: the fuzz must not live on refusals alone."""
    app, connection, known, those = stage
    body = a_body(performed_on=TODAY.isoformat())
    waiting, draft, approved = known.ids[:3]
    version, enrollment = str(CAST.version_id), str(CAST["asha"].enrollment_id)
    acts: list[tuple[int, str, str, Any, int]] = [
        (0, "put", "/cases/0196a000-0000-7000-8000-000000000001", body, 201),
        (0, "get", f"/cases/{approved}", None, 200),
        (0, "get", "/cases", None, 200),
        (0, "post", f"/cases/{draft}/submit", None, 200),
        (0, "post", f"/cases/{waiting}/withdraw", {}, 200),
        (0, "get", f"/progress/{enrollment}", None, 200),
        (2, "get", "/progress", None, 200),
        (0, "get", "/catalogue", None, 200),
        (0, "get", f"/catalogue/{version}", None, 200),
        (1, "get", "/queue", None, 200),
        (1, "post", f"/queue/{waiting}/return", {"words": "Which side?"}, 200),
        (1, "post", f"/queue/{waiting}/approve", {"role": "observed", "level": "2"}, 403),
        (0, "get", "/me", None, 200),
        (0, "get", "/openapi.json", None, 200),
    ]
    met = set()
    for who, method, path, sent, status in acts:
        with as_it_was(connection):
            answer = app.test_client().open(
                "/api/v1" + path,
                method=method,
                json=sent,
                headers={"Authorization": f"Bearer {those[who]}", "If-Match": "*"}
                if method == "post"
                else {"Authorization": f"Bearer {those[who]}"},
            )
        assert answer.status_code == status, (path, answer.text)
        place = place_of("/api/v1" + path)
        promised(Sent(method, path, openapi.document()["paths"][place][method]), answer)
        met.add((place, method))
    paths = openapi.document()["paths"]
    assert met == {(path, method) for path, item in paths.items() for method in item}


def place_of(path: str) -> str:
    """The address as the document has it."""
    parts = ["{}" if len(part) == 36 and "-" in part else part for part in path.split("/")]
    wanted = "/".join(parts)
    for place in openapi.document()["paths"]:
        blank = "/".join("{}" if part.startswith("{") else part for part in place.split("/"))
        if blank == wanted:
            return str(place)
    raise AssertionError(path)
