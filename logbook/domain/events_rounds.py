"""What happens to a round of feedback. No event tells which rater did anything."""

from logbook.domain.events import Event, event


@event("round.opened")
class RoundOpened(Event):
    form: str
    raters: int
    minimum: int


@event("round.rater_asked_again")
class RaterAskedAgain(Event):
    pass


@event("round.answered")
class RoundAnswered(Event):
    """By whom, nobody keeps."""


@event("round.self_rated")
class RoundSelfRated(Event):
    pass


@event("round.closed")
class RoundClosed(Event):
    """`digest`: over all answers in no order of time, so that none can be changed unseen."""

    answered: int
    digest: str


@event("round.cancelled")
class RoundCancelled(Event):
    pass


@event("round.words_released")
class RoundWordsReleased(Event):
    released: int
