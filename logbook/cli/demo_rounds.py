"""The demo's rounds of feedback: one that is closed, one that runs."""

from datetime import timedelta
from random import Random
from uuid import uuid4

from logbook.cli.demo_stage import Stage
from logbook.domain.rounds import Rater, RaterGroup
from logbook.services import rounds
from logbook.services.rounds import Written

GROUPS = (
    RaterGroup.NURSE,
    RaterGroup.PSYCHOLOGIST,
    RaterGroup.PHYSIOTHERAPIST,
    RaterGroup.NURSE,
    RaterGroup.PHYSICIAN,
    RaterGroup.PATIENT_REPRESENTATIVE,
    RaterGroup.NURSE,
    RaterGroup.TECHNICIAN,
)
ITEMS = ("listening", "respect", "handover", "reliability", "stress")
WELL = (
    "Sat down with the patient and let her finish.",
    "Asked us before changing the plan.",
    "Calm when the list ran late.",
    "Explained the block so that the family understood it.",
)
NEXT = (
    "Tell the ward earlier when a catheter is to stay.",
    "Bring us in before the team meeting, not after it.",
    "",
    "Write the plan where the night nurse looks.",
)
LIKELY = ("meets", "meets", "meets", "above", "above", "borderline", "not_seen")


def hold_rounds(stage: Stage, random: Random) -> None:
    """One round about each of the program's first two fellows: the one over, the other running."""
    runs = stage.directors[0].actor
    today = stage.today()
    closed, running = [one.enrollment_id for one in stage.fellows[:2] if one.enrollment_id]
    raters = [Rater(f"rater{n}@demo.example", group) for n, group in enumerate(GROUPS, 1)]
    for enrollment_id, answers in ((closed, 7), (running, 3)):
        round_id = uuid4()
        asked = rounds.open_(
            runs,
            round_id,
            enrollment_id,
            form="msf",
            closes_on=today + timedelta(days=14),
            raters=raters,
        )
        for link in asked[:answers]:
            rounds.answer(link.token, _written(random))
        if enrollment_id == closed:
            rounds.close(runs, round_id)


def _written(random: Random) -> Written:
    answers = {name: random.choice(LIKELY) for name in ITEMS}
    return Written(answers, random.choice(WELL), random.choice(NEXT))
