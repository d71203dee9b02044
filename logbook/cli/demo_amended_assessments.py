"""Two assessments of the demo whose level was chosen by mistake: their assessor has signed another
in the place of each."""

from sqlalchemy import exists, select

from logbook.cli.demo_stage import Player, Stage
from logbook.database import db
from logbook.domain.assessment_content import Judgement
from logbook.domain.assessments import SAID
from logbook.models.assessments import Assessment
from logbook.models.columns import new_id
from logbook.models.sign_offs import SignOffGround
from logbook.services import assessment_amendments
from logbook.services.assessment_amendments import Correction

WHY = "I chose the level of another fellow whom I saw that day. The words were right."
HIGHEST = ("4", "5")
AMENDED = 2


def correct_assessments(stage: Stage) -> None:
    """Of the first supervisor's last ones; none that a sign-off stands on."""
    supervisor = stage.supervisors[0]
    for old in _said_by(supervisor):
        assert old.level is not None
        said = Judgement(str(int(old.level) - 1), dict(old.items), old.went_well, old.next_step)
        correction = Correction(WHY, old.competency, old.happened_on, said)
        assessment_amendments.amend(supervisor.actor, old.id, new_id(), correction)


def _said_by(supervisor: Player) -> list[Assessment]:
    stands = exists().where(
        SignOffGround.program_id == Assessment.program_id, SignOffGround.ground_id == Assessment.id
    )
    asked = select(Assessment).where(
        Assessment.program_id == supervisor.actor.program_id,
        Assessment.assessor_id == supervisor.actor.id,
        Assessment.state.in_(sorted(SAID)),
        Assessment.level.in_(HIGHEST),
        ~stands,
    )
    newest = asked.order_by(Assessment.happened_on.desc(), Assessment.id.desc()).limit(AMENDED)
    return list(db.session.scalars(newest))
