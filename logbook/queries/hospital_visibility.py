"""List twins of the policy of the hospital's record."""

from sqlalchemy import ColumnElement, and_, false, or_, true

from logbook.models.hospital import CodeMap, HospitalImport, KeptColumns
from logbook.models.reconcile import HospitalShare
from logbook.policy.actors import Actor
from logbook.policy.hospital import may_import, may_oversee


def hospital_visible_to(
    actor: Actor, kind: type[CodeMap] | type[HospitalImport] | type[KeptColumns]
) -> ColumnElement[bool]:
    """Twin of `may_import`: whoever brings the record in sees how it came in."""
    return and_(kind.program_id == actor.program_id, true() if may_import(actor) else false())


def shares_visible_to(actor: Actor) -> ColumnElement[bool]:
    """Twin of `may_view`."""
    seen = [HospitalShare.fellow_id == actor.id]
    if may_oversee(actor):
        seen.append(true())
    return and_(HospitalShare.program_id == actor.program_id, or_(*seen))
