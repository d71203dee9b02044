"""A message that can be put into any language, and a decision that carries its reason."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Message:
    """Words to be found later: a message id (the English sentence) and what fills its blanks."""

    id: str
    params: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Decision:
    """Yes, or no with the reason to be shown."""

    allowed: bool
    reason: Message | None = None

    def __bool__(self) -> bool:
        return self.allowed


YES = Decision(True)


def say(message_id: str, **params: object) -> Message:
    """A sentence for the reader; `pybabel extract -k say` finds its English text."""
    return Message(message_id, params)


def no(message_id: str, **params: object) -> Decision:
    """A refusal with its reason; `pybabel extract -k no` finds its English text."""
    return Decision(False, Message(message_id, params))


def first_no(*decisions: Decision) -> Decision:
    """The first refusal, so that a policy reads as a list of questions; otherwise yes."""
    return next((decision for decision in decisions if not decision), YES)
