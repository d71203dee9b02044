"""What a site has."""

from collections.abc import Collection
from uuid import UUID

from logbook.database import db
from logbook.domain.events_rotations import SiteEquipped
from logbook.domain.sites import Capability
from logbook.models.programs import Site
from logbook.policy.actors import Actor
from logbook.policy.rotations import may_plan
from logbook.services.refusals import insist
from logbook.services.unit import unit_of_work


def equip(actor: Actor, site_id: UUID, capabilities: Collection[Capability]) -> None:
    """State all that a site has; nothing of it is a statement too."""
    with unit_of_work(actor) as unit:
        site = db.session.get_one(Site, (actor.program_id, site_id))
        insist(may_plan(actor))
        site.capabilities = frozenset(capabilities)
        unit.record(SiteEquipped(subject_id=site.id, capabilities=tuple(sorted(capabilities))))
