"""What a use case may raise when it will not do what was asked."""

from collections.abc import Mapping

from logbook.domain.decisions import Decision, Message


class Refused(Exception):
    """The policy says no; the reason is meant to be shown."""

    def __init__(self, reason: Message) -> None:
        super().__init__(reason.id % reason.params)
        self.reason = reason


class Conflict(Exception):
    """Somebody else was faster: what is there now is no longer what the caller has seen."""

    def __init__(self, reason: Message) -> None:
        super().__init__(reason.id % reason.params)
        self.reason = reason


class Invalid(Exception):
    """What was asked for is not well formed; one message for each field at fault."""

    def __init__(self, complaints: Mapping[str, Message]) -> None:
        super().__init__(", ".join(complaints))
        self.complaints = complaints


def insist(decision: Decision) -> None:
    """Go on only with a yes; otherwise Refused, with the reason of the decision."""
    if not decision:
        assert decision.reason is not None
        raise Refused(decision.reason)
