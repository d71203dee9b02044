"""Several answers in one go. Each is a use case of its own, with its own entry in the ledger: one
that fails leaves the others as they are."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy.exc import NoResultFound

from logbook.domain.catalogue import CaseRole
from logbook.domain.decisions import Message, say
from logbook.domain.signatures import BY_SESSION, Proven
from logbook.policy.actors import Actor
from logbook.services import approval
from logbook.services.refusals import Conflict, Invalid, Refused

MOST = 20
"""How many cases are answered together at most: each is to be looked at."""


@dataclass(frozen=True, slots=True)
class Approval:
    """One case to be approved, as the supervisor saw it."""

    case_id: UUID
    revision: int
    role_stated: CaseRole
    level: str
    words: str = ""
    seen_id: UUID | None = None
    """The confirmation from the room that was shown with it."""


@dataclass(slots=True)
class Outcome:
    """What became of each: the ids of what was done, and the complaints about what was not, by
    the id that was asked for; those that belong to no field stand under the empty name."""

    done: list[UUID] = field(default_factory=list)
    failed: dict[UUID, Mapping[str, Message]] = field(default_factory=dict)


def approve_each(actor: Actor, wanted: Sequence[Approval], by: Proven = BY_SESSION) -> Outcome:
    """Approve these cases one by one, each with a signature of its own, in one sitting. Returns
    the ids of the answers, and what failed by case."""
    check_number(wanted)
    outcome = Outcome()
    for one in wanted:

        def approve(one: Approval = one) -> UUID:
            return approval.approve(
                actor,
                one.case_id,
                one.revision,
                role_stated=one.role_stated,
                level=one.level,
                words=one.words,
                seen_id=one.seen_id,
                by=by,
            )

        _try(outcome, one.case_id, approve)
    return outcome


def undo_each(actor: Actor, answer_ids: Sequence[UUID], by: Proven = BY_SESSION) -> Outcome:
    """Take these answers back one by one. Returns the ids of the cases, and what failed by
    answer."""
    check_number(answer_ids)
    outcome = Outcome()
    for answer_id in answer_ids:

        def undo(answer_id: UUID = answer_id) -> UUID:
            return approval.undo(actor, answer_id, by)

        _try(outcome, answer_id, undo)
    return outcome


def check_number(wanted: Sequence[object]) -> None:
    """Invalid for none, and for too many."""
    if not wanted:
        raise Invalid({"": say("Select at least one case.")})
    if len(wanted) > MOST:
        raise Invalid({"": say("At most %(most)s cases at once.", most=MOST)})


def _try(outcome: Outcome, asked: UUID, use_case: Callable[[], UUID]) -> None:
    try:
        outcome.done.append(use_case())
    except Invalid as wrong:
        outcome.failed[asked] = wrong.complaints
    except (Refused, Conflict) as refusal:
        outcome.failed[asked] = {"": refusal.reason}
    except NoResultFound:
        outcome.failed[asked] = {"": say("This case no longer waits for you.")}
