"""A review of milestones: one level for each subcompetency, on the committee's own scale."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from logbook.domain.competencies import Level, Scale, Subcompetency
from logbook.domain.curriculum import Curriculum
from logbook.domain.decisions import Message, say
from logbook.domain.evidence import MilestoneEvidence
from logbook.domain.requirements import Requirement
from logbook.domain.rules_of_judgement import MilestoneReached

COMMITTEE = "committee"
"""The kind of scale on which a committee rates."""

Levels = Mapping[str, str]
"""Codes of levels, by subcompetency."""


class ReviewState(StrEnum):
    DRAFT = "draft"
    RECORDED = "recorded"


def scale_of(curriculum: Curriculum) -> Scale | None:
    """None for a curriculum whose fellows are not rated by a committee."""
    return next((one for one in curriculum.scales.values() if one.kind == COMMITTEE), None)


def subcompetencies(curriculum: Curriculum) -> list[Subcompetency]:
    return [one for domain in curriculum.domains.values() for one in domain.subcompetencies]


def codes(scale: Scale) -> list[Level]:
    """All that can be said, half levels and 'not yet assessable' included, in order."""
    return [*scale.outside, *scale.levels]


def gates(curriculum: Curriculum) -> dict[str, Requirement]:
    """By subcompetency, the requirement for which this program makes its level a condition."""
    return {
        one.rule.subcompetency: one
        for one in curriculum.requirements.values()
        if isinstance(one.rule, MilestoneReached) and not one.optional
    }


@dataclass(frozen=True, slots=True)
class Aim:
    """The level that a subcompetency is meant to reach by the end of training."""

    level: Level
    gate: bool
    """Whether this program makes it a condition; mostly it is a target and holds nobody up."""


def aims(curriculum: Curriculum) -> dict[str, Aim]:
    """By subcompetency: what a requirement names, else the target of the committee's scale."""
    scale = scale_of(curriculum)
    if scale is None:
        return {}
    gated = gates(curriculum)
    asked = [
        one for one in curriculum.requirements.values() if isinstance(one.rule, MilestoneReached)
    ]
    # A condition is named before what is only worth having.
    asked.sort(key=lambda one: not one.optional)
    named = {
        one.rule.subcompetency: one.rule.level
        for one in asked
        if isinstance(one.rule, MilestoneReached)
    }
    found = {}
    for one in subcompetencies(curriculum):
        code = named.get(one.id, scale.target)
        level = scale.level(code) if code else None
        if level is not None:
            found[one.id] = Aim(level, one.id in gated)
    return found


def complaints(
    levels: Levels, curriculum: Curriculum, *, reviewed_on: date, today: date, complete: bool
) -> dict[str, Message]:
    """What is wrong, by field; a draft may leave anything open."""
    scale = scale_of(curriculum)
    assert scale is not None
    known = {one.id for one in subcompetencies(curriculum)}
    allowed = {one.code for one in codes(scale)}
    wrong: dict[str, Message] = {}
    if reviewed_on > today:
        wrong["reviewed_on"] = say("This date is in the future.")
    for name, code in levels.items():
        if name not in known or code not in allowed:
            wrong[f"levels.{name}"] = say("Choose a level of the scale.")
    if complete:
        for name in known - levels.keys():
            wrong[f"levels.{name}"] = say("Rate it, or say that it is not yet assessable.")
    return wrong


def as_evidence(levels: Levels, scale: Scale, on: date) -> list[MilestoneEvidence]:
    """What a recorded review shows. What could not be assessed says nothing: an earlier rating
    stands."""
    outside = {one.code for one in scale.outside}
    return [
        MilestoneEvidence(subcompetency=name, scale=scale.id, level=code, on=on)
        for name, code in levels.items()
        if code not in outside
    ]
