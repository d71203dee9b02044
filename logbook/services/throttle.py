"""Slowing down whoever guesses, by what is aimed at and by where it comes from.

Counted in the database, so that all workers count together and a restart forgets nothing.
"""

import hashlib
import hmac
from collections.abc import Iterable
from datetime import datetime, timedelta

from flask import current_app
from sqlalchemy import delete, func, select

from logbook.database import db
from logbook.models.columns import new_id
from logbook.models.identity import Attempt, Attempted

LIMITS = {
    Attempted.SIGN_IN: (10, timedelta(minutes=5)),
    Attempted.PASSWORD_LINK: (5, timedelta(hours=1)),
    Attempted.VERIFY: (20, timedelta(minutes=5)),
    Attempted.GUESS: (20, timedelta(minutes=5)),
    Attempted.CONFIRM: (5, timedelta(minutes=5)),
    Attempted.CODE: (10, timedelta(hours=1)),
}


def too_many(act: Attempted, aims: Iterable[str], now: datetime) -> bool:
    """Whether any of these aims has been tried too often of late."""
    limit, span = LIMITS[act]
    counts = db.session.scalars(
        select(func.count())
        .where(
            Attempt.aimed_at.in_([_aim(act, aim) for aim in aims]),
            Attempt.at > now - span,
            Attempt.act == act,
        )
        .group_by(Attempt.aimed_at)
    )
    return any(count >= limit for count in counts)


def note(act: Attempted, aims: Iterable[str], now: datetime) -> None:
    """Count one more try, and drop what no limit looks back on. Within a unit of work."""
    for aim in aims:
        db.session.add(Attempt(id=new_id(), act=act, aimed_at=_aim(act, aim), at=now))
    oldest = now - max(span for _, span in LIMITS.values())
    db.session.execute(delete(Attempt).where(Attempt.at < oldest))


def _aim(act: Attempted, aim: str) -> str:
    """A keyed hash, so that the table tells nobody which addresses were tried."""
    key = str(current_app.config["SECRET_KEY"]).encode()
    return hmac.new(key, f"{act}:{aim}".encode(), hashlib.sha256).hexdigest()
