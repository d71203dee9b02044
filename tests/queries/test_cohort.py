"""The cohort: what is credited to whom, who is behind, what it costs to ask."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Select, update
from sqlalchemy.sql.compiler import SQLCompiler

from logbook.database import db
from logbook.domain.catalogue import CaseRole
from logbook.domain.readiness import Standing
from logbook.models.cases import Case
from logbook.models.programs import Membership
from logbook.policy.actors import job
from logbook.queries import cohort as queries
from logbook.queries import time_away
from logbook.queries.cohort import CohortRow, cohort, unanswered
from logbook.queries.progress import RequirementLine
from logbook.services import cases, curriculum
from tests.cast import BEGAN, ENDS, RIVERSIDE, TODAY, Cast, Member
from tests.makers.cases import a_case, an_approved_case
from tests.makers.curricula import shipped_document
from tests.makers.people import a_fellow
from tests.statements import statements

LUMBAR, CERVICAL = "epa08.spine_lumbar_sacral", "epa08.spine_cervical_thoracic"


def rows(member: Member) -> dict[str, CohortRow]:
    return {row.enrolled.fellow: row for row in cohort(member.actor, TODAY)}


def line(row: CohortRow, requirement: str = LUMBAR) -> RequirementLine:
    return next(one for one in row.progress.lines if one.requirement.id == requirement)


def sums(member: Member) -> dict[tuple[str, str], int]:
    return {
        (name, one.requirement.id): one.credit
        for name, row in rows(member).items()
        for one in row.progress.lines
    }


def test_an_approval_moves_one_sum_of_one_fellow_by_one(
    dana: Member, asha: Member, ben: Member
) -> None:
    before = sums(dana)
    an_approved_case(fellow=asha, supervisor=ben)
    changed = {key: n - before[key] for key, n in sums(dana).items() if n != before[key]}
    assert changed == {("Asha", LUMBAR): 1}


def test_a_cell_moves_with_it(dana: Member, asha: Member, ben: Member) -> None:
    before = rows(dana)["Asha"].groups["epa08"]
    an_approved_case(fellow=asha, supervisor=ben)
    after = rows(dana)["Asha"].groups["epa08"]
    assert (before.credit, before.required) == (0, 40)
    assert (after.credit, after.required) == (1, 40)


def test_more_than_is_asked_for_makes_up_for_nothing_else(
    cast: Cast, dana: Member, asha: Member, ben: Member
) -> None:
    confirmed: dict[str, Any] = {"document": "Requirements", "edition": "1", "dated": TODAY}
    curriculum.confirm_figure(dana.actor, cast.version_id, LUMBAR, value=1, **confirmed)
    for _ in range(3):
        an_approved_case(fellow=asha, supervisor=ben)
    group = rows(dana)["Asha"].groups["epa08"]
    assert (group.credit, group.required) == (1, 16)
    assert line(rows(dana)["Asha"]).credit == 3
    assert group.standing is Standing.BEHIND


def test_what_only_waits_or_was_observed_adds_nothing(
    dana: Member, asha: Member, ben: Member
) -> None:
    a_case(fellow=asha, supervisor=ben)
    a_case(fellow=asha, supervisor=None, submit=False)
    an_approved_case(fellow=asha, supervisor=ben, role=CaseRole.OBSERVED)
    assert line(rows(dana)["Asha"]).credit == 0


def test_what_waits_and_when_the_last_case_was(dana: Member, asha: Member, ben: Member) -> None:
    day = TODAY - timedelta(days=9)
    a_case(fellow=asha, supervisor=ben, performed_on=day)
    a_case(fellow=asha, supervisor=ben, performed_on=day - timedelta(days=1))
    a_case(fellow=asha, supervisor=None, submit=False)  # a draft is nobody else's business
    row = rows(dana)["Asha"]
    assert (row.waiting, row.returned, row.last_performed_on) == (2, 0, day)
    assert rows(dana)["Finn"].last_performed_on is None


def test_furthest_behind_comes_first(dana: Member, ben: Member) -> None:
    busy = a_fellow("Busy Bee")
    for _ in range(8):
        an_approved_case(fellow=busy, supervisor=ben)
    table = cohort(dana.actor, TODAY)
    assert [row.enrolled.fellow for row in table][-1] == "Busy Bee"
    assert table[0].behind > table[-1].behind


def test_half_time_lets_expect_half(dana: Member) -> None:
    a_fellow("Half Timer", full_time_percent=50)
    full, half = line(rows(dana)["Asha"]), line(rows(dana)["Half Timer"])
    assert full.expected is not None
    assert half.expected == pytest.approx(full.expected / 2)


def test_who_began_a_week_ago_is_behind_with_nothing(dana: Member) -> None:
    a_fellow("New Comer", starts_on=TODAY - timedelta(days=7), ends_on=TODAY + timedelta(days=358))
    row = rows(dana)["New Comer"]
    assert row.behind == 0
    assert line(row).standing is Standing.EARLY


def test_each_program_sees_its_own_fellows(dana: Member, rin: Member) -> None:
    assert set(rows(dana)) == {"Asha", "Finn"}
    assert set(rows(rin)) == {"Ravi"}


def test_who_has_finished_long_ago_or_left_is_not_in_the_table(dana: Member, finn: Member) -> None:
    a_fellow("Long Gone", starts_on=TODAY - timedelta(days=800), ends_on=TODAY - timedelta(days=99))
    a_fellow("Just Done", starts_on=TODAY - timedelta(days=370), ends_on=TODAY - timedelta(days=5))
    assert set(rows(dana)) == {"Asha", "Finn", "Just Done"}
    _leaves(finn, TODAY)
    assert set(rows(dana)) == {"Asha", "Just Done"}


def test_who_will_leave_is_there_until_then(dana: Member, finn: Member) -> None:
    _leaves(finn, TODAY + timedelta(days=1))
    assert "Finn" in rows(dana)


def _leaves(member: Member, on: object) -> None:
    db.session.execute(update(Membership).where(Membership.id == member.id).values(left_on=on))
    db.session.commit()


def test_fellows_of_two_editions_are_each_measured_by_their_own(cast: Cast, dana: Member) -> None:
    document = shipped_document()
    requirements = [one for one in document["requirements"] if one["id"] != CERVICAL]
    shorter = {**document, "edition": "2027.1", "requirements": requirements}
    a_fellow("Later One", version_id=curriculum.publish(job(RIVERSIDE), shorter))
    assert rows(dana)["Asha"].groups["epa08"].required == 40
    assert rows(dana)["Later One"].groups["epa08"].required == 25


def test_a_withdrawn_case_is_taken_back(dana: Member, asha: Member, ben: Member) -> None:
    case_id = an_approved_case(fellow=asha, supervisor=ben)
    cases.withdraw(asha.actor, case_id, "Logged twice.")
    assert line(rows(dana)["Asha"]).credit == 0


def test_as_many_statements_for_twelve_fellows_as_for_two(
    app: Flask, dana: Member, asha: Member, ben: Member
) -> None:
    an_approved_case(fellow=asha, supervisor=ben)
    with statements() as for_two:
        assert len(cohort(dana.actor, TODAY)) == 2
    for number in range(10):
        fellow = a_fellow(f"Fellow {number}")
        a_case(fellow=fellow, supervisor=ben)
    with statements() as for_twelve:
        assert len(cohort(dana.actor, TODAY)) == 12
    assert len(for_twelve) == len(for_two) == 4


def test_no_statement_walks_through_the_history(app: Flask, dana: Member) -> None:
    if db.engine.dialect.name != "sqlite":
        pytest.skip("how SQLite says it")
    kept, trained, unanswered_ones, away = (
        _plan(asked)
        for asked in (queries._KEPT, queries._TRAINED, queries._UNANSWERED, time_away._IN_TRAINING)
    )
    assert not [step for step in kept if "logged_case" in step]
    for step in (*trained, *unanswered_ones):
        assert "logged_case" not in step or re.search(r"SEARCH .*program_id=\? AND", step), step
    for step in kept:
        assert "progress" not in step or "enrollment_id=?" in step, kept
    for step in away:
        assert "leave" not in step or "enrollment_id=?" in step, away


def _plan(asked: Select[*tuple[Any, ...]]) -> list[str]:
    """How SQLite would go about it; what is asked for does not matter to that."""
    compiled = asked.compile(db.engine)
    assert isinstance(compiled, SQLCompiler)
    given = {name: one.value or "" for one, name in compiled.bind_names.items()}
    whole = compiled.construct_expanded_state(given)
    values = ("",) * len(whole.positiontup or ())
    steps = db.session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {whole.statement}", values)
    return [step[3] for step in steps]


def test_who_has_not_answered_and_for_how_long(
    dana: Member, rin: Member, asha: Member, finn: Member, ben: Member, eve: Member
) -> None:
    now = datetime.now(UTC)
    for fellow, supervisor, days in ((asha, ben, 20), (finn, ben, 3), (asha, eve, 30)):
        case_id = a_case(fellow=fellow, supervisor=supervisor)
        ago = now - timedelta(days=days)
        db.session.execute(update(Case).where(Case.id == case_id).values(submitted_at=ago))
        db.session.commit()
    found = [
        (one.supervisor, one.n, one.long, one.oldest_days) for one in unanswered(dana.actor, now)
    ]
    assert found == [("Eve", 1, 1, 30), ("Ben", 2, 1, 20)]
    assert unanswered(rin.actor, now) == []


def test_training_time_is_told_beside(dana: Member) -> None:
    enrolled = rows(dana)["Asha"].enrolled
    assert (enrolled.starts_on, enrolled.ends_on) == (BEGAN, ENDS)
    assert 0.3 < enrolled.fraction < 0.36
