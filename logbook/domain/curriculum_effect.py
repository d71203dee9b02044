"""What following another edition would change for one fellow: requirement by requirement, from the
same evidence. Nothing is lost by it but what the other edition does not ask for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum

from logbook.domain.credit import tallies
from logbook.domain.curriculum import Curriculum
from logbook.domain.document import Text
from logbook.domain.evidence import Evidence
from logbook.domain.requirements import Requirement
from logbook.domain.rules_of_judgement import GroupOf
from logbook.domain.tally import Tally


@dataclass(frozen=True, slots=True)
class Reached:
    """How far one requirement is."""

    credit: int
    """In the unit of the figure."""
    required: int | None
    blocks: bool

    @property
    def met(self) -> bool:
        return self.required is not None and self.credit >= self.required

    @property
    def missing(self) -> bool:
        """Whether training is not complete for want of it."""
        return self.blocks and self.required is not None and not self.met


class Turn(Enum):
    """What becomes of a requirement, what matters most first."""

    NEWLY_MISSING = "newly_missing"
    LOST = "lost"
    """No longer asked for, and there was credit."""
    NEWLY_MET = "newly_met"
    CHANGED = "changed"
    GONE = "gone"
    """No longer asked for; nothing was there."""
    SAME = "same"


@dataclass(frozen=True, slots=True)
class EffectLine:
    """One requirement of either edition, on the one and on the other."""

    requirement: str
    name: Text
    now: Reached | None
    then: Reached | None

    @property
    def turn(self) -> Turn:
        now, then = self.now, self.then
        if then is None:
            return Turn.LOST if now is not None and now.credit else Turn.GONE
        if then.missing and not (now is not None and now.missing):
            return Turn.NEWLY_MISSING
        if then.met and not (now is not None and now.met):
            return Turn.NEWLY_MET
        return Turn.SAME if now == then else Turn.CHANGED


def effect(
    evidence: Sequence[Evidence], now: Curriculum, then: Curriculum, today: date
) -> list[EffectLine]:
    """In the order of the edition that would be followed; what it does not ask for, at the end."""
    before, after = reached(evidence, now, today), reached(evidence, then, today)
    return [
        *(
            EffectLine(name, wanted.name, before.get(name), after[name])
            for name, wanted in then.requirements.items()
        ),
        *(
            EffectLine(name, wanted.name, before[name], None)
            for name, wanted in now.requirements.items()
            if name not in after
        ),
    ]


def reached(
    evidence: Sequence[Evidence], curriculum: Curriculum, today: date
) -> dict[str, Reached]:
    """By requirement, reckoned from nothing as `progress verify` does."""
    return reached_by(tallies(evidence, curriculum), curriculum, today)


def reached_by(
    sums: Mapping[str, Tally], curriculum: Curriculum, today: date
) -> dict[str, Reached]:
    """The same from sums that are kept. A group counts which of its parts are met; it stands after
    them."""
    found: dict[str, Reached] = {}
    for wanted in curriculum.requirements.values():
        found[wanted.id] = Reached(
            _credit(wanted, sums.get(wanted.id, Tally()), found, today),
            wanted.required,
            wanted.blocks,
        )
    return found


def _credit(wanted: Requirement, tally: Tally, found: Mapping[str, Reached], today: date) -> int:
    if isinstance(wanted.rule, GroupOf):
        tally = Tally(sum(found[part].met for part in wanted.rule.parts))
    return wanted.credit(tally, today)
