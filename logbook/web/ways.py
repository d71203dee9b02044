"""Where to go next, and never anywhere else than on this service."""

from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, request, url_for


def path_to(endpoint: str, **values: Any) -> str:
    """What `url_for` says. A page links to a dozen that need no values: their paths are kept."""
    if values or endpoint.startswith("."):
        return url_for(endpoint, **values)
    return _path(request.script_root, endpoint)


@lru_cache(maxsize=256)
def _path(_root: str, endpoint: str) -> str:
    return url_for(endpoint)


def safe_way(asked: str | None) -> str:
    """An own path as it was asked for; otherwise the start page.

    Browsers read `//host`, `/\\host` and tabs inside an address as another host's.
    """
    if asked and asked.startswith("/") and asked.isprintable() and "\\" not in asked:
        parts = urlsplit(asked)
        if not parts.scheme and not parts.netloc and not asked.startswith("//"):
            return asked
    return url_for("home.show")


def set_up(app: Flask) -> None:
    app.add_template_global(path_to, "url_for")
