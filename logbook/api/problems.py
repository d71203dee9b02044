"""What went wrong, as RFC 9457 has it: every error under /api is one JSON object of this form."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from flask import Flask, Response, current_app, request
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import NoResultFound
from werkzeug.exceptions import HTTPException, SecurityError

from logbook.api.house import house
from logbook.domain.decisions import Message, say
from logbook.domain.life import ImpossibleStep
from logbook.services.refusals import Conflict, Invalid, Refused

ROOT = "/api"
TYPES = "/api/v1/docs#problem-"
Missing = NoResultFound
"""What a query raises for a row that is not there, or not for this reader."""
MIMETYPE = "application/problem+json"


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of problem. `code` is the end of its `type`, and never changes its meaning."""

    code: str
    status: int
    title: Message


KINDS = {
    one.code: one
    for one in (
        Kind("malformed", 400, say("The request could not be read")),
        Kind("csrf", 400, say("The CSRF token is missing or has expired")),
        Kind("unauthenticated", 401, say("No token, or one that is no longer good")),
        Kind("forbidden", 403, say("That is not open to you")),
        Kind("scope", 403, say("The token may not do that")),
        Kind("unproven", 403, say("Nobody has proved of late who they are")),
        Kind("missing", 404, say("There is nothing here")),
        Kind("method", 405, say("That cannot be done here")),
        Kind("conflict", 409, say("That does not fit what is there now")),
        Kind("stale", 412, say("It has been changed since you saw it")),
        Kind("too-large", 413, say("The request is too large")),
        Kind("media-type", 415, say("Only application/json is read here")),
        Kind("invalid", 422, say("What was sent does not make sense")),
        Kind("unconditional", 428, say("Say which revision you mean")),
        Kind("too-many", 429, say("Too many requests")),
        Kind("broken", 500, say("Something broke on our side")),
    )
}
BY_STATUS = {one.status: one for one in reversed(KINDS.values())}

NAMES = {"supervisor": "supervisor_id", "site": "site_id"}
"""Fields that the pages call otherwise than the API does."""


@dataclass(eq=False)
class Problem(Exception):
    """Ends a request with this kind of problem."""

    code: str
    detail: Message | None = None
    errors: Sequence[tuple[str, Message]] = ()
    """Pointers into what was sent (RFC 6901), and what is wrong there."""
    more: Mapping[str, object] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)


def response_of(problem: Problem) -> Response:
    kind, words = KINDS[problem.code], house().words
    said: dict[str, object] = {
        "type": TYPES + kind.code,
        "title": words(kind.title),
        "status": kind.status,
    }
    if problem.detail is not None:
        said["detail"] = words(problem.detail)
    if problem.errors:
        said["errors"] = [
            {"pointer": f"#{pointer}", "detail": words(message)}
            for pointer, message in problem.errors
        ]
    text = json.dumps(said | dict(problem.more), separators=(",", ":"))
    return Response(text, kind.status, dict(problem.headers), mimetype=MIMETYPE)


def set_up(app: Flask) -> None:
    """Every error handler that stands by now is for the pages: under /api, ours answer in its
    place. So no kind of error can be forgotten, and addresses that nobody has are answered too."""
    by_code = app.error_handler_spec[None].values()
    for kind, for_pages in [pair for handlers in by_code for pair in handlers.items()]:
        app.register_error_handler(kind, _or(for_pages))


def _or(for_pages: Callable[[Any], Any]) -> Callable[[Any], ResponseReturnValue]:
    def answer(error: Exception) -> ResponseReturnValue:
        if not is_ours():
            shown: ResponseReturnValue = for_pages(error)
            return shown
        return response_of(error if isinstance(error, Problem) else problem_of(error))

    return answer


def is_ours() -> bool:
    return request.path == ROOT or request.path.startswith(ROOT + "/")


def problem_of(error: Exception) -> Problem:
    """A refusal of the services, or of what carries the request, as a problem."""
    match error:
        case Invalid():
            return invalid(error)
        case Refused():
            return Problem("forbidden", error.reason)
        case Conflict():
            return Problem("conflict", error.reason)
        case ImpossibleStep():
            said = say("This record is %(state)s; that is not possible now.", state=error.state)
            return Problem("conflict", said)
        case Missing():
            return Problem("missing")
        case HTTPException():
            return _of_http(error)
    current_app.logger.exception("a request broke: %s %s", request.method, request.path)
    return Problem("broken")


def invalid(error: Invalid) -> Problem:
    """Each complaint beside the field that it belongs to; those of no field together."""
    named = [(_pointer(name), message) for name, message in error.complaints.items()]
    detail = next((message for pointer, message in named if not pointer), None)
    return Problem("invalid", detail, [one for one in named if one[0]])


def _pointer(name: str) -> str:
    """`details.levels`, as the domain says it, as a JSON pointer."""
    if not name:
        return ""
    parts = [NAMES.get(part, part) for part in name.split(".")]
    return "".join(f"/{part.replace('~', '~0').replace('/', '~1')}" for part in parts)


def _of_http(error: HTTPException) -> Problem:
    kind = BY_STATUS.get(error.code or 500, KINDS["malformed" if _is_theirs(error) else "broken"])
    if isinstance(error, SecurityError):
        return Problem("malformed", say("This service does not answer to that name."))
    allowed = getattr(error, "valid_methods", None)
    return Problem(kind.code, headers={"Allow": ", ".join(sorted(allowed))} if allowed else {})


def _is_theirs(error: HTTPException) -> bool:
    return error.code is not None and error.code < 500
