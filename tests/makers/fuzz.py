"""Requests made from the published document: as it promises, a little off, and hostile.

No such library is at hand; the document's own schemas say what is to be made, so a new operation
is tried without a line here.
"""

import json
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

from hypothesis import strategies as st

Json = Any
Texts = dict[str, st.SearchStrategy[str]]

HOSTILE_TEXTS = (
    "",
    " ",
    "\x00",
    "a\x00b",
    "\ud800",
    "\udfff\ud800",
    "﷽" * 200,
    "Z̷̡͎a̸͙l̶̰g̴̯o̵",
    "‮left to right",
    "𝕬𝖘𝖍𝖆 👩🏽‍⚕️",
    "ﬀ İ ß ſ K",
    "%00%0d%0aSet-Cookie: a=b",
    "'; DROP TABLE logged_case; --",
    "{{ 7 * 7 }}${7*7}<script>alert(1)</script>",
    "../../etc/passwd",
    "=1+1",
    "x" * 5_000,
    "-1",
    "1e400",
    "٣",
    "0000-00-00",
    "9999-12-31",
    "2026-02-30",
    "true",
    "null",
)
HOSTILE_NUMBERS = (0, -1, 2**31, 2**63, -(2**63) - 1, 10**400, 1.5, -0.0, 1e308)
HOSTILE_BODIES = (
    b"",
    b"null",
    b"[]",
    b'"text"',
    b"{",
    b"\xff\xfe{}",
    b"\xef\xbb\xbf{}",
    b'{"a": NaN}',
    b'{"a": 1, "a": 2}',
    b"[" * 100_000,
    b'{"details":' * 5_000,
    b'{"reason": "' + b"x" * 70_000 + b'"}',
    b"9" * 10_000,
    b'{"words": "\\ud800"}',
)
HOSTILE_HEADERS = ("", '""', "*", '"1", "2"', 'W/"1"', '"1', "1", '"' + "9" * 400 + '"', "é", '"-"')

texts = st.one_of(st.sampled_from(HOSTILE_TEXTS), st.text(max_size=40))
anything: st.SearchStrategy[Json] = st.recursive(
    st.none() | st.booleans() | st.sampled_from(HOSTILE_NUMBERS) | texts,
    lambda part: st.lists(part, max_size=4) | st.dictionaries(texts, part, max_size=4),
    max_leaves=8,
)


@dataclass(frozen=True)
class Known:
    """What is really there, so that not every guess ends in a 404."""

    ids: tuple[str, ...]
    codes: tuple[str, ...]
    """Of procedures, levels and other vocabularies."""


@dataclass(frozen=True)
class Sent:
    """One request."""

    method: str
    path: str
    operation: dict[str, Any]
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes | None = None


def value_of(schema: dict[str, Any], known: Known) -> st.SearchStrategy[Json]:
    """What the schema promises, of what is really there."""
    kinds = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
    return st.one_of([_of_kind(kind, schema, known) for kind in kinds])


def _of_kind(kind: str, schema: dict[str, Any], known: Known) -> st.SearchStrategy[Json]:
    match kind:
        case "null":
            return st.none()
        case "boolean":
            return st.booleans()
        case "integer":
            return st.integers(-5, 5_000)
        case "array":
            return st.lists(value_of(schema["items"], known), max_size=3)
        case "object":
            return _object(schema, known)
    return _text(schema, known)


def _text(schema: dict[str, Any], known: Known) -> st.SearchStrategy[str]:
    if "enum" in schema:
        return st.sampled_from([one for one in schema["enum"] if one is not None])
    if schema.get("format") == "uuid":
        return st.sampled_from(known.ids) | st.uuids().map(str)
    if schema.get("format") == "date":
        return st.dates().map(lambda day: day.isoformat()) | st.just("2026-11-20")
    longest = min(schema.get("maxLength", 60), 60)
    short = [one for one in known.codes if len(one) <= longest]
    return st.sampled_from(short) | st.text(max_size=longest)


def _object(schema: dict[str, Any], known: Known) -> st.SearchStrategy[Json]:
    needed = {
        name: value_of(one, known)
        for name, one in schema.get("properties", {}).items()
        if name in schema.get("required", ())
    }
    others = {
        name: value_of(one, known)
        for name, one in schema.get("properties", {}).items()
        if name not in needed
    }
    if not schema.get("additionalProperties"):
        return st.fixed_dictionaries(needed, optional=others)
    return st.dictionaries(
        st.sampled_from(known.codes), value_of(schema["additionalProperties"], known), max_size=3
    )


def a_little_off(schema: dict[str, Any], known: Known) -> st.SearchStrategy[Json]:
    """As promised, but for one part."""
    names = st.sampled_from([*schema.get("properties", {}), "strange"]) | texts
    return st.builds(
        lambda value, name, part: {**value, name: part} if isinstance(value, dict) else value,
        value_of(schema, known),
        names,
        anything,
    )


def bodies(schema: dict[str, Any], known: Known) -> st.SearchStrategy[bytes]:
    said = value_of(schema, known) | a_little_off(schema, known) | anything
    raw = st.sampled_from(HOSTILE_BODIES) | st.binary(max_size=60)
    return said.map(lambda value: json.dumps(value).encode()) | raw


def requests(document: dict[str, Any], known: Known) -> st.SearchStrategy[Sent]:
    """One request to one of the document's operations. Made once: to put all this together costs
    more than to send it."""
    return st.one_of(
        [
            _requests_to(path, method, operation, document, known)
            for path, item in document["paths"].items()
            for method, operation in item.items()
        ]
    )


def _requests_to(
    path: str, method: str, operation: dict[str, Any], document: dict[str, Any], known: Known
) -> st.SearchStrategy[Sent]:
    parts: Texts = {}
    query: Texts = {}
    headers: Texts = {}
    always: Texts = {}
    for one in operation["parameters"]:
        if one["in"] == "path":
            parts[one["name"]] = st.sampled_from(known.ids) | st.uuids().map(str)
        elif one["in"] == "query":
            query[one["name"]] = value_of(one["schema"], known) | texts
        else:
            headers[one["name"]] = _headers()
    body: st.SearchStrategy[bytes | None] = st.none()
    if "requestBody" in operation:
        content = operation["requestBody"]["content"]["application/json"]
        name = content["schema"]["$ref"].rpartition("/")[2]
        body = bodies(document["components"]["schemas"][name], known)
        always["Content-Type"] = st.sampled_from(("application/json",) * 19 + ("text/plain",))

    def sent(
        parts: dict[str, str], query: dict[str, str], headers: dict[str, str], body: bytes | None
    ) -> Sent:
        asked = "&".join(f"{name}={quote(v, errors='surrogatepass')}" for name, v in query.items())
        return Sent(
            method, path.format(**parts) + (asked and f"?{asked}"), operation, headers, body
        )

    return st.builds(
        sent,
        st.fixed_dictionaries(parts),
        st.fixed_dictionaries({}, optional=query),
        st.fixed_dictionaries(always, optional=headers),
        body,
    )


def _headers() -> st.SearchStrategy[str]:
    revisions = st.integers(0, 3).map(lambda n: f'"{n}"')
    return revisions | st.sampled_from(HOSTILE_HEADERS)
