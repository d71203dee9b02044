"""What can happen to what a fellow's log is expected to hold."""

from logbook.domain.events import Event, event


@event("expected.brought")
class ExpectedBrought(Event):
    """Subject: the fellow. A clinic list was brought in; of it `kept` lines are there, `added` of
    them new, and `unknown` without a procedure of the catalogue."""

    form: str
    kept: int
    added: int
    unknown: int


@event("expected.dismissed")
class ExpectedDismissed(Event):
    """Subject: what was expected. Its fellow says that it is no case of theirs."""

    said: str
