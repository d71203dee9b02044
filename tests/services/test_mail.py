"""The ways a letter goes out, and that a letter that does not is no disaster and no secret told."""

import logging
import smtplib
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from logbook.services.mail import Letter, send

LETTER = Letter("asha@example.org", "Join Riverside", "https://logbook.example/join/secret-token\n")


class Server:
    """A mail server that remembers what was asked of it."""

    asked: list[Any]

    def __init__(self, host: str, port: int, timeout: float) -> None:
        self.asked.append((type(self).__name__, host, port))

    def __enter__(self) -> "Server":
        return self

    def __exit__(self, *_failure: object) -> None:
        self.asked.append("quit")

    def starttls(self) -> None:
        self.asked.append("starttls")

    def login(self, name: str, password: str) -> None:
        self.asked.append(("login", name, password))

    def send_message(self, message: Any) -> None:
        self.asked.append((message["From"], message["To"], message["Subject"]))


class SecureServer(Server):
    pass


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    Server.asked = []
    monkeypatch.setattr(smtplib, "SMTP", Server)
    monkeypatch.setattr(smtplib, "SMTP_SSL", SecureServer)
    return Server.asked


@pytest.fixture
def by(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Send the letter by this way."""
    monkeypatch.setitem(app.config, "MAIL_FROM", "logbook@example.org")

    def by_way(url: str) -> bool:
        monkeypatch.setitem(app.config, "MAIL_URL", url)
        return send(LETTER)

    return by_way


def test_to_the_console(by: Any, capsys: pytest.CaptureFixture[str]) -> None:
    assert by("console:")
    assert LETTER.text in capsys.readouterr().err


def test_to_a_folder(by: Any, tmp_path: Path) -> None:
    assert by(f"file://{tmp_path}")
    [file] = tmp_path.glob("*.eml")
    message = message_from_bytes(file.read_bytes(), policy=policy.default)
    assert (message["To"], message["Subject"]) == (LETTER.to, LETTER.subject)
    assert message.get_content() == LETTER.text


SENT = ("logbook@example.org", LETTER.to, LETTER.subject)


@pytest.mark.parametrize(
    ("url", "steps"),
    [
        ("smtp://mail.example:25", [("Server", "mail.example", 25), SENT]),
        (
            "smtp://me%40x:p%2Fw@mail.example",
            [("Server", "mail.example", 587), "starttls", ("login", "me@x", "p/w"), SENT],
        ),
        (
            "smtps://me:pw@mail.example",
            [("SecureServer", "mail.example", 465), ("login", "me", "pw"), SENT],
        ),
    ],
)
def test_a_password_goes_only_over_an_encrypted_line(
    by: Any, asked: list[Any], url: str, steps: list[Any]
) -> None:
    assert by(url)
    assert asked == [*steps, "quit"]


def test_a_letter_that_cannot_go_out_is_said_without_its_words(
    by: Any, asked: list[Any], monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def refuse(_server: Server, _message: object) -> None:
        raise smtplib.SMTPServerDisconnected("gone")

    monkeypatch.setattr(Server, "send_message", refuse)
    with caplog.at_level(logging.ERROR):
        assert not by("smtp://mail.example")
    assert "gone" in caplog.text
    assert "secret-token" not in caplog.text
