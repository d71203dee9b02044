"""Acts of one tap and at most a few words: done, said, and back to the page they belong to."""

from collections.abc import Callable

from flask import flash, redirect
from flask.typing import ResponseReturnValue

from logbook.services.refusals import Invalid
from logbook.web.words import words


def act_and_return(
    act: Callable[[], None], said: str, back: str, onward: str | None = None
) -> ResponseReturnValue:
    """Do it, say so and go onward, if there is somewhere to go, or back; what is missing is said
    on the page that it was sent from. Refusals and conflicts are left to the pages of errors."""
    try:
        act()
    except Invalid as wrong:
        for message in wrong.complaints.values():
            flash(words(message), "bad")
        return redirect(back, 303)
    flash(said)
    return redirect(onward or back, 303)
