"""Two cases of the demo that were approved with the wrong side: one amendment has taken its place,
the other waits."""

from sqlalchemy import exists, select

from logbook.cli.demo_amended_assessments import correct_assessments
from logbook.cli.demo_stage import Player, Stage
from logbook.database import db
from logbook.domain.case_content import CaseContent
from logbook.domain.cases import State
from logbook.models.cases import Case
from logbook.models.columns import new_id
from logbook.models.sign_offs import SignOffGround
from logbook.services import approval, cases
from logbook.services.case_amendments import Amending
from logbook.services.entering import Entered

OTHER_SIDE = {"left": "right", "right": "left"}
WHY = "The side was wrong: I noticed it when I compared it with my list of the day."
SAID = "I remember it: it was the other side. Thank you for setting it right."
LOOKED_AT = 60


def amend(stage: Stage) -> None:
    """Cases, and assessments too."""
    _amend_cases(stage)
    correct_assessments(stage)


def _amend_cases(stage: Stage) -> None:
    """Of the first supervisor's last ones; none that a sign-off stands on."""
    supervisor = stage.supervisors[0]
    fellows = {one.actor.id: one for one in stage.fellows}
    wrong = [one for one in _approved(supervisor) if one.details.get("laterality") in OTHER_SIDE]
    for n, old in enumerate([one for one in wrong if one.fellow_id in fellows][:2]):
        new_case = cases.amend(
            fellows[old.fellow_id].actor, new_id(), Amending(old.id, WHY), _right(old)
        )
        if n == 0 and old.credited_role is not None:
            approval.approve(
                supervisor.actor,
                new_case,
                1,
                role_stated=old.credited_role,
                level="3",
                words=SAID,
            )


def _approved(supervisor: Player) -> list[Case]:
    stands = exists().where(
        SignOffGround.program_id == Case.program_id, SignOffGround.ground_id == Case.id
    )
    asked = select(Case).where(
        Case.program_id == supervisor.actor.program_id,
        Case.supervisor_id == supervisor.actor.id,
        Case.state == State.APPROVED,
        ~stands,
    )
    newest = asked.order_by(Case.performed_on.desc(), Case.id.desc()).limit(LOOKED_AT)
    return list(db.session.scalars(newest))


def _right(old: Case) -> Entered:
    content = {
        name: getattr(old, name) for name in CaseContent.__dataclass_fields__ if name != "details"
    }
    side = OTHER_SIDE[old.details["laterality"]]
    content["complications"] = tuple(old.complications)
    said = CaseContent(**content, details={**old.details, "laterality": side})
    return Entered(said, old.supervisor_id, old.site_id, submit=True)
