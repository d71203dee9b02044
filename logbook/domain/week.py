"""What changed in a program in a week: how every fellow stands now, beside how they stood."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

MET, AT_RISK = "met", "at_risk"

Said = Mapping[str, Mapping[str, Iterable[str]]]
"""By enrollment, the requirements that are met, and those at risk: what is kept of a week."""


@dataclass(frozen=True, slots=True)
class Change:
    """Of one fellow."""

    enrollment: str
    met: tuple[str, ...]
    """Requirements that were not met a week ago."""
    at_risk: tuple[str, ...]
    """Requirements that were not at risk a week ago."""


def changes(before: Said, now: Said) -> list[Change]:
    """Of fellows who were in training then and are now: of one who begins everything is new, and
    nothing of it a change."""
    found = [
        Change(
            enrollment,
            _new(MET, before[enrollment], standing),
            _new(AT_RISK, before[enrollment], standing),
        )
        for enrollment, standing in now.items()
        if enrollment in before
    ]
    return [one for one in found if one.met or one.at_risk]


def _new(
    which: str, before: Mapping[str, Iterable[str]], now: Mapping[str, Iterable[str]]
) -> tuple[str, ...]:
    known = set(before.get(which, ()))
    return tuple(one for one in now.get(which, ()) if one not in known)
