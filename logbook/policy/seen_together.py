"""Who shows codes in the room, and who confirms a case with one."""

from logbook.domain.cases import OPEN_STATES
from logbook.domain.decisions import YES, Decision, first_no, no
from logbook.policy.actors import Actor, Role
from logbook.policy.cases import CaseLike, has_not_left, may_be_asked


def may_show_codes(actor: Actor) -> Decision:
    if actor.is_(Role.SUPERVISOR):
        return has_not_left(actor)
    return no("Only supervisors show codes.")


def may_confirm(actor: Actor, case: CaseLike) -> Decision:
    """Its fellow, until it is answered: what is approved was signed as it stood."""
    if actor.id != case.fellow_id:
        return no("Only the fellow who logged this case may do that.")
    if case.state not in OPEN_STATES:
        return no("This case is %(state)s; that is not possible now.", state=case.state)
    return has_not_left(actor)


def may_vouch(supervisor: Actor, case: CaseLike) -> Decision:
    """Whether codes of this member count for the case: only of whom it is sent to."""
    if supervisor.id != case.supervisor_id:
        return no("This is no code of the supervisor whom you ask.")
    return first_no(may_be_asked(supervisor, case), YES)
