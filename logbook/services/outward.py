"""The one way out to an address that somebody has typed.

Such an address must not become a way in: to this machine, to a neighbor in the same house, or to
what a cloud tells its machines. So the name is looked up at the moment of sending, every number it
stands for must be a public one, and the connection goes to that very number: a name that answers
differently the second time leads nowhere else. TLS still asks for a certificate of the name.
Redirects are not followed. Only the worker loads this.
"""

import socket
import ssl
from collections.abc import Collection, Mapping
from contextlib import suppress
from http.client import HTTPException, HTTPSConnection
from ipaddress import ip_address
from threading import Timer
from urllib.parse import urlsplit

from logbook.domain.webhooks import is_public

TIMEOUT_SECONDS = 10
AT_MOST_SECONDS = 20
"""For the whole of it: who answers a byte at a time must not hold up the others."""
ANSWER_BYTES = 1024


class NotDelivered(Exception):
    """It did not get there; the message is a short code and never repeats what was answered."""


def post(
    address: str,
    headers: Mapping[str, str],
    body: bytes,
    *,
    at_home: Collection[str] = (),
    context: ssl.SSLContext | None = None,
) -> int:
    """Send, and return the status of the answer. `at_home`: names that whoever runs the service
    allows although they stand for private addresses. NotDelivered for all that goes wrong."""
    parts = urlsplit(address)
    host, port = parts.hostname or "", parts.port or 443
    number = _number_of(host, port, host in at_home)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    line = _Pinned(host, port, number, context or ssl.create_default_context())
    stop = Timer(AT_MOST_SECONDS, line.cut)
    stop.daemon = True
    stop.start()
    try:
        line.request("POST", path, body, dict(headers))
        answer = line.getresponse()
        answer.read(ANSWER_BYTES)
        return answer.status
    except (OSError, HTTPException, ValueError) as fault:
        raise NotDelivered(type(fault).__name__) from fault
    finally:
        stop.cancel()
        line.close()


def _number_of(host: str, port: int, at_home: bool) -> str:
    """The number that the connection goes to. One that is not public among several is refused as
    well: who answers so is up to something."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        numbers = [str(one[4][0]) for one in found]
        private = any(not is_public(ip_address(one.partition("%")[0])) for one in numbers)
    except (OSError, ValueError) as fault:
        raise NotDelivered("name not found") from fault
    if not numbers or (private and not at_home):
        raise NotDelivered("private address")
    return numbers[0]


class _Pinned(HTTPSConnection):
    """A connection to this number, under this name."""

    def __init__(self, host: str, port: int, number: str, context: ssl.SSLContext) -> None:
        super().__init__(host, port, timeout=TIMEOUT_SECONDS, context=context)
        self.number, self.tls = number, context

    def connect(self) -> None:
        line = socket.create_connection((self.number, self.port), TIMEOUT_SECONDS)
        self.sock = self.tls.wrap_socket(line, server_hostname=self.host)

    def cut(self) -> None:
        if self.sock is not None:
            with suppress(OSError):
                self.sock.shutdown(socket.SHUT_RDWR)
