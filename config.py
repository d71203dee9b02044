"""Settings, read from the environment. Safe as they stand for a machine of one's own.

`docs/running.md` explains each of them for whoever runs the service.
"""

import os
from datetime import timedelta
from pathlib import Path
from typing import Any

from logbook.database import engine_options

HERE = Path(__file__).resolve().parent
# Known to everybody, and therefore refused in production.
DEVELOPMENT_SECRET = "not-a-secret: for development only"  # noqa: S105

LIMITS = {
    "MAX_CONTENT_LENGTH": 6 * 1024 * 1024,
    "MAX_FORM_MEMORY_SIZE": 1024 * 1024,
    "MAX_FORM_PARTS": 2_000,
}
"""What a request may weigh, in bytes; a view that takes documents raises its own."""


class NotFitForProduction(RuntimeError):
    """The settings would make a service that is open to the world unsafe."""


def flag(name: str, default: bool = False) -> bool:
    return os.environ.get(name, str(default)).strip().lower() in {"1", "true", "yes", "on"}


def from_environment() -> dict[str, Any]:
    """The settings of this process. NotFitForProduction if LOGBOOK_ENV=production lacks any."""
    instance = Path(os.environ.get("LOGBOOK_INSTANCE", HERE / "instance"))
    url = os.environ.get("DATABASE_URL") or f"sqlite:///{instance / 'logbook.sqlite'}"
    if url.startswith("postgres"):
        url = "postgresql+psycopg://" + url.split("://", 1)[1]
    production = os.environ.get("LOGBOOK_ENV", "development") == "production"
    settings: dict[str, Any] = {
        "PRODUCTION": production,
        "INSTANCE": instance,
        **signing(instance),
        **records(instance),
        "SECRET_KEY": os.environ.get("SECRET_KEY", DEVELOPMENT_SECRET),
        "SECRET_KEY_FALLBACKS": os.environ.get("SECRET_KEY_FALLBACKS", "").split(),
        "SQLALCHEMY_DATABASE_URI": url,
        "SQLALCHEMY_ENGINE_OPTIONS": engine_options(url),
        "BASE_URL": os.environ.get("BASE_URL", "http://127.0.0.1:5000"),
        "TRUSTED_HOSTS": os.environ.get("TRUSTED_HOSTS", "").split() or None,
        "TRUSTED_PROXIES": int(os.environ.get("TRUSTED_PROXIES", "0")),
        "DEMO": flag("LOGBOOK_DEMO"),
        "MAIL_URL": os.environ.get("MAIL_URL", "console:"),
        "MAIL_FROM": os.environ.get("MAIL_FROM", "Logbook <logbook@localhost>"),
        **sessions(production),
        **LIMITS,
        "WTF_CSRF_TIME_LIMIT": None,  # a token lives as long as its session
        "BABEL_DEFAULT_LOCALE": "en",
        "BABEL_TRANSLATION_DIRECTORIES": str(HERE / "logbook" / "translations"),
        "BOOTSTRAP_SERVE_LOCAL": True,
    }
    if production:
        refuse_what_is_unsafe(settings)
    return settings


def signing(instance: Path) -> dict[str, Any]:
    """Where the key lies that signs the ledger, and who else keeps what it signs."""
    return {
        "KEYS": Path(os.environ.get("LOGBOOK_KEYS", instance / "keys")),
        "WITNESSES": os.environ.get("WITNESSES", "").split(),
    }


def records(instance: Path) -> dict[str, Any]:
    """Where copies of whole records lie, and how long it is kept who read whose; which names in
    one's own network may be told of something; where files of hospitals are dropped, and the key
    under which their patients become marks."""
    return {
        "WEBHOOK_HOSTS": frozenset(os.environ.get("WEBHOOK_HOSTS", "").lower().split()),
        "HOSPITAL_KEY": Path(os.environ.get("LOGBOOK_HOSPITAL_KEY", instance / "hospital.key")),
        "HOSPITAL_DROP": Path(os.environ.get("LOGBOOK_HOSPITAL_DROP", instance / "hospital")),
        "COPIES": Path(os.environ.get("LOGBOOK_COPIES", instance / "copies")),
        "READS_KEPT": timedelta(days=int(os.environ.get("READS_KEPT_DAYS", "1095"))),
    }


def sessions(production: bool) -> dict[str, Any]:
    """How long a sign-in lasts, and what its cookie is like."""
    return {
        "SESSION_IDLE": timedelta(hours=float(os.environ.get("SESSION_IDLE_HOURS", "12"))),
        "SESSION_LENGTH": timedelta(days=float(os.environ.get("SESSION_DAYS", "14"))),
        "SESSION_COOKIE_NAME": "__Host-logbook" if production else "logbook",
        "SESSION_COOKIE_SECURE": production,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        # The cookie is sent again when something in it changes: the time of use in it does, every
        # few minutes (web/current). Sent with each answer it would also bring back, with a slow
        # one, what a quicker one had just replaced.
        "SESSION_REFRESH_EACH_REQUEST": False,
    }


def refuse_what_is_unsafe(settings: dict[str, Any]) -> None:
    """Say everything that is missing at once, so that it takes one round to mend."""
    faults = []
    if settings["SECRET_KEY"] == DEVELOPMENT_SECRET or len(settings["SECRET_KEY"]) < 32:
        faults.append("SECRET_KEY must be a random text of 32 characters or more")
    if not settings["TRUSTED_HOSTS"]:
        faults.append("TRUSTED_HOSTS must name the host names that the service answers to")
    if not settings["BASE_URL"].startswith("https://"):
        faults.append("BASE_URL must be the https address of the service")
    if settings["MAIL_URL"] == "console:":
        faults.append("MAIL_URL must name a mail server: links are sent by mail")
    if settings["DEMO"]:
        faults.append("LOGBOOK_DEMO shows passwords on the sign-in page; unset it")
    if faults:
        raise NotFitForProduction("; ".join(faults) + ".")
