"""Where to go next, and never anywhere else than on this service."""

from urllib.parse import urlsplit

from flask import url_for


def safe_way(asked: str | None) -> str:
    """An own path as it was asked for; otherwise the start page.

    Browsers read `//host`, `/\\host` and tabs inside an address as another host's.
    """
    if asked and asked.startswith("/") and asked.isprintable() and "\\" not in asked:
        parts = urlsplit(asked)
        if not parts.scheme and not parts.netloc and not asked.startswith("//"):
            return asked
    return url_for("home.show")
