"""The demo's assessments: some a month for each fellow, by several professions; most are answered,
a few late, a few never."""

from collections import defaultdict
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from random import Random

from sqlalchemy import update

from logbook.cli.demo_stage import Player, Stage
from logbook.database import db
from logbook.domain.assessment_content import asked_of_fellow, choices_of, overall_levels
from logbook.domain.assessments import State, late_by
from logbook.domain.events_assessments import (
    AssessmentAcknowledged,
    AssessmentFinished,
    AssessmentRequested,
)
from logbook.domain.forms import AssessmentForm, FormItem, ItemKind
from logbook.domain.signatures import Method
from logbook.models.assessments import Assessment
from logbook.models.columns import new_id
from logbook.models.sealed import new_salt
from logbook.policy.actors import Role
from logbook.queries.assessments_evidence import as_evidence
from logbook.queries.curriculum import curriculum_of
from logbook.services import progress
from logbook.services.signatures import sign, signer_of
from logbook.services.signing import assessment_statement
from logbook.services.unit import Unaudited, Unit, unit_of_work

A_WEEK = 1.7
"""Requests of one fellow in a week."""
WAITS = (0, 0, 0, 1, 1, 2, 3, None)
"""Weeks until the answer; None: never."""

ON_FORM = {
    "mini_cex": ("epa01", "epa01", "epa04"),
    "dops": ("epa08", "epa08", "epa09", "epa10"),
    "cbd": ("epa01", "epa01", "epa05", "epa06"),
    "almat": ("epa02",),
    "presentation": ("epa13",),
    "trainer_report": ("epa13",),
}
OTHERS = {"mini_cex": ("epa01", "epa04"), "almat": ("epa02",)}
"""What professions beside physicians see."""
OFTEN = (3, 7, 6, 1, 1, 1)
"""How often each of these forms is asked for, beside the others."""
ABOUT = {
    "mini_cex": "new patient with chronic back pain",
    "dops": "morning list",
    "cbd": "patient on a high dose of opioids",
    "almat": "weekend round of the acute pain service",
    "presentation": "journal club on neuromodulation",
    "trainer_report": "the last quarter on the pain service",
}
WENT_WELL = (
    "Asked what the patient expects before naming any procedure.",
    "Kept the needle tip in view during the whole approach.",
    "Explained the taper so that the family could repeat it.",
    "Called out the contrast pattern before each injection.",
    "Handed over the three sickest patients first, with a plan for each.",
    "Good job.",
)
NEXT_STEP = (
    "Check the lateral view before advancing past the lamina.",
    "Let the patient speak for a full minute before the first question.",
    "Write the stop date of the ketamine into the chart each time.",
    "Practice the oblique view twice on the phantom before Tuesday.",
    "Ask the physiotherapist for the functional goal before discharge.",
)
COMMENTS = ("", "", "Will do on the next list.", "Thank you, this helps.")


class Assessments:
    """One program's assessments in the making, week by week."""

    def __init__(self, stage: Stage, random: Random) -> None:
        self.stage, self.random = stage, random
        self.curriculum = curriculum_of(stage.program_id, stage.version_id)
        self.due: dict[date, list[tuple[Assessment, Player, Player]]] = defaultdict(list)
        """Answers to come, by the last day of their week."""

    def week(self, last_day: date, instant: datetime) -> None:
        given = self.due.pop(last_day, [])
        for one, fellow, assessor in given:
            self._give(one, fellow, assessor, instant)
        for fellow in self.stage.fellows:
            own = [one for one, by, _ in given if by is fellow]
            with suppress(Unaudited), unit_of_work(fellow.actor, instant) as unit:
                for one in own:
                    self._read(unit, one)
                for _ in range(int(A_WEEK + self.random.random())):
                    self._ask(unit, fellow, last_day)

    def _ask(self, unit: Unit, fellow: Player, last_day: date) -> None:
        assert fellow.starts_on is not None
        day = last_day - timedelta(days=self.random.choice((1, 2, 3)))
        if day < fellow.starts_on:
            return
        assessor = self.random.choice(self.stage.assessors)
        kinds = ON_FORM if assessor.person.profession == "physician" else OTHERS
        form = self.curriculum.forms[self.random.choices(list(kinds), OFTEN[: len(kinds)])[0]]
        one = self._row(unit, fellow, assessor, form, day)
        one.competency = self.random.choice(kinds[form.id])
        unit.record(
            AssessmentRequested(
                subject_id=one.id, form=form.id, assessor_id=assessor.actor.id, case_id=None
            ),
            of=one,
        )
        unit.insert(one)
        weeks = self.random.choice(WAITS)
        if weeks is not None and assessor.person.answers > 0:
            self.due[last_day + timedelta(weeks=weeks + 1)].append((one, fellow, assessor))

    def _row(
        self, unit: Unit, fellow: Player, assessor: Player, form: AssessmentForm, day: date
    ) -> Assessment:
        own = {name: self._own(form, name) for name in asked_of_fellow(form)}
        return Assessment(
            program_id=self.stage.program_id,
            id=new_id(),
            enrollment_id=fellow.enrollment_id,
            version_id=self.stage.version_id,
            fellow_id=fellow.actor.id,
            assessor_id=assessor.actor.id,
            started_by_id=fellow.actor.id,
            state=State.REQUESTED,
            form=form.id,
            purpose=form.purpose,
            happened_on=day,
            context=ABOUT[form.id],
            own=own,
            items={},
            went_well="",
            next_step="",
            discipline="",
            comment="",
            closing_words="",
            asked_at=unit.now,
            revision=1,
            salt=new_salt(),
        )

    def _own(self, form: AssessmentForm, name: str) -> str:
        item = form.item(name)
        return self._item(item) if item else self.random.choice(("2", "3", "3", "4"))

    def _item(self, item: FormItem) -> str:
        if item.kind is not ItemKind.LEVEL:
            return ""
        codes = [one.code for one in choices_of(item, self.curriculum) if one.order]
        return self.random.choices(codes, [1, 3, 10, 4][: len(codes)])[0]

    def _give(self, one: Assessment, fellow: Player, by: Player, instant: datetime) -> None:
        form = self.curriculum.forms[one.form]
        with unit_of_work(by.actor, instant) as unit:
            one.items = {item.id: said for item in form.items if (said := self._item(item))}
            if overall_levels(form, self.curriculum):
                done = min(
                    1.0, (one.happened_on - (fellow.starts_on or one.happened_on)).days / 365
                )
                one.scale = form.scale
                level = 2 + round(done * 2 + self.random.random() * 0.8)
                one.level = str(min(4, level) + by.person.lenient)
            one.went_well = self.random.choice(WENT_WELL)
            one.next_step = self.random.choice(NEXT_STEP)
            one.discipline, one.state = by.person.profession, State.FINISHED
            statement = assessment_statement(
                one, {}, signer_of(unit.actor, Role.SUPERVISOR), unit.now
            )
            sign(unit, statement, Method.SESSION)
            one.finished_at, one.revision = unit.now, 2
            _keep(one)
            progress.move(unit, one.enrollment_id, self.stage.version_id, come=as_evidence(one))
            finished = AssessmentFinished(
                subject_id=one.id,
                form=one.form,
                discipline=one.discipline,
                late_days=late_by(one.happened_on, unit.now.date()),
            )
            unit.record(finished, of=one)

    def _read(self, unit: Unit, one: Assessment) -> None:
        """What came in the last days is still to be read."""
        if (datetime.now(UTC) - unit.now).days < 7:
            return
        one.state, one.acknowledged_at, one.revision = State.ACKNOWLEDGED, unit.now, 3
        one.useful = one.went_well != "Good job."
        one.comment = self.random.choice(COMMENTS)
        _keep(one)
        unit.record(AssessmentAcknowledged(subject_id=one.id, useful=one.useful), of=one)


KEPT = (
    "items",
    "scale",
    "level",
    "went_well",
    "next_step",
    "discipline",
    "state",
    "finished_at",
    "acknowledged_at",
    "useful",
    "comment",
    "revision",
)


def _keep(one: Assessment) -> None:
    db.session.connection().execute(
        update(Assessment)
        .where(Assessment.program_id == one.program_id, Assessment.id == one.id)
        .values({name: getattr(one, name) for name in KEPT})
    )
