"""What can be done at an address, declared once: who may, what is sent, what comes back.

The door, the checks and the published document are made from the same declaration, so that none
of them can say anything else than the others.
"""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import wraps
from typing import Any

from flask import Response, g, make_response, request
from flask.typing import ResponseReturnValue

from logbook.api import callers
from logbook.api.bodies import read_body, read_query
from logbook.api.checking import Schema
from logbook.api.problems import Problem
from logbook.api.schemas import SENT
from logbook.domain.decisions import YES, Decision, Message, say
from logbook.domain.scopes import Scope
from logbook.policy.actors import Actor
from logbook.services import idempotency

DOOR = "_door"
"""What the guard of every view asks for (web/guard.py). It is named here again because floors do
not import sideways; were the names to differ, every address of the API would be shut."""
OPERATION = "_operation"

View = Callable[..., ResponseReturnValue]


def yes(_actor: Actor) -> Decision:
    """For every member of a program."""
    return YES


@dataclass(frozen=True, slots=True)
class Operation:
    """One thing that can be done at one address."""

    summary: Message
    room: Message
    """Under which heading it stands."""
    gives: Mapping[int, str]
    """By status, the name of the schema of what comes back."""
    scope: Scope | None = None
    may: Callable[[Actor], Decision] = yes
    takes: str | None = None
    """The name of the schema of what is sent."""
    asks: Mapping[str, Schema] = field(default_factory=dict)
    """What the address can be asked with."""
    conditional: bool = False
    """It changes what it names, and If-Match says which revision of it."""
    keyed: bool = False
    """An Idempotency-Key makes sure that it is done once."""
    open_to_all: bool = False
    problems: tuple[int, ...] = ()
    """Statuses beyond those that follow from all this."""
    signs: bool = False
    """What it does is a signature."""


def operation(**said: Any) -> Callable[[View], View]:
    """Declare what a view does, and let nobody and nothing else come to it."""
    declared = Operation(**said)

    def declare(view: View) -> View:
        @wraps(view)
        def act(**parts: Any) -> ResponseReturnValue:
            g.api_asked = read_query(dict(declared.asks))
            if declared.takes is not None:
                g.api_body = read_body(SENT[declared.takes])
            key = request.headers.get("Idempotency-Key") if declared.keyed else None
            return view(**parts) if key is None else _once(key, lambda: view(**parts))

        setattr(act, DOOR, lambda: _open(declared))
        setattr(act, OPERATION, declared)
        return act

    return declare


def _open(declared: Operation) -> None:
    if not declared.open_to_all:
        callers.let_in(declared.scope, declared.may)


def open_page(view: View) -> View:
    """A page for people, which is no operation: open to everybody, as the document is."""
    setattr(view, DOOR, lambda: None)
    return view


def body() -> dict[str, Any]:
    """What was sent, of the declared form."""
    found: dict[str, Any] = g.api_body
    return found


def asked(name: str) -> str | None:
    """What the address is asked with under this name."""
    found: str | None = g.api_asked.get(name)
    return found


def _once(key: str, act: Callable[[], ResponseReturnValue]) -> Response:
    if not (0 < len(key) <= 200 and key.isascii() and key.isprintable()):
        said = say("An Idempotency-Key has at most 200 printable ASCII characters.")
        raise Problem("malformed", said)
    actor = callers.caller().actor
    known = idempotency.claim(actor, key, _fingerprint(), callers.now())
    if known is not None:
        again = Response(known.body, known.status, mimetype="application/json")
        again.headers["ETag"], again.headers["Idempotency-Replayed"] = known.etag, "true"
        return again
    try:
        response = make_response(act())
    except BaseException:
        idempotency.release(actor, key)
        raise
    etag = response.headers.get("ETag", "")
    kept = idempotency.Answer(response.status_code, etag, response.get_data(as_text=True))
    idempotency.keep(actor, key, kept)
    return response


def _fingerprint() -> str:
    """Of what is asked: the same words at the same address, about the same revision."""
    parts = (request.method, request.full_path, request.headers.get("If-Match", ""))
    asked = "\n".join(parts).encode() + b"\n" + request.get_data()
    return hashlib.sha256(asked).hexdigest()
