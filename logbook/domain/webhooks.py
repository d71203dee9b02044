"""What is told to other systems, where it may be sent, how it is signed, and when it is tried
again. The form is that of Standard Webhooks (standardwebhooks.com), version 1.
"""

import hashlib
import hmac
from base64 import b64encode
from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from ipaddress import IPv4Address, IPv6Address, ip_address
from urllib.parse import urlsplit
from uuid import UUID

from logbook.domain.decisions import Message, say
from logbook.domain.events import CaseApproved
from logbook.domain.events_sign_offs import SignOffMoved
from logbook.domain.sign_offs import State


class Told(StrEnum):
    """What a webhook can be told of; names of the interface, which never change their meaning."""

    CASE_APPROVED = "case.approved"
    SIGN_OFF_SIGNED = "signoff.signed"
    """Both judges have signed and it was granted; or the committee has confirmed it."""


class DeliveryState(StrEnum):
    """How far one telling has come."""

    WAITING = "waiting"
    SENDING = "sending"
    """Taken by a worker, which is about to send it, or died doing so."""
    DELIVERED = "delivered"
    FAILED = "failed"
    """Given up."""


SIGNED = (State.GRANTED, State.CONFIRMED)
UPHELD = (State.REVIEW, State.SUSPENDED)
"""What was looked at again and holds is not signed anew."""
TOLD_OF = (CaseApproved.name, SignOffMoved.name)
"""Events of the ledger that something may be told of."""


def told_of(
    event: str, subject_id: UUID, facts: Mapping[str, object]
) -> tuple[Told, dict[str, object]] | None:
    """What an entry of the ledger says to the outside: ids and codes. Whoever may know more asks
    the API."""
    if event == CaseApproved.name:
        said = {"case_id": str(subject_id), "answer_id": facts["answer_id"]}
        return Told.CASE_APPROVED, said
    if facts["state"] in SIGNED and facts["before"] not in UPHELD:
        told = ("fellow_id", "competency", "state")
        return Told.SIGN_OFF_SIGNED, {
            "sign_off_id": str(subject_id),
            **{name: facts[name] for name in told},
        }
    return None


ADDRESS_LENGTH = 500
MOST_WEBHOOKS = 10
"""Of one program."""

SECRET_BYTES = 32
SECRET_PREFIX = "whsec_"  # noqa: S105  (how every secret begins)

WAITS = (
    timedelta(seconds=30),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=5),
    timedelta(hours=10),
    timedelta(hours=10),
)
"""Between tries, as the standard advises: a receiver that is down over night is back by then."""

LOST_AFTER = timedelta(minutes=15)
"""A telling that a worker took so long ago is sent again: its receiver knows it by its id."""


def wait_after(tries: int) -> timedelta | None:
    """How long to wait after so many tries that failed; None for giving up."""
    return WAITS[tries - 1] if tries <= len(WAITS) else None


def signature(secret: bytes, message_id: str, at: datetime, body: bytes) -> str:
    """`v1,` and the HMAC-SHA256 over id, time and body, in base64."""
    signed = f"{message_id}.{int(at.timestamp())}.".encode() + body
    return "v1," + b64encode(hmac.digest(secret, signed, hashlib.sha256)).decode()


def secret_in_words(secret: bytes) -> str:
    """As the receiver is given it, once."""
    return SECRET_PREFIX + b64encode(secret).decode()


def message_id_of(delivery_id: UUID) -> str:
    """The same at each try: a receiver that has it already can tell."""
    return f"msg_{delivery_id.hex}"


def wrong_with(address: str) -> Message | None:
    """Why nothing is sent to this address, as far as the address itself tells; None if it can be.
    Whether its host is a public one is asked again each time something is sent."""
    if len(address) > ADDRESS_LENGTH or not address.isascii() or not address.isprintable():
        return say("Write an address that begins with https://.")
    try:
        parts = urlsplit(address)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return say("Write an address that begins with https://.")
    if parts.scheme != "https" or not host or " " in address:
        return say("Write an address that begins with https://.")
    if parts.username is not None or parts.password is not None or parts.fragment:
        return say("Leave names, passwords and what follows # out of the address.")
    if port not in (None, 443, 8443):
        return say("Only the ports 443 and 8443 can be used.")
    return wrong_with_host(host)


def wrong_with_host(host: str) -> Message | None:
    """A bare number must be a public one; a name is looked up when something is sent."""
    try:
        bare = ip_address(host)
    except ValueError:
        return None
    return None if is_public(bare) else say("This address is not on the public internet.")


def is_public(address: IPv4Address | IPv6Address) -> bool:
    """Whether an address leads out into the internet: never to this machine, to a neighbor in the
    same house, or to what a cloud tells its own machines (169.254.169.254). What wraps another
    address (IPv4 in IPv6, 6to4, NAT64, Teredo) is as public as what it wraps."""
    if isinstance(address, IPv6Address):
        wrapped = address.ipv4_mapped or address.sixtofour
        if address.teredo is not None:
            return False
        if wrapped is None and address.packed[:12] == NAT64:
            wrapped = IPv4Address(address.packed[12:])
        if wrapped is not None:
            return is_public(wrapped)
    return address.is_global and not address.is_multicast


NAT64 = bytes.fromhex("0064ff9b0000000000000000")
