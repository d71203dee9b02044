"""The list twin of `policy/institutions.py`."""

from sqlalchemy import ColumnElement, false, or_

from logbook.models.programs import Program
from logbook.policy.actors import Actor
from logbook.policy.cohort import may_see_cohort
from logbook.policy.institutions import may_compare, may_open


def programs_visible_to(actor: Actor) -> ColumnElement[bool]:
    """Of which programs the actor sees the roll-up; equal to `may_view_rollup` of each."""
    ways: list[ColumnElement[bool]] = [false()]
    if may_see_cohort(actor):
        ways.append(Program.id == actor.program_id)
    if may_compare(actor):
        ways.append(Program.institution_id.is_not(None))
    elif may_open(actor) and actor.institution_id is not None:
        ways.append(Program.institution_id == actor.institution_id)
    return or_(*ways)
