"""Who may ask for an assessment, give one, read it, and answer it."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Protocol
from uuid import UUID

from logbook.domain.assessments import SAID, SIGNED, State, Step, allows, state_at
from logbook.domain.cases import State as CaseState
from logbook.domain.decisions import YES, Decision, first_no, no
from logbook.policy.actors import Actor, Role
from logbook.policy.cases import OVERSEERS, CaseLike, has_not_left


class AssessmentLike(Protocol):
    @property
    def fellow_id(self) -> UUID: ...
    @property
    def assessor_id(self) -> UUID: ...
    @property
    def started_by_id(self) -> UUID: ...
    @property
    def state(self) -> State: ...
    @property
    def asked_at(self) -> datetime: ...
    @property
    def self_rated(self) -> bool: ...


def may_view(actor: Actor, assessment: AssessmentLike) -> Decision:
    """One's own; those one is asked to give; for those who answer for the program, all."""
    if actor.id == assessment.fellow_id:
        return YES
    if actor.id == assessment.assessor_id and actor.is_(Role.SUPERVISOR):
        return YES
    if actor.is_(*OVERSEERS) and not actor.left:
        return YES
    return no("Only the fellow, the assessor and those who oversee the program see this.")


def may_open_own(actor: Actor) -> Decision:
    if actor.is_(Role.FELLOW):
        return YES
    return no("Only fellows are assessed.")


def may_open_requests(actor: Actor) -> Decision:
    if actor.is_(Role.SUPERVISOR):
        return has_not_left(actor)
    return no("Only supervisors are asked for assessments.")


def may_oversee(actor: Actor) -> Decision:
    if actor.is_(*OVERSEERS):
        return has_not_left(actor)
    return no("Only those who oversee the program see the assessments of all fellows.")


def may_start(actor: Actor) -> Decision:
    """Either side."""
    if actor.is_(Role.FELLOW, Role.SUPERVISOR):
        return has_not_left(actor)
    return no("Only fellows and supervisors start an assessment.")


def may_start_for(actor: Actor, fellow_id: UUID, assessor_id: UUID) -> Decision:
    """A fellow about the own work; a supervisor about what they themselves saw."""
    if actor.id not in (fellow_id, assessor_id):
        return no("An assessment is started by its fellow or by its assessor.")
    return may_start(actor)


def may_assess_case(actor: Actor, case: CaseLike) -> Decision:
    """Whether this case can be the context of an assessment that the actor starts."""
    if case.state not in (CaseState.SUBMITTED, CaseState.RETURNED, CaseState.APPROVED):
        return no("This case is %(state)s; that is not possible now.", state=case.state)
    if actor.id == case.fellow_id or (
        actor.id == case.supervisor_id and actor.is_(Role.SUPERVISOR)
    ):
        return may_start(actor)
    return no("An assessment is started by its fellow or by its assessor.")


def may_be_asked(
    assessor: Actor, profession: str, fellow_id: UUID, disciplines: Sequence[str]
) -> Decision:
    """Whether this member can give an assessment on a form for these disciplines; none: all."""
    if assessor.id == fellow_id:
        return no("Nobody assesses themselves.")
    if not assessor.is_(Role.SUPERVISOR) or assessor.left:
        return no("This person is not a supervisor of the program now.")
    if disciplines and profession not in disciplines:
        return no("This form is outside the scope of this person's profession.")
    return YES


def was_there(joined_on: date, happened_on: date) -> Decision:
    """Asked of an assessor about the day that is assessed; a membership's past roles are not kept,
    and the day of joining stands for them."""
    if joined_on > happened_on:
        return no(
            "You were no supervisor of this program on the day that is assessed. If you were, the "
            "coordinator can set your day of joining right."
        )
    return YES


def may_fill_in(actor: Actor, assessment: AssessmentLike, now: datetime) -> Decision:
    if actor.id == assessment.fellow_id:
        return no("Nobody assesses themselves.")
    if actor.id != assessment.assessor_id or not actor.is_(Role.SUPERVISOR):
        return no("Only the assessor who is asked may fill this in.")
    if actor.left:
        return no("You have left this program; the fellow can ask somebody else.")
    return _leads_somewhere(assessment, Step.FINISH, now)


def may_decline(actor: Actor, assessment: AssessmentLike, now: datetime) -> Decision:
    if actor.id != assessment.assessor_id or actor.id == assessment.started_by_id:
        return no("Only who is asked for an assessment may decline it.")
    return first_no(has_not_left(actor), _leads_somewhere(assessment, Step.DECLINE, now))


def may_move(actor: Actor, assessment: AssessmentLike, now: datetime) -> Decision:
    if actor.id != assessment.fellow_id and not actor.is_(Role.COORDINATOR, Role.DIRECTOR):
        return no("Only the fellow, a coordinator or a director may ask somebody else.")
    return first_no(has_not_left(actor), _leads_somewhere(assessment, Step.MOVE, now))


def may_withdraw(actor: Actor, assessment: AssessmentLike, now: datetime) -> Decision:
    """Whoever started it, until it is said."""
    if actor.id != assessment.started_by_id:
        return no("Only who started this assessment may withdraw it.")
    return first_no(has_not_left(actor), _leads_somewhere(assessment, Step.WITHDRAW, now))


def may_rate_oneself(actor: Actor, assessment: AssessmentLike) -> Decision:
    if actor.id != assessment.fellow_id:
        return no("Only the fellow rates their own work.")
    if assessment.self_rated:
        return no("Your own rating stands; it is not changed afterwards.")
    if assessment.state not in SAID | {State.REQUESTED}:
        return _not_now(assessment.state)
    return has_not_left(actor)


def may_read_judgement(actor: Actor, assessment: AssessmentLike) -> Decision:
    """What the assessor said: when it is said, and to the fellow after the own rating."""
    if assessment.state not in SIGNED:
        return no("Nothing has been said yet.")
    if actor.id == assessment.fellow_id and not assessment.self_rated:
        return no("Rate yourself first; then you see what was said.")
    return YES


def may_read_own_rating(actor: Actor, assessment: AssessmentLike) -> Decision:
    """How the fellow rated the own work: nobody else before the assessor has said."""
    if actor.id == assessment.fellow_id or assessment.state in SIGNED:
        return YES
    return no("You rate first; how the fellow rated the own work is shown with it.")


def may_acknowledge(actor: Actor, assessment: AssessmentLike) -> Decision:
    if actor.id != assessment.fellow_id:
        return no("Only the fellow acknowledges it.")
    if not allows(assessment.state, Step.ACKNOWLEDGE):
        return _not_now(assessment.state)
    return first_no(has_not_left(actor), may_read_judgement(actor, assessment))


def _leads_somewhere(assessment: AssessmentLike, step: Step, now: datetime) -> Decision:
    state = state_at(assessment.state, assessment.asked_at, now)
    return YES if allows(state, step) else _not_now(state)


def _not_now(state: State) -> Decision:
    return no("This assessment is %(state)s; that is not possible now.", state=state)
