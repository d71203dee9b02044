"""Who gains most from a category in the coming weeks: who misses most of it for the time that is
left, and will be where it can be had. It says where to send the next case; it compares nobody's
skill."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from logbook.domain.chances import SiteNow
from logbook.domain.curriculum import Curriculum
from logbook.domain.decisions import Message, say
from logbook.domain.opportunities import RotationKind
from logbook.domain.periods import Period
from logbook.domain.sites import can_offer

AHEAD_WEEKS = 4
LEAST_DAYS = 7
"""A stay of less, leave taken off, brings nothing that could be planned."""


@dataclass(frozen=True, slots=True)
class Coming:
    """A rotation of the coming weeks, of somebody who is not away for all of it."""

    enrollment_id: UUID
    kind: RotationKind
    site_id: UUID | None
    period: Period


@dataclass(frozen=True, slots=True)
class Misses:
    """What one fellow still misses of a category."""

    enrollment_id: UUID
    fellow: str
    missing: int
    required: int
    months_left: float
    """Until the training ends."""

    @property
    def a_month(self) -> float:
        """How much of it is needed each month; of the last days, as of half a month."""
        return self.missing / max(0.5, self.months_left)


@dataclass(frozen=True, slots=True)
class Gain:
    """Of one category: who misses most, and who of those who miss some will be where it is."""

    category: str
    most: Misses
    gains: Misses | None
    coming: Coming | None
    """Where the one who gains will be."""
    site: str

    def in_words(self) -> Message:
        most = self._most()
        if self.gains is None or self.coming is None:
            return say(
                "%(most)s misses most for the time left (%(missing)s of %(required)s). Nobody who"
                " misses some will be where it can be had in the next %(weeks)s weeks.",
                **most,
                weeks=AHEAD_WEEKS,
            )
        there = self._there(self.coming)
        if self.gains == self.most:
            return say(
                "%(most)s misses most for the time left (%(missing)s of %(required)s) and will be"
                " where it can be had: %(rotation)s, %(site)s, %(first)s to %(last)s.",
                **most,
                **there,
            )
        return say(
            "%(most)s misses most for the time left (%(missing)s of %(required)s), but will not be"
            " where it can be had. Of those who will, %(fellow)s misses most (%(lacking)s of"
            " %(asked)s): %(rotation)s, %(site)s, %(first)s to %(last)s.",
            **most,
            fellow=self.gains.fellow,
            lacking=self.gains.missing,
            asked=self.gains.required,
            **there,
        )

    def _most(self) -> dict[str, object]:
        one = self.most
        return {"most": one.fellow, "missing": one.missing, "required": one.required}

    def _there(self, coming: Coming) -> dict[str, object]:
        first, last = coming.period.first, coming.period.last
        return {"rotation": coming.kind.name, "site": self.site, "first": first, "last": last}


@dataclass(frozen=True, slots=True)
class Places:
    """The sites, what they have, and what they brought in the last months."""

    sites: Mapping[UUID, SiteNow]
    brought: frozenset[tuple[UUID, str]]
    """Site and category of every case."""

    def have(self, curriculum: Curriculum, category: str, site_id: UUID | None) -> bool:
        """What a site has decides; of one of which nobody has said it, what it brought."""
        site = self.sites.get(site_id) if site_id else None
        if site is None or site_id is None:
            return False
        if site.capabilities is None:
            return (site_id, category) in self.brought
        return can_offer(curriculum, category, site.capabilities)


def gain_of(
    category: str,
    misses: Sequence[Misses],
    coming: Iterable[Coming],
    places: Places,
    curricula: Mapping[UUID, Curriculum],
) -> Gain | None:
    """None where nobody misses anything. `curricula`: by enrollment."""
    lacking = sorted(misses, key=lambda one: (-one.a_month, one.fellow))
    if not lacking:
        return None
    there: dict[UUID, Coming] = {}
    for one in coming:
        curriculum = curricula[one.enrollment_id]
        known = curriculum.categories.get(category)
        hosted = known is not None and known.competency in one.kind.competencies
        if hosted and places.have(curriculum, category, one.site_id):
            there.setdefault(one.enrollment_id, one)
    gains = next((one for one in lacking if one.enrollment_id in there), None)
    where = there[gains.enrollment_id] if gains else None
    site = places.sites[where.site_id].name if where and where.site_id else ""
    return Gain(category, lacking[0], gains, where, site)


def cut(period: Period, today: date, until: date) -> Period:
    """Of a rotation what lies in the coming weeks."""
    return Period(max(period.first, today), min(period.last, until))
