"""Who asks. The only module that knows Flask-Login; below the web nobody reads a request."""

import hashlib
from datetime import UTC, date, datetime

from flask import Flask, current_app, g, session
from flask_login import LoginManager, UserMixin, current_user, login_user, logout_user

from logbook.domain.days import day_in
from logbook.policy.actors import Actor
from logbook.queries.identity import SignedIn
from logbook.queries.identity import signed_in as find_signed_in

manager = LoginManager()

SEEN = "seen"
REFRESH_SECONDS = 300


class Visitor(UserMixin):
    """What Flask-Login carries: the session's token, and the person it was found to belong to."""

    def __init__(self, token: str, person: SignedIn | None) -> None:
        self.token = token
        self.person = person

    def get_id(self) -> str:
        return self.token


def hash_of(token: str) -> str:
    """What the database keeps of a token: reading the table lets nobody in."""
    return hashlib.sha256(token.encode()).hexdigest()


def set_up(app: Flask) -> None:
    manager.init_app(app)
    manager.session_protection = "basic"
    manager.user_loader(_load)


def _load(token: str) -> Visitor | None:
    """Flask-Login's question. The cookie carries when it was last used, under our signature; a
    row that had to be written at every look would make each reader a writer."""
    now = datetime.now(UTC)
    seen = session.get(SEEN, 0.0)
    if now.timestamp() - seen > current_app.config["SESSION_IDLE"].total_seconds():
        return None
    person = find_signed_in(hash_of(token), now, now - current_app.config["SESSION_LENGTH"])
    if person is None:
        return None
    if now.timestamp() - seen > REFRESH_SECONDS:
        session[SEEN] = now.timestamp()
    return Visitor(token, person)


def remember(token: str) -> None:
    """Put a new session's token into a fresh cookie; nothing of the visitor's old one stays."""
    session.clear()
    session.permanent = True
    session[SEEN] = datetime.now(UTC).timestamp()
    login_user(Visitor(token, None))


def forget() -> None:
    logout_user()
    session.clear()


def person() -> SignedIn | None:
    """Who is signed in, if anybody. Who came by a link in a letter is nobody, except at the few
    doors that are open to links."""
    found: SignedIn | None = getattr(current_user, "person", None)
    if found is not None and found.limited and not g.get("open_to_links", False):
        return None
    return found


def let_links_in() -> None:
    """This door is open to who came by a link too; the guard says so."""
    g.open_to_links = True


def came_by_link() -> bool:
    """Whether there is somebody who came by a link, though at this door they may be nobody."""
    found: SignedIn | None = getattr(current_user, "person", None)
    return found is not None and found.limited


def me() -> SignedIn:
    """Who is signed in. The guard lets nobody come here who is not."""
    found = person()
    assert found is not None
    return found


def actor() -> Actor:
    """The member who asks. The guard lets nobody come here who works in no program."""
    found = me().actor
    assert found is not None
    return found


def now() -> datetime:
    """The instant of this request, the same for all that it shows."""
    if "now" not in g:
        g.now = datetime.now(UTC)
    instant: datetime = g.now
    return instant


def today() -> date:
    """The calendar day of this request where the program is."""
    return day_in(me().time_zone, now())
