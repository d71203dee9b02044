"""What a piece of evidence adds to the requirements of a curriculum."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from logbook.domain.curriculum import Curriculum
from logbook.domain.evidence import CaseEvidence, Evidence
from logbook.domain.requirements import Requirement
from logbook.domain.tally import Tally

__all__ = ["Credit", "affected", "counts", "credits", "tallies"]


@dataclass(frozen=True, slots=True)
class Credit:
    """So much toward one requirement, in the unit that is kept for it."""

    requirement_id: str
    amount: int


def credits(evidence: Evidence, curriculum: Curriculum) -> list[Credit]:
    """What one piece of evidence adds to the requirements that simply add up, in curriculum
    order. The others are reckoned anew: see `affected`."""
    if not counts(evidence, curriculum):
        return []
    return [
        Credit(wanted.id, wanted.weigh(evidence))
        for wanted in curriculum.requirements.values()
        if wanted.rule.additive and wanted.accepts(evidence)
    ]


def affected(changed: Iterable[Evidence], curriculum: Curriculum) -> list[Requirement]:
    """The requirements to be reckoned anew when this evidence came, went or changed."""
    coming = [evidence for evidence in changed if counts(evidence, curriculum)]
    return [
        wanted
        for wanted in curriculum.requirements.values()
        if not wanted.rule.additive and any(wanted.rule.concerned_by(one) for one in coming)
    ]


def tallies(
    evidence: Sequence[Evidence],
    curriculum: Curriculum,
    of: Iterable[Requirement] | None = None,
) -> dict[str, Tally]:
    """What everything comes to, reckoned from nothing, by requirement: all, or only those `of`."""
    counting = [one for one in evidence if counts(one, curriculum)]
    return {
        wanted.id: wanted.rule.tally([one for one in counting if wanted.accepts(one)])
        for wanted in (curriculum.requirements.values() if of is None else of)
    }


def counts(evidence: Evidence, curriculum: Curriculum) -> bool:
    """Cases of some procedures are logged for exposure alone."""
    return not isinstance(evidence, CaseEvidence) or curriculum.counts(evidence.procedure)
