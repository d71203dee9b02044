"""Signing in and passwords below the pages that ask for them."""

from datetime import UTC, datetime
from uuid import UUID

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import NoResultFound

from logbook.database import db
from logbook.models.identity import Account, PasswordLink, SignInSession
from logbook.policy.actors import INSTALLATION
from logbook.services import identity, passwords, throttle
from logbook.services.identity import TooManyTries
from logbook.services.refusals import Invalid
from tests.cast import HILLSIDE, RIVERSIDE, Member, session_token_of

GOOD = "seven quiet herons"
HERE = "192.0.2.7"


def with_password(member: Member) -> None:
    account = db.session.get_one(Account, member.account_id)
    account.password_hash = passwords.hash_password(GOOD)
    db.session.commit()


def session_of(member: Member) -> UUID:
    session_token_of(member)
    asked = select(SignInSession.id).where(SignInSession.account_id == member.account_id)
    return db.session.scalars(asked).one()


@pytest.mark.parametrize(("name", "where"), [("asha", RIVERSIDE), ("ada", INSTALLATION)])
def test_who_signs_in_begins_where_they_work(
    cast: dict[str, Member], name: str, where: UUID
) -> None:
    with_password(cast[name])
    token = identity.sign_in(f" {name.title()}@EXAMPLE.org ", GOOD, HERE)
    assert token is not None
    begun = db.session.scalars(
        select(SignInSession).where(SignInSession.token_hash == identity.hash_of(token))
    ).one()
    assert begun.program_id == where


def test_the_administrator_works_in_the_installation_and_nobody_else_does(
    ada: Member, asha: Member
) -> None:
    own, anothers = session_of(ada), session_of(asha)
    identity.switch_program(identity.of_account(ada.account_id), own, INSTALLATION)
    assert db.session.get_one(SignInSession, own).program_id == INSTALLATION
    for nobodys in (INSTALLATION, HILLSIDE):
        with pytest.raises(NoResultFound):
            identity.switch_program(identity.of_account(asha.account_id), anothers, nobodys)
    identity.switch_program(identity.of_account(asha.account_id), anothers, RIVERSIDE)


def test_links_are_not_sent_without_end(asha: Member) -> None:
    most, _span = throttle.LIMITS[throttle.Attempted.PASSWORD_LINK]
    for _ in range(most):
        assert identity.ask_for_link("asha@example.org", HERE) is not None
    with pytest.raises(TooManyTries):
        identity.ask_for_link("asha@example.org", HERE)


def test_a_link_that_was_used_or_never_was_sets_no_password(asha: Member) -> None:
    link = identity.ask_for_link("asha@example.org", HERE)
    assert link is not None
    identity.set_password_by_link(link.token, GOOD)
    for token in (link.token, "never made"):
        with pytest.raises(Invalid, match="password"):
            identity.set_password_by_link(token, "nine quiet herons")
    assert identity.sign_in("asha@example.org", GOOD, HERE)


def test_of_two_who_use_a_link_at_once_the_second_is_refused(
    asha: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both found it good; the first used it up while the second's password was being hashed."""
    link = identity.ask_for_link("asha@example.org", HERE)
    assert link is not None
    slow = passwords.hash_password

    def meanwhile(password: str) -> str:
        used = update(PasswordLink).where(PasswordLink.token_hash == identity.hash_of(link.token))
        db.session.execute(used.values(used_at=datetime.now(UTC)))
        db.session.commit()
        return slow(password)

    monkeypatch.setattr(passwords, "hash_password", meanwhile)
    with pytest.raises(Invalid, match="password"):
        identity.set_password_by_link(link.token, GOOD)
    assert db.session.get_one(Account, asha.account_id).password_hash is None


def test_another_password_needs_the_old_one_and_a_good_new_one(asha: Member) -> None:
    with_password(asha)
    me = identity.of_account(asha.account_id)
    with pytest.raises(Invalid, match="current"):
        identity.change_password(me, "not this one", "nine quiet herons")
    for weak in ("short", "asha asha asha", "x" * 2000):
        with pytest.raises(Invalid, match="password"):
            identity.change_password(me, GOOD, weak)
    identity.change_password(me, GOOD, "nine quiet herons")
    assert identity.sign_in("asha@example.org", GOOD, HERE) is None
    assert identity.sign_in("asha@example.org", "nine quiet herons", HERE)


def test_only_the_settings_that_are_given_change(asha: Member) -> None:
    identity.change_settings(identity.of_account(asha.account_id), theme="dark")
    account = db.session.get_one(Account, asha.account_id)
    assert (account.theme, account.name, account.locale) == ("dark", "Asha", None)


def test_signing_out_everywhere_ends_all_of_ones_own_sessions(asha: Member, finn: Member) -> None:
    with_password(asha)
    anothers = session_of(finn)
    for _ in range(2):
        identity.sign_in("asha@example.org", GOOD, HERE)
    identity.sign_out_everywhere(identity.of_account(asha.account_id))
    open_ = select(SignInSession.id).where(SignInSession.ended_at.is_(None))
    assert db.session.scalars(open_).all() == [anothers]
