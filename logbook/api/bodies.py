"""Reading what was sent: JSON, of a fair size, of one meaning, and of the promised form."""

import json
from collections.abc import Iterable
from typing import Any, NoReturn

from flask import request

from logbook.api.checking import Schema, faults
from logbook.api.problems import Problem
from logbook.domain.decisions import say

MOST_BYTES = 64 * 1024
"""A case with its longest reflection has a tenth of it."""
MOST_FAULTS = 50
"""So many are told at once."""


def read_body(schema: Schema) -> dict[str, Any]:
    """What was sent, of the form of this schema; Problem for everything else."""
    request.max_content_length = MOST_BYTES
    if request.mimetype != "application/json":
        raise Problem("media-type")
    body = _parsed(request.get_data())
    found = list(faults(body, schema))[:MOST_FAULTS]
    if found and not found[0][0]:
        raise Problem("invalid", found[0][1])
    if found:
        raise Problem("invalid", errors=found)
    said: dict[str, Any] = body
    return said


def _parsed(text: bytes) -> Any:
    try:
        return json.loads(
            text.decode(), object_pairs_hook=_each_once, parse_constant=_no_such_number
        )
    except (ValueError, RecursionError):
        raise Problem("malformed", say("This is no JSON that can be read.")) from None


def _each_once(pairs: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    """A name that is there twice means one thing to one reader and another to the next."""
    found: dict[str, Any] = {}
    for name, value in pairs:
        if name in found:
            raise ValueError(name)
        found[name] = value
    return found


def _no_such_number(name: str) -> NoReturn:
    """NaN and Infinity are no JSON."""
    raise ValueError(name)


def read_query(schemas: dict[str, Schema]) -> dict[str, str]:
    """What the address is asked with. A name that is unknown or there twice is refused: a filter
    with a slip of the pen in it would otherwise show everything."""
    asked = request.args
    wrong = [
        (f"/{name}", fault)
        for name in schemas
        for value in asked.getlist(name)
        for _, fault in faults(value, schemas[name])
    ]
    strange = [name for name in asked if name not in schemas or len(asked.getlist(name)) > 1]
    wrong += [(f"/{name}", say("Nothing of this name is asked for.")) for name in strange]
    if wrong:
        raise Problem("invalid", say("Look at the address."), errors=wrong[:MOST_FAULTS])
    return {name: asked[name] for name in schemas if name in asked}
