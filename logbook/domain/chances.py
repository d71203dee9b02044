"""Where a fellow could meet what is still missing: lists of the program, rotations, sites."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from uuid import UUID

from logbook.domain.curriculum import Curriculum
from logbook.domain.opportunities import RotationKind
from logbook.domain.periods import Period
from logbook.domain.sites import Capability, can_offer, needed_for

LOOK_BACK_MONTHS = 6
"""How far back the lists of the program are looked at."""


class Weekday(StrEnum):
    SUNDAY = "sunday"
    MONDAY = "monday"
    TUESDAY = "tuesday"
    WEDNESDAY = "wednesday"
    THURSDAY = "thursday"
    FRIDAY = "friday"
    SATURDAY = "saturday"


WEEK = tuple(Weekday)
"""By the number that databases give a day: Sunday is 0."""


@dataclass(frozen=True, slots=True)
class SiteNow:
    """A site, and what it has; None: nobody has said."""

    name: str
    capabilities: frozenset[Capability] | None


@dataclass(frozen=True, slots=True)
class Opening:
    """So many approved cases of a category on one weekday at one site, in the last months."""

    category: str
    site_id: UUID
    weekday: Weekday
    cases: int


@dataclass(frozen=True, slots=True)
class Stay:
    """A rotation of the fellow: over, running or planned."""

    kind: RotationKind
    period: Period
    site_id: UUID | None


@dataclass(frozen=True, slots=True)
class Chances:
    """All of it for one fellow on one day."""

    today: date
    openings: tuple[Opening, ...] = ()
    stays: tuple[Stay, ...] = ()
    """In order of their days."""
    sites: Mapping[UUID, SiteNow] = field(default_factory=dict)

    @property
    def ahead(self) -> list[Stay]:
        """Rotations that are not over."""
        return [stay for stay in self.stays if stay.period.last >= self.today]

    @property
    def been_on(self) -> set[str]:
        """The kinds of rotation that are over."""
        return {stay.kind.id for stay in self.stays if stay.period.last < self.today}

    def best_opening(self, curriculum: Curriculum, category: str) -> Opening | None:
        """Where most cases of a category were; first where the fellow is or will be. A site that
        cannot offer them any more is left out."""
        mine = {stay.site_id for stay in self.ahead}
        found = [
            one
            for one in self.openings
            if one.category == category and self.may_offer(curriculum, category, one.site_id)
        ]
        return max(found, key=lambda one: (one.site_id in mine, one.cases), default=None)

    def may_offer(self, curriculum: Curriculum, category: str, site_id: UUID | None) -> bool:
        """Of a site of which nobody has said what it has, everything is possible."""
        site = self.sites.get(site_id) if site_id else None
        if site is None or site.capabilities is None:
            return True
        return can_offer(curriculum, category, site.capabilities)

    def next_hosting(self, curriculum: Curriculum, competency: str, category: str) -> Stay | None:
        """The next rotation that hosts a competency, at a site that can offer the category."""
        return next(
            (
                stay
                for stay in self.ahead
                if competency in stay.kind.competencies
                and self.may_offer(curriculum, category, stay.site_id)
            ),
            None,
        )

    def next_at(self, site_id: UUID) -> Stay | None:
        return next((stay for stay in self.ahead if stay.site_id == site_id), None)

    def lacking(self, curriculum: Curriculum, category: str) -> tuple[Capability, ...]:
        """What none of the sites of the fellow's rotations has, any one of which a category
        needs; nothing where one of them may offer it, or where no site is known."""
        own = [stay.site_id for stay in self.ahead if stay.site_id is not None]
        if not own or any(self.may_offer(curriculum, category, site_id) for site_id in own):
            return ()
        return needed_for(curriculum, category)
