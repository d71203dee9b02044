"""What a fellow can say to a difference between the log and the hospital's record. Nobody is
accused: records of hospitals are incomplete too."""

from collections.abc import Iterator
from enum import StrEnum

from logbook.domain.case_content import Complaint, about_text, plain
from logbook.domain.decisions import say

WORDS_LENGTH = 200


class Said(StrEnum):
    ELSEWHERE = "elsewhere"
    """The case was done where the record does not reach."""
    OTHER_DAY = "other_day"
    NOT_RECORDED = "not_recorded"
    """The hospital's record is incomplete."""
    LOGGED_WRONGLY = "logged_wrongly"
    NOT_MINE = "not_mine"
    """The fellow had no part in the procedure."""
    LOGGED_OTHERWISE = "logged_otherwise"
    """It is in the log, as another case."""


TO_A_CASE = (Said.ELSEWHERE, Said.OTHER_DAY, Said.NOT_RECORDED, Said.LOGGED_WRONGLY)
TO_A_PROCEDURE = (Said.NOT_MINE, Said.LOGGED_OTHERWISE)


def complaints(said: str, to_a_case: bool, words: str) -> Iterator[Complaint]:
    """What is wrong with an answer, by field."""
    if said not in (TO_A_CASE if to_a_case else TO_A_PROCEDURE):
        yield "said", say("Choose one of the answers.")
    yield from about_text("words", plain(words), WORDS_LENGTH)
