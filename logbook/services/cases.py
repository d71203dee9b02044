"""Logging a case and what its fellow may do with it; voiding and asking another supervisor."""

from contextlib import suppress
from dataclasses import dataclass, replace
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from logbook.database import db
from logbook.domain import cases as life
from logbook.domain.case_content import about_text, plain
from logbook.domain.cases import State, Step
from logbook.domain.decisions import YES, say
from logbook.domain.events import (
    CaseChanged,
    CaseDrafted,
    CaseReassigned,
    CaseReopened,
    CaseSubmitted,
    CaseVoided,
    CaseWithdrawn,
)
from logbook.models.cases import Case
from logbook.models.columns import new_id
from logbook.models.programs import Membership
from logbook.models.sealed import new_salt
from logbook.policy import cases as policy
from logbook.policy.actors import Actor
from logbook.queries.amendments import enrollment_of_case
from logbook.queries.conflicts import are_related
from logbook.queries.visibility import cases_visible_to
from logbook.services import case_amendments, progress
from logbook.services.case_amendments import Amending
from logbook.services.entering import (
    Entered,
    enter,
    ground_of,
    says_the_same,
    supervisor_complaints,
    tidy,
)
from logbook.services.refusals import Conflict, Invalid, insist
from logbook.services.seen_codes import counting_guesses, give
from logbook.services.sign_off_grounds import shake
from logbook.services.unit import Unit, unit_of_work

REASON_LENGTH = 300


class AlreadyLogged(Exception):
    """The same case was sent before; nothing more is to be done."""


class Stale(Conflict):
    """The case is no longer as the page showed it. What was typed is kept by the caller."""

    def __init__(self) -> None:
        super().__init__(say("This case was changed while you were writing."))


def new_case_id() -> UUID:
    """The id for a case that is about to be logged. In order of making, as a day's list is."""
    return new_id()


def log(actor: Actor, case_id: UUID, enrollment_id: UUID, entered: Entered) -> UUID:
    """Log a case under the id that the client made. Sent twice, it is still one case.

    Raises Invalid with a message for each field, Refused, and Stale when a case of this id
    says something else already.
    """
    return _log(actor, case_id, enrollment_id, entered)


def amend(actor: Actor, case_id: UUID, amending: Amending, entered: Entered) -> UUID:
    """Propose a case, under the id that the client made, in the place of an approved one of the
    actor's own. It goes its way as any case does, and counts once it is approved.

    Raises as `log` does, and Refused when that one cannot be amended now.
    """
    enrollment_id = enrollment_of_case(actor, amending.case_id)
    return _log(actor, case_id, enrollment_id, entered, amending)


def _log(
    actor: Actor,
    case_id: UUID,
    enrollment_id: UUID,
    entered: Entered,
    amending: Amending | None = None,
) -> UUID:
    try:
        with counting_guesses(actor, entered.code), unit_of_work(actor) as unit:
            put(unit, case_id, enrollment_id, entered, amending)
    except AlreadyLogged:
        pass
    except IntegrityError:
        # Two posts of one case at the same moment: whoever came second finds the first's row.
        if db.session.get(Case, (actor.program_id, case_id)) is None:
            raise
        with suppress(AlreadyLogged), unit_of_work(actor) as unit:
            put(unit, case_id, enrollment_id, entered, amending, is_there=True)
    return case_id


def put(
    unit: Unit,
    case_id: UUID,
    enrollment_id: UUID,
    entered: Entered,
    amending: Amending | None = None,
    is_there: bool = False,
) -> None:
    """Log one case within a unit of work: alone, or as one of several.

    Raises AlreadyLogged when it is there and says the same. `is_there`: its row has been seen.
    """
    actor = unit.actor
    ground = ground_of(unit, enrollment_id, case_id, entered)
    entered = tidy(actor, ground, entered)
    insist(policy.may_log(actor))
    insist(policy.may_step(actor, Draft(ground.fellow_id), Step.CHANGE))
    if ground.already_logged or is_there:
        _stop_if_the_same(actor, case_id, entered, amending)
    case = _begun(unit, case_id, enrollment_id, ground.fellow_id)
    if amending is not None:
        case_amendments.begin(unit, case, amending)
    enter(unit, case, ground, entered)
    _tell(unit, case, entered.submit, CaseDrafted(subject_id=case.id))
    unit.insert(case)
    if entered.code:
        give(unit, case, entered.code)


def change(actor: Actor, case_id: UUID, revision: int, entered: Entered) -> None:
    """Change an open case, and hand it in if asked. Stale when it is not at that revision."""
    with counting_guesses(actor, entered.code), unit_of_work(actor) as unit:
        case = _visible(actor, case_id)
        insist(policy.may_step(actor, case, Step.CHANGE))
        if case.revision != revision:
            raise Stale
        if case.state is State.SUBMITTED:
            entered = replace(entered, submit=True)  # what is handed in stays whole
        ground = ground_of(unit, case.enrollment_id, case_id, entered)
        enter(unit, case, ground, tidy(actor, ground, entered))
        _tell(unit, case, entered.submit, CaseChanged(subject_id=case.id))
        if entered.code:
            give(unit, case, entered.code)


def withdraw(actor: Actor, case_id: UUID, reason: str = "", revision: int | None = None) -> None:
    """Take a case out of the log. An approved one takes its credits with it and needs a reason.
    Stale when a revision is meant and it is at another."""
    with unit_of_work(actor) as unit:
        case = _visible(actor, case_id)
        insist(policy.may_step(actor, case, Step.WITHDRAW))
        if revision is not None and case.revision != revision:
            raise Stale
        if case.state is State.APPROVED:
            _require_reason(reason)
        _guard_reason(reason)
        with progress.following(unit, case):
            case.state = life.after(case.state, Step.WITHDRAW)
        case.closing_words = plain(reason)[:REASON_LENGTH]
        shake(unit, "case", case.id)
        unit.record(CaseWithdrawn(subject_id=case.id), of=case)


def reopen(actor: Actor, case_id: UUID) -> None:
    """Make a draft of a withdrawn case."""
    with unit_of_work(actor) as unit:
        case = _visible(actor, case_id)
        insist(policy.may_step(actor, case, Step.REOPEN))
        case_amendments.check_reopened(case)
        case.state = life.after(case.state, Step.REOPEN)
        case.credited_role = None
        case.closing_words = ""
        unit.record(CaseReopened(subject_id=case.id), of=case)


def void(actor: Actor, case_id: UUID, reason: str) -> None:
    """A director strikes a case out, with a reason that stays readable."""
    with unit_of_work(actor) as unit:
        case = _visible(actor, case_id)
        insist(policy.may_void(actor, case))
        _require_reason(reason)
        _guard_reason(reason)
        with progress.following(unit, case):
            case.state = life.after(case.state, Step.VOID)
        case.closing_words = plain(reason)[:REASON_LENGTH]
        shake(unit, "case", case.id)
        unit.record(CaseVoided(subject_id=case.id), of=case)


def reassign(actor: Actor, case_id: UUID, supervisor_id: UUID) -> None:
    """Ask another supervisor."""
    with unit_of_work(actor) as unit:
        case = _visible(actor, case_id)
        insist(policy.may_reassign(actor, case))
        before_id = case.supervisor_id
        _ask(unit, case, supervisor_id)
        case.state = life.after(case.state, Step.REASSIGN)
        unit.record(
            CaseReassigned(subject_id=case.id, supervisor_id=supervisor_id, before_id=before_id),
            of=case,
        )


@dataclass(frozen=True, slots=True)
class Draft:
    """A case that is about to be: enough of it to ask the policy."""

    fellow_id: UUID
    supervisor_id: UUID | None = None
    state: State = State.DRAFT


def _begun(unit: Unit, case_id: UUID, enrollment_id: UUID, fellow_id: UUID) -> Case:
    return Case(
        program_id=unit.actor.program_id,
        id=case_id,
        enrollment_id=enrollment_id,
        fellow_id=fellow_id,
        state=State.DRAFT,
        logged_at=unit.now,
        revision=1,
        closing_words="",
        salt=new_salt(),
    )


def _stop_if_the_same(
    actor: Actor, case_id: UUID, entered: Entered, amending: Amending | None
) -> None:
    found = db.session.get_one(Case, (actor.program_id, case_id))
    if found.fellow_id == actor.id and _is_the_same(found, entered, amending):
        raise AlreadyLogged
    raise Stale


def _is_the_same(found: Case, entered: Entered, amending: Amending | None) -> bool:
    amends_id = amending.case_id if amending else None
    return found.amends_id == amends_id and says_the_same(found, entered)


def _ask(unit: Unit, case: Case, supervisor_id: UUID) -> None:
    found = db.session.get(Membership, (case.program_id, supervisor_id))
    supervisor = found.as_actor(unit.now.date()) if found is not None else None
    related = are_related(case.program_id, supervisor_id, case.fellow_id)
    there = YES if found is None else policy.was_there(found.joined_on, case.performed_on)
    if wrong := supervisor_complaints(case, supervisor, related, there):
        raise Invalid(wrong)
    case.supervisor_id = supervisor_id


def _tell(unit: Unit, case: Case, submit: bool, otherwise: CaseDrafted | CaseChanged) -> None:
    """Hand the case in, or leave it as it is, and record which."""
    step = Step.SUBMIT if submit and case.state is not State.SUBMITTED else Step.CHANGE
    case.state = life.after(case.state, step)
    if step is Step.CHANGE:
        unit.record(otherwise, of=case)
        return
    case.submitted_at = unit.now
    case.answered_at = None
    assert case.supervisor_id is not None
    unit.record(
        CaseSubmitted(subject_id=case.id, supervisor_id=case.supervisor_id, role=case.role),
        of=case,
    )


def _visible(actor: Actor, case_id: UUID) -> Case:
    """A case that the actor may see, locked for a change. NoResultFound otherwise."""
    return db.session.scalars(
        select(Case).where(cases_visible_to(actor), Case.id == case_id).with_for_update()
    ).one()


def _require_reason(reason: str) -> None:
    if not plain(reason):
        raise Invalid({"reason": say("Say why; the reason stays with the case.")})


def _guard_reason(reason: str) -> None:
    """It is read by others as long as the case is."""
    if wrong := dict(about_text("reason", plain(reason)[:REASON_LENGTH], REASON_LENGTH)):
        raise Invalid(wrong)
