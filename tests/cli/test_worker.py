"""The worker: a round by hand, and the clock that does the same."""

from datetime import timedelta

import pytest
import time_machine
from flask import Flask

from logbook.cli.clock import ROUND, clock, in_context
from logbook.services.mail import OUTBOX
from tests.cast import Member
from tests.makers.credentials import a_credential, ends_in
from tests.makers.reminders import a_deputy, a_waiting_case, morning, the_next

MONDAY = the_next(0)


def test_one_round_does_all_that_is_due(app: Flask, asha: Member, ben: Member, eve: Member) -> None:
    a_waiting_case(fellow=asha, supervisor=ben, days=9, on=MONDAY)
    a_deputy(of=ben, deputy=eve, starts_on=MONDAY, ends_on=MONDAY)
    a_credential(of=asha, expires_on=ends_in(20))
    OUTBOX.clear()
    with time_machine.travel(morning(MONDAY), tick=False):
        said = [app.test_cli_runner().invoke(args=["worker", "--once"]) for _ in range(2)]
    assert [one.exit_code for one in said] == [0, 0], said
    assert said[0].output.splitlines() == [
        "cases passed on: 1",
        "digests written: 1",
        "weekly letters written: 2",
        "credential reminders written: 1",
        "certificates completed: 0",
        "files of hospitals taken in: 0 and 0",
        "hospital records compared: 0",
        "copies of records deleted: 0",
        "old readings deleted: 0",
        "roll-ups brought up to date: 2",
        "letters lost: 0",
        "answered requests and old tellings forgotten: 0 and 0",
        "webhooks to be told: 0",
        "webhooks told and not told: 0 and 0",
        "letters sent and not sent: 5 and 0",
    ]
    assert sorted((letter.to, letter.subject) for letter in OUTBOX) == [
        ("asha@example.org", "A credential of yours ends soon"),
        ("dana@example.org", "The week in your program"),
        ("eve@example.org", "1 case waits for you"),
        ("eve@example.org", "You stand in for somebody"),
        ("rin@example.org", "The week in your program"),
    ]
    assert said[1].output.splitlines()[-1] == "letters sent and not sent: 0 and 0"


@pytest.mark.parametrize("minutes", [0, 5, 7])
def test_the_clock_knows_when(app: Flask, minutes: int) -> None:
    huey = clock(app)
    due = huey.read_periodic(morning(MONDAY) + timedelta(minutes=minutes))
    names = {task.name for task in due}
    always = {
        "letters_sent_and_not_sent",
        "webhooks_to_be_told",
        "webhooks_told_and_not_told",
    }
    assert (
        names
        == always
        | {
            0: {
                "cases_passed_on",
                "digests_written",
                "weekly_letters_written",
                "letters_lost",
                "certificates_completed",
                "files_of_hospitals_taken_in",
            },
            5: {"credential_reminders_written", "letters_lost", "certificates_completed"},
            7: set(),
        }[minutes]
    )


def test_the_clock_runs_what_is_due(app: Flask, asha: Member) -> None:
    a_credential(of=asha, expires_on=ends_in(20))
    OUTBOX.clear()
    with time_machine.travel(morning(MONDAY), tick=False):
        for _, what, _ in ROUND:
            in_context(app, "a part", what)()
    told = sorted(letter.to for letter in OUTBOX)
    assert told == ["asha@example.org", "dana@example.org", "rin@example.org"]
