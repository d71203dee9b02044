"""A curriculum document that builds on another: what it does not say itself, it takes from there.

Two curricula of one field share their words and their catalogue. The derived document names its
own procedures, and of one that the base has too it says only what differs. What is published is
whole: nothing is looked up in the base afterwards.
"""

from collections.abc import Mapping
from typing import Any

from logbook.domain.document import CurriculumError

BASED_ON = "based_on"
TAKEN_WHOLE = ("vocabularies", "level_sets", "complications", "fields", "field_groups")
TAKEN_BY_ID = ("sources", "scales", "forms", "credentials", "procedures", "encounters")
"""Lists of which the derived document names entries; the base fills in what an entry leaves out."""


def derived(document: Mapping[str, Any], base: Mapping[str, Any]) -> dict[str, Any]:
    """The whole document. CurriculumError where both are not what they should be."""
    whole = {key: value for key, value in document.items() if key != BASED_ON}
    for key in TAKEN_WHOLE:
        if key in base:
            whole.setdefault(key, base[key])
    for key in TAKEN_BY_ID:
        if key in whole:
            whole[key] = [_filled(one, _by_id(base.get(key)), key) for one in whole[key]]
    return whole


def _by_id(entries: object) -> dict[str, Mapping[str, Any]]:
    if not isinstance(entries, list):
        return {}
    return {one["id"]: one for one in entries if isinstance(one, Mapping) and "id" in one}


def _filled(entry: object, known: Mapping[str, Mapping[str, Any]], where: str) -> object:
    """An entry may be its id alone."""
    if isinstance(entry, str):
        if entry not in known:
            raise CurriculumError(f"{where}: the base has no '{entry}'")
        return dict(known[entry])
    if not isinstance(entry, Mapping):
        return entry
    return {**known.get(str(entry.get("id")), {}), **entry}
