"""Multi-source feedback: many raters say what they saw, and none of them can be told.

Nothing is shown before a round is closed, so that nobody learns an answer from what changed since
yesterday; and nothing of a round that fewer than the minimum answered, nor of a profession that
fewer than the minimum belonged to.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from logbook.domain.competencies import Scale
from logbook.domain.decisions import Message, say
from logbook.domain.forms import MIN_RATERS, AssessmentForm, FormItem, ItemKind

WORDS_LENGTH = 500
"""Of what went well and of the next step, in characters."""


class RoundState(StrEnum):
    OPEN = "open"
    CLOSED = "closed"
    CANCELLED = "cancelled"


class RaterGroup(StrEnum):
    """Where a rater stands: the professions around a fellow, and those who speak for patients."""

    PHYSICIAN = "physician"
    NURSE = "nurse"
    PSYCHOLOGIST = "psychologist"
    PHYSIOTHERAPIST = "physiotherapist"
    TECHNICIAN = "technician"
    PATIENT_REPRESENTATIVE = "patient_representative"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Rater:
    """Somebody who is asked: an address and a group, no account."""

    address: str
    group: RaterGroup


@dataclass(frozen=True, slots=True)
class Given:
    """What one rater answered, and nothing that says who."""

    group: RaterGroup
    answers: Mapping[str, str]
    """Codes by item."""


@dataclass(frozen=True, slots=True)
class ItemResult:
    """How often each code of an item was given, in the order of its scale; no average."""

    item: FormItem
    counts: tuple[tuple[str, int], ...]
    own: str | None
    """What the fellow answered of themselves."""


def results(
    form: AssessmentForm,
    scales: Mapping[str, Scale],
    given: Sequence[Given],
    own: Mapping[str, str] | None,
    minimum: int,
) -> list[ItemResult]:
    """Item by item; nothing at all below the minimum."""
    if not is_complete(len(given), minimum):
        return []
    return [
        ItemResult(item, _counted(item, scales, given), (own or {}).get(item.id))
        for item in form.items
        if item.kind is not ItemKind.TEXT
    ]


def is_complete(answered: int, minimum: int) -> bool:
    return answered >= max(minimum, MIN_RATERS)


def codes_of(item: FormItem, scales: Mapping[str, Scale]) -> tuple[str, ...]:
    """What may be answered, in order; what is no level comes last."""
    if item.kind is ItemKind.CHOICE:
        return tuple(choice.code for choice in item.choices)
    scale = scales[item.scale or ""]
    return tuple(level.code for level in (*scale.levels, *scale.outside))


def _counted(
    item: FormItem, scales: Mapping[str, Scale], given: Sequence[Given]
) -> tuple[tuple[str, int], ...]:
    found = Counter(one.answers.get(item.id) for one in given)
    return tuple((code, found[code]) for code in codes_of(item, scales))


def groups_shown(given: Iterable[Given]) -> tuple[tuple[RaterGroup, int], ...]:
    """How many of each group answered. Groups too small to hide in go together as others; where
    even these would be too few, they are left out."""
    found = Counter(one.group for one in given)
    shown = {group: n for group, n in found.items() if n >= MIN_RATERS}
    rest = sum(found.values()) - sum(shown.values())
    if rest >= MIN_RATERS:
        shown[RaterGroup.OTHER] = shown.get(RaterGroup.OTHER, 0) + rest
    return tuple((group, shown[group]) for group in RaterGroup if group in shown)


def complaints(
    form: AssessmentForm, scales: Mapping[str, Scale], answers: Mapping[str, str]
) -> dict[str, Message]:
    """What is wrong with an answer, by item."""
    wrong: dict[str, Message] = {}
    for item in form.items:
        code = answers.get(item.id)
        if item.kind is ItemKind.TEXT:
            continue
        if not code and item.required:
            wrong[item.id] = say("Choose one, or say that you did not see it.")
        elif code and code not in codes_of(item, scales):
            wrong[item.id] = say("Choose one of the list.")
    return wrong


def raters_in(text: str) -> tuple[list[Rater], Message | None]:
    """Raters written one a line as `address, group`; or what is wrong with the first bad line."""
    found: dict[str, Rater] = {}
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        address, _, group = (part.strip().casefold() for part in line.partition(","))
        if "@" not in address.strip("@") or " " in address:
            return [], say("Line %(number)s has no e-mail address.", number=number)
        if group not in set(RaterGroup):
            return [], say(
                "Line %(number)s names no group: %(groups)s.",
                number=number,
                groups=", ".join(RaterGroup),
            )
        found[address] = Rater(address, RaterGroup(group))
    return list(found.values()), None
