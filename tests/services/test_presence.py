"""Proving again who one is: what is asked, what tells nothing, and what is good only once."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select
from sqlalchemy.exc import NoResultFound

from logbook.database import db
from logbook.domain.signatures import Method, Presence
from logbook.models.audit import LedgerEntry
from logbook.models.devices import RecoveryCode, SecondFactor
from logbook.models.identity import SignInSession
from logbook.services import audit, second_factor
from logbook.services.identity import TooManyTries, of_account, sign_out
from logbook.services.presence import confirm
from logbook.services.refusals import Conflict, Invalid, Refused
from tests.cast import Member
from tests.makers.devices import PASSWORD, a_device, a_password, code_shown, session_of

NOON = datetime(2026, 11, 25, 12, 0, 5, tzinfo=UTC)


@pytest.fixture
def clock(app: Flask) -> Iterator[time_machine.Traveller]:
    """Stands still: a code is good for as long as the test takes."""
    with time_machine.travel(NOON, tick=False) as clock:
        yield clock


@pytest.fixture
def ben_with_device(ben: Member, clock: time_machine.Traveller) -> Member:
    a_password(ben)
    a_device(ben)
    return ben


def try_(member: Member, password: str = PASSWORD, code: str = "") -> Presence | None:
    return confirm(of_account(member.account_id), session_of(member), password, code)


def told(member: Member) -> list[str]:
    asked = select(LedgerEntry.event).where(LedgerEntry.subject_id == member.account_id)
    return list(db.session.scalars(asked.order_by(LedgerEntry.log, LedgerEntry.seq)))


def test_without_a_device_the_password_alone_says_so(
    ben: Member, clock: time_machine.Traveller
) -> None:
    a_password(ben)
    assert try_(ben) == Presence(Method.PASSWORD, NOON)
    session = db.session.get_one(SignInSession, session_of(ben))
    assert (session.confirmed_by, session.confirmed_at) == (Method.PASSWORD, NOON)
    assert try_(ben, "seven loud herons") is None
    assert told(ben) == ["account.confirmed", "account.confirmation_refused"]
    assert audit.verify() == []


def test_password_and_code_are_the_strong_way(ben_with_device: Member) -> None:
    found = try_(ben_with_device, code=code_shown(ben_with_device))
    assert found == Presence(Method.PASSWORD_AND_CODE, NOON)


@pytest.mark.parametrize("part", ["password", "code", "no code", "both", "a code on paper"])
def test_whatever_is_wrong_gets_the_same_answer(ben_with_device: Member, part: str) -> None:
    code = code_shown(ben_with_device)
    other = f"{(int(code) + 1) % 1000000:06}"
    password, typed = {
        "password": ("wrong horse", code),
        "code": (PASSWORD, other),
        "no code": (PASSWORD, ""),
        "both": ("wrong horse", other),
        "a code on paper": (PASSWORD, "aaaa-bbbb-cccc-dddd"),
    }[part]
    assert try_(ben_with_device, password, typed) is None
    assert told(ben_with_device)[-1] == "account.confirmation_refused"
    assert db.session.get_one(SignInSession, session_of(ben_with_device)).confirmed_at is None
    assert try_(ben_with_device, code=code) is not None, "the right code was used up by a wrong try"


def test_a_code_is_good_once(ben_with_device: Member, clock: time_machine.Traveller) -> None:
    code = code_shown(ben_with_device)
    assert try_(ben_with_device, code=code) is not None
    assert try_(ben_with_device, code=code) is None
    clock.move_to(NOON + timedelta(seconds=30))
    assert try_(ben_with_device, code=code) is None, "its step is over, but within the drift"
    assert try_(ben_with_device, code=code_shown(ben_with_device)) is not None


def test_a_clock_set_back_makes_no_code_good_again(
    ben_with_device: Member, clock: time_machine.Traveller
) -> None:
    code = code_shown(ben_with_device)
    assert try_(ben_with_device, code=code) is not None
    clock.move_to(NOON - timedelta(seconds=30))
    assert try_(ben_with_device, code=code_shown(ben_with_device)) is None
    session = db.session.get_one(SignInSession, session_of(ben_with_device))
    assert session.confirmed_at is not None
    presence = Presence(Method.PASSWORD_AND_CODE, session.confirmed_at)
    assert not presence.is_fresh(datetime.now(UTC))


def test_of_two_tabs_with_one_code_the_database_lets_one_through(ben_with_device: Member) -> None:
    """Both looked at the code before either used it."""
    code, id_ = code_shown(ben_with_device), ben_with_device.account_id
    step = second_factor.step_shown(second_factor.of(id_), code, NOON)
    assert step is not None
    assert second_factor.use_up(id_, step, code, NOON)
    assert not second_factor.use_up(id_, step, code, NOON)
    db.session.rollback()


def test_a_code_on_paper_is_good_once_and_says_so(
    ben: Member, clock: time_machine.Traveller
) -> None:
    a_password(ben)
    paper = a_device(ben)
    assert second_factor.codes_left(ben.account_id) == 10
    assert try_(ben, code=paper[3].upper()) == Presence(Method.PASSWORD_AND_CODE, NOON)
    assert try_(ben, code=paper[3]) is None
    assert second_factor.codes_left(ben.account_id) == 9
    assert (
        '"recovery":true'
        in db.session.scalars(
            select(LedgerEntry.facts).where(LedgerEntry.event == "account.confirmed")
        ).one()
    )


def test_another_persons_code_on_paper_opens_nothing(
    ben: Member, eve: Member, clock: time_machine.Traveller
) -> None:
    for member in (ben, eve):
        a_password(member)
    a_device(ben)
    assert try_(ben, code=a_device(eve)[0]) is None


def test_guessing_is_slowed_down_for_the_right_answer_too(
    ben_with_device: Member, eve: Member, clock: time_machine.Traveller
) -> None:
    a_password(eve)
    for _ in range(5):
        assert try_(ben_with_device, code="000000") is None
    with pytest.raises(TooManyTries):
        try_(ben_with_device, code=code_shown(ben_with_device))
    assert try_(eve) is not None, "somebody else's mistakes"
    clock.move_to(NOON + timedelta(minutes=5, seconds=1))
    assert try_(ben_with_device, code=code_shown(ben_with_device)) is not None


def test_another_persons_session_is_not_confirmed(ben: Member, eve: Member) -> None:
    a_password(ben)
    with pytest.raises(NoResultFound):
        confirm(of_account(ben.account_id), session_of(eve), PASSWORD, "")
    sign_out(of_account(ben.account_id), session_of(ben))
    with pytest.raises(NoResultFound):
        try_(ben)


def test_a_device_counts_only_after_its_first_code(
    ben: Member, clock: time_machine.Traveller
) -> None:
    a_password(ben)
    actor = of_account(ben.account_id)
    second_factor.begin(actor)
    assert try_(ben) == Presence(Method.PASSWORD, NOON)
    with pytest.raises(Invalid):
        second_factor.turn_on(actor, "000000")
    second_factor.turn_on(actor, code_shown(ben))
    assert try_(ben) is None
    assert try_(ben, code=code_shown(ben)) is None, "the first code was used up by setting up"
    for again in (second_factor.begin, lambda one: second_factor.turn_on(one, code_shown(ben))):
        with pytest.raises(Conflict):
            again(actor)


def test_the_database_alone_shows_no_code(ben_with_device: Member, app: Flask) -> None:
    factor = db.session.get_one(SecondFactor, ben_with_device.account_id)
    secret = second_factor.secret_of(factor)
    assert secret is not None and len(secret) == 20
    assert secret != factor.masked
    codes = db.session.scalars(select(RecoveryCode.code_hash)).all()
    assert all(len(code) == 64 for code in codes)


def test_the_services_key_can_be_changed(
    ben_with_device: Member,
    app: Flask,
    clock: time_machine.Traveller,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    code, old = code_shown(ben_with_device), app.config["SECRET_KEY"]
    monkeypatch.setitem(app.config, "SECRET_KEY", "another key of the same service")
    assert try_(ben_with_device, code=code) is None, "the old key is lost"
    monkeypatch.setitem(app.config, "SECRET_KEY_FALLBACKS", [old])
    assert try_(ben_with_device, code=code) is not None
    monkeypatch.setitem(app.config, "SECRET_KEY_FALLBACKS", [])
    clock.move_to(NOON + timedelta(seconds=30))
    assert try_(ben_with_device, code=code_shown(ben_with_device)) is not None, (
        "the old key is gone"
    )


def test_it_is_turned_off_by_the_password(ben_with_device: Member) -> None:
    actor = of_account(ben_with_device.account_id)
    with pytest.raises(Invalid):
        second_factor.turn_off(actor, "wrong horse")
    second_factor.turn_off(actor, PASSWORD)
    assert second_factor.of(actor.id) is None
    assert second_factor.codes_left(actor.id) == 0
    with pytest.raises(Conflict):
        second_factor.make_recovery_codes(actor)


def test_other_codes_on_paper_replace_the_old_ones(ben_with_device: Member) -> None:
    fresh = second_factor.make_recovery_codes(of_account(ben_with_device.account_id))
    assert second_factor.codes_left(ben_with_device.account_id) == 10
    assert try_(ben_with_device, code=fresh[0]) is not None


def test_the_administrator_helps_whoever_lost_everything(
    ben_with_device: Member, ada: Member, dana: Member
) -> None:
    with pytest.raises(Refused):
        second_factor.reset(dana.actor, "ben@example.org")
    for address in ("nobody@example.org", "eve@example.org"):
        with pytest.raises(Invalid):
            second_factor.reset(ada.actor, address)
    who = second_factor.reset(ada.actor, " Ben@example.org ")
    assert (who.address, who.name) == ("ben@example.org", "Ben")
    assert second_factor.of(ben_with_device.account_id) is None
    assert told(ben_with_device)[-1] == "account.second_factor_reset"
    assert try_(ben_with_device) is not None
