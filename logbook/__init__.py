"""Logbook: competency assessment and logbook for fellowship training in pain medicine."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from flask import Flask
from flask_babel import Babel
from flask_bootstrap import Bootstrap5
from flask_wtf import CSRFProtect
from flask_wtf.csrf import generate_csrf
from werkzeug.middleware.proxy_fix import ProxyFix

import config
from logbook import api, database, models, web
from logbook.web import current, presence
from logbook.web.language import choose_language, choose_zone
from logbook.web.templating import Pages
from logbook.web.words import words

TOP = Path(__file__).resolve().parent.parent
VERSION = "0.1.0"

csrf = CSRFProtect()


def create_app(settings: Mapping[str, Any] | None = None) -> Flask:
    """The application, without its commands. `settings` replace those of the environment, for
    tests."""
    app = Flask(__name__, template_folder=str(TOP / "templates"), instance_relative_config=True)
    app.jinja_environment = Pages
    app.config.update(settings if settings is not None else config.from_environment())
    app.config["VERSION"] = VERSION
    app.config["INSTANCE"].mkdir(parents=True, exist_ok=True)

    database.db.init_app(app)
    with app.app_context():
        database.prepare(database.db.engine)
    Babel(app, locale_selector=choose_language, timezone_selector=choose_zone)
    Bootstrap5(app)
    csrf.init_app(app)
    web.set_up(app)
    csrf.exempt(api.bp)  # it asks by itself, of those who come with a cookie
    api.set_up(app, _lent_by_the_pages(app))
    database.settle()

    if proxies := app.config["TRUSTED_PROXIES"]:
        # Flask's own way to wrap an application; its types call `wsgi_app` a method.
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]
            app.wsgi_app, x_for=proxies, x_proto=proxies, x_host=proxies
        )
    return app


def _lent_by_the_pages(app: Flask) -> api.House:
    def check_csrf() -> None:
        if app.config["WTF_CSRF_ENABLED"]:
            csrf.protect()

    return api.House(
        person=current.person,
        proven=presence.by_presence,
        words=words,
        check_csrf=check_csrf,
        csrf_token=generate_csrf,
    )


__all__ = ["create_app", "models"]
