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
    headers: tuple[tuple[str, str], ...] = ()
    """More of them, such as how to unsubscribe."""

    def as_message(self) -> EmailMessage:
        message = EmailMessage()
        message["From"] = current_app.config["MAIL_FROM"]
        message["To"] = self.to
        message["Subject"] = self.subject
        for name, value in self.headers:
            message[name] = value
        message.set_content(self.text)
        return message


class NotSent(Exception):
    """A letter did not go out; the message names neither its reader nor its text.

    `unsure`: it was in the middle of being handed over. To send it again might send it twice.
    """

    def __init__(self, failure: Exception, *, unsure: bool) -> None:
        code = getattr(failure, "smtp_code", "")
        super().__init__(f"{type(failure).__name__} {code}".strip())
        self.unsure = unsure


def send(letter: Letter) -> bool:
    """Whether the letter went out. A failure is logged without the letter's text: it may hold a
    link that opens an account."""
    try:
        deliver(letter)
    except NotSent as failure:
        log.error("mail was not sent: %s", failure.__cause__)
        return False
    return True


def deliver(letter: Letter) -> None:
    """Hand a letter over. NotSent if it could not be, or if nobody knows."""
    where = urlsplit(current_app.config["MAIL_URL"])
    try:
        _WAYS[where.scheme](where, letter)
    except (OSError, smtplib.SMTPException) as failure:
        raise NotSent(failure, unsure=False) from failure


def _to_console(_where: SplitResult, letter: Letter) -> None:
    sys.stderr.write(f"\n── mail to {letter.to}: {letter.subject}\n{letter.text}\n──\n")


def _to_memory(_where: SplitResult, letter: Letter) -> None:
    OUTBOX.append(letter)


def _to_file(where: SplitResult, letter: Letter) -> None:
    (Path(where.path) / f"{uuid4()}.eml").write_bytes(letter.as_message().as_bytes())


def _to_server(where: SplitResult, letter: Letter) -> None:
    kind = smtplib.SMTP_SSL if where.scheme == "smtps" else smtplib.SMTP
    port = where.port or (465 if where.scheme == "smtps" else 587)
    handed_over = False
    try:
        with kind(where.hostname or "localhost", port, timeout=TIMEOUT_SECONDS) as server:
            if where.scheme == "smtp" and where.username:
                server.starttls()
            if where.username:
                server.login(unquote(where.username), unquote(where.password or ""))
            _hand_over(server, letter)
            handed_over = True
    except (OSError, smtplib.SMTPException):
        if not handed_over:  # a farewell that fails takes no letter back
            raise


def _hand_over(server: smtplib.SMTP, letter: Letter) -> None:
    """An answer of the server says that the letter was refused. A line that breaks says nothing:
    the server may have it."""
    try:
        server.send_message(letter.as_message())
    except smtplib.SMTPServerDisconnected as failure:
        raise NotSent(failure, unsure=True) from failure
    except smtplib.SMTPException:
        raise
    except OSError as failure:
        raise NotSent(failure, unsure=True) from failure


_WAYS = {
    "console": _to_console,
    "memory": _to_memory,
    "file": _to_file,
    "smtp": _to_server,
    "smtps": _to_server,
}
