"""The API floor: what programs ask for as JSON. It holds no rule, it translates."""

from flask import Flask, Response, request

from logbook.api import callers, cases, catalogue, docs, house, me, problems, progress, queue
from logbook.api.blueprint import bp
from logbook.api.house import House

__all__ = ["House", "bp", "cases", "catalogue", "docs", "me", "progress", "queue", "set_up"]


def set_up(app: Flask, borrowed: House) -> None:
    """After the pages: their error handlers have to stand by now."""
    house.set_up(app, borrowed)
    problems.set_up(app)
    app.register_blueprint(bp)
    app.after_request(_with_limits)


def _with_limits(response: Response) -> Response:
    """Refusals tell how much is left as well, or nobody would know when to come back."""
    if request.blueprint == bp.name:
        response.headers.update(callers.limits())
    return response
