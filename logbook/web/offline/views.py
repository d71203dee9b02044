"""What a phone keeps to be of use without a connection: the manifest, the worker, and the one page
that it shows. None of them says anything about anybody, so a browser may keep them."""

import json
from functools import cache
from hashlib import sha256

from flask import Blueprint, Response, current_app, render_template, send_from_directory, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from logbook.web.assets.sprite import SPRITE
from logbook.web.assets.views import STATIC, asset, bootstrap
from logbook.web.guard import anyone
from logbook.web.words import language

bp = Blueprint("offline", __name__)

COLOURS = {"background_color": "#f8f5ee", "theme_color": "#0b3b40"}
"""Of the paper and of the bar, as css/tokens.css has them."""
ICONS = (
    ("icons/mark.svg", "any", "image/svg+xml", "any"),
    ("icons/mark-192.png", "192x192", "image/png", "any"),
    ("icons/mark-512.png", "512x512", "image/png", "any"),
    ("icons/mark-maskable-512.png", "512x512", "image/png", "maskable"),
)
LATER = "cases.later"
ALSO = ("main", "dates", "typeahead")
"""Scripts of the page beside its own."""


@bp.get("/offline")
@anyone
def show() -> ResponseReturnValue:
    """Who it is for and what it shows, its script finds on the phone."""
    return render_template("offline/show.html")


@bp.get("/manifest.webmanifest")
@anyone
def manifest() -> ResponseReturnValue:
    home = url_for("home.show")
    said = {
        "id": home,
        "name": "Logbook",
        "short_name": "Logbook",
        "description": gettext("Cases, assessments and sign-offs of a fellowship."),
        "lang": language(),
        "start_url": home,
        "scope": home,
        "display": "standalone",
        **COLOURS,
        "icons": [
            {"src": asset(path), "sizes": sizes, "type": kind, "purpose": purpose}
            for path, sizes, kind, purpose in ICONS
        ],
        "shortcuts": [
            {"name": gettext("Log a case"), "url": url_for("cases.new")},
            {"name": gettext("Finish later"), "url": _finish_later()},
        ],
    }
    return Response(json.dumps(said), mimetype="application/manifest+json")


def _finish_later() -> str:
    """Where what is only begun is put down; where there is no such page, where a case is logged."""
    return url_for(LATER if LATER in current_app.view_functions else "cases.new")


@bp.get("/favicon.ico")
@anyone
def mark() -> ResponseReturnValue:
    """Pages link to it; beside a file browsers ask for it here, with or without a cookie. To be
    told then, and given a cookie, that there is no such page could end a session just begun."""
    return send_from_directory(STATIC, "icons/mark.svg")


@bp.get("/sw.js")
@anyone
def worker() -> ResponseReturnValue:
    """From the root, so that it stands before every page. Its first lines change when anything does
    that it keeps, the page in this reader's language and colours too: then the browser takes it
    anew."""
    page = render_template("offline/show.html")
    files = [bootstrap("css/bootstrap.min.css"), *map(asset, _paths())]
    version = sha256("\n".join((page, *files)).encode()).hexdigest()[:16]
    begun = {
        "VERSION": version,
        "SHELL": url_for(".show"),
        "TWINS": [url_for(one) for one in ("home.show", "cases.new", ".show")],
        "FILES": files,
    }
    lines = [f"const {name} = {json.dumps(value)};\n" for name, value in begun.items()]
    response = Response("".join((*lines, _source())), mimetype="text/javascript")
    response.headers["Service-Worker-Allowed"] = url_for("home.show")
    return response


@cache
def _source() -> str:
    return (STATIC / "js" / "worker.js").read_text("utf-8")


@cache
def _paths() -> list[str]:
    own = sorted(path.name for path in (STATIC / "js" / "offline").glob("*.js"))
    scripts = [f"js/{name}.js" for name in ALSO] + [f"js/offline/{name}" for name in own]
    return ["logbook.css", SPRITE, "icons/mark.svg", *scripts]
