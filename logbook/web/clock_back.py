"""Whoever signs while the clock of the service was set back is told so, once, and with both times.

The signature stands: a fellowship does not stop for a clock, and one that ran ahead for a minute
would otherwise keep everybody from signing until time has caught up with it. The ledger keeps the
order, and its verification names the entry (`domain/clock_jumps.py`).
"""

from flask import Flask, flash, g, has_request_context
from flask_babel import gettext

from logbook.domain.events import Event
from logbook.domain.events_signatures import SignatureGiven
from logbook.policy.actors import Actor
from logbook.queries.ledger_clock import left_behind
from logbook.services.unit import AFTER_COMMIT
from logbook.web.current import now
from logbook.web.filters import instant


def set_up(_app: Flask) -> None:
    AFTER_COMMIT["clock"] = tell


def tell(actor: Actor, events: list[Event]) -> None:
    if not has_request_context() or "clock_told" in g:
        return
    if not any(isinstance(event, SignatureGiven) for event in events):
        return
    g.clock_told = True  # several that are signed in one sitting are as many transactions
    latest = left_behind(actor, now())
    if latest is not None:
        flash(
            gettext(
                "Your signature stands, with the time %(now)s. But the clock of this server was"
                " set back: the ledger has an entry of %(latest)s. Tell whoever looks after it.",
                now=instant(now()),
                latest=instant(latest),
            ),
            "warn",
        )
