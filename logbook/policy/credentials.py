"""Who enters credentials, who sees them, and who may verify one."""

from datetime import datetime
from typing import Protocol
from uuid import UUID

from logbook.domain.decisions import YES, Decision, first_no, no
from logbook.policy.actors import NO_MEMBERS, Actor, Role
from logbook.policy.cases import has_not_left
from logbook.policy.programs import may_run

READERS = (Role.DIRECTOR, Role.COORDINATOR)
"""Who sees numbers and documents beside their holder."""


class CredentialLike(Protocol):
    @property
    def member_id(self) -> UUID: ...
    @property
    def verified_at(self) -> datetime | None: ...
    @property
    def withdrawn_at(self) -> datetime | None: ...


def may_open(actor: Actor) -> Decision:
    """Every member has a list of their own."""
    if actor.is_(*NO_MEMBERS):
        return no("Only members of a program keep credentials.")
    return YES


def may_keep_own(actor: Actor) -> Decision:
    """Of whom credentials are asked day by day; it decides the navigation."""
    if actor.is_(Role.FELLOW):
        return YES
    return no("Credentials are asked of fellows.")


def may_oversee(actor: Actor) -> Decision:
    """The credentials of everybody in the program."""
    if actor.is_(*READERS):
        return has_not_left(actor)
    return no("Only a director or a coordinator sees the credentials of others.")


def may_view(actor: Actor, credential: CredentialLike) -> Decision:
    """With its number and its document."""
    return YES if actor.id == credential.member_id else may_oversee(actor)


def may_enter(actor: Actor, member_id: UUID) -> Decision:
    """Holders their own; who runs the program for anyone."""
    if actor.id == member_id:
        return first_no(may_open(actor), has_not_left(actor))
    return may_run(actor)


def may_change(actor: Actor, credential: CredentialLike) -> Decision:
    """Change or withdraw it."""
    return first_no(may_enter(actor, credential.member_id), stands(credential))


def may_verify(actor: Actor, credential: CredentialLike) -> Decision:
    if actor.id == credential.member_id:
        return no("Nobody verifies a credential of their own.")
    if credential.verified_at is not None:
        return no("This credential is verified already.")
    return first_no(may_run(actor), stands(credential))


def stands(credential: CredentialLike) -> Decision:
    if credential.withdrawn_at is None:
        return YES
    return no("This credential was withdrawn.")
