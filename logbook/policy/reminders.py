"""Who may ask for an answer, name a deputy, and see how long others take."""

from datetime import date, datetime
from typing import Protocol
from uuid import UUID

from logbook.domain.cases import State
from logbook.domain.decisions import YES, Decision, first_no, no
from logbook.domain.reminders import NUDGE_DAYS, Absence, may_ask_again
from logbook.policy.actors import NO_MEMBERS, Actor, Role
from logbook.policy.cases import CaseLike, has_not_left
from logbook.policy.programs import may_run


class DelegationLike(Protocol):
    @property
    def supervisor_id(self) -> UUID: ...
    @property
    def deputy_id(self) -> UUID: ...
    @property
    def span(self) -> Absence: ...
    @property
    def ended_at(self) -> datetime | None: ...


def may_nudge(
    actor: Actor, case: CaseLike, handed_in: datetime | None, last: datetime | None, now: datetime
) -> Decision:
    """Ask the supervisor of one's own case for an answer. `last`: when it was last asked for."""
    if actor.id != case.fellow_id:
        return no("Only the fellow who logged this case may do that.")
    if case.state is not State.SUBMITTED or handed_in is None:
        return no("This case is %(state)s; it waits for nobody.", state=case.state)
    if (now - handed_in).days < 1:
        return no("It was handed in today. You can ask from tomorrow on.")
    if not may_ask_again(last, now):
        return no("You asked less than %(days)s days ago. Once a week is enough.", days=NUDGE_DAYS)
    return has_not_left(actor)


def may_choose_letters(actor: Actor) -> Decision:
    """One's own wishes; whoever has left is written to no more."""
    if actor.is_(*NO_MEMBERS):
        return no("Only members of a program are sent reminders.")
    return has_not_left(actor)


def may_open_delegations(actor: Actor) -> Decision:
    if actor.is_(Role.SUPERVISOR):
        return has_not_left(actor)
    if actor.is_(Role.AUDITOR):
        return has_not_left(actor)
    return may_run(actor)


def may_delegate(actor: Actor, supervisor_id: UUID) -> Decision:
    """For oneself; for others, whoever runs the program."""
    if actor.id == supervisor_id and actor.is_(Role.SUPERVISOR):
        return has_not_left(actor)
    if actor.is_(Role.DIRECTOR, Role.COORDINATOR):
        return has_not_left(actor)
    return no("Only the supervisor, a coordinator or a director may name a deputy.")


def may_see_delegation(actor: Actor, delegation: DelegationLike) -> Decision:
    if actor.is_(Role.SUPERVISOR) and actor.id in (delegation.supervisor_id, delegation.deputy_id):
        return YES
    if actor.is_(Role.DIRECTOR, Role.COORDINATOR, Role.AUDITOR) and not actor.left:
        return YES
    return no("Only the two of them and those who run the program see a delegation.")


def may_end_delegation(actor: Actor, delegation: DelegationLike) -> Decision:
    """Who named a deputy may take it back; the deputy may not shake the duty off alone."""
    if delegation.ended_at is not None:
        return no("It has been ended already.")
    return may_delegate(actor, delegation.supervisor_id)


def may_be_deputy(deputy: Actor, supervisor_id: UUID) -> Decision:
    if deputy.id == supervisor_id:
        return no("Nobody is their own deputy.")
    if not deputy.is_(Role.SUPERVISOR) or deputy.left:
        return no("This person is not a supervisor of the program now.")
    return YES


def may_answer_in_place(delegation: DelegationLike, today: date) -> Decision:
    """Of a case that was passed on: the deputy answers while the delegation lasts."""
    if delegation.ended_at is not None or not delegation.span.holds_on(today):
        return no("You no longer stand in for who was asked; the case goes back to them.")
    return YES


def may_set_deputy_days(actor: Actor) -> Decision:
    return first_no(may_run(actor))


def may_keep_teaching_log(actor: Actor) -> Decision:
    """One's own, also after leaving: it is theirs."""
    if actor.is_(Role.SUPERVISOR):
        return YES
    return no("Only supervisors have a log of their teaching.")
