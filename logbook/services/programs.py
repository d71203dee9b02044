"""A program's members, sites and beginnings."""

import secrets
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from sqlalchemy import select

from logbook.database import db
from logbook.domain.decisions import say
from logbook.domain.events import (
    AccountCreated,
    InvitationRevoked,
    MemberInvited,
    MemberJoined,
    MemberLeft,
    MemberReturned,
    MemberRolesChanged,
    MemberSinceChanged,
    ProgramCreated,
    SiteAdded,
)
from logbook.models.columns import new_id
from logbook.models.identity import Account
from logbook.models.programs import Invitation, Membership, Program, Site
from logbook.policy import programs as policy
from logbook.policy.actors import Actor, Role, job
from logbook.policy.identity import may_administer
from logbook.services import passwords
from logbook.services.identity import Link, fold, hash_of, of_account
from logbook.services.refusals import Invalid, insist
from logbook.services.unit import Unit, unit_of_work

INVITATION_LIFE = timedelta(days=14)
PROFESSIONS = (
    "physician",
    "anesthesiologist",
    "rehabilitation_physician",
    "nurse",
    "psychologist",
    "physiotherapist",
    "technician",
    "other",
)


@dataclass(frozen=True, slots=True)
class Invited:
    """Whom to invite, and as what."""

    address: str
    name: str
    roles: frozenset[Role]
    profession: str = "physician"


def create_program(actor: Actor, *, name: str, time_zone: str, year_begins_month: int) -> UUID:
    """A new program, still without people or curriculum. Returns its id."""
    with unit_of_work(actor) as unit:
        insist(may_administer(actor))
        if db.session.scalars(select(Program.id).where(Program.name == name)).first():
            raise Invalid({"name": say("There is a program of this name already.")})
        program = Program(
            id=new_id(),
            name=name,
            time_zone=time_zone,
            year_begins_month=year_begins_month,
            created_at=unit.now,
        )
        db.session.add(program)
        unit.record(ProgramCreated(subject_id=program.id))
        return program.id


def invite(actor: Actor, program_id: UUID, invited: Invited) -> Link:
    """Make a single-use link by which a person joins. The administrator invites the first
    director of a program; its own directors and coordinators invite everybody else."""
    within = actor if actor.program_id == program_id else job(program_id)
    with unit_of_work(within) as unit:
        if within is actor:
            insist(policy.may_run(actor))
        else:
            insist(may_administer(actor))
        insist(policy.may_give(actor, invited.roles))
        if not invited.roles:
            raise Invalid({"roles": say("Choose at least one role.")})
        token = secrets.token_urlsafe(32)
        invitation = Invitation(
            program_id=program_id,
            id=new_id(),
            address=fold(invited.address),
            name=invited.name,
            roles=invited.roles,
            profession=invited.profession,
            invited_by_id=actor.id if within is actor else None,
            token_hash=hash_of(token),
            expires_at=unit.now + INVITATION_LIFE,
        )
        db.session.add(invitation)
        unit.record(MemberInvited(subject_id=invitation.id, roles=tuple(sorted(invited.roles))))
        return Link(invitation.address, invitation.name, None, token)


def revoke_invitation(actor: Actor, invitation_id: UUID) -> None:
    with unit_of_work(actor) as unit:
        invitation = db.session.get_one(Invitation, (actor.program_id, invitation_id))
        insist(policy.may_run(actor))
        if invitation.accepted_at is not None:
            raise Invalid({"invitation": say("This invitation has been accepted already.")})
        invitation.revoked_at = unit.now
        unit.record(InvitationRevoked(subject_id=invitation.id))


def open_invitation(token: str, now: datetime) -> Invitation | None:
    """The invitation behind a link, while it can still be used."""
    return db.session.scalars(
        select(Invitation).where(
            Invitation.token_hash == hash_of(token),
            Invitation.accepted_at.is_(None),
            Invitation.revoked_at.is_(None),
            Invitation.expires_at > now,
        )
    ).one_or_none()


def make_account(address: str, name: str, password: str) -> UUID:
    """An account for an invited person who has none. Returns its id."""
    if wrong := passwords.complaint(password, *name.split(), *address.replace("@", " ").split()):
        raise Invalid({"password": wrong})
    stored = passwords.hash_password(password)
    account_id = new_id()
    with unit_of_work(of_account(account_id)) as unit:
        db.session.add(
            Account(
                id=account_id,
                address=fold(address),
                name=name,
                password_hash=stored,
                created_at=unit.now,
            )
        )
        unit.record(AccountCreated(subject_id=account_id))
    return account_id


def accept(token: str, account_id: UUID) -> UUID:
    """Join the program that the link is for. Returns the program's id."""
    found = open_invitation(token, datetime.now(UTC))
    if found is None:
        raise Invalid({"link": say("This invitation has been used or has expired.")})
    program_id, invitation_id = found.program_id, found.id
    with unit_of_work(job(program_id)) as unit:
        invitation = db.session.get_one(
            Invitation, (program_id, invitation_id), with_for_update=True
        )
        if invitation.accepted_at is not None:
            raise Invalid({"link": say("This invitation has been used or has expired.")})
        invitation.accepted_at = unit.now
        _join(unit, program_id, account_id, invitation.roles, invitation.profession)
        return program_id


def _join(
    unit: Unit, program_id: UUID, account_id: UUID, roles: frozenset[Role], profession: str
) -> None:
    member = db.session.scalars(
        select(Membership).where(
            Membership.program_id == program_id, Membership.account_id == account_id
        )
    ).one_or_none()
    if member is None:
        member = Membership(
            program_id=program_id,
            id=new_id(),
            account_id=account_id,
            roles=roles,
            profession=profession,
            joined_on=db.session.get_one(Program, program_id).day_of(unit.now),
        )
        db.session.add(member)
    else:  # somebody who comes back, or gets one more role
        member.roles, member.left_on = member.roles | roles, None
    unit.record(MemberJoined(subject_id=member.id, roles=tuple(sorted(member.roles))), of=member)


def change_roles(actor: Actor, member_id: UUID, roles: frozenset[Role]) -> None:
    with unit_of_work(actor) as unit:
        member = db.session.get_one(Membership, (actor.program_id, member_id))
        insist(policy.may_run(actor))
        insist(policy.may_give(actor, roles ^ member.roles))
        if not roles:
            raise Invalid({"roles": say("Choose at least one role.")})
        if Role.DIRECTOR in member.roles and Role.DIRECTOR not in roles:
            _keep_a_director(unit, member)
        member.roles = roles
        unit.record(MemberRolesChanged(subject_id=member.id, roles=tuple(sorted(roles))), of=member)


def set_since(actor: Actor, member_id: UUID, since: date) -> None:
    """Whoever was here before the program kept its log here may sign for those days too."""
    with unit_of_work(actor) as unit:
        member = db.session.get_one(Membership, (actor.program_id, member_id))
        insist(policy.may_set_since(actor, member_id))
        insist(policy.may_give(actor, member.roles))
        program = db.session.get_one(Program, actor.program_id)
        if since > min(program.day_of(unit.now), member.left_on or date.max):
            raise Invalid({"since": say("This day lies in the future, or after they left.")})
        before, member.joined_on = member.joined_on, since
        changed = MemberSinceChanged(
            subject_id=member.id, since=since.isoformat(), before=before.isoformat()
        )
        unit.record(changed, of=member)


def leave(actor: Actor, member_id: UUID, on: date) -> None:
    """Mark a member as gone from this day. What they signed stays; they change nothing more."""
    with unit_of_work(actor) as unit:
        member = db.session.get_one(Membership, (actor.program_id, member_id))
        insist(policy.may_run(actor))
        insist(policy.may_give(actor, member.roles))
        if on < member.joined_on:
            raise Invalid({"on": say("Nobody leaves before they joined.")})
        if Role.DIRECTOR in member.roles:
            _keep_a_director(unit, member)
        member.left_on = on
        unit.record(MemberLeft(subject_id=member.id, on=on.isoformat()), of=member)


def come_back(actor: Actor, member_id: UUID) -> None:
    with unit_of_work(actor) as unit:
        member = db.session.get_one(Membership, (actor.program_id, member_id))
        insist(policy.may_run(actor))
        insist(policy.may_give(actor, member.roles))
        member.left_on = None
        unit.record(MemberReturned(subject_id=member.id), of=member)


def _keep_a_director(unit: Unit, leaving: Membership) -> None:
    members = db.session.scalars(
        select(Membership).where(
            Membership.program_id == leaving.program_id, Membership.left_on.is_(None)
        )
    )
    if not any(Role.DIRECTOR in one.roles for one in members if one.id != leaving.id):
        raise Invalid({"roles": say("A program keeps at least one director.")})


def add_site(actor: Actor, name: str) -> UUID:
    with unit_of_work(actor) as unit:
        insist(policy.may_run(actor))
        known = select(Site.id).where(Site.program_id == actor.program_id, Site.name == name)
        if db.session.scalars(known).first():
            raise Invalid({"name": say("There is a site of this name already.")})
        site = Site(program_id=actor.program_id, id=new_id(), name=name)
        db.session.add(site)
        unit.record(SiteAdded(subject_id=site.id))
        return site.id
