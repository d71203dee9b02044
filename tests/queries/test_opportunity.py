"""How chances are shared, what may be missing, how supervisors answer and rate: what is counted, of
whom nothing is said, and in how many statements."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Connection

from logbook.queries.opportunity import opportunity
from logbook.queries.opportunity_ahead import gains
from logbook.queries.opportunity_logging import logging_of_all
from logbook.queries.opportunity_supervisors import supervisors
from logbook.services import approval, cases
from tests.cast import CLINIC, TODAY, Cast, Member
from tests.makers.assessments import a_given_assessment, an_assessment
from tests.makers.cases import a_case, an_approved_case
from tests.makers.people import a_fellow
from tests.makers.reminders import a_waiting_case
from tests.makers.rotations import a_leave, a_rotation
from tests.statements import statements

LUMBAR, CERVICAL = "spine_lumbar_sacral", "spine_cervical_thoracic"
A_CERVICAL_INJECTION: dict[str, Any] = {
    "procedure": "esi_cervical_interlaminar",
    "details": {"levels": ["C7-T1"], "laterality": "midline", "guidance": "fluoroscopy"},
}


def soon() -> datetime:
    return datetime.now(UTC) + timedelta(seconds=5)


def test_what_counts_as_met(asha: Member, finn: Member, ben: Member, dana: Member) -> None:
    for _ in range(3):
        an_approved_case(fellow=asha, supervisor=ben)
    for _ in range(4):
        a_case(fellow=finn, supervisor=ben)
    returned = a_case(fellow=asha, supervisor=ben)
    approval.return_(ben.actor, returned, 1, reason="Which side?")
    a_case(fellow=asha, supervisor=ben, submit=False)
    withdrawn = a_case(fellow=asha, supervisor=ben)
    cases.withdraw(asha.actor, withdrawn, "Logged twice.")
    found = opportunity(dana.actor, TODAY)
    assert [one.category.id for one in found.categories] == [LUMBAR]
    assert found.by_fellow.shown(LUMBAR, asha.enrollment_id) == 4
    assert found.by_fellow.shown(LUMBAR, finn.enrollment_id) == 4
    assert found.by_supervisor.columns == (ben.id,)
    assert found.by_site.columns == (CLINIC,)
    assert found.by_fellow.whole == 8


def test_a_year_is_looked_at_and_part_time_counts_for_its_share(
    asha: Member, ben: Member, dana: Member
) -> None:
    half = a_fellow("Half Hal", full_time_percent=50)
    a_leave(0, 30, of=half)
    old = a_fellow("Old Olga", starts_on=TODAY - timedelta(days=800), ends_on=TODAY)
    found = opportunity(dana.actor, TODAY)
    months = {one.fellow: one.months(found.within) for one in found.fellows}
    assert months["Asha"] == pytest.approx(121 / 30.4375, abs=0.01)
    assert months["Half Hal"] == pytest.approx((121 - 30) / 2 / 30.4375, abs=0.01)
    assert months["Old Olga"] == pytest.approx(12, abs=0.1)
    assert [one.fellow for one in found.fellows] == sorted(months)
    long_ago = TODAY - timedelta(days=400)
    a_case(fellow=old, supervisor=ben, performed_on=long_ago)
    assert opportunity(dana.actor, TODAY).categories == []


def test_small_counts_are_hidden(asha: Member, finn: Member, ben: Member, dana: Member) -> None:
    for fellow, lumbar, cervical in ((asha, 1, 4), (finn, 5, 3)):
        for _ in range(lumbar):
            a_case(fellow=fellow, supervisor=ben)
        for _ in range(cervical):
            a_case(fellow=fellow, supervisor=ben, **A_CERVICAL_INJECTION)
    table = opportunity(dana.actor, TODAY).by_fellow
    assert table.shown(LUMBAR, asha.enrollment_id) is None
    assert table.shown(LUMBAR, finn.enrollment_id) is None
    assert (table.of_row(LUMBAR), table.of_column(asha.enrollment_id)) == (6, 5)


def test_a_stranger_reads_none_of_it(asha: Member, ben: Member, rin: Member) -> None:
    an_approved_case(fellow=asha, supervisor=ben)
    found = opportunity(rin.actor, TODAY)
    assert found.categories == []
    assert [one.fellow for one in found.fellows] == ["Ravi"]
    assert supervisors(rin.actor, TODAY, soon()).unanswered == []
    assert [one.trained.fellow for one in logging_of_all(rin.actor, TODAY).fellows] == ["Ravi"]


def test_weeks_without_a_case(asha: Member, ben: Member, dana: Member) -> None:
    a_rotation(0, 28, of=asha, kind="pain_clinic")
    a_rotation(28, 28, of=asha, kind="psychology_psychiatry")
    found = {one.trained.fellow: one for one in logging_of_all(dana.actor, TODAY).fellows}
    weeks = [one.week.monday for one in found["Asha"].weeks]
    assert len(weeks) in (3, 4)  # by the weekday on which training began
    assert {one.rotation.in_("en") for one in found["Asha"].weeks} == {"Pain clinic and procedures"}
    assert found["Finn"].weeks == ()
    a_case(fellow=asha, supervisor=ben, performed_on=weeks[1])
    found = {one.trained.fellow: one for one in logging_of_all(dana.actor, TODAY).fellows}
    assert [one.week.monday for one in found["Asha"].weeks] == [weeks[0], *weeks[2:]]


def test_how_late_cases_come(asha: Member, ben: Member, dana: Member) -> None:
    for days in (0, 2, 4, *[9] * 7):
        a_case(fellow=asha, supervisor=ben, performed_on=TODAY - timedelta(days=days))
    back = a_case(fellow=asha, supervisor=ben, performed_on=TODAY - timedelta(days=60))
    approval.return_(ben.actor, back, 1, reason="Which side?")
    found = {one.trained.fellow: one for one in logging_of_all(dana.actor, TODAY).fellows}
    late = found["Asha"].lateness
    assert (late.n, late.late, late.median_days) == (10, 7, 9.0)
    assert found["Finn"].lateness.share is None


def test_what_is_unanswered(asha: Member, ben: Member, eve: Member, dana: Member) -> None:
    for _ in range(8):
        an_approved_case(fellow=asha, supervisor=ben)
    a_given_assessment(fellow=asha, assessor=ben)
    a_waiting_case(fellow=asha, supervisor=ben, days=8)
    a_waiting_case(fellow=asha, supervisor=ben, days=2)
    an_assessment(fellow=asha, assessor=eve)
    found = {one.supervisor: one for one in supervisors(dana.actor, TODAY, soon()).unanswered}
    assert (found["Ben"].late, found["Ben"].asked) == (1, 11)
    assert found["Ben"].share == pytest.approx(1 / 11)
    assert (found["Eve"].asked, found["Eve"].share) == (1, None)
    later = {
        one.supervisor: one
        for one in supervisors(dana.actor, TODAY, soon() + timedelta(days=8)).unanswered
    }
    assert (later["Eve"].requests_late, later["Ben"].cases_late) == (1, 2)


def test_few_judgements_say_nothing(asha: Member, ben: Member, dana: Member) -> None:
    for _ in range(9):
        an_approved_case(fellow=asha, supervisor=ben)
    a_given_assessment(fellow=asha, assessor=ben)
    found = supervisors(dana.actor, TODAY, soon())
    assert [one.scale.id for one in found.scales] == ["entrust5"]
    assert [(one.rater, one.n, one.tendency) for one in found.scales[0].raters] == [
        ("Ben", 10, None)
    ]


def test_who_gains_is_told_for_what_is_missing(
    asha: Member, finn: Member, ben: Member, dana: Member
) -> None:
    for _ in range(3):
        an_approved_case(fellow=asha, supervisor=ben)
    a_rotation(100, 60, of=finn, kind="pain_clinic")
    found = opportunity(dana.actor, TODAY)
    told = {category.id: gain for category, gain in gains(dana.actor, found, TODAY)}
    assert told[LUMBAR].most.fellow == "Finn"
    gainer = told[LUMBAR].gains
    assert gainer is not None
    assert (gainer.fellow, told[LUMBAR].site) == ("Finn", "Riverside clinic")
    asha_lacks = next(one for one in (told[LUMBAR].most,) if one.fellow == "Finn")
    assert asha_lacks.missing == asha_lacks.required


def test_as_many_statements_however_much_there_is(
    connection: Connection, cast: Cast, asha: Member, ben: Member, dana: Member
) -> None:
    def sent() -> list[int]:
        numbers = []
        for ask in (
            lambda: gains(dana.actor, opportunity(dana.actor, TODAY), TODAY),
            lambda: logging_of_all(dana.actor, TODAY),
            lambda: supervisors(dana.actor, TODAY, soon()),
        ):
            with statements() as few:
                ask()
            numbers.append(len(few))
        return numbers

    a_rotation(0, 28, of=asha)
    an_approved_case(fellow=asha, supervisor=ben)
    sent()  # the curriculum is kept from now on
    before = sent()
    for number in range(3):
        fellow = a_fellow(f"Fellow {number}")
        a_rotation(0, 28, of=fellow)
        an_approved_case(fellow=fellow, supervisor=cast["eve"])
        a_given_assessment(fellow=fellow, assessor=ben)
    assert sent() == before
    assert before[1:] == [6, 8]


CASES = "ix_logged_case_program_id_fellow_id_performed_on_id"
ANSWERS = "ix_case_answer_program_id_supervisor_id_answered_at"
GIVEN = "ix_assessment_program_id_assessor_id_state_asked_at"
READ = {
    "logged_case ON logged_case.program_id = enr": f"{CASES} (program_id=? AND fellow_id=?"
    " AND performed_on>? AND performed_on<?)",
    "case_answer ON": f"{ANSWERS} (program_id=? AND supervisor_id=? AND answered_at>?)",
    "assessment ON": f"{GIVEN} (program_id=? AND assessor_id=? AND state=? AND asked_at>?)",
}
"""By what a statement joins: how it is to be read."""


def test_the_window_is_read_from_an_index(connection: Connection, dana: Member) -> None:
    """However long the history of the program, only its last months are walked through."""
    if connection.dialect.name != "sqlite":
        pytest.skip("PostgreSQL plans by what is in the tables; a test has nothing in them")
    with statements() as sent:
        opportunity(dana.actor, TODAY)
        logging_of_all(dana.actor, TODAY)
        supervisors(dana.actor, TODAY, soon())
    for table, index in READ.items():
        asked = [one for one in sent if table in one]
        assert asked
        for statement in asked:
            blanks = (0,) * statement.count("?")
            plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", blanks)
            steps = " | ".join(row[3] for row in plan)
            assert index in steps, steps
            assert not any(f"SCAN {name}" in steps for name in ("logged_case", "case_answer"))
