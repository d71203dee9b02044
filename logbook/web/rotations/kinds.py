"""Which kinds of rotation the curricula of some fellows know."""

from collections.abc import Iterable

from logbook.queries.curriculum import curriculum_of
from logbook.queries.rotations import Trained
from logbook.web import current
from logbook.web.words import language


def kinds_offered(people: Iterable[Trained]) -> dict[str, str]:
    """Code and name, in the order of the curricula."""
    program_id = current.actor().program_id
    found: dict[str, str] = {}
    for version_id in dict.fromkeys(one.version_id for one in people):
        for kind in curriculum_of(program_id, version_id).offers.rotations.values():
            found.setdefault(kind.id, kind.name.in_(language()))
    return found
