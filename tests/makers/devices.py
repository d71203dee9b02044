"""Passwords and devices for those of the cast who prove again who they are."""

from datetime import UTC, datetime
from functools import cache
from uuid import UUID

from sqlalchemy import select

from logbook.database import db
from logbook.domain.one_time import code_of, step_of
from logbook.models.identity import Account, SignInSession
from logbook.services import second_factor
from logbook.services.identity import of_account
from logbook.services.passwords import hash_password
from logbook.web.current import hash_of
from tests.cast import Member, session_token_of

PASSWORD = "seven quiet herons"


@cache
def _hashed() -> str:
    return hash_password(PASSWORD)


def a_password(member: Member) -> str:
    """The member signs in and confirms with it."""
    db.session.get_one(Account, member.account_id).password_hash = _hashed()
    db.session.commit()
    return PASSWORD


def a_device(member: Member) -> list[str]:
    """Set up and on. Returns the codes on paper. The code that turned it on is used up."""
    actor = of_account(member.account_id)
    second_factor.begin(actor)
    return second_factor.turn_on(actor, code_shown(member, behind=1))


def code_shown(member: Member, behind: int = 0) -> str:
    """What the member's device shows now, or showed so many half minutes ago."""
    factor = second_factor.of(member.account_id)
    assert factor is not None
    secret = second_factor.secret_of(factor)
    assert secret is not None
    return code_of(secret, step_of(datetime.now(UTC)) - behind)


def session_of(member: Member) -> UUID:
    token = str(session_token_of(member)["_user_id"])
    asked = select(SignInSession.id).where(SignInSession.token_hash == hash_of(token))
    return db.session.scalars(asked).one()
