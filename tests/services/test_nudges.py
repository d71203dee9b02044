"""A fellow asks for an answer, once a week; and what a person wants to be mailed."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError, IntegrityError, NoResultFound

from logbook.cli import posting
from logbook.database import db
from logbook.domain.letters import LetterKind
from logbook.domain.reminders import Digest
from logbook.models.columns import new_id
from logbook.models.reminders import Letter, Nudge
from logbook.queries.reminders import Wishes, nudged_of, wishes_of
from logbook.services import approval, audit, nudges, progress
from logbook.services.links import Stop, stop_of, stop_token
from logbook.services.mail import OUTBOX
from logbook.services.refusals import Refused
from tests.cast import RIVERSIDE, Member
from tests.makers.cases import a_case
from tests.makers.reminders import a_waiting_case

NOW = datetime.now(UTC)


def letters_to(member: Member) -> int:
    asked = select(func.count()).where(Letter.member_id == member.id)
    return db.session.scalars(asked).one()


def test_once_in_seven_days(asha: Member, ben: Member) -> None:
    case_id = a_waiting_case(fellow=asha, supervisor=ben, days=2)
    asked = []
    for days in range(16):
        with time_machine.travel(NOW + timedelta(days=days), tick=False):
            try:
                nudges.nudge(asha.actor, case_id)
                asked.append(days)
            except Refused as refusal:
                assert "Once a week is enough" in str(refusal)
    assert asked == [0, 7, 14]
    assert audit.verify(RIVERSIDE) == [] and progress.differences() == []


def test_the_supervisor_hears_of_it_once_a_day(asha: Member, finn: Member, ben: Member) -> None:
    ids = [a_waiting_case(fellow=asha, supervisor=ben, days=2) for _ in range(3)]
    for case_id in ids:
        nudges.nudge(asha.actor, case_id)
    nudges.nudge(finn.actor, a_waiting_case(fellow=finn, supervisor=ben, days=4))
    assert letters_to(ben) == 1
    OUTBOX.clear()
    with time_machine.travel(datetime.now(UTC) + timedelta(minutes=11), tick=False):
        posting.post()
    [letter] = OUTBOX
    assert "Asha asks for your answer to 3 cases in Riverside." in letter.text
    assert "Finn asks for your answer to 1 case in Riverside." in letter.text
    assert [(one.fellow, one.n) for one in nudged_of(ben.actor)] == [("Asha", 3), ("Finn", 1)]


def test_an_answer_ends_the_asking(asha: Member, ben: Member) -> None:
    case_id = a_waiting_case(fellow=asha, supervisor=ben, days=2)
    nudges.nudge(asha.actor, case_id)
    approval.return_(ben.actor, case_id, 1, reason="Which side?")
    assert nudged_of(ben.actor) == []
    with pytest.raises(Refused, match="waits for nobody"):
        nudges.nudge(asha.actor, case_id)


def test_not_on_the_day_on_which_it_was_handed_in(asha: Member, ben: Member) -> None:
    with pytest.raises(Refused, match="from tomorrow on"):
        nudges.nudge(asha.actor, a_case(fellow=asha, supervisor=ben))


@pytest.mark.parametrize("name", ["finn", "eve", "rin", "ravi"])
def test_nobody_else_asks(name: str, cast: dict[str, Member], asha: Member, ben: Member) -> None:
    case_id = a_waiting_case(fellow=asha, supervisor=ben, days=2)
    with pytest.raises(NoResultFound):
        nudges.nudge(cast[name].actor, case_id)


def test_who_wants_no_letter_sees_it_in_the_queue(asha: Member, ben: Member) -> None:
    nudges.choose(ben.actor, Wishes(Digest.WEEKLY, nudges=False))
    nudges.nudge(asha.actor, a_waiting_case(fellow=asha, supervisor=ben, days=2))
    assert letters_to(ben) == 0
    assert [(one.fellow, one.n) for one in nudged_of(ben.actor)] == [("Asha", 1)]


def a_nudge(case_id: object, ben: Member, week: str) -> Nudge:
    return Nudge(
        program_id=RIVERSIDE,
        id=new_id(),
        case_id=case_id,
        supervisor_id=ben.id,
        week=week,
        nudged_at=NOW,
    )


def test_the_database_refuses_a_second_one_in_a_week(asha: Member, ben: Member) -> None:
    case_id = a_waiting_case(fellow=asha, supervisor=ben, days=2)
    db.session.add(a_nudge(case_id, ben, "2026-W48"))
    db.session.flush()
    db.session.add(a_nudge(case_id, ben, "2026-W48"))
    with pytest.raises(IntegrityError):
        db.session.flush()
    db.session.rollback()


@pytest.mark.parametrize("change", ["UPDATE nudge SET week = 'x'", "DELETE FROM nudge"])
def test_a_nudge_stays_as_it_is(app: Flask, asha: Member, ben: Member, change: str) -> None:
    nudges.nudge(asha.actor, a_waiting_case(fellow=asha, supervisor=ben, days=2))
    with pytest.raises(DBAPIError, match="append-only"):
        db.session.execute(text(change))
    db.session.rollback()


def test_the_link_in_a_letter_stops_its_kind_and_no_other(ben: Member) -> None:
    for kind in (LetterKind.NUDGE, LetterKind.NUDGE, LetterKind.DIGEST):
        found = stop_of(stop_token(Stop(RIVERSIDE, ben.id, kind)))
        assert found is not None
        nudges.stop(found)
    assert wishes_of(RIVERSIDE, ben.id) == Wishes(Digest.OFF, nudges=False)
    nudges.choose(ben.actor, Wishes())
    assert wishes_of(RIVERSIDE, ben.id) == Wishes()


@pytest.mark.parametrize("kind", [LetterKind.CREDENTIAL, LetterKind.DEPUTY])
def test_what_is_essential_cannot_be_stopped(ben: Member, kind: LetterKind) -> None:
    nudges.stop(Stop(RIVERSIDE, ben.id, kind))
    nudges.choose(ben.actor, Wishes(Digest.OFF, nudges=False))
    assert wishes_of(RIVERSIDE, ben.id).want(kind)


def test_a_forged_link_stops_nothing(app: Flask, ben: Member) -> None:
    token = stop_token(Stop(RIVERSIDE, ben.id, LetterKind.DIGEST))
    assert stop_of(token[:-2] + "xx") is None
    assert stop_of("nonsense") is None
