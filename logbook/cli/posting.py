"""What the clock does: writing letters, passing cases on, and handing the letters over."""

import logging
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from functools import partial
from uuid import UUID

from flask import current_app
from flask_babel import force_locale, gettext, ngettext

from logbook.domain.letters import LetterKind
from logbook.queries.reminders import program_ids
from logbook.services import (
    committee_packet,
    letters,
    outbox,
    record_copies,
    record_reads,
    reminders,
    stand_ins,
    weekly,
)
from logbook.services.letters import Outgoing
from logbook.services.mail import Letter, NotSent, deliver
from logbook.services.outbox import NothingToDo

log = logging.getLogger(__name__)


def write_digests() -> int:
    return sum(reminders.write_digests(one) for one in program_ids())


def write_weekly() -> int:
    return sum(weekly.write_weekly(one) for one in program_ids())


def write_credential_reminders() -> int:
    return sum(reminders.write_credential_reminders(one) for one in program_ids())


def pass_cases_on() -> int:
    return sum(stand_ins.pass_on(one) for one in program_ids())


def sweep() -> int:
    now = datetime.now(UTC)
    return sum(outbox.sweep(one, now) for one in program_ids())


def sweep_copies() -> int:
    now, folder = datetime.now(UTC), current_app.config["COPIES"]
    swept = (record_copies.sweep, committee_packet.sweep)
    return sum(sweep_one(one, folder, now) for one in program_ids() for sweep_one in swept)


def sweep_readings() -> int:
    now, kept = datetime.now(UTC), current_app.config["READS_KEPT"]
    return sum(record_reads.sweep(one, now, kept) for one in program_ids())


def post() -> tuple[int, int]:
    """Hand over all letters that are due now: how many went out, and how many did not."""
    went, stayed = 0, 0
    for program_id in program_ids():
        while (outgoing := letters.take(program_id)) is not None:
            if _hand_over(outgoing):
                went += 1
            else:
                stayed += 1
    return went, stayed


def _hand_over(outgoing: Outgoing) -> bool:
    """Whether it went out. One that cannot even be made must not hold up the others."""
    taken = outgoing.taken
    try:
        deliver(as_mail(outgoing))
    except NotSent as failure:
        log.error("letter %s was not sent: %s", taken.id, failure)
        return _keep(partial(outbox.failed, taken, str(failure), unsure=failure.unsure), False)
    except Exception as fault:
        log.exception("letter %s could not be made", taken.id)
        return _keep(partial(outbox.failed, taken, type(fault).__name__, unsure=False), False)
    return _keep(partial(outbox.sent, taken), True)


def _keep(outcome: Callable[[], None], went: bool) -> bool:
    with suppress(NothingToDo):  # it was swept up meanwhile
        outcome()
    return went


def as_mail(outgoing: Outgoing) -> Letter:
    """The letter in its reader's language."""
    kind = outgoing.taken.kind
    with force_locale(outgoing.reader.locale or "en"):
        stop = outgoing.stop_token
        stop_address = absolute("reminders.stop", token=stop) if stop else ""
        # Not by `render_template`: what a page has around it asks for a request, and there is none.
        text = current_app.jinja_env.get_template(f"mail/{kind}.txt").render(
            reader=outgoing.reader,
            told=outgoing.told,
            address=_address(outgoing),
            stop_address=stop_address,
            locale=outgoing.reader.locale or "en",
        )
        return Letter(
            outgoing.reader.address,
            _subject(outgoing),
            text,
            (*_always(outgoing.taken.id), *_how_to_stop(stop_address)),
        )


def _address(outgoing: Outgoing) -> str:
    """Where the letter leads: to the queue without signing in, to another page after it."""
    if outgoing.taken.kind is LetterKind.COMMITTEE:
        return absolute("committee.letter", letter_id=outgoing.told.letter_id)
    if outgoing.taken.kind is LetterKind.REOPENED:
        return absolute("sign_offs.detail", sign_off_id=outgoing.told.sign_off_id)
    if outgoing.taken.kind is LetterKind.WEEKLY:
        return absolute("cohort.show")
    return absolute("reminders.open_queue", token=outgoing.told.token)


def _subject(outgoing: Outgoing) -> str:
    """Seen on a locked phone: no name of a fellow in it."""
    kind, n = outgoing.taken.kind, sum(one.n for one in outgoing.told.waiting)
    if kind is LetterKind.CREDENTIAL:
        return gettext("A credential of yours ends soon")
    if kind is LetterKind.COMMITTEE:
        return gettext("The committee has written to you")
    if kind is LetterKind.WEEKLY:
        return gettext("The week in your program")
    if kind is LetterKind.DEPUTY:
        return gettext("You stand in for somebody")
    if kind is LetterKind.REOPENED:
        return gettext("A sign-off of yours is to be looked at again")
    if kind is LetterKind.NUDGE:
        return gettext("A fellow asks for your answer")
    return ngettext("%(num)s case waits for you", "%(num)s cases wait for you", n)


def _always(letter_id: UUID) -> tuple[tuple[str, str], ...]:
    """The same letter has the same number, whoever sends it: should it ever arrive twice, a mail
    program can tell. And no machine is to answer it."""
    host = str(current_app.config["BASE_URL"]).rpartition("/")[2].partition(":")[0]
    return ("Message-ID", f"<{letter_id}@{host}>"), ("Auto-Submitted", "auto-generated")


def _how_to_stop(address: str) -> tuple[tuple[str, str], ...]:
    """RFC 8058: the button of a mail program."""
    if not address:
        return ()
    one_click = ("List-Unsubscribe-Post", "List-Unsubscribe=One-Click")
    return ("List-Unsubscribe", f"<{address}>"), one_click


def absolute(endpoint: str, **parts: object) -> str:
    """From BASE_URL: here is no request, and in one a forged Host header must lead nobody
    anywhere."""
    path = current_app.url_map.bind("localhost").build(endpoint, parts)
    return str(current_app.config["BASE_URL"]).rstrip("/") + path
