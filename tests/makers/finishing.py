"""How a fellow comes to have all that a curriculum asks for.

`PROVIDERS` says for each kind of rule how evidence that it accepts comes about. No id of any
curriculum stands here, nor in what these providers do.
"""

from collections.abc import Callable
from pathlib import Path

from sqlalchemy import text

from logbook.database import db
from logbook.domain.readiness import months_after
from logbook.domain.requirements import Requirement
from logbook.domain.rules import (
    CountCases,
    DistinctSupervisors,
    Exposure,
    Hours,
    Recency,
    Rule,
    Sessions,
    TimeOnRotation,
)
from logbook.domain.rules_of_judgement import (
    AssessmentsByForm,
    CredentialValid,
    EntrustmentPattern,
    FeedbackRound,
    GroupOf,
    MilestoneReached,
    TestPassed,
)
from logbook.policy.actors import job
from logbook.queries.curriculum import curriculum_of
from logbook.queries.progress import progress_of
from logbook.services import curriculum
from tests.cast import RIVERSIDE, TODAY, Cast
from tests.makers.judging import be_assessed, be_judged, be_rated, have_a_round
from tests.makers.people import a_fellow
from tests.makers.training import (
    Stage,
    a_stage,
    bring_a_credential,
    count_cases,
    give_hours,
    sit_a_test,
    take_part,
)

Provider = Callable[[Stage, Requirement, int], None]

PROVIDERS: dict[type[Rule], Provider] = {
    CountCases: count_cases,
    DistinctSupervisors: count_cases,
    Recency: count_cases,
    Sessions: take_part,
    Hours: give_hours,
    AssessmentsByForm: be_assessed,
    EntrustmentPattern: be_judged,
    FeedbackRound: have_a_round,
    CredentialValid: bring_a_credential,
    TestPassed: sit_a_test,
    MilestoneReached: be_rated,
}
OF_ITS_PARTS: frozenset[type[Rule]] = frozenset({GroupOf})
"""Met when its parts are."""

# The single place to change when rotations can be planned: give both a provider above, and take
# this away. `test_finishing` fails as soon as there is a reader of their evidence.
WITHOUT_A_USE_CASE: frozenset[type[Rule]] = frozenset({TimeOnRotation, Exposure})


def a_follower(cast: Cast, path: Path, name: str = "Nia Putri") -> Stage:
    """A fellow in the last month of the training that a curriculum file asks for."""
    document = curriculum.read_document(path)
    version_id = curriculum.publish(job(RIVERSIDE), {**document, "edition": "to be finished"})
    followed = curriculum_of(RIVERSIDE, version_id)
    starts_on = months_after(TODAY, 1 - followed.length_months)
    ends_on = months_after(TODAY, 1)
    fellow = a_fellow(name, version_id=version_id, starts_on=starts_on, ends_on=ends_on)
    assert fellow.enrollment_id is not None
    supervisors = [cast["ben"], cast["eve"]]
    return a_stage(fellow, fellow.enrollment_id, followed, supervisors, cast["cora"], cast["mia"])


def finish(stage: Stage, leave: frozenset[str] = frozenset()) -> None:
    """Bring about what is missing, requirement by requirement, but for those to `leave`. Where no
    figure is set, one is enough to see that it can be had."""
    for wanted in stage.curriculum.requirements.values():
        provide = PROVIDERS.get(type(wanted.rule))
        if provide is None or wanted.id in leave:
            continue
        progress = progress_of(stage.fellow.actor, stage.enrollment_id, TODAY)
        [line] = [one for one in progress.lines if one.requirement.id == wanted.id]
        lacking = line.gap if line.required is not None else 1 - line.credit
        if lacking > 0:
            provide(stage, wanted, lacking)
            tell_the_sizes()


def tell_the_sizes() -> None:
    """PostgreSQL plans by the sizes that it knows; within one transaction nobody tells it that the
    tables have grown."""
    if db.engine.dialect.name == "postgresql":
        db.session.execute(text("ANALYZE logged_case, case_answer"))
        db.session.commit()
