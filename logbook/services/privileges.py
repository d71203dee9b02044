"""Giving a supervisor a privilege, ending one, and what a program does without."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from sqlalchemy import select

from logbook.database import db
from logbook.domain.decisions import Message, say
from logbook.domain.events_privileges import (
    CredentialsChecked,
    PrivilegeEnded,
    PrivilegeGiven,
    PrivilegesChecked,
)
from logbook.domain.privileges import Checked, Scope
from logbook.models.privileges import Privilege
from logbook.models.programs import Membership, Program
from logbook.policy import privileges as policy
from logbook.policy.actors import Actor, Role
from logbook.queries.signing_credentials import kinds_of
from logbook.services.refusals import Conflict, Invalid, insist
from logbook.services.unit import unit_of_work


class _Given(Exception):
    """The same was sent before."""


def give(
    actor: Actor,
    privilege_id: UUID,
    supervisor_id: UUID,
    *,
    scope: Scope,
    code: str,
    starts_on: date,
    ends_on: date | None,
) -> None:
    """Under the id that the page made: sent twice, it is one. `code`: of the category or the
    procedure, empty for all. Raises Invalid and Refused."""
    try:
        with unit_of_work(actor) as unit:
            insist(policy.may_give(actor, supervisor_id))
            if db.session.get(Privilege, (actor.program_id, privilege_id)) is not None:
                raise _Given
            member = db.session.get_one(Membership, (actor.program_id, supervisor_id))
            if wrong := _complaints(member, scope, code, starts_on, ends_on):
                raise Invalid(wrong)
            privilege = Privilege(
                program_id=actor.program_id,
                id=privilege_id,
                supervisor_id=supervisor_id,
                scope=scope,
                code=code,
                starts_on=starts_on,
                ends_on=ends_on,
                given_by_id=actor.id,
                given_at=unit.now,
            )
            db.session.add(privilege)
            given = PrivilegeGiven(
                subject_id=privilege_id, supervisor_id=supervisor_id, scope=scope, code=code
            )
            unit.record(given, of=privilege)
    except _Given:
        pass


def end(actor: Actor, privilege_id: UUID) -> UUID:
    """From now on it counts for nothing that is signed; what was signed stays. Returns whose."""
    with unit_of_work(actor) as unit:
        privilege = db.session.scalars(
            select(Privilege)
            .where(Privilege.program_id == actor.program_id, Privilege.id == privilege_id)
            .with_for_update()
        ).one()
        insist(policy.may_give(actor, privilege.supervisor_id))
        if privilege.ended_at is not None:
            raise Conflict(say("Somebody has ended this already."))
        privilege.ended_by_id, privilege.ended_at = actor.id, unit.now
        ended = PrivilegeEnded(subject_id=privilege_id, supervisor_id=privilege.supervisor_id)
        unit.record(ended, of=privilege)
        return privilege.supervisor_id


def set_checked(actor: Actor, checked: Checked) -> None:
    with unit_of_work(actor) as unit:
        insist(policy.may_set_checked(actor))
        program = db.session.get_one(Program, actor.program_id, with_for_update=True)
        before, program.privileges = program.privileges, checked
        unit.record(PrivilegesChecked(subject_id=program.id, checked=checked, before=before))


def set_credentials(actor: Actor, checked: Checked, kinds: Collection[str]) -> None:
    """`kinds`: of the credentials that signing needs. Raises Invalid where the program would ask
    for none that there are."""
    with unit_of_work(actor) as unit:
        insist(policy.may_set_credentials(actor))
        if not set(kinds) <= set(kinds_of(actor.program_id)):
            raise Invalid({"kinds": say("Choose from the list, each once.")})
        if checked is not Checked.OFF and not kinds:
            raise Invalid({"kinds": say("Choose at least one kind of credential.")})
        program = db.session.get_one(Program, actor.program_id, with_for_update=True)
        before, program.credentials_checked = program.credentials_checked, checked
        program.signing_credentials = frozenset(kinds)
        unit.record(
            CredentialsChecked(
                subject_id=program.id, checked=checked, before=before, kinds=tuple(sorted(kinds))
            )
        )


def _complaints(
    member: Membership, scope: Scope, code: str, starts_on: date, ends_on: date | None
) -> dict[str, Message]:
    wrong: dict[str, Message] = {}
    if Role.SUPERVISOR not in member.roles:
        wrong["code"] = say("Only supervisors have privileges.")
    if (scope is Scope.ALL) != (code == ""):
        wrong["code"] = say("Choose one of the list.")
    if ends_on is not None and ends_on < starts_on:
        wrong["ends_on"] = say("This is before the first day.")
    return wrong
