"""Stylesheets and scripts, under an address that changes when any of them does.

The version stands in the path, not in a query: then a module's relative imports carry it too,
and a browser may keep every file for good.
"""

import hashlib
from functools import cache, lru_cache
from pathlib import Path

from flask import Blueprint, Flask, Response, abort, request, send_from_directory, url_for
from flask.typing import ResponseReturnValue

from logbook.web.assets.sprite import SPRITE, sprite
from logbook.web.guard import anyone

bp = Blueprint("assets", __name__, url_prefix="/assets")

STATIC = Path(__file__).resolve().parents[2] / "static"
ONE_YEAR = 365 * 24 * 3600

# The order of the cascade: tokens first, print last.
STYLES = [
    "tokens",
    "theme",
    "base",
    "layout",
    "nav",
    "buttons",
    "forms",
    "choices",
    "entry",
    "tables",
    "heat",
    "cohort",
    "tags",
    "panels",
    "lists",
    "charts",
    "queue",
    "typeahead",
    "identifiers",
    "cases",
    "assessments",
    "rotations",
    "teaching",
    "signing",
    "sign_offs",
    "codes",
    "year",
    "institutions",
    "fellow",
    "api",
    "offline",
    "print",
]


def set_up(app: Flask) -> None:
    app.register_blueprint(bp)
    app.add_template_global(asset)
    app.add_template_global(bootstrap)


def asset(path: str) -> str:
    """The versioned address of a file in `static/`; `logbook.css` is all stylesheets in one."""
    return _address(request.script_root, path)


@lru_cache(maxsize=64)
def _address(_root: str, path: str) -> str:
    return url_for("assets.file", asked=version(), path=path)


def bootstrap(path: str) -> str:
    """The address of a file that the Bootstrap-Flask wheel carries."""
    return _bootstrap_address(request.script_root, path)


@lru_cache(maxsize=8)
def _bootstrap_address(_root: str, path: str) -> str:
    return url_for("bootstrap.static", filename=path)


@cache
def version() -> str:
    """Eight bytes of a hash over every file in `static/`, and over the icons."""
    digest = hashlib.sha256(sprite().encode())
    for found in sorted(STATIC.rglob("*")):
        if found.is_file():
            digest.update(str(found.relative_to(STATIC)).encode() + b"\0" + found.read_bytes())
    return digest.hexdigest()[:16]


@cache
def stylesheet() -> str:
    return "\n".join((STATIC / "css" / f"{name}.css").read_text("utf-8") for name in STYLES)


@bp.get("/<string:asked>/<path:path>")
@anyone
def file(asked: str, path: str) -> ResponseReturnValue:
    """Any version is answered with today's file: an old page still finds what it asks for."""
    if path == "logbook.css":
        response = Response(stylesheet(), mimetype="text/css")
    elif path == SPRITE:
        response = Response(sprite(), mimetype="image/svg+xml")
    elif (STATIC / path).suffix in {".css", ".js", ".svg", ".png", ".webmanifest"}:
        response = send_from_directory(STATIC, path)
    else:
        abort(404)
    if asked == version():
        response.headers["Cache-Control"] = f"public, max-age={ONE_YEAR}, immutable"
    else:
        response.headers["Cache-Control"] = "no-cache"
    return response
