"""The life of a record: its states, the steps between them, and no other ways through."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

State = TypeVar("State", bound=StrEnum)
Step = TypeVar("Step", bound=StrEnum)


class ImpossibleStep(Exception):
    """The record is in a state from which this step does not lead anywhere."""

    def __init__(self, state: StrEnum, step: StrEnum) -> None:
        super().__init__(f"no step '{step}' from '{state}'")
        self.state = state
        self.step = step


@dataclass(frozen=True, slots=True)
class Life(Generic[State, Step]):
    transitions: Mapping[tuple[State, Step], State]
    """All the ways through: the state that a step leads to, by the state it is taken from."""

    def allows(self, state: State, step: Step) -> bool:
        return (state, step) in self.transitions

    def after(self, state: State, step: Step) -> State:
        """The state that a step leads to; ImpossibleStep if it leads nowhere from here."""
        try:
            return self.transitions[state, step]
        except KeyError:
            raise ImpossibleStep(state, step) from None
