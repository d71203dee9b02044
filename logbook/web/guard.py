"""Every door is shut unless its view says who may open it."""

from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from flask import Flask, current_app, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from werkzeug.exceptions import Forbidden

from logbook.domain.decisions import Decision
from logbook.policy.actors import Actor
from logbook.services.refusals import insist
from logbook.web import current

P = ParamSpec("P")
R = TypeVar("R")
View = Callable[P, R]

DOOR = "_door"
LINKS = "_open_to_links"


def anyone(view: View[P, R]) -> View[P, R]:
    """A door for everybody, signed in or not."""
    setattr(view, DOOR, _open_to_all)
    return view


def signed_in(view: View[P, R]) -> View[P, R]:
    """A door for every signed-in person, also one who works in no program."""
    setattr(view, DOOR, _ask_to_sign_in)
    return view


def door(question: Callable[[Actor], Decision]) -> Callable[[View[P, R]], View[P, R]]:
    """A door for those members of whom a policy says yes; its reason is the text of the 403."""

    def hang(view: View[P, R]) -> View[P, R]:
        setattr(view, DOOR, _asking(question))
        return view

    return hang


def to_links_too(view: View[P, R]) -> View[P, R]:
    """This door is open to who came by a link in a letter as well; every other is shut to them."""
    setattr(view, LINKS, True)
    return view


def door_of(view: Callable[..., Any]) -> Callable[[], ResponseReturnValue | None] | None:
    """The door of a view; None for a view that forgot it."""
    return getattr(view, DOOR, None)


def set_up(app: Flask) -> None:
    app.before_request(_before_every_view)


def _before_every_view() -> ResponseReturnValue | None:
    if request.endpoint is None:  # no route matched: let it become a 404
        return None
    view = current_app.view_functions[request.endpoint]
    if request.endpoint in ("static", "bootstrap.static"):
        return None
    question = door_of(view)
    if question is None:
        raise Forbidden
    if getattr(view, LINKS, False):
        current.let_links_in()
    answer = question()
    if answer is not None and current.came_by_link():
        flash(gettext("The link in the mail opens your queue only. Sign in for everything else."))
    return answer


def _open_to_all() -> ResponseReturnValue | None:
    return None


def _ask_to_sign_in() -> ResponseReturnValue | None:
    if current.person() is None:
        return redirect(url_for("identity.sign_in", next=_way_back()))
    return None


def _asking(
    question: Callable[[Actor], Decision],
) -> Callable[[], ResponseReturnValue | None]:
    @wraps(question)
    def ask() -> ResponseReturnValue | None:
        found = current.person()
        if found is None:
            return redirect(url_for("identity.sign_in", next=_way_back()))
        if found.actor is None:
            return redirect(url_for("identity.no_program"))
        insist(question(found.actor))
        return None

    return ask


def _way_back() -> str | None:
    """Where to go after signing in: only a page that was to be read, never an act."""
    return request.full_path.rstrip("?") if request.method == "GET" else None
