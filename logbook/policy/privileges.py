"""Who gives privileges, and who vouches for what on which day."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from logbook.domain.decisions import YES, Decision, first_no, no
from logbook.domain.privileges import Checked
from logbook.policy.actors import Actor, Role
from logbook.policy.cases import has_not_left
from logbook.policy.conflicts import may_judge
from logbook.policy.programs import may_run
from logbook.policy.signing import Standing, has_credentials


@dataclass(frozen=True, slots=True)
class Voucher:
    """How a supervisor stands to one case of one fellow."""

    related: bool
    """A conflict of interest between the two is declared."""
    joined_on: date
    performed_on: date
    checked: Checked
    privileged: bool
    """Has a privilege for it that was valid on the day of the case."""
    credentials: Standing = Standing()  # noqa: RUF009  (frozen)
    """On the day of signing."""


def may_give(actor: Actor, supervisor_id: UUID) -> Decision:
    if actor.id == supervisor_id:
        return no("Nobody gives privileges to themselves.")
    return may_run(actor)


def may_set_checked(actor: Actor) -> Decision:
    if actor.is_(Role.DIRECTOR):
        return has_not_left(actor)
    return no("Only a program director decides what a missing privilege stops.")


def may_set_credentials(actor: Actor) -> Decision:
    """Which credentials signing needs, and what it stops that one has lapsed."""
    if actor.is_(Role.DIRECTOR):
        return has_not_left(actor)
    return no("Only a program director decides which credentials signing needs.")


def may_vouch_for(voucher: Voucher) -> Decision:
    """Approve a case: asked of the supervisor who may answer it."""
    return first_no(
        may_judge(voucher.related),
        _was_there(voucher),
        _is_entitled(voucher),
        has_credentials(voucher.credentials),
    )


def _was_there(voucher: Voucher) -> Decision:
    if voucher.joined_on > voucher.performed_on:
        return no(
            "You were no supervisor of this program on the day of the case. If you were, the "
            "coordinator can set your day of joining right."
        )
    return YES


def _is_entitled(voucher: Voucher) -> Decision:
    if voucher.checked is Checked.REFUSE and not voucher.privileged:
        return no(
            "You had no privilege for this procedure on the day of the case. "
            "The coordinator can tell you more, or ask another supervisor."
        )
    return YES
