"""Every setting that the environment can change is explained to whoever runs the service."""

import ast
import re

import pytest

import config
from tests.house.source import TOP, tree

RUNNING = TOP / "docs" / "running.md"


def read_from_the_environment() -> set[str]:
    """The names that `config.py` asks for: `os.environ.get("NAME", ...)` or `flag("NAME")`."""
    return {
        call.args[0].value
        for call in ast.walk(tree(TOP / "config.py"))
        if isinstance(call, ast.Call)
        and ast.unparse(call.func) in {"os.environ.get", "flag"}
        and call.args
        and isinstance(call.args[0], ast.Constant)
    }


def explained() -> set[str]:
    """The names in the first column of the table of settings."""
    return set(re.findall(r"^\| `([A-Z][A-Z_]+)` \|", RUNNING.read_text("utf-8"), re.MULTILINE))


def test_every_setting_is_explained_and_no_other() -> None:
    assert explained() == read_from_the_environment()


FIT = {
    "LOGBOOK_ENV": "production",
    "SECRET_KEY": "k" * 32,
    "TRUSTED_HOSTS": "logbook.example",
    "BASE_URL": "https://logbook.example",
    "MAIL_URL": "smtps://mail.example",
}


@pytest.fixture
def environment(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """As empty as on a new machine."""
    for name in read_from_the_environment():
        monkeypatch.delenv(name, raising=False)
    return monkeypatch


def test_a_new_machine_needs_no_settings(environment: pytest.MonkeyPatch) -> None:
    settings = config.from_environment()
    assert settings["PRODUCTION"] is False
    assert settings["SQLALCHEMY_DATABASE_URI"].startswith("sqlite:///")


def test_production_says_at_once_all_that_is_missing(environment: pytest.MonkeyPatch) -> None:
    environment.setenv("LOGBOOK_ENV", "production")
    environment.setenv("LOGBOOK_DEMO", "1")
    with pytest.raises(config.NotFitForProduction) as refusal:
        config.from_environment()
    for name in ("SECRET_KEY", "TRUSTED_HOSTS", "BASE_URL", "MAIL_URL", "LOGBOOK_DEMO"):
        assert name in str(refusal.value)


def test_production_with_all_it_needs_is_safe(environment: pytest.MonkeyPatch) -> None:
    for name, value in FIT.items():
        environment.setenv(name, value)
    settings = config.from_environment()
    assert settings["SESSION_COOKIE_SECURE"] and settings["SESSION_COOKIE_HTTPONLY"]
    assert settings["SESSION_COOKIE_NAME"].startswith("__Host-")


@pytest.mark.parametrize(
    ("name", "unfit"),
    [
        ("SECRET_KEY", config.DEVELOPMENT_SECRET),
        ("SECRET_KEY", "short"),
        ("BASE_URL", "http://logbook.example"),
        ("MAIL_URL", "console:"),
    ],
)
def test_one_thing_unfit_is_enough(environment: pytest.MonkeyPatch, name: str, unfit: str) -> None:
    for fit, value in (FIT | {name: unfit}).items():
        environment.setenv(fit, value)
    with pytest.raises(config.NotFitForProduction, match=name):
        config.from_environment()


def test_postgresql_is_reached_by_our_driver(environment: pytest.MonkeyPatch) -> None:
    for written in ("postgres://a:b@c/d", "postgresql://a:b@c/d"):
        environment.setenv("DATABASE_URL", written)
        url = config.from_environment()["SQLALCHEMY_DATABASE_URI"]
        assert url == "postgresql+psycopg://a:b@c/d"
