"""The demo's nurse and technician: hours of each month, a licence, cases at which they helped."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import cycle, islice
from uuid import UUID, uuid4

from logbook.cli.demo_stage import Player, Stage
from logbook.database import db
from logbook.domain.case_content import CaseContent
from logbook.domain.catalogue import CaseRole
from logbook.domain.credentials import CredentialContent
from logbook.domain.portfolio import By, last_periods
from logbook.models.columns import new_id
from logbook.models.curriculum import Enrollment
from logbook.queries.curriculum import curriculum_of
from logbook.services import approval, cases, credentials, hours
from logbook.services.entering import Entered
from logbook.services.hours import Given, Row

A_MONTH = {
    "pain_nurse": {"practice": 142, "course": 2},
    "pain_technician": {"training": 3, "radiation": 1},
}
"""Hours of each activity."""
HELPED = {
    "pain_nurse": {
        "pain_assessment": 34,
        "pca_round": 9,
        "epidural_assisted": 14,
        "rf_assisted": 4,
    },
    "pain_technician": {"fluoroscopy_assisted": 19, "ultrasound_assisted": 7},
}
"""How many cases of each kind they were at."""
PAPERS = {"pain_nurse": ("rn_licence", "life_support"), "pain_technician": ("fluoroscopy_permit",)}


def follow_tracks(stage: Stage) -> None:
    """What each has to show so far; all of it is verified or approved."""
    for person in stage.fellows:
        _give_hours(stage, person)
        _bring_papers(stage, person)
        _help(stage, person)


def _give_hours(stage: Stage, person: Player) -> None:
    assert person.enrollment_id is not None and person.starts_on is not None
    today = stage.today()
    months = [one for one in last_periods(today, By.MONTH, 12) if one.since >= person.starts_on]
    for month in months:
        if month.until > today:
            continue
        for kind, n in A_MONTH[person.person.track].items():
            row = Row(uuid4(), person.enrollment_id, n * 60)
            hours.record(stage.directors[0].actor, Given(kind, month, f"{month.since:%B}"), [row])


def _bring_papers(stage: Stage, person: Player) -> None:
    today = stage.today()
    for kind in PAPERS[person.person.track]:
        given = today - timedelta(days=200)
        content = CredentialContent(kind, "State Board", "", given, given + timedelta(days=730))
        credential_id = uuid4()
        credentials.add(person.actor, credential_id, person.actor.id, content)
        credentials.verify(stage.directors[0].actor, credential_id, 1)


def _help(stage: Stage, person: Player) -> None:
    assert person.enrollment_id is not None
    supervisor, level = stage.assessors[0], _usual_level(person, person.enrollment_id)
    for procedure, n in HELPED[person.person.track].items():
        for day in islice(_days(stage.today()), n):
            content = CaseContent(procedure, day, CaseRole.ASSISTED, age_band="40-64")
            entered = Entered(content, supervisor.actor.id, stage.site_ids[0], submit=True)
            case_id = cases.log(person.actor, new_id(), person.enrollment_id, entered)
            approval.approve(
                supervisor.actor, case_id, 1, role_stated=CaseRole.ASSISTED, level=level
            )


def _usual_level(person: Player, enrollment_id: UUID) -> str:
    """The last but one of the scale that the track rates cases on."""
    program_id = person.actor.program_id
    enrollment = db.session.get_one(Enrollment, (program_id, enrollment_id))
    return curriculum_of(program_id, enrollment.version_id).case_scale.levels[-2].code


def _days(today: date) -> Iterator[date]:
    return cycle(today - timedelta(days=3 * n) for n in range(1, 40))
