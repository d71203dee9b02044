"""What the API borrows from the pages. Floors do not import sideways: `create_app`, which knows
everybody, hands it over."""

from collections.abc import Callable
from dataclasses import dataclass

from flask import Flask, current_app

from logbook.domain.decisions import Message
from logbook.domain.signatures import Proven
from logbook.queries.identity import SignedIn

KEY = "logbook.api"


@dataclass(frozen=True, slots=True)
class House:
    """Who is signed in to the pages, and in what words they are spoken to."""

    person: Callable[[], SignedIn | None]
    proven: Callable[[], Proven]
    """How the person who is signed in last proved who they are, for a signature."""
    words: Callable[[Message | None], str]
    check_csrf: Callable[[], None]
    """Raises a BadRequest when the request does not come from a page of ours."""
    csrf_token: Callable[[], str]


def set_up(app: Flask, house: House) -> None:
    app.extensions[KEY] = house


def house() -> House:
    found: House = current_app.extensions[KEY]
    return found
