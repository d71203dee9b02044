"""Who tells how it went with a case later, and who sets when fellows are asked."""

from logbook.domain.decisions import Decision, no
from logbook.domain.follow_ups import STANDS
from logbook.policy.actors import Actor
from logbook.policy.cases import CaseLike, may_log
from logbook.policy.programs import may_run


def may_answer(actor: Actor, case: CaseLike) -> Decision:
    """Its fellow, of a case that stands. Whoever sees the case sees the answer."""
    if actor.id != case.fellow_id:
        return no("Only the fellow who logged this case may do that.")
    if case.state not in STANDS:
        return no("This case is %(state)s; that is not possible now.", state=case.state)
    return may_log(actor)


def may_set_days(actor: Actor) -> Decision:
    return may_run(actor)
