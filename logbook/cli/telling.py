"""What the clock does for other systems: telling webhooks, and forgetting answered requests."""

import logging
from datetime import UTC, datetime
from uuid import UUID

from flask import current_app

from logbook.domain.webhooks import message_id_of, signature
from logbook.queries.reminders import program_ids
from logbook.services import idempotency, outward, tellings
from logbook.services.outward import NotDelivered
from logbook.services.tellings import Telling

log = logging.getLogger(__name__)

AT_ONCE = 50
"""Tellings of one program in one minute; the others wait for the next."""


def gather() -> int:
    now = datetime.now(UTC)
    return sum(tellings.gather(one, now) for one in program_ids())


def forget() -> tuple[int, int]:
    """Requests that were answered a day ago, and tellings of three months ago."""
    now = datetime.now(UTC)
    requests = sum(idempotency.sweep(one, now) for one in program_ids())
    return requests, sum(tellings.sweep(one, now) for one in program_ids())


def tell() -> tuple[int, int]:
    """Send all that is due: how much was taken by its receiver, and how much was not."""
    went, stayed = 0, 0
    for program_id in program_ids():
        out_of_reach: set[UUID] = set()
        for _ in range(AT_ONCE):
            telling = tellings.take(program_id, datetime.now(UTC), out_of_reach)
            if telling is None:
                break
            if _send(telling):
                went += 1
            else:
                stayed += 1
                out_of_reach.add(telling.webhook_id)
    return went, stayed


def _send(telling: Telling) -> bool:
    """Whether its receiver took it. What went wrong is kept as a code: never an address, which may
    hold a secret, nor what was answered."""
    now = datetime.now(UTC)
    if telling.secret is None:
        tellings.failed(telling, "key lost", now)
        return False
    at_home = current_app.config["WEBHOOK_HOSTS"]
    try:
        headers = headers_of(telling, telling.secret, now)
        status = outward.post(telling.address, headers, telling.body, at_home=at_home)
    except NotDelivered as fault:
        log.warning("telling %s was not delivered: %s", telling.id, fault)
        tellings.failed(telling, str(fault), now)
        return False
    if not 200 <= status < 300:
        log.warning("telling %s was answered %s", telling.id, status)
        tellings.failed(telling, str(status), now)
        return False
    tellings.delivered(telling, str(status))
    return True


def headers_of(telling: Telling, secret: bytes, now: datetime) -> dict[str, str]:
    """By which the receiver knows that it is ours, fresh, and not yet seen."""
    message_id = message_id_of(telling.id)
    return {
        "Content-Type": "application/json",
        "User-Agent": f"Logbook/{current_app.config['VERSION']}",
        "webhook-id": message_id,
        "webhook-timestamp": str(int(now.timestamp())),
        "webhook-signature": signature(secret, message_id, now, telling.body),
    }
