"""Answers: JSON with a validator, conditions on a revision, and links to the next page."""

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from enum import Enum
from typing import Any
from uuid import UUID

from flask import Response, request, url_for

from logbook.api.problems import Problem
from logbook.domain.audit import instant
from logbook.domain.decisions import say
from logbook.domain.document import Text

Shown = dict[str, Any]

STRONG = re.compile(r'(?<!W/)"([0-9]{1,9})(?:-[0-9a-f]*)?"')
"""A validator of ours in If-Match, its revision apart. A weak one (W/) is none (RFC 9110, 13.1.1).
Werkzeug's own reading stumbles over what is no list of validators."""


def plain(value: object) -> Any:
    """As JSON has it: ids and days as text, instants in UTC, members of enums as their codes."""
    match value:
        case Enum():
            return value.value
        case datetime():
            return instant(value)
        case date():
            return value.isoformat()
        case UUID():
            return str(value)
        case Text():
            return dict(value.words)
        case frozenset():
            return sorted(plain(one) for one in value)
    raise TypeError(type(value).__name__)


def text_of(body: object) -> str:
    return json.dumps(body, default=plain, separators=(",", ":"), ensure_ascii=False)


def answer(body: object, status: int = 200, revision: int | None = None) -> Response:
    """With an ETag: of what has revisions, the revision and a digest of what is shown of it. To a
    question whose answer the asker has already, 304."""
    text = text_of(body)
    digest = hashlib.sha256(text.encode()).hexdigest()[:16]
    response = Response(text, status, mimetype="application/json")
    response.set_etag(digest if revision is None else f"{revision}-{digest}")
    if request.method == "GET":
        response.make_conditional(request)
    return response


def page_of(items: Sequence[object], after: str | None, endpoint: str) -> Response:
    """One page of a list; `after`: where the next one begins, if there is one."""
    asked = {name: value for name, value in request.args.items() if name != "after"}
    following = None if after is None else _address(endpoint, {**asked, "after": after})
    response = answer({"items": list(items), "next": following})
    if following is not None:
        response.headers["Link"] = f'<{following}>; rel="next"'
    return response


def _address(endpoint: str, asked: Mapping[str, Any]) -> str:
    return url_for(endpoint, **asked)


def is_conditional() -> bool:
    """Whether the request says which revision it means."""
    return "If-Match" in request.headers


def insist_on(revision: int, current: Shown, sent: object) -> None:
    """Go on only if the request means this revision. Only the revision counts, the part before the
    hyphen: that somebody has another name by now is no conflict."""
    if not is_conditional():
        raise Problem(
            "unconditional",
            say("Send the ETag of what you have seen as If-Match."),
            more={"current": json.loads(text_of(current))},
        )
    meant = request.headers["If-Match"].strip()
    if meant != "*" and str(revision) not in STRONG.findall(meant):
        raise two_versions("stale", current, sent)


def two_versions(code: str, current: Shown | None, sent: object) -> Problem:
    """What is there now beside what was sent: nobody's words are lost."""
    shown = None if current is None else json.loads(text_of(current))
    return Problem(code, more={"current": shown, "sent": sent})
