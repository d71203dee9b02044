"""The outbox: what is written once is sent once, tried again when it was refused, and given up when
nobody knows."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from logbook.cli import posting
from logbook.database import db
from logbook.domain.letters import LOST_AFTER, MOST_TRIES, LetterKind, LetterState, wait_after
from logbook.domain.reminders import Digest
from logbook.models.reminders import Letter
from logbook.policy.actors import job
from logbook.queries.reminders import Wishes
from logbook.services import (
    audit,
    cases,
    identity,
    letters,
    mail,
    nudges,
    outbox,
    programs,
    progress,
    reminders,
)
from logbook.services.mail import OUTBOX, NotSent
from logbook.services.outbox import NothingToDo, Order
from logbook.services.unit import unit_of_work
from tests.cast import RIVERSIDE, TODAY, Member
from tests.makers.credentials import a_credential, ends_in
from tests.makers.reminders import a_waiting_case, morning, the_next

MONDAY = the_next(0)


@pytest.fixture(autouse=True)
def emptied(app: Flask) -> Iterator[None]:
    OUTBOX.clear()
    yield
    assert audit.verify(RIVERSIDE) == []
    assert progress.differences() == []
    db.session.rollback()


def the_letter() -> Letter:
    db.session.rollback()
    return db.session.scalars(select(Letter).where(Letter.program_id == RIVERSIDE)).one()


def a_digest(asha: Member, ben: Member) -> None:
    a_waiting_case(fellow=asha, supervisor=ben, days=3, on=MONDAY)
    assert reminders.write_digests(RIVERSIDE, morning(MONDAY)) == 1


def post(at: datetime) -> tuple[int, int]:
    with time_machine.travel(at, tick=False):
        return posting.post()


def test_a_digest_says_how_much_of_whom_waits(asha: Member, ben: Member) -> None:
    a_digest(asha, ben)
    assert post(morning(MONDAY)) == (1, 0)
    [letter] = OUTBOX
    assert letter.to == "ben@example.org"
    assert letter.subject == "1 case waits for you"
    assert "Asha: 1 case, the oldest for 3 days" in letter.text
    assert "/letters/queue/" in letter.text
    assert the_letter().state is LetterState.SENT


def words_of(letter: mail.Letter) -> str:
    """All that is said, without the links: chance may spell anything in a token."""
    return re.sub(r"https?://\S+", "", f"{letter.subject} {letter.text}").lower()


def test_no_letter_tells_anything_of_a_patient(asha: Member, ben: Member) -> None:
    case_id = a_waiting_case(fellow=asha, supervisor=ben, days=9, on=MONDAY)
    with time_machine.travel(morning(MONDAY), tick=False):
        nudges.nudge(asha.actor, case_id)
    reminders.write_digests(RIVERSIDE, morning(MONDAY))
    post(morning(MONDAY) + timedelta(hours=1))
    assert {letter.subject for letter in OUTBOX} == {
        "1 case waits for you",
        "A fellow asks for your answer",
    }
    for letter in OUTBOX:
        for told in ("radicular", "epidural", "Transforaminal", "L4", "40-64", "fluoroscopy"):
            assert told.lower() not in words_of(letter)
        assert "Asha" not in letter.subject  # seen on a locked phone


def test_written_once_and_posted_once(asha: Member, ben: Member) -> None:
    a_digest(asha, ben)
    for hour in range(3):
        assert reminders.write_digests(RIVERSIDE, morning(MONDAY) + timedelta(hours=hour)) == 0
        post(morning(MONDAY) + timedelta(hours=hour))
    assert len(OUTBOX) == 1


def test_the_same_key_is_written_once(ben: Member) -> None:
    order = Order(ben.id, LetterKind.DIGEST, "digest/one", {}, morning(MONDAY))
    with unit_of_work(job(RIVERSIDE)) as unit:
        assert outbox.write(unit, order)
        assert not outbox.write(unit, order)
        assert len(unit.events) == 1


def test_a_refused_letter_is_tried_again_later_and_then_given_up(
    asha: Member, ben: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    a_digest(asha, ben)
    tried: list[datetime] = []

    def refuse(_letter: mail.Letter) -> None:
        tried.append(datetime.now(UTC))
        raise NotSent(OSError(), unsure=False)

    monkeypatch.setattr(posting, "deliver", refuse)
    at = morning(MONDAY)
    for tries in range(1, MOST_TRIES + 1):
        assert post(at) == (0, 1)
        wait = wait_after(tries)
        if wait is not None:
            assert post(at + wait - timedelta(seconds=1)) == (0, 0)
            at += wait
    assert len(tried) == MOST_TRIES
    assert the_letter().state is LetterState.FAILED
    assert post(at + timedelta(days=30)) == (0, 0)


def test_a_server_that_comes_back_gets_the_letter_with_a_link_that_works(
    asha: Member, ben: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    a_digest(asha, ben)
    with monkeypatch.context() as down:
        down.setitem(posting.current_app.config, "MAIL_URL", "smtp://127.0.0.1:1")
        assert post(morning(MONDAY)) == (0, 1)
    assert the_letter().last_error == "ConnectionRefusedError"
    assert post(morning(MONDAY) + timedelta(minutes=5)) == (1, 0)
    assert len(OUTBOX) == 1


def test_where_nobody_knows_it_is_not_sent_again(
    asha: Member, ben: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    a_digest(asha, ben)

    def break_off(_letter: mail.Letter) -> None:
        raise NotSent(TimeoutError(), unsure=True)

    monkeypatch.setattr(posting, "deliver", break_off)
    assert post(morning(MONDAY)) == (0, 1)
    assert (the_letter().state, the_letter().last_error) == (LetterState.FAILED, "TimeoutError")


def test_a_worker_that_died_with_a_letter_in_its_hands(asha: Member, ben: Member) -> None:
    a_digest(asha, ben)
    with time_machine.travel(morning(MONDAY), tick=False):
        held = letters.take(RIVERSIDE)
    assert held is not None
    soon = morning(MONDAY) + LOST_AFTER - timedelta(seconds=1)
    assert outbox.sweep(RIVERSIDE, soon) == 0
    assert post(soon) == (0, 0)
    assert outbox.sweep(RIVERSIDE, soon + timedelta(seconds=2)) == 1
    assert (the_letter().state, the_letter().last_error) == (LetterState.FAILED, "lost")
    with pytest.raises(NothingToDo):
        outbox.sent(held.taken)  # it was alive after all, and too late
    assert OUTBOX == []


def test_a_letter_that_cannot_be_made_does_not_hold_up_the_others(
    asha: Member, finn: Member, ben: Member, eve: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    a_waiting_case(fellow=asha, supervisor=ben, days=3, on=MONDAY)
    a_waiting_case(fellow=finn, supervisor=eve, days=3, on=MONDAY)
    reminders.write_digests(RIVERSIDE, morning(MONDAY))
    made = posting.as_mail

    def as_mail(outgoing: letters.Outgoing) -> mail.Letter:
        if outgoing.reader.name == "Ben":
            raise KeyError("a fault of ours")
        return made(outgoing)

    monkeypatch.setattr(posting, "as_mail", as_mail)
    assert post(morning(MONDAY)) == (1, 1)
    assert [letter.to for letter in OUTBOX] == ["eve@example.org"]


def test_what_was_answered_meanwhile_is_no_news(asha: Member, ben: Member, eve: Member) -> None:
    from_ben = a_waiting_case(fellow=asha, supervisor=ben, days=3, on=MONDAY)
    reminders.write_digests(RIVERSIDE, morning(MONDAY))
    cases.reassign(asha.actor, from_ben, eve.id)
    assert post(morning(MONDAY)) == (0, 0)
    assert the_letter().state is LetterState.CANCELLED


def test_who_left_or_wants_none_is_written_to_no_more(
    asha: Member, ben: Member, eve: Member, cora: Member
) -> None:
    a_waiting_case(fellow=asha, supervisor=ben, days=3, on=MONDAY)
    a_waiting_case(fellow=asha, supervisor=eve, days=3, on=MONDAY)
    assert reminders.write_digests(RIVERSIDE, morning(MONDAY)) == 2
    programs.leave(cora.actor, ben.id, TODAY)
    nudges.choose(eve.actor, Wishes(Digest.OFF, nudges=True))
    assert post(morning(MONDAY)) == (0, 0)
    assert reminders.write_digests(RIVERSIDE, morning(MONDAY + timedelta(days=7))) == 0


def test_a_credential_that_ends_is_always_told(asha: Member) -> None:
    a_credential(of=asha, expires_on=ends_in(20))
    assert reminders.write_credential_reminders(RIVERSIDE, TODAY) == 1
    assert reminders.write_credential_reminders(RIVERSIDE, TODAY) == 0
    posting.post()
    [letter] = OUTBOX
    assert letter.to == "asha@example.org"
    assert "List-Unsubscribe" not in dict(letter.headers)


def test_the_headers_of_a_letter_that_can_be_stopped(asha: Member, ben: Member) -> None:
    a_digest(asha, ben)
    post(morning(MONDAY))
    message: EmailMessage = OUTBOX[0].as_message()
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    address = message["List-Unsubscribe"].strip("<>")
    assert address.startswith("http://127.0.0.1:5000/letters/stop/") and address in OUTBOX[0].text
    assert message["Auto-Submitted"] == "auto-generated"
    assert str(the_letter().id) in message["Message-ID"]
    assert message.as_bytes()


def test_a_letter_speaks_the_language_of_its_reader(asha: Member, ben: Member) -> None:
    identity.change_settings(identity.of_account(ben.account_id), locale="id")
    a_digest(asha, ben)
    post(morning(MONDAY))
    assert OUTBOX[0].text.startswith("Halo Ben,")


def test_no_link_lies_in_the_tables(asha: Member, ben: Member) -> None:
    a_digest(asha, ben)
    post(morning(MONDAY))
    token = OUTBOX[0].text.split("/letters/queue/")[1].split()[0]
    tables = db.metadata.sorted_tables
    kept = [str(row) for table in tables for row in db.session.execute(select(table)).all()]
    assert not any(token in row for row in kept)
