"""A letter a week to each director: written once, compared with the week before, and theirs to
turn off."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from logbook.cli.posting import as_mail
from logbook.database import db
from logbook.domain.letters import LetterKind
from logbook.domain.reminders import Digest
from logbook.models.reminders import Letter, WeekStanding
from logbook.queries.reminders import Wishes
from logbook.queries.week import week_told
from logbook.services import letters, links, nudges
from logbook.services.weekly import write_weekly
from tests.cast import RIVERSIDE, TODAY, Member
from tests.makers import committee as made
from tests.makers.reminders import a_waiting_case, morning, the_next

MONDAY = morning(the_next(0))


def written() -> list[Letter]:
    asked = select(Letter).where(Letter.kind == LetterKind.WEEKLY).order_by(Letter.written_at)
    return list(db.session.scalars(asked))


@pytest.fixture
def hand(monkeypatch: pytest.MonkeyPatch) -> Any:
    """How fellows stand, said by hand: the forecast has tests of its own."""

    def stand(said: dict[str, dict[str, list[str]]]) -> None:
        monkeypatch.setattr("logbook.services.weekly.queries.standing_now", lambda *_: said)

    return stand


def test_it_is_written_once_a_week_and_not_at_night(app: Flask, dana: Member) -> None:
    assert write_weekly(RIVERSIDE, MONDAY - timedelta(hours=5)) == 0
    assert write_weekly(RIVERSIDE, MONDAY) == 1
    assert write_weekly(RIVERSIDE, MONDAY + timedelta(days=2)) == 0
    assert write_weekly(RIVERSIDE, MONDAY + timedelta(days=7)) == 1
    assert {one.member_id for one in written()} == {dana.id}
    assert len(db.session.scalars(select(WeekStanding)).all()) == 2


def test_who_met_what_and_who_came_to_be_at_risk(
    app: Flask, asha: Member, dana: Member, hand: Any
) -> None:
    fellow = str(asha.enrollment_id)
    name = "epa08.spine_lumbar_sacral"
    hand({fellow: {"met": [], "at_risk": []}})
    write_weekly(RIVERSIDE, MONDAY)
    hand({fellow: {"met": [name], "at_risk": ["epa09.spine_cervical"]}})
    write_weekly(RIVERSIDE, MONDAY + timedelta(days=7))
    week = written()[-1].facts["week"]
    told = week_told(dana.actor, week, MONDAY, TODAY)
    (one,) = told.fellows
    assert (one.fellow, len(one.met)) == ("Asha", 1)
    assert told.compared and told.at_risk == 1


def test_the_letter_says_it_and_leads_to_the_cohort(
    app: Flask, asha: Member, ben: Member, dana: Member
) -> None:
    a_waiting_case(fellow=asha, supervisor=ben, days=9)
    made.a_held_meeting()
    write_weekly(RIVERSIDE, MONDAY)
    mail = _mail(MONDAY)
    assert mail.subject == "The week in your program"
    assert "Ben: 1 case" in mail.text and "1 letter of the committee" in mail.text
    assert "/cohort" in mail.text and "/letters/queue/" not in mail.text


def test_it_can_be_turned_off(app: Flask, dana: Member) -> None:
    write_weekly(RIVERSIDE, MONDAY)
    stop = links.Stop(RIVERSIDE, dana.id, LetterKind.WEEKLY)
    nudges.stop(stop)
    assert write_weekly(RIVERSIDE, MONDAY + timedelta(days=7)) == 0
    nudges.choose(dana.actor, Wishes(Digest.OFF, nudges=False))
    assert write_weekly(RIVERSIDE, MONDAY + timedelta(days=14)) == 1


def _mail(now: datetime) -> Any:
    """The weekly letter as it goes out, whatever else is due."""
    while (outgoing := letters.take(RIVERSIDE, now)) is not None:
        if outgoing.taken.kind is LetterKind.WEEKLY:
            return as_mail(outgoing)
    raise AssertionError("no weekly letter is due")
