"""The published document (OpenAPI 3.1), made from what the views declare."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from http import HTTPStatus
from typing import Any

from flask import Flask, current_app

from logbook.api.blueprint import bp
from logbook.api.operations import OPERATION, Operation
from logbook.api.problems import MIMETYPE
from logbook.api.schemas import SENT
from logbook.api.schemas_shown import SHOWN, ref
from logbook.domain.decisions import Message, say
from logbook.domain.scopes import Scope

ALWAYS = (400, 401, 403, 429, 500)
"""What can go wrong at every address."""
PART = re.compile(r"<uuid:(\w+)>")

IF_MATCH = say("The ETag of what you have seen; only its revision counts.")
IF_NONE_MATCH = say("The ETag of what you have already; 304 if it is still that.")
KEY = say("Of your making, for this request alone: sent again within a day, it is done once.")


@dataclass(frozen=True, slots=True)
class Place:
    """One operation at its address."""

    id: str
    method: str
    path: str
    """From the root, with its blanks in braces."""
    parts: tuple[str, ...]
    said: Operation

    @property
    def statuses(self) -> tuple[int, ...]:
        """All that can come back, in order."""
        said = self.said
        found = {*said.gives, *said.problems}
        if not said.open_to_all:
            found |= {*ALWAYS}
        else:
            found |= {400, 500}
        found |= {422}  # a name in the address that nobody asks for
        if said.takes is not None:
            found |= {413, 415}
        if said.conditional:
            found |= {412, 428}
        if said.keyed:
            found |= {409}
        return tuple(sorted(found))


def places(app: Flask) -> Iterator[Place]:
    """Every operation, in the order of the addresses."""
    for rule in sorted(app.url_map.iter_rules(), key=lambda rule: rule.rule):
        said = getattr(app.view_functions[rule.endpoint], OPERATION, None)
        if rule.endpoint.partition(".")[0] == bp.name and said is not None:
            for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
                path, parts = PART.sub(r"{\1}", rule.rule), tuple(PART.findall(rule.rule))
                yield Place(rule.endpoint.partition(".")[2], method, path, parts, said)


@cache
def document() -> dict[str, Any]:
    """Made once: it says the same to everybody, in English, which the names are in as well."""
    # The proxy of werkzeug does not tell the type checker what it stands for.
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    paths: dict[str, dict[str, Any]] = {}
    for place in places(app):
        paths.setdefault(place.path, {})[place.method.lower()] = _operation(place)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Logbook",
            "version": "1",
            "description": "Competency assessment and logbook for fellowship training.",
        },
        "servers": [{"url": "/"}],
        "security": [{"token": []}, {"session": []}],
        "paths": paths,
        "components": {
            "schemas": {name: english(one) for name, one in {**_closed(SENT), **SHOWN}.items()},
            "securitySchemes": {
                "token": {"type": "http", "scheme": "bearer", "description": _scopes()},
                "session": {"type": "apiKey", "in": "cookie", "name": _cookie(app)},
            },
        },
    }


def _cookie(app: Flask) -> str:
    return str(app.config["SESSION_COOKIE_NAME"])


def _scopes() -> str:
    return "A personal token. Scopes: " + ", ".join(one.value for one in Scope) + "."


def _closed(schemas: Mapping[str, Mapping[str, Any]]) -> dict[str, dict[str, Any]]:
    """What is sent holds nothing that is not asked for; the checks say so by themselves."""
    return {name: {**one, "additionalProperties": False} for name, one in schemas.items()}


def english(value: Any) -> Any:
    """The sentences of a schema as they stand in the source."""
    if isinstance(value, Message):
        return value.id
    if isinstance(value, Mapping):
        return {name: english(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [english(one) for one in value]
    return value


def _operation(place: Place) -> dict[str, Any]:
    said = place.said
    found: dict[str, Any] = {
        "operationId": place.id,
        "tags": [said.room.id],
        "summary": said.summary.id,
        "parameters": list(_parameters(place)),
        "responses": {str(status): _response(place, status) for status in place.statuses},
    }
    if said.takes is not None:
        content = {"application/json": {"schema": ref(said.takes)}}
        found["requestBody"] = {"required": True, "content": content}
    if said.open_to_all:
        found["security"] = []
    elif said.scope is not None:
        found["description"] = f"Scope: {said.scope.value}."
    return found


def _parameters(place: Place) -> Iterator[dict[str, Any]]:
    said = place.said
    for name in place.parts:
        schema = {"type": "string", "format": "uuid"}
        yield {"name": name, "in": "path", "required": True, "schema": schema}
    for name, asked in said.asks.items():
        yield {"name": name, "in": "query", "schema": english(asked)}
    if said.conditional or place.method == "PUT":
        yield _header("If-Match", IF_MATCH, required=said.conditional)
    if place.method == "GET" and 304 in said.gives:
        yield _header("If-None-Match", IF_NONE_MATCH)
    if said.keyed:
        yield _header("Idempotency-Key", KEY)


def _header(name: str, about: Message, required: bool = False) -> dict[str, Any]:
    schema = {"type": "string", "maxLength": 200}
    return {
        "name": name,
        "in": "header",
        "required": required,
        "description": about.id,
        "schema": schema,
    }


def _response(place: Place, status: int) -> dict[str, Any]:
    found: dict[str, Any] = {"description": HTTPStatus(status).phrase}
    if status >= 400:
        found["content"] = {MIMETYPE: {"schema": ref("Problem")}}
    elif name := place.said.gives[status]:
        found["content"] = {"application/json": {"schema": ref(name)}}
    return found
