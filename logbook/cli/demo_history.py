"""The demo's history, week by week: cases are logged, and answered some days later.

Each week is one transaction with the events that a live program would have told the ledger, so
that `flask ledger verify` and `flask progress verify` find the demo as sound as any other.
"""

from collections import defaultdict
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from uuid import UUID

from sqlalchemy import update

from logbook.cli.demo_assessments import Assessments
from logbook.cli.demo_cases import FEEDBACK, RETURNS, Habit, a_case, habit_of
from logbook.cli.demo_committee import WEEKS_AGO, hold_meeting
from logbook.cli.demo_lists import a_list
from logbook.cli.demo_records import Records
from logbook.cli.demo_rotations import Whereabouts
from logbook.cli.demo_stage import Player, Stage
from logbook.database import db
from logbook.domain.case_content import CaseContent, level_sides
from logbook.domain.cases import Answer, State
from logbook.domain.catalogue import CaseRole
from logbook.domain.curriculum import Curriculum
from logbook.domain.events import (
    CaseApproved,
    CaseDrafted,
    CaseNotObserved,
    CaseReturned,
    CaseSubmitted,
    Event,
)
from logbook.domain.signatures import BY_SESSION
from logbook.models.cases import Case, CaseAnswer
from logbook.models.columns import new_id
from logbook.models.sealed import new_salt
from logbook.queries.curriculum import curriculum_of
from logbook.services import progress
from logbook.services.signing import sign_approval
from logbook.services.unit import Unaudited, Unit, unit_of_work

CASES_A_WEEK = 20.5
"""Drawn over seven days; what falls on a weekend is dropped."""
EVENING = time(18, tzinfo=UTC)
STILL_OPEN_DAYS = 35


class History:
    """One program's year in the making."""

    def __init__(self, stage: Stage, random: Random) -> None:
        self.stage, self.random = stage, random
        with_version = curriculum_of(stage.program_id, stage.version_id)
        self.curriculum: Curriculum = with_version
        self.habits: dict[Player, Habit] = {
            fellow: habit_of(with_version, fellow.person.starved_of, random)
            for fellow in stage.fellows
        }
        self.due: dict[date, list[tuple[Case, Player]]] = defaultdict(list)
        """Answers to come, by the Sunday of their week."""
        self.assessments = Assessments(stage, Random(f"assessments {stage.place.name}"))
        self.where = Whereabouts(stage)
        self.records = Records(stage, Random(f"records {stage.place.name}"))
        self.logged = 0

    def run(self, weeks: int, tick: Callable[[], None], cases_only: bool = False) -> int:
        """Live through the last `weeks` weeks; the number of cases logged."""
        today = self.stage.today()
        for back in range(weeks, -1, -1):
            last_day = today - timedelta(weeks=back)
            # The last week ends now: nothing is told to have happened in the future.
            instant = min(datetime.combine(last_day, EVENING), datetime.now(UTC))
            self._answers_of(last_day, instant)
            for fellow in self.stage.fellows:
                if back in fellow.person.unlogged:
                    continue
                # Unaudited: a week in which this fellow did nothing.
                with suppress(Unaudited), unit_of_work(fellow.actor, instant) as unit:
                    self._log(unit, fellow, last_day)
            if not cases_only:
                self.assessments.week(last_day, instant)
                self.records.week(last_day, instant, back)
                if back == WEEKS_AGO:
                    hold_meeting(self.stage, last_day, instant)
            tick()
        return self.logged

    def _log(self, unit: Unit, fellow: Player, last_day: date) -> None:
        assert fellow.starts_on is not None
        n = CASES_A_WEEK * fellow.person.pace * self.random.uniform(0.6, 1.4)
        for _ in range(round(n)):
            day = last_day - timedelta(days=self.random.choice((0, 1, 2, 3, 4, 5, 6)))
            off = day.weekday() > 4 or self.where.is_away(fellow, day)
            if day < fellow.starts_on or off:
                continue
            done = min(1.0, (day - fellow.starts_on).days / 365)
            content = a_case(self.curriculum, self.habits[fellow], day, done, self.random)
            self._write(unit, fellow, content, last_day)
        if fellow.person.list_of:
            named = fellow.person.list_of, last_day, fellow.starts_on, fellow.person.name
            for content in a_list(self.curriculum, *named):
                if not self.where.is_away(fellow, content.performed_on):
                    self._write(unit, fellow, content, last_day)

    def _write(self, unit: Unit, fellow: Player, content: CaseContent, last_day: date) -> None:
        supervisor = self._supervisor(fellow)
        case = self._row(unit, fellow, supervisor, content)
        if self.random.random() < 0.012 and (self.stage.today() - last_day).days < 30:
            case.state, case.supervisor_id, case.submitted_at = State.DRAFT, None, None
            unit.record(CaseDrafted(subject_id=case.id), of=case)
        else:
            unit.record(
                CaseSubmitted(
                    subject_id=case.id, supervisor_id=supervisor.actor.id, role=case.role
                ),
                of=case,
            )
            if self.random.random() < supervisor.person.answers:
                wait = self.random.choice((1, 1, 1, 2)) + (self.random.random() < 0.05) * 4
                self.due[last_day + timedelta(weeks=wait)].append((case, supervisor))
        unit.insert(case)
        self.logged += 1

    def _supervisor(self, fellow: Player) -> Player:
        """Everybody has a supervisor whom they work with most."""
        others = self.stage.supervisors
        own = hash_of(fellow.person.name) % len(others)
        weights = [
            (4.0 if n == own else 1.0) * (1.0 if one.person.answers else 0.4)
            for n, one in enumerate(others)
        ]
        return self.random.choices(others, weights)[0]

    def _row(self, unit: Unit, fellow: Player, supervisor: Player, content: CaseContent) -> Case:
        return Case(
            program_id=self.stage.program_id,
            id=new_id(),
            enrollment_id=fellow.enrollment_id,
            fellow_id=fellow.actor.id,
            supervisor_id=supervisor.actor.id,
            site_id=self._site(fellow, content),
            state=State.SUBMITTED,
            performed_on=content.performed_on,
            procedure=content.procedure,
            category=self.curriculum.procedures[content.procedure].category,
            role=content.role,
            setting=content.setting,
            age_band=content.age_band,
            indication=content.indication,
            outcome=content.outcome,
            complications=list(content.complications),
            complication_note="",
            reflection=content.reflection,
            details=dict(content.details),
            level_sides=level_sides(content, self.curriculum),
            closing_words="",
            logged_at=unit.now,
            submitted_at=unit.now,
            revision=1,
            salt=new_salt(),
        )

    def _site(self, fellow: Player, content: CaseContent) -> UUID:
        drawn, guidance = self.random.choice(self.stage.site_ids), content.details.get("guidance")
        return self.where.site(fellow, content.performed_on, guidance, drawn)

    def _answers_of(self, last_day: date, instant: datetime) -> None:
        """Each supervisor sits down once a week."""
        due: dict[Player, list[Case]] = defaultdict(list)
        for case, supervisor in self.due.pop(last_day, []):
            due[supervisor].append(case)
        for supervisor, cases in due.items():
            with unit_of_work(supervisor.actor, instant) as unit:
                for case in cases:
                    self._give(unit, case, supervisor, self._said(last_day))

    def _said(self, day: date) -> Answer:
        """What came back long ago has been mended since; a few of late are still open."""
        luck, age = self.random.random(), (self.stage.today() - day).days
        if age > STILL_OPEN_DAYS or luck > 0.06:
            return Answer.APPROVED
        return Answer.NOT_OBSERVED if luck < 0.02 else Answer.RETURNED

    def _give(self, unit: Unit, case: Case, supervisor: Player, said: Answer) -> None:
        answer = CaseAnswer(
            program_id=case.program_id,
            id=new_id(),
            case_id=case.id,
            case_revision=case.revision,
            supervisor_id=supervisor.actor.id,
            answer=said,
            words=self._words(said),
            answered_at=unit.now,
            salt=new_salt(),
        )
        seen = case.content()
        case.revision, case.answered_at = case.revision + 1, unit.now
        if said is Answer.APPROVED:
            event: Event = self._approved(unit, case, answer, supervisor.person.lenient)
            sign_approval(unit, answer, seen, self.stage.version_id, BY_SESSION)
        else:
            case.state = State.RETURNED
            kind = CaseReturned if said is Answer.RETURNED else CaseNotObserved
            event = kind(subject_id=case.id, answer_id=answer.id, answer_seal=answer.seal().hex())
        unit.record(event, of=case)
        unit.insert(answer)
        _keep(case)

    def _approved(self, unit: Unit, case: Case, answer: CaseAnswer, lenient: int) -> CaseApproved:
        role, scale = self._stated(CaseRole(case.role)), self.curriculum.case_scale.id
        level = self._level(role, lenient)
        case.state, case.credited_role = State.APPROVED, role
        answer.role_stated, answer.scale, answer.level = role, scale, level
        shown = progress.as_evidence(case)
        progress.move(unit, case.enrollment_id, self.stage.version_id, come=shown)
        return CaseApproved(
            subject_id=case.id,
            answer_id=answer.id,
            role_logged=case.role,
            role_stated=role,
            scale=scale,
            level=level,
            answer_seal=answer.seal().hex(),
        )

    def _words(self, said: Answer) -> str:
        if said is Answer.NOT_OBSERVED:
            return ""
        return self.random.choice(RETURNS if said is Answer.RETURNED else FEEDBACK)

    def _stated(self, logged: CaseRole) -> CaseRole:
        """Now and then the supervisor saw less than the fellow logged."""
        lower = {
            CaseRole.PERFORMED_INDIRECT: CaseRole.PERFORMED_DIRECT,
            CaseRole.PERFORMED_DIRECT: CaseRole.ASSISTED,
        }
        return lower.get(logged, logged) if self.random.random() < 0.07 else logged

    def _level(self, role: CaseRole, lenient: int) -> str:
        likely = {
            CaseRole.OBSERVED: ("1", "2"),
            CaseRole.ASSISTED: ("2", "2", "3"),
            CaseRole.PERFORMED_DIRECT: ("2", "3", "3"),
            CaseRole.PERFORMED_INDIRECT: ("3", "4", "4"),
            CaseRole.TAUGHT: ("4", "5"),
        }
        return str(min(5, int(self.random.choice(likely[role])) + lenient))


def _keep(case: Case) -> None:
    db.session.connection().execute(
        update(Case)
        .where(Case.program_id == case.program_id, Case.id == case.id)
        .values(
            state=case.state,
            credited_role=case.credited_role,
            answered_at=case.answered_at,
            revision=case.revision,
        )
    )


def hash_of(name: str) -> int:
    """The same in every process, unlike `hash`."""
    return sum(map(ord, name))
