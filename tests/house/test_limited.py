"""Who came by a link in a letter is a supervisor at the doors of the queue; elsewhere nobody."""

from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import Connection, update

from logbook.database import db
from logbook.models.identity import OpenedBy, SignInSession
from logbook.web.current import hash_of
from tests.house.round import NOBODY, Visit, doors, on_the_evening, visit
from tests.house.scene import Scene

OPEN_TO_LINKS = {
    "approval.approve",
    "approval.approve_all",
    "approval.not_observed",
    "approval.queue",
    "approval.return_",
    "approval.review",
    "approval.undo",
    "cases.show",
    "identity.sign_out",
    "reminders.open_queue",
}
"""All the doors that the link opens."""


@pytest.fixture
def evening(app: Flask) -> Iterator[Scene]:
    """Everybody is signed in as ever, but ben by a link."""
    scene = on_the_evening()
    ben = SignInSession.token_hash == hash_of("token of ben")
    db.session.execute(update(SignInSession).where(ben).values(opened_by=OpenedBy.LINK))
    db.session.commit()
    yield scene


def test_elsewhere_ben_is_nobody(app: Flask, connection: Connection, evening: Scene) -> None:
    def tried(who: str) -> dict[tuple[str, str], Visit]:
        return {
            (rule.endpoint, method): visit(app, connection, evening, rule, method, who)
            for rule, method in doors(app)
        }

    ben, nobody = tried("ben"), tried(NOBODY)
    elsewhere = [key for key in ben if key[0] not in OPEN_TO_LINKS]
    assert len(elsewhere) > 100
    for key in elsewhere:
        one, other = ben[key], nobody[key]
        assert (one.status, one.wrote) == (other.status, other.wrote), key
        assert one.headers.get("Location") == other.headers.get("Location"), key
    assert ben["approval.queue", "GET"].status == ben["cases.show", "GET"].status == 200
    assert ben["approval.approve", "POST"].wrote != []
    assert ben["identity.sign_out", "POST"].wrote != []
