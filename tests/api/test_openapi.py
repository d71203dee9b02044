"""The published document: whole, true of the addresses that there are, and readable by people."""

import re
from collections.abc import Iterator
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from jsonschema import Draft202012Validator

from logbook.api import openapi
from logbook.api.operations import DOOR, OPERATION, Operation
from logbook.api.schemas import SENT
from logbook.api.schemas_shown import SHOWN
from logbook.domain.scopes import Scope
from logbook.web import guard
from tests.cast import Member
from tests.conftest import sign_in
from tests.makers.api import BASE

WITHOUT_SCOPE = {"api.me", "api.openapi"}
"""Who one is, and the document: nothing of a record."""
A_PAGE = {"api.docs"}


def operations(app: Flask) -> dict[str, Operation | None]:
    return {
        endpoint: getattr(view, OPERATION, None)
        for endpoint, view in app.view_functions.items()
        if endpoint.startswith("api.")
    }


def test_every_address_is_declared_and_asks_for_a_scope(app: Flask) -> None:
    found = operations(app)
    assert {name for name, said in found.items() if said is None} == A_PAGE
    scopes = {name: said.scope for name, said in found.items() if said is not None}
    assert {name for name, scope in scopes.items() if scope is None} == WITHOUT_SCOPE
    assert set(scopes.values()) == {*Scope, None}, "no scope opens nothing"


def test_what_signs_says_so(app: Flask) -> None:
    assert {name for name, said in operations(app).items() if said and said.signs} == {
        "api.approve"
    }


def test_both_floors_call_a_door_the_same() -> None:
    assert DOOR == guard.DOOR


def test_the_document_has_every_address(app: Flask, client: FlaskClient) -> None:
    document = client.get(f"{BASE}/openapi.json").get_json()
    assert document["openapi"] == "3.1.0"
    there = {
        (re.sub(r"<\w+:(\w+)>", r"{\1}", rule.rule), method.lower())
        for rule in app.url_map.iter_rules()
        if rule.endpoint in operations(app) and rule.endpoint not in A_PAGE
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }
    said = {(path, method) for path, item in document["paths"].items() for method in item}
    assert said == there
    ids = [one["operationId"] for item in document["paths"].values() for one in item.values()]
    assert len(ids) == len(set(ids)) == len(there)


def test_every_blank_of_an_address_is_described(app: Flask) -> None:
    for path, item in openapi.document()["paths"].items():
        for operation in item.values():
            named = {one["name"] for one in operation["parameters"] if one["in"] == "path"}
            assert named == set(re.findall(r"{(\w+)}", path))


def refs(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        if "$ref" in value:
            yield value["$ref"]
        for part in value.values():
            yield from refs(part)
    elif isinstance(value, list):
        for part in value:
            yield from refs(part)


def test_every_schema_is_one_and_all_are_used(app: Flask) -> None:
    document = openapi.document()
    schemas = document["components"]["schemas"]
    for schema in schemas.values():
        Draft202012Validator.check_schema(schema)
    used = {one.removeprefix("#/components/schemas/") for one in refs(document)}
    assert used == set(schemas) == {*SENT, *SHOWN}


def test_it_can_be_read_without_signing_in_and_without_a_script(
    client: FlaskClient, asha: Member
) -> None:
    for visitor in (client, sign_in(client.application.test_client(), asha)):
        answer = visitor.get(f"{BASE}/docs")
        assert (answer.status_code, answer.mimetype) == (200, "text/html")
        for path in openapi.document()["paths"]:
            assert path in answer.text
        for kind in ("stale", "unproven", "too-many"):
            assert f'id="problem-{kind}"' in answer.text
        scripts = re.findall(r"<script[^>]*>", answer.text)
        assert len(scripts) == 1 and "/js/main.js" in scripts[0]
        assert "style=" not in answer.text
