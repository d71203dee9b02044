"""A fellow in training, by the rules of a curriculum and never by its ids: cases, papers, sessions
and hours, each through the use cases of those who would do it. What is logged, brought or attended
is looked up in the curriculum that is followed."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import count, cycle, islice
from uuid import UUID

from logbook.domain.case_content import CaseContent, missing
from logbook.domain.catalogue import CaseRole, FieldKind, FieldSpec, Procedure
from logbook.domain.credentials import CredentialContent
from logbook.domain.curriculum import Curriculum
from logbook.domain.knowledge import Outcome, Result
from logbook.domain.opportunities import ActivityKind, Measure
from logbook.domain.portfolio import By, ItemContent, last_periods
from logbook.domain.requirements import Requirement, RequirementKind
from logbook.domain.rules import CountCases, DistinctSupervisors, Hours, Recency, Sessions
from logbook.domain.rules_of_judgement import CredentialValid, TestPassed
from logbook.models.columns import new_id
from logbook.services import (
    approval,
    attendance,
    cases,
    credentials,
    knowledge,
    portfolio,
    portfolio_answers,
)
from logbook.services.attendance import Held
from logbook.services.credentials import Upload
from logbook.services.entering import Entered
from tests.cast import CLINIC, TODAY, Member
from tests.makers.documents import a_pdf

DAYS = 25
"""Cases and assessments are spread over so many days, so that something is the latest."""
HOURS_A_WEEK = 40


@dataclass(frozen=True, slots=True)
class Stage:
    """One fellow on one curriculum, and the people who vouch for them."""

    fellow: Member
    enrollment_id: UUID
    curriculum: Curriculum
    supervisors: list[Member]
    coordinator: Member
    committee: Member
    days: Iterator[date]
    """Each at most so long ago as the evidence that lapses soonest is good for."""

    def seen_by(self, n: int) -> Iterator[Member]:
        """Supervisors by turns, n times."""
        return islice(cycle(self.supervisors), n)


def a_stage(
    fellow: Member,
    enrollment_id: UUID,
    curriculum: Curriculum,
    supervisors: list[Member],
    coordinator: Member,
    committee: Member,
) -> Stage:
    days = (TODAY - timedelta(days=DAYS - k % DAYS) for k in count())
    return Stage(fellow, enrollment_id, curriculum, supervisors, coordinator, committee, days)


def count_cases(stage: Stage, wanted: Requirement, n: int) -> None:
    rule = wanted.rule
    assert isinstance(rule, CountCases | Recency | DistinctSupervisors)
    _cases(stage, rule.category, rule.roles, n)


def _cases(stage: Stage, category: str, roles: frozenset[CaseRole], n: int) -> None:
    """Logged by the fellow and approved by one supervisor after the other, on every procedure of
    the category and in every role that counts."""
    counting = [
        one
        for one in stage.curriculum.procedures.values()
        if one.category == category and one.counts
    ]
    by_turns = zip(cycle(counting), cycle(sorted(roles)), stage.seen_by(n), strict=False)
    for procedure, role, supervisor in by_turns:
        content = CaseContent(
            procedure.id,
            next(stage.days),
            role,
            age_band=next(iter(stage.curriculum.vocabularies["age_bands"])),
            details=_details(procedure),
        )
        case_id = cases.log(
            stage.fellow.actor,
            new_id(),
            stage.enrollment_id,
            Entered(content, supervisor.id, CLINIC, submit=True),
        )
        best = stage.curriculum.case_scale.levels[-1].code
        approval.approve(supervisor.actor, case_id, 1, role_stated=role, level=best)


def _details(procedure: Procedure) -> dict[str, object]:
    """What the procedure needs to be said, and what that calls for in its turn."""
    said: dict[str, object] = {}
    while lacking := list(missing(procedure, said)):
        for name in lacking:
            spec = procedure.field(name)
            assert spec is not None
            said[name] = _value(spec)
    return said


def _value(spec: FieldSpec) -> object:
    if spec.kind is FieldKind.TEXT:
        return "as usual"
    if spec.kind in (FieldKind.INTEGER, FieldKind.DECIMAL):
        return spec.high
    first = next(iter(spec.choices or {}))
    return [first] if spec.kind is FieldKind.CHOICES else first


def bring_a_credential(stage: Stage, wanted: Requirement, n: int) -> None:
    rule = wanted.rule
    assert isinstance(rule, CredentialValid)
    kind = stage.curriculum.offers.credentials[min(rule.credentials)]
    ends = TODAY + timedelta(days=300) if kind.expires else None
    content = CredentialContent(kind.id, "The council", "AB-123", TODAY, ends)
    id_, upload = new_id(), Upload("scan.pdf", a_pdf())
    credentials.add(stage.fellow.actor, id_, stage.fellow.id, content, upload)
    credentials.verify(stage.coordinator.actor, id_, 1)


def sit_a_test(stage: Stage, wanted: Requirement, n: int) -> None:
    rule = wanted.rule
    assert isinstance(rule, TestPassed)
    test = stage.curriculum.offers.tests[min(rule.tests)]
    marked = test.pass_mark is not None
    result = Result(test.id, TODAY, test.pass_mark, None if marked else Outcome.PASSED)
    knowledge.enter(stage.coordinator.actor, new_id(), stage.enrollment_id, result)


def take_part(stage: Stage, wanted: Requirement, n: int) -> None:
    """Sessions are recorded by who ran them; everything else goes through the portfolio."""
    for kind in islice(cycle(_activities(stage, wanted)), n):
        if wanted.kind is RequirementKind.SESSIONS and not kind.private:
            held = Held(kind.id, next(stage.days), "Opioid rotation", 60)
            attendance.record(stage.coordinator.actor, new_id(), held, [stage.enrollment_id])
        else:
            minutes = 60 if kind.measure is Measure.HOURS else 0
            words = "I was too quick." if kind.private else ""
            content = ItemContent(kind.id, next(stage.days), "A talk", None, minutes, words)
            _accepted(stage, content)


def give_hours(stage: Stage, wanted: Requirement, n: int) -> None:
    """Week by week, the last one first, sent together and accepted one by one."""
    [kind, *_] = _activities(stage, wanted)
    weeks = last_periods(TODAY, By.WEEK, -(-n // HOURS_A_WEEK))
    rows = [(new_id(), week, HOURS_A_WEEK * 60) for week in weeks]
    portfolio.add_hours(
        stage.fellow.actor,
        stage.enrollment_id,
        kind.id,
        rows,
        title="In the clinic",
        accepter_id=stage.supervisors[0].id,
    )
    for id_, _, _ in rows:
        portfolio_answers.accept(stage.supervisors[0].actor, id_, 1)


def _accepted(stage: Stage, content: ItemContent) -> None:
    accepter = stage.supervisors[0]
    entered = portfolio.Entered(content, accepter.id, send=True)
    id_ = portfolio.add(stage.fellow.actor, new_id(), stage.enrollment_id, entered)
    portfolio_answers.accept(accepter.actor, id_, 1)


def _activities(stage: Stage, wanted: Requirement) -> list[ActivityKind]:
    rule = wanted.rule
    assert isinstance(rule, Sessions | Hours)
    return [stage.curriculum.offers.activities[one] for one in sorted(rule.activities)]
