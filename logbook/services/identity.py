"""Signing in and out, passwords by link, and a person's own settings.

What happens here belongs to no program: it is told to the installation's ledger.
"""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, select, update

from logbook.database import db
from logbook.domain.decisions import say
from logbook.domain.events import (
    AccountSettingsChanged,
    PasswordLinkAsked,
    PasswordSet,
    ProgramSwitched,
    SignedIn,
    SignedOut,
    SignInRefused,
)
from logbook.models.columns import new_id
from logbook.models.identity import Account, Attempted, PasswordLink, SignInSession
from logbook.models.institutions import InstitutionOfficer
from logbook.models.programs import Membership
from logbook.models.tokens import ApiToken
from logbook.policy.actors import INSTALLATION, Actor, job
from logbook.services import passwords, throttle
from logbook.services.refusals import Invalid, Refused
from logbook.services.unit import Unit, unit_of_work

LINK_LIFE = timedelta(minutes=60)


class TooManyTries(Refused):
    """Slowed down; the same words for everybody."""

    def __init__(self) -> None:
        super().__init__(say("Too many tries. Wait a few minutes and try again."))


@dataclass(frozen=True, slots=True)
class Link:
    """A single-use token on its way to its owner; only its hash is kept."""

    address: str
    name: str
    locale: str | None
    token: str


def fold(address: str) -> str:
    """An address as it is kept and looked for."""
    return address.strip().casefold()


def hash_of(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def of_account(account_id: UUID) -> Actor:
    """A person outside any program."""
    return Actor(account_id, INSTALLATION, frozenset(), account_id)


def sign_in(address: str, password: str, network: str) -> str | None:
    """A new session's token, or None. Address unknown, password wrong, account closed: the same
    answer, after the same work. Raises TooManyTries.

    The slow check of the password comes before the transaction, so that it holds up no writer.
    """
    aims = (fold(address), network)
    if throttle.too_many(Attempted.SIGN_IN, aims, datetime.now(UTC)):
        _refuse(aims, throttled=True)
        raise TooManyTries
    account = _open_account(fold(address))
    if not passwords.matches(account.password_hash if account else None, password):
        _refuse(aims, throttled=False)
        return None
    assert account is not None
    account_id, is_administrator = account.id, account.is_administrator
    with unit_of_work(of_account(account_id)) as unit:
        return _begin_session(unit, account_id, is_administrator)


def _refuse(aims: tuple[str, ...], *, throttled: bool) -> None:
    with unit_of_work(job(INSTALLATION)) as unit:
        if not throttled:
            throttle.note(Attempted.SIGN_IN, aims, unit.now)
        unit.record(SignInRefused(subject_id=INSTALLATION, throttled=throttled))


def _open_account(address: str) -> Account | None:
    return db.session.scalars(
        select(Account).where(Account.address == address, Account.closed_at.is_(None))
    ).one_or_none()


def _begin_session(unit: Unit, account_id: UUID, is_administrator: bool) -> str:
    token = secrets.token_urlsafe(32)
    session = SignInSession(
        id=new_id(),
        account_id=account_id,
        token_hash=hash_of(token),
        program_id=_first_program(unit, account_id, is_administrator),
        created_at=unit.now,
    )
    db.session.add(session)
    unit.record(SignedIn(subject_id=account_id, session_id=session.id))
    return token


def _first_program(unit: Unit, account_id: UUID, is_administrator: bool) -> UUID | None:
    """Where a person begins: a program that they have not left, else one they have."""
    memberships = db.session.scalars(
        select(Membership).where(Membership.account_id == account_id).order_by(Membership.joined_on)
    ).all()
    today = unit.now.date()
    staying = [one for one in memberships if not one.as_actor(today).left]
    if chosen := (staying or memberships):
        return chosen[0].program_id
    return INSTALLATION if is_administrator or _has_office(account_id) else None


def _has_office(account_id: UUID) -> bool:
    """Whether they are an officer of institutions now."""
    asked = select(InstitutionOfficer.id).where(
        InstitutionOfficer.account_id == account_id, InstitutionOfficer.ended_at.is_(None)
    )
    return db.session.scalars(asked).first() is not None


def sign_out(actor: Actor, session_id: UUID) -> None:
    """End one session: a copy of its cookie opens nothing any more."""
    with unit_of_work(actor) as unit:
        _end_sessions(unit, SignInSession.id == session_id)
        unit.record(SignedOut(subject_id=actor.id))


def sign_out_everywhere(actor: Actor) -> None:
    with unit_of_work(actor) as unit:
        _end_sessions(unit, SignInSession.account_id == actor.id)
        unit.record(SignedOut(subject_id=actor.id, everywhere=True))


def _end_sessions(unit: Unit, which: ColumnElement[bool]) -> None:
    db.session.execute(
        update(SignInSession)
        .where(which, SignInSession.ended_at.is_(None))
        .values(ended_at=unit.now)
        .execution_options(synchronize_session=False)
    )


def switch_program(actor: Actor, session_id: UUID, program_id: UUID) -> None:
    """Work in another of one's programs; NoResultFound for one that is not one's own."""
    with unit_of_work(actor) as unit:
        account = db.session.get_one(Account, actor.id)
        installed = account.is_administrator or _has_office(account.id)
        if not (program_id == INSTALLATION and installed):
            db.session.scalars(
                select(Membership.id).where(
                    Membership.program_id == program_id, Membership.account_id == actor.id
                )
            ).one()
        db.session.get_one(SignInSession, session_id).program_id = program_id
        unit.record(ProgramSwitched(subject_id=actor.id, program_id=program_id))


def ask_for_link(address: str, network: str) -> Link | None:
    """A link to set a password, for whoever has this address; None when nobody has, which the
    page must not show. Raises TooManyTries."""
    aims = (fold(address), network)
    if throttle.too_many(Attempted.PASSWORD_LINK, aims, datetime.now(UTC)):
        raise TooManyTries
    with unit_of_work(job(INSTALLATION)) as unit:
        throttle.note(Attempted.PASSWORD_LINK, aims, unit.now)
        account = _open_account(fold(address))
        unit.record(PasswordLinkAsked(subject_id=account.id if account else INSTALLATION))
        return make_link(unit, account) if account else None


def make_link(unit: Unit, account: Account) -> Link:
    """A fresh link for this account, within a unit of work."""
    token = secrets.token_urlsafe(32)
    db.session.add(
        PasswordLink(
            id=new_id(),
            account_id=account.id,
            token_hash=hash_of(token),
            expires_at=unit.now + LINK_LIFE,
        )
    )
    return Link(account.address, account.name, account.locale, token)


def owner_of_link(token: str) -> Account | None:
    """Whose link this is, while it can still be used."""
    return db.session.scalars(
        select(Account)
        .join(PasswordLink, PasswordLink.account_id == Account.id)
        .where(
            PasswordLink.token_hash == hash_of(token),
            PasswordLink.used_at.is_(None),
            PasswordLink.expires_at > datetime.now(UTC),
            Account.closed_at.is_(None),
        )
    ).one_or_none()


def set_password_by_link(token: str, password: str) -> None:
    """Use a link up: the new password, and every session ended. Invalid with what is wrong."""
    owner = owner_of_link(token)
    if owner is None:
        raise Invalid({"password": say("This link has been used or has expired.")})
    stored = _new_hash(owner, password)
    with unit_of_work(of_account(owner.id)) as unit:
        link = db.session.scalars(
            select(PasswordLink).where(PasswordLink.token_hash == hash_of(token)).with_for_update()
        ).one()
        if link.used_at is not None:
            raise Invalid({"password": say("This link has been used or has expired.")})
        link.used_at = unit.now
        _set_password(unit, owner.id, stored)


def change_password(actor: Actor, current: str, password: str) -> None:
    """Set another password, knowing the old one; every session ends, this one too."""
    account = db.session.get_one(Account, actor.id)
    if not passwords.matches(account.password_hash, current):
        raise Invalid({"current": say("This is not your password.")})
    stored = _new_hash(account, password)
    with unit_of_work(actor) as unit:
        _set_password(unit, actor.id, stored)


def _new_hash(account: Account, password: str) -> str:
    about = (*account.name.split(), *account.address.replace("@", " ").split())
    if wrong := passwords.complaint(password, *about):
        raise Invalid({"password": wrong})
    return passwords.hash_password(password)


def _set_password(unit: Unit, account_id: UUID, stored: str) -> None:
    db.session.get_one(Account, account_id).password_hash = stored
    _end_sessions(unit, SignInSession.account_id == account_id)
    _revoke_tokens(unit, account_id)
    unit.record(PasswordSet(subject_id=account_id))


def _revoke_tokens(unit: Unit, account_id: UUID) -> None:
    """Who knew the old password may have made one."""
    db.session.execute(
        update(ApiToken)
        .where(ApiToken.account_id == account_id, ApiToken.revoked_at.is_(None))
        .values(revoked_at=unit.now)
        .execution_options(synchronize_session=False)
    )


def change_settings(actor: Actor, **settings: object) -> None:
    """Name, language, theme, shortcuts: whichever are given."""
    with unit_of_work(actor) as unit:
        account = db.session.get_one(Account, actor.id)
        for name in ("name", "locale", "theme", "shortcuts"):
            if name in settings:
                setattr(account, name, settings[name])
        unit.record(AccountSettingsChanged(subject_id=account.id))
