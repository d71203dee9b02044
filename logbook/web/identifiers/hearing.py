"""Hears, for the time of a request, what its form states of words that look like a patient's."""

from contextlib import ExitStack

from flask import Flask, g, request

from logbook.domain.harmless import Harmless, hearing
from logbook.web import current

PREFIX = "harmless-"
MOST = 50
"""So many statements of a form are read."""


def set_up(app: Flask) -> None:
    app.before_request(_listen)
    app.teardown_request(_forget)


def stated() -> dict[str, Harmless]:
    """The reasons that the form gives, by the key of the finding; blanks and nonsense are none."""
    known = set(Harmless)
    given = [name for name in request.form if name.startswith(PREFIX)]
    pairs = ((name, value) for name in given[:MOST] for value in request.form.getlist(name))
    return {name.removeprefix(PREFIX): Harmless(value) for name, value in pairs if value in known}


def _listen() -> None:
    """Only a member is listened to: whoever answers by a link, as a rater does, is to stay unknown,
    and a statement of theirs would be one more trace."""
    if request.method != "POST" or not request.mimetype.startswith(("multipart/", "application/x")):
        return
    if current.person() is not None:
        g.listening = ExitStack()
        g.listening.enter_context(hearing(stated()))


def _forget(_error: BaseException | None) -> None:
    if "listening" in g:
        g.pop("listening").close()
