"""One fellow's time: rotations, leave, share of full time, and when the training is complete."""

from uuid import UUID

from flask import render_template
from flask.typing import ResponseReturnValue

from logbook.policy.cases import may_open_own_log
from logbook.policy.cohort import may_see_cohort
from logbook.policy.curriculum import may_read
from logbook.policy.rotations import may_plan
from logbook.queries import rotations as queries
from logbook.queries.cases import enrollment_of
from logbook.queries.training_end import training_end
from logbook.web import current
from logbook.web.guard import door
from logbook.web.rotations.blueprint import bp


@bp.get("/mine")
@door(may_open_own_log)
def own() -> ResponseReturnValue:
    enrollment = enrollment_of(current.actor())
    if enrollment is None:
        return render_template("cases/not_enrolled.html")
    return _page(enrollment.id)


@bp.get("/fellows/<uuid:enrollment_id>")
@door(may_read)
def fellow(enrollment_id: UUID) -> ResponseReturnValue:
    """For the fellow, and for those who oversee the program."""
    return _page(enrollment_id)


def _page(enrollment_id: UUID) -> ResponseReturnValue:
    actor = current.actor()
    whose = queries.trained(actor, enrollment_id)
    return render_template(
        "rotations/time.html",
        time=queries.time_of(actor, whose),
        end=training_end(actor, whose),
        own=whose.fellow_id == actor.id,
        oversees=bool(may_see_cohort(actor)),
        may_plan=may_plan(actor),
        today=current.today(),
    )
