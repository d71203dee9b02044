"""Who may see, log, change, withdraw, void and reassign a case."""

from datetime import date
from typing import Protocol
from uuid import UUID

from logbook.domain.cases import State, Step, allows
from logbook.domain.decisions import YES, Decision, first_no, no
from logbook.policy.actors import Actor, Role

OVERSEERS = (Role.DIRECTOR, Role.COORDINATOR, Role.COMMITTEE, Role.AUDITOR)
"""Who sees every case of the program that its fellow has handed in."""


class Enrolled(Protocol):
    @property
    def fellow_id(self) -> UUID: ...
    @property
    def starts_on(self) -> date: ...
    @property
    def ends_on(self) -> date: ...


class CaseLike(Protocol):
    @property
    def fellow_id(self) -> UUID: ...
    @property
    def supervisor_id(self) -> UUID | None: ...
    @property
    def state(self) -> State: ...


def has_not_left(actor: Actor) -> Decision:
    if actor.left:
        return no("You have left this program. Its coordinator can help.")
    return YES


def may_view(actor: Actor, case: CaseLike) -> Decision:
    """Own cases; those one is asked about; for those who answer for the program, all but drafts."""
    if actor.id == case.fellow_id:
        return YES
    if case.state is State.DRAFT:
        return no("A draft is its fellow's own until it is submitted.")
    if actor.id == case.supervisor_id and actor.is_(Role.SUPERVISOR):
        return YES
    if actor.is_(*OVERSEERS) and not actor.left:
        return YES
    return no("Only the fellow, the supervisor and those who oversee the program see this case.")


def may_open_own_log(actor: Actor) -> Decision:
    if actor.is_(Role.FELLOW):
        return YES
    return no("Only fellows keep a log of cases.")


def may_log(actor: Actor) -> Decision:
    return first_no(may_open_own_log(actor), has_not_left(actor))


def may_step(actor: Actor, case: CaseLike, step: Step) -> Decision:
    """A step that belongs to the fellow: change, submit, withdraw, reopen."""
    return first_no(has_not_left(actor), _is_own(actor, case), _leads_somewhere(case, step))


def may_void(actor: Actor, case: CaseLike) -> Decision:
    if not actor.is_(Role.DIRECTOR):
        return no("Only a program director may void a case.")
    if actor.id == case.fellow_id:
        return no("You cannot void your own case.")
    return first_no(has_not_left(actor), _leads_somewhere(case, Step.VOID))


def may_reassign(actor: Actor, case: CaseLike) -> Decision:
    if actor.id != case.fellow_id and not actor.is_(Role.COORDINATOR, Role.DIRECTOR):
        return no("Only the fellow, a coordinator or a director may ask another supervisor.")
    return first_no(has_not_left(actor), _leads_somewhere(case, Step.REASSIGN))


def may_be_asked(supervisor: Actor, case: CaseLike) -> Decision:
    """Whether this member can be named as the supervisor of a case."""
    if supervisor.id == case.fellow_id:
        return no("Nobody supervises their own case.")
    if not supervisor.is_(Role.SUPERVISOR) or supervisor.left:
        return no("This person is not a supervisor of the program now.")
    return YES


def was_there(joined_on: date, day: date) -> Decision:
    """Told to whoever asks for a signature under what happened on a day: who came later would be
    refused it. A membership's past roles are not kept; the day of joining stands for them."""
    if joined_on > day:
        return no("This person was no supervisor of this program on that day.")
    return YES


def may_oversee(actor: Actor) -> Decision:
    """The program's own list of cases."""
    if actor.is_(*OVERSEERS):
        return has_not_left(actor)
    return no("Only those who oversee the program see the cases of all fellows.")


def _is_own(actor: Actor, case: CaseLike) -> Decision:
    if actor.id != case.fellow_id:
        return no("Only the fellow who logged this case may do that.")
    return YES


def _leads_somewhere(case: CaseLike, step: Step) -> Decision:
    if allows(case.state, step):
        return YES
    return no("This case is %(state)s; that is not possible now.", state=case.state)
