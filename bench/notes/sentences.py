"""The shape of a family of notes: what tells who the patient is, and what is only clinical."""

from collections.abc import Mapping
from dataclasses import dataclass

from bench.notes.names import Names


@dataclass(frozen=True, slots=True)
class Sentences:
    """Of one language. In a telling one, what tells stands between [[ and ]]."""

    telling: Mapping[str, tuple[str, ...]]
    """By kind."""
    clean: tuple[str, ...]
    hard: tuple[str, ...]
    """Clinical, and easily mistaken for something else."""


@dataclass(frozen=True, slots=True)
class Family:
    """Sentences and names that belong together and share none with another family."""

    names: Names
    by_language: Mapping[str, Sentences]
