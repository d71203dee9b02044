"""The demo's next meeting of the committee: planned for next week, some ratings are in."""

from datetime import timedelta
from random import Random
from uuid import uuid4

from logbook.cli.demo_committee import SELF, members_of
from logbook.cli.demo_stage import Player, Stage
from logbook.domain.committee import MeetingTerms, Outcome
from logbook.policy.actors import Actor
from logbook.queries.committee_decisions import letters_to
from logbook.queries.milestones import latest, reviews_of
from logbook.services import committee_letters, committee_meetings, committee_rating
from logbook.services.committee_rating import Thought

RATED = (5, 2)
"""How many fellows the first members have rated."""
HALF_STEPS = ("2", "2.5", "3", "3.5", "4", "4.5")


def prepare_meeting(stage: Stage, random: Random) -> None:
    sitting = members_of(stage)
    rated = [one for one in stage.fellows if _levels(one, one.actor)]
    if len(sitting) < 2 or not rated:
        return
    director, meeting_id = stage.directors[0].actor, uuid4()
    terms = MeetingTerms(
        stage.today() + timedelta(days=7),
        "Seminar room 2",
        sitting[0].id,
        [one.id for one in sitting],
        [one.actor.id for one in rated],
    )
    committee_meetings.plan(director, meeting_id, terms)
    committee_meetings.ask_for_ratings(director, meeting_id)
    for fellow in rated[:2]:
        committee_rating.rate_self(fellow.actor, uuid4(), _levels(fellow, fellow.actor), SELF)
    for member, n in zip(sitting, RATED, strict=False):
        for fellow in rated[:n]:
            levels = {name: _near(code, random) for name, code in _levels(fellow, member).items()}
            outcome = Outcome.TARGETED_SUPPORT if fellow.person.pace < 0.5 else Outcome.PROGRESS
            thought = Thought(levels, outcome)
            committee_rating.pre_rate(member, meeting_id, fellow.actor.id, uuid4(), thought)
    for letter in letters_to(rated[0].actor, rated[0].actor.id):
        committee_letters.acknowledge(rated[0].actor, letter.id)


def _levels(fellow: Player, actor: Actor) -> dict[str, str]:
    """As they were last recorded."""
    assert fellow.enrollment_id is not None
    found = latest(reviews_of(actor, fellow.enrollment_id))
    return dict(found.levels) if found else {}


def _near(code: str, random: Random) -> str:
    """Half a step up or down, or as it was."""
    if code not in HALF_STEPS:
        return code
    place = HALF_STEPS.index(code) + random.choice((-1, 0, 0, 0, 1))
    return HALF_STEPS[max(0, min(place, len(HALF_STEPS) - 1))]
