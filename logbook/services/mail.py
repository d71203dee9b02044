"""Mail, the one way out. Sent after the commit; a server that is down breaks no page.

`MAIL_URL`: `console:` prints, `memory:` keeps (tests), `file:/folder` writes, and
`smtp://user:password@host:587` sends with STARTTLS (`smtps://` with TLS from the start).
"""

import logging
import smtplib
import sys
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path
from urllib.parse import SplitResult, unquote, urlsplit
from uuid import uuid4

from flask import current_app

TIMEOUT_SECONDS = 10
OUTBOX: list["Letter"] = []
"""What `memory:` was asked to send."""

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Letter:
    to: str
    subject: str
    text: str

    def as_message(self) -> EmailMessage:
        message = EmailMessage()
        message["From"] = current_app.config["MAIL_FROM"]
        message["To"] = self.to
        message["Subject"] = self.subject
        message.set_content(self.text)
        return message


def send(letter: Letter) -> bool:
    """Whether the letter went out. A failure is logged without the letter's text: it may hold a
    link that opens an account."""
    where = urlsplit(current_app.config["MAIL_URL"])
    try:
        _WAYS[where.scheme](where, letter)
    except (OSError, smtplib.SMTPException) as failure:
        log.error("mail was not sent: %s", failure)
        return False
    return True


def _to_console(_where: SplitResult, letter: Letter) -> None:
    sys.stderr.write(f"\n── mail to {letter.to}: {letter.subject}\n{letter.text}\n──\n")


def _to_memory(_where: SplitResult, letter: Letter) -> None:
    OUTBOX.append(letter)


def _to_file(where: SplitResult, letter: Letter) -> None:
    (Path(where.path) / f"{uuid4()}.eml").write_bytes(letter.as_message().as_bytes())


def _to_server(where: SplitResult, letter: Letter) -> None:
    kind = smtplib.SMTP_SSL if where.scheme == "smtps" else smtplib.SMTP
    port = where.port or (465 if where.scheme == "smtps" else 587)
    with kind(where.hostname or "localhost", port, timeout=TIMEOUT_SECONDS) as server:
        if where.scheme == "smtp" and where.username:
            server.starttls()
        if where.username:
            server.login(unquote(where.username), unquote(where.password or ""))
        server.send_message(letter.as_message())


_WAYS = {
    "console": _to_console,
    "memory": _to_memory,
    "file": _to_file,
    "smtp": _to_server,
    "smtps": _to_server,
}
