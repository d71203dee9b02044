"""The link in a digest: once, for a day, for its owner, and for the queue alone."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from logbook.database import db
from logbook.domain.letters import LetterKind
from logbook.models.identity import OpenedBy, SignInSession
from logbook.policy.actors import INSTALLATION, Role
from logbook.queries.identity import LINK_SESSION, signed_in
from logbook.services import audit, identity, links, programs
from logbook.services.refusals import Conflict
from logbook.web.current import hash_of
from tests.cast import RIVERSIDE, TODAY, Member
from tests.makers.reminders import a_link


def test_it_opens_once(ben: Member) -> None:
    token = a_link(ben)
    for _ in range(3):  # looking uses nothing up
        found = links.queue_of_link(token)
        assert found is not None and found.account_id == ben.account_id
    session = links.open_queue(token)
    now = datetime.now(UTC)
    person = signed_in(hash_of(session), now, now - timedelta(days=14))
    assert person is not None and person.limited
    assert person.actor is not None and person.actor.id == ben.id
    assert links.queue_of_link(token) is None
    with pytest.raises(Conflict, match="used or has expired"):
        links.open_queue(token)
    assert audit.verify(RIVERSIDE) == [] and audit.verify(INSTALLATION) == []


def test_it_expires_after_a_day(ben: Member) -> None:
    token = a_link(ben)
    with time_machine.travel(datetime.now(UTC) + timedelta(hours=23, minutes=59), tick=False):
        assert links.queue_of_link(token) is not None
    with time_machine.travel(datetime.now(UTC) + timedelta(hours=24, seconds=1), tick=False):
        assert links.queue_of_link(token) is None
        with pytest.raises(Conflict):
            links.open_queue(token)


@pytest.mark.parametrize("change", [lambda token: token[:-1] + "_", lambda token: "", str.swapcase])
def test_a_guess_opens_nothing(ben: Member, change: object) -> None:
    assert links.queue_of_link(change(a_link(ben))) is None  # type: ignore[operator]


def test_a_token_that_we_signed_and_never_gave_out_opens_nothing(app: Flask) -> None:
    assert links.queue_of_link(str(links._signer("queue-link").dumps("never given"))) is None


def test_the_link_that_stops_letters_opens_no_queue(ben: Member) -> None:
    stop = links.stop_token(links.Stop(RIVERSIDE, ben.id, LetterKind.DIGEST))
    assert links.queue_of_link(stop) is None
    assert links.stop_of(a_link(ben)) is None


def test_who_left_meanwhile_gets_in_no_more(ben: Member, cora: Member) -> None:
    token = a_link(ben)
    programs.leave(cora.actor, ben.id, TODAY)
    assert links.queue_of_link(token) is None


def test_the_session_ends_after_two_hours_and_knows_one_role(ben: Member, dana: Member) -> None:
    programs.change_roles(dana.actor, ben.id, frozenset({Role.SUPERVISOR, Role.COMMITTEE}))
    session = hash_of(links.open_queue(a_link(ben)))
    now = datetime.now(UTC)
    person = signed_in(session, now, now - timedelta(days=14))
    assert person is not None and person.actor is not None
    assert person.actor.roles == {Role.SUPERVISOR}
    later = now + LINK_SESSION
    assert signed_in(session, later, later - timedelta(days=14)) is None


def test_a_session_with_a_password_is_whole(app: Flask, asha: Member) -> None:
    link = identity.ask_for_link("asha@example.org", "192.0.2.1")
    assert link is not None
    identity.set_password_by_link(link.token, "seven quiet herons")
    token = identity.sign_in("asha@example.org", "seven quiet herons", "192.0.2.1")
    assert token is not None
    kept = select(SignInSession).where(SignInSession.token_hash == hash_of(token))
    assert db.session.scalars(kept).one().opened_by is OpenedBy.PASSWORD
