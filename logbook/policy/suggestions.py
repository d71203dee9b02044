"""Who suggests a case that a fellow forgot, to whom, and who answers."""

from datetime import date
from typing import Protocol
from uuid import UUID

from logbook.domain.decisions import YES, Decision, first_no, no
from logbook.policy.actors import Actor, Role
from logbook.policy.cases import has_not_left, may_log, was_there
from logbook.policy.conflicts import may_be_judged_by


class SuggestionLike(Protocol):
    @property
    def fellow_id(self) -> UUID: ...
    @property
    def supervisor_id(self) -> UUID: ...


def may_suggest(actor: Actor) -> Decision:
    if actor.is_(Role.SUPERVISOR):
        return has_not_left(actor)
    return no("Only supervisors suggest cases to fellows.")


def may_suggest_to(actor: Actor, fellow_id: UUID, is_theirs: bool, related: bool) -> Decision:
    """`is_theirs`: the fellow has handed a case in to this supervisor before. `related`: a
    conflict of interest between both is declared."""
    if actor.id == fellow_id:
        return no("Nobody supervises their own case.")
    return first_no(may_suggest(actor), may_be_judged_by(related), _is_theirs(is_theirs))


def was_there_then(joined_on: date, day: date) -> Decision:
    """Who was no supervisor on that day could not approve what comes of it."""
    return was_there(joined_on, day)


def may_view(actor: Actor, suggestion: SuggestionLike) -> Decision:
    """Nobody else: what comes of it is a case, and seen as one."""
    if actor.id in (suggestion.fellow_id, suggestion.supervisor_id):
        return YES
    return no("Only the fellow and the supervisor who suggested it see this.")


def may_answer(actor: Actor, suggestion: SuggestionLike) -> Decision:
    if actor.id != suggestion.fellow_id:
        return no("Only the fellow answers for their own log.")
    return may_log(actor)


def _is_theirs(is_theirs: bool) -> Decision:
    if is_theirs:
        return YES
    return no("This fellow has handed no case in to you yet; they log their first one with you.")
