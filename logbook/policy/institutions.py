"""Who sees what programs come to in sum. An officer sees sums only: no door behind these opens a
record, and no program sees another's."""

from typing import Protocol
from uuid import UUID

from logbook.domain.decisions import YES, Decision, no
from logbook.policy.actors import INSTALLATION, Actor, Role
from logbook.policy.cohort import may_see_cohort


class ProgramLike(Protocol):
    @property
    def id(self) -> UUID: ...
    @property
    def institution_id(self) -> UUID | None: ...


def may_open(actor: Actor) -> Decision:
    """The dashboards of institutions."""
    if actor.program_id == INSTALLATION and actor.is_(Role.OFFICER, Role.NATIONAL_OFFICER):
        return YES
    return no("Only officers see institutions.")


def may_compare(actor: Actor) -> Decision:
    """Institutions side by side."""
    if actor.program_id == INSTALLATION and actor.is_(Role.NATIONAL_OFFICER):
        return YES
    return no("Only a national officer compares institutions.")


def may_view(actor: Actor, institution_id: UUID) -> Decision:
    """All programs of one institution."""
    if may_compare(actor):
        return YES
    if may_open(actor) and actor.institution_id == institution_id:
        return YES
    return no("This is another institution.")


def may_open_rollups(actor: Actor) -> Decision:
    """The roll-up of one program: for officers, and for those who oversee the program itself, who
    see what others see of it."""
    return YES if may_open(actor) else may_see_cohort(actor)


def may_view_rollup(actor: Actor, program: ProgramLike) -> Decision:
    if actor.program_id == program.id:
        return may_see_cohort(actor)
    if program.institution_id is None:
        return no("This program belongs to no institution.")
    return may_view(actor, program.institution_id)
