"""Who may answer a case, and take the answer back."""

from datetime import datetime, timedelta
from typing import Protocol
from uuid import UUID

from logbook.domain.cases import UNDO_SECONDS, State
from logbook.domain.decisions import YES, Decision, no
from logbook.policy.actors import Actor, Role
from logbook.policy.cases import CaseLike, has_not_left


class AnswerLike(Protocol):
    @property
    def supervisor_id(self) -> UUID: ...
    @property
    def answered_at(self) -> datetime: ...
    @property
    def undone_at(self) -> datetime | None: ...


def may_open_queue(actor: Actor) -> Decision:
    if actor.is_(Role.SUPERVISOR):
        return has_not_left(actor)
    return no("Only supervisors have a queue of cases to answer.")


def may_answer(actor: Actor, case: CaseLike) -> Decision:
    """Approve, return, or say 'not observed': the same person may do all three."""
    if actor.id == case.fellow_id:
        return no("Nobody approves their own case.")
    if actor.id != case.supervisor_id or not actor.is_(Role.SUPERVISOR):
        return no("Only the supervisor who is asked may answer this case.")
    if actor.left:
        return no("You have left this program; its coordinator can ask another supervisor.")
    if case.state is not State.SUBMITTED:
        return no("This case is %(state)s; only a submitted one can be answered.", state=case.state)
    return YES


def may_see_role(actor: Actor, case: CaseLike) -> Decision:
    """The role that the fellow logged: not before its supervisor has stated one."""
    if actor.id == case.supervisor_id and case.state is State.SUBMITTED:
        return no("You state the role first; what the fellow logged is shown with your answer.")
    return YES


def may_undo(actor: Actor, answer: AnswerLike, now: datetime) -> Decision:
    if actor.id != answer.supervisor_id:
        return no("Only who gave an answer may take it back.")
    if not actor.is_(Role.SUPERVISOR):
        return no("You are no supervisor of this program now; your answer stands.")
    if answer.undone_at is not None:
        return no("This answer has been taken back already.")
    since = now - answer.answered_at
    if (
        not timedelta(0) <= since <= timedelta(seconds=UNDO_SECONDS)
    ):  # nor by setting the clock back
        return no("An answer can be taken back for %(seconds)s seconds only.", seconds=UNDO_SECONDS)
    return has_not_left(actor)
