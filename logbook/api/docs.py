"""The document as JSON, and as a page to be read: drawn here, without anybody else's script."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from flask import Flask, current_app, render_template
from flask.typing import ResponseReturnValue

from logbook.api.answers import answer
from logbook.api.blueprint import bp
from logbook.api.openapi import Place, document, places
from logbook.api.operations import open_page, operation
from logbook.api.problems import KINDS
from logbook.api.schemas import SENT
from logbook.api.schemas_shown import SHOWN
from logbook.domain.decisions import Message, say
from logbook.domain.scopes import MOST_IN_WINDOW

ROOM = say("This document")
ORDER = ("Cases", "Queue", "Progress", "Catalogue", "You", "This document")
"""Of the rooms on the page."""


@bp.get("/openapi.json")
@operation(
    room=ROOM,
    summary=say("The document for programs (OpenAPI 3.1)"),
    gives={200: "Document", 304: ""},
    open_to_all=True,
)
def openapi() -> ResponseReturnValue:
    return answer(document())


@dataclass(frozen=True, slots=True)
class Line:
    """One property of a schema, as a row of a table."""

    name: str
    kind: str
    required: bool
    about: Message | None


@bp.get("/docs")
@open_page
def docs() -> ResponseReturnValue:
    # The proxy of werkzeug does not tell the type checker what it stands for.
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    rooms: dict[str, tuple[Message, list[Place]]] = {}
    for place in sorted(places(app), key=lambda place: ORDER.index(place.said.room.id)):
        rooms.setdefault(place.said.room.id, (place.said.room, []))[1].append(place)
    return render_template(
        "api/docs.html",
        rooms=rooms.values(),
        lines={name: list(lines(one)) for name, one in {**SENT, **SHOWN}.items()},
        kinds=KINDS.values(),
        shown_by=shown_by,
        most=MOST_IN_WINDOW,
    )


def shown_by(place: Place) -> str | None:
    """The name of the schema of what comes back."""
    return next((name for name in place.said.gives.values() if name and name in SHOWN), None)


def lines(schema: dict[str, Any]) -> Iterator[Line]:
    for name, one in schema.get("properties", {}).items():
        yield Line(name, kind_of(one), name in schema.get("required", ()), one.get("description"))


def kind_of(schema: dict[str, Any]) -> str:
    """In a few letters, as programmers read them."""
    if "$ref" in schema:
        return str(schema["$ref"]).rpartition("/")[2]
    if "oneOf" in schema:
        return " | ".join(kind_of(one) for one in schema["oneOf"])
    if "enum" in schema:
        return " | ".join("null" if one is None else str(one) for one in schema["enum"])
    kinds = schema.get("type", "any")
    said = kinds if isinstance(kinds, str) else " | ".join(kinds)
    if said == "array":
        return f"{kind_of(schema['items'])}[]"
    return f"{said} ({schema['format']})" if "format" in schema else said
