"""What a person sees when something does not work: the reason, never a trace."""

from flask import Flask, Response, current_app, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import NoResultFound
from werkzeug.exceptions import HTTPException, SecurityError

from logbook.domain.decisions import say
from logbook.domain.life import ImpossibleStep
from logbook.services.identity import TooManyTries
from logbook.services.refusals import Conflict, Invalid, Refused
from logbook.web.words import words


def set_up(app: Flask) -> None:
    app.register_error_handler(Refused, refused)
    app.register_error_handler(TooManyTries, too_many)
    app.register_error_handler(Conflict, conflict)
    app.register_error_handler(ImpossibleStep, impossible)
    app.register_error_handler(Invalid, invalid)
    app.register_error_handler(NoResultFound, missing)
    app.register_error_handler(CSRFError, stale_form)
    app.register_error_handler(SecurityError, strange_name)
    app.register_error_handler(HTTPException, by_code)
    app.register_error_handler(Exception, broken)


def page(code: int, title: str, text: str) -> ResponseReturnValue:
    return render_template("errors/error.html", code=code, title=title, text=text), code


def refused(error: Refused) -> ResponseReturnValue:
    return page(403, gettext("That is not open to you"), words(error.reason))


def too_many(error: TooManyTries) -> ResponseReturnValue:
    return page(429, gettext("Too many tries"), words(error.reason))


def conflict(error: Conflict) -> ResponseReturnValue:
    return page(409, gettext("Somebody else was faster"), words(error.reason))


def impossible(error: ImpossibleStep) -> ResponseReturnValue:
    text = words(say("This record is %(state)s; that is not possible now.", state=error.state))
    return page(409, gettext("That is not possible now"), text)


def invalid(error: Invalid) -> ResponseReturnValue:
    text = " ".join(words(message) for message in error.complaints.values())
    return page(422, gettext("That could not be saved"), text)


def missing(_error: Exception) -> ResponseReturnValue:
    return page(
        404,
        gettext("There is nothing here"),
        gettext("The address may be mistyped, or what it showed is not yours to see."),
    )


def stale_form(_error: CSRFError) -> ResponseReturnValue:
    return page(
        400,
        gettext("This form has expired"),
        gettext("Go back, reload the page and send it again. Nothing was saved."),
    )


def strange_name(_error: SecurityError) -> ResponseReturnValue:
    """The request names a host that is none of ours. A page would link to it, so none is made."""
    text = gettext("This service does not answer to that name.")
    return Response(f"{text}\n", 400, content_type="text/plain; charset=utf-8")


def by_code(error: HTTPException) -> ResponseReturnValue:
    code = error.code or 500
    if code == 404:
        return missing(error)
    titles = {
        400: gettext("The request could not be read"),
        403: gettext("That is not open to you"),
        405: gettext("That cannot be done here"),
        413: gettext("The file is too large"),
        429: gettext("Too many tries"),
    }
    if code not in titles:
        return error.get_response() if code < 400 else page(code, str(error.name), "")
    too_large = gettext("Nothing was changed. Go back and choose a smaller file.")
    return page(code, titles[code], too_large if code == 413 else "")


def broken(_error: Exception) -> ResponseReturnValue:
    """A fault of ours. The log has the trace; the reader learns that nothing was half done."""
    current_app.logger.exception("a request broke: %s %s", request.method, request.path)
    return page(
        500,
        gettext("Something broke on our side"),
        gettext("Nothing was half saved. Try again; if it happens twice, tell your coordinator."),
    )
