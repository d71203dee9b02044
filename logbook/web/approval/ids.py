"""Ids that come in an address or a form: those that are none are passed over."""

from collections.abc import Iterable
from uuid import UUID


def ids_of(texts: Iterable[str]) -> list[UUID]:
    """The ids among these texts, each once, in their order."""
    found: dict[UUID, None] = {}
    for text in texts:
        try:
            found[UUID(text)] = None
        except ValueError:
            continue
    return list(found)
