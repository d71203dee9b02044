"""Codes as a supervisor's phone shows them."""

from datetime import UTC, datetime, timedelta

from logbook.domain.one_time import step_of
from logbook.domain.seen_together import code_shown
from logbook.services import seen_together
from logbook.services.seen_codes import secret_of
from tests.cast import Member


def a_code(of: Member, ago: timedelta = timedelta()) -> str:
    """What this supervisor's phone showed then. Whoever has no codes begins to show some."""
    secret = secret_of(of.program_id, of.id)
    if secret is None:
        seen_together.begin(of.actor)
        secret = secret_of(of.program_id, of.id)
    assert secret is not None
    return code_shown(secret, step_of(datetime.now(UTC) - ago))


def a_wrong(code: str) -> str:
    """The same with another last digit."""
    return code[:-1] + str((int(code[-1]) + 1) % 10)
