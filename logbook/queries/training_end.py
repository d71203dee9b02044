"""When one fellow's training is complete."""

from logbook.domain.training_end import TrainingEnd
from logbook.policy.actors import Actor
from logbook.queries.curriculum import curriculum_of
from logbook.queries.rotations import Trained
from logbook.queries.time_away import away_of


def training_end(actor: Actor, of: Trained) -> TrainingEnd:
    """From the enrollment and the leave: one statement."""
    return TrainingEnd(
        of.starts_on,
        of.ends_on,
        of.full_time_percent,
        curriculum_of(actor.program_id, of.version_id).length_months,
        away_of(actor.program_id, of.id),
    )
