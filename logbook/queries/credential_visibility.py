"""List twin of `policy.credentials.may_view`."""

from sqlalchemy import ColumnElement, true

from logbook.models.credentials import Credential
from logbook.policy.actors import Actor
from logbook.policy.credentials import may_oversee


def credentials_visible_to(actor: Actor) -> ColumnElement[bool]:
    """Within the actor's own program, which the caller asks for."""
    return true() if may_oversee(actor) else Credential.member_id == actor.id
