"""A ledger leaves as a file: first that is told to the ledger itself, then it is read."""

from dataclasses import replace

from logbook.domain.events_ledger import LedgerExported
from logbook.policy.actors import Actor
from logbook.policy.audit import may_read_ledger
from logbook.queries import audit_export as queries
from logbook.queries.audit_wanted import Wanted
from logbook.services.refusals import insist
from logbook.services.unit import unit_of_work


def take_out(actor: Actor, wanted: Wanted, form: str) -> Wanted:
    """Record that what is wanted leaves as `csv` or `jsonl`. Returns what to read: nothing that
    is written from now on is among it, so the file holds as many entries as the ledger says."""
    insist(may_read_ledger(actor))
    fixed = replace(wanted, before=queries.end_of(actor))
    with unit_of_work(actor) as unit:
        count = queries.count_of(actor, fixed)
        unit.record(LedgerExported(subject_id=actor.program_id, entries=count, form=form))
    return fixed
