"""A supervisor's own figures, for that supervisor alone: it is always the actor's own.

Every figure is the length of a list of rows that is here too. Others appear as a band without
names, and only where enough of them have judged enough.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from statistics import median
from uuid import UUID

from logbook.domain.competencies import Scale
from logbook.domain.due import Together
from logbook.domain.readiness import months_after
from logbook.domain.stringency import Band, Tendency, band_of, shares
from logbook.policy.actors import Actor
from logbook.queries.judgements import ScaleUse, uses_of
from logbook.queries.mirror_rows import Row, own_rows, program_of, worked_with
from logbook.queries.opportunity import trained_within, window

SHARE_STEP, LEVEL_STEP = 0.05, 0.1
"""To so much the bands of others are rounded."""
WINDOWS = (6, 12)
"""Months that can be looked at."""
LONG = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class LevelUse:
    """How often one level was given, and the middle half of what colleagues did."""

    code: str
    n: int
    share: float
    band: Band | None


@dataclass(frozen=True, slots=True)
class OwnScale:
    scale: Scale
    n: int
    levels: list[LevelUse]
    """In the order of the scale, the lowest first."""
    tendency: Tendency | None
    """None: not enough evidence."""
    band: Band | None
    """Of colleagues' tendencies, in levels."""


@dataclass(frozen=True)
class Mirror:
    months: int
    minimum: int
    rows: Sequence[Row]
    """All that waits, and all that was said in these months."""
    scales: list[OwnScale]
    due: list[Together]
    now: datetime

    @cached_property
    def lists(self) -> dict[str, list[Row]]:
        """By name, the rows that each figure counts."""
        found: dict[str, list[Row]] = {
            name: [row for row in self.rows if belongs(row)] for name, belongs in LISTS.items()
        }
        found["overdue"] = [row for row in found["waiting"] if self.now - row.asked_at > LONG]
        for row in found["said"]:
            if row.scale and row.level:
                found.setdefault(level_list(row.scale, row.level), []).append(row)
        return found

    @property
    def oldest_days(self) -> int | None:
        waiting = self.lists["waiting"]
        return (self.now - min(row.asked_at for row in waiting)).days if waiting else None

    @property
    def median_days(self) -> float | None:
        """None of too few."""
        waits = [row.waited / timedelta(days=1) for row in self.lists["timed"] if row.waited]
        return float(median(waits)) if len(waits) >= self.minimum else None

    def share(self, part: str, whole: str) -> float | None:
        """None of too few."""
        known = len(self.lists[whole])
        return len(self.lists[part]) / known if known >= self.minimum else None


LISTS: dict[str, Callable[[Row], bool]] = {
    "waiting": lambda row: row.waits,
    "said": lambda row: not row.waits,
    "timed": lambda row: row.waited is not None,
    "prompt": lambda row: row.waited is not None and row.waited <= LONG,
    "feedback": lambda row: not row.waits and row.teaches,
    "steps": lambda row: not row.waits and row.teaches and row.names_step,
}


def level_list(scale: str, level: str) -> str:
    return f"level.{scale}.{level}"


def mirror(actor: Actor, months: int, today: date, now: datetime) -> Mirror:
    """Ten statements, and one for each version of a curriculum that is not kept yet."""
    program = program_of(actor)
    since = program.began(months_after(today, -months))
    fellows = trained_within(actor, window(today))
    minimum = program.minimum
    in_training = {one.fellow_id for one in fellows if one.ends_on >= today}
    return Mirror(
        months=months,
        minimum=minimum,
        rows=own_rows(actor, since, now),
        scales=[
            _own_scale(actor.id, one, minimum)
            for one in uses_of(actor, since, fellows, minimum, today)
        ],
        due=[
            one
            for one in worked_with(actor, today)
            if one.fellow_id in in_training and one.is_due(today)
        ],
        now=now,
    )


def _own_scale(me: UUID, on: ScaleUse, minimum: int) -> OwnScale:
    own, found = on.given.get(me, Counter()), on.tendencies
    others = [
        shares(one, on.order)
        for who, one in on.given.items()
        if who != me and one.total() >= minimum
    ]
    mine = shares(own, on.order)
    return OwnScale(
        scale=on.scale,
        n=own.total(),
        levels=[
            LevelUse(
                code, own[code], mine[code], band_of((one[code] for one in others), SHARE_STEP)
            )
            for code in on.order
        ],
        tendency=found.get(me),
        band=band_of((one.estimate for who, one in found.items() if who != me), LEVEL_STEP),
    )
