"""The demo's tokens, and a webhook with a few tellings: one that was taken, one that is tried
again, one that was given up. The tokens themselves are shown to nobody."""

from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID, uuid4

from logbook.cli.demo_stage import Player, Stage
from logbook.database import db
from logbook.domain.scopes import Scope
from logbook.domain.webhooks import WAITS, Told
from logbook.models.webhooks import Webhook
from logbook.services import tellings, tokens, webhooks
from logbook.services.identity import of_account
from logbook.services.tokens import Wanted
from logbook.services.unit import beside_the_ledger

LOOKED_BACK = 300
"""Entries of the ledger that the demo's webhook is told of, though it was made after them."""

ANSWERS = frozenset({Scope.QUEUE_READ, Scope.QUEUE_ANSWER})
READS = frozenset({Scope.PROGRESS_READ, Scope.CASES_READ, Scope.CATALOGUE_READ})


def connect_programs(stage: Stage) -> None:
    """The director's dashboard reads; the first supervisor's phone answers; the first fellow's
    writes."""
    director = stage.directors[0]
    _token(director, "Hospital dashboard", READS, 365)
    _token(stage.supervisors[0], "Phone", ANSWERS, 90)
    _token(stage.fellows[0], "Phone", READS | {Scope.CASES_WRITE}, 30)
    webhook_id, program_id = uuid4(), director.actor.program_id
    webhooks.make(
        director.actor, webhook_id, "https://hooks.hospital.example/logbook", frozenset(Told)
    )
    _look_back(program_id, webhook_id)
    now = datetime.now(UTC)
    tellings.gather(program_id, now)
    for status in ("200", "200", "503", "410"):
        telling = tellings.take(program_id, now)
        if telling is None:
            return
        if status == "200":
            tellings.delivered(telling, status)
        elif status == "503":
            tellings.failed(telling, status, now)
        else:
            last = replace(telling, tries=len(WAITS) + 1)
            tellings.failed(last, status, now)


def _token(player: Player, name: str, scopes: frozenset[Scope], days: int) -> None:
    account_id = player.actor.account_id
    assert account_id is not None
    wanted = Wanted(player.actor.program_id, name, scopes, days)
    tokens.make(of_account(account_id), uuid4(), wanted)


def _look_back(program_id: UUID, webhook_id: UUID) -> None:
    with beside_the_ledger():
        webhook = db.session.get_one(Webhook, (program_id, webhook_id))
        webhook.next_seq = max(0, webhook.next_seq - LOOKED_BACK)
