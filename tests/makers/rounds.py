"""Rounds of feedback for tests."""

from datetime import timedelta
from uuid import UUID, uuid4

from logbook.domain.rounds import Rater, RaterGroup
from logbook.services import rounds
from logbook.services.rounds import Asked, Written
from tests.cast import TODAY, Member

ITEMS = ("listening", "respect", "handover", "reliability", "stress")
GROUPS = (RaterGroup.NURSE, RaterGroup.PSYCHOLOGIST, RaterGroup.PHYSIOTHERAPIST)


def raters(n: int = 6) -> list[Rater]:
    return [Rater(f"rater{k}@example.org", GROUPS[k % len(GROUPS)]) for k in range(n)]


def a_round(*, fellow: Member, by: Member, n: int = 6) -> tuple[UUID, list[Asked]]:
    """An open round about this fellow, and the links of its raters."""
    assert fellow.enrollment_id is not None
    round_id = uuid4()
    asked = rounds.open_(
        by.actor,
        round_id,
        fellow.enrollment_id,
        form="msf",
        closes_on=TODAY + timedelta(days=14),
        raters=raters(n),
    )
    return round_id, asked


def said(code: str = "meets", went_well: str = "", next_step: str = "") -> Written:
    return Written(dict.fromkeys(ITEMS, code), went_well, next_step)


def a_closed_round(*, fellow: Member, by: Member, answers: int = 5) -> UUID:
    round_id, asked = a_round(fellow=fellow, by=by)
    for k, link in enumerate(asked[:answers]):
        rounds.answer(link.token, said(went_well=f"Word {k}"))
    rounds.close(by.actor, round_id)
    return round_id
