"""Reminders of credentials that end: each once, whatever night it is."""

from flask import Flask

from logbook.services.mail import OUTBOX
from logbook.services.reminders import write_credential_reminders
from tests.cast import RIVERSIDE, TODAY, Member
from tests.makers.credentials import a_credential, ends_in


def test_each_of_three_letters_is_due_once(asha: Member) -> None:
    a_credential(of=asha, expires_on=ends_in(200))
    counts = {
        left: write_credential_reminders(RIVERSIDE, ends_in(200 - left))
        for left in range(100, -2, -1)
    }
    assert [left for left, n in counts.items() if n] == [90, 30, 7]


def test_the_command_run_twice_writes_once(app: Flask, asha: Member) -> None:
    a_credential(of=asha, expires_on=ends_in(20))
    OUTBOX.clear()
    for _ in range(2):
        said = app.test_cli_runner().invoke(args=["remind", "--on", TODAY.isoformat()])
        assert said.exit_code == 0, said.output
    assert [letter.to for letter in OUTBOX] == ["asha@example.org"]
