"""Which cases a curve is made of, in which order, who sees it, and a relapse after a sign-off."""

from datetime import UTC, datetime, time, timedelta
from uuid import UUID

import pytest
from sqlalchemy import update
from sqlalchemy.exc import NoResultFound

from logbook.database import db
from logbook.domain.catalogue import CaseRole
from logbook.domain.learning_curves import Method, Says
from logbook.models.sign_offs import SignOff
from logbook.queries import curves
from tests.cast import BEGAN, CAST, TODAY, Cast, Member
from tests.makers.cases import a_case, an_approved_case
from tests.makers.curves import TFESI, a_run
from tests.makers.sign_offs import SPINE, a_candidate, a_granted
from tests.statements import statements


def enrolled(fellow: Member) -> UUID:
    assert fellow.enrollment_id is not None
    return fellow.enrollment_id


def the_curve(by: Member, fellow: Member, method: Method = Method.LC_CUSUM) -> curves.Curve:
    of = curves.learner(by.actor, enrolled(fellow))
    return curves.curve(by.actor, of, TFESI, method, TODAY)


def test_only_approved_cases_that_were_performed_are_on_it(asha: Member, ben: Member) -> None:
    mine = an_approved_case(fellow=asha, supervisor=ben)
    an_approved_case(fellow=asha, supervisor=ben, role=CaseRole.OBSERVED)
    an_approved_case(fellow=asha, supervisor=ben, role=CaseRole.ASSISTED)
    an_approved_case(fellow=asha, supervisor=ben, role=CaseRole.TAUGHT)
    a_case(fellow=asha, supervisor=ben)
    a_case(fellow=asha, supervisor=ben, submit=False)
    assert [one.id for one in the_curve(asha, asha).cases] == [mine]


def test_the_role_that_the_supervisor_stated_counts(asha: Member, ben: Member) -> None:
    a_run("+", fellow=asha, supervisor=ben, since=BEGAN, credited_role=CaseRole.ASSISTED)
    seen = a_run(
        "+", fellow=asha, supervisor=ben, since=BEGAN, role=CaseRole.OBSERVED,
        credited_role=CaseRole.PERFORMED_INDIRECT,
    )  # fmt: skip
    assert [one.id for one in the_curve(asha, asha).cases] == [one.id for one in seen]


def test_they_stand_in_the_order_of_their_days_then_of_their_ids(asha: Member, ben: Member) -> None:
    late = a_run("+", fellow=asha, supervisor=ben, since=BEGAN + timedelta(days=9))
    same_day = [
        a_run("-", fellow=asha, supervisor=ben, since=BEGAN + timedelta(days=2))[0]
        for _ in range(2)
    ]
    found = [one.id for one in the_curve(asha, asha).cases]
    assert found == [*sorted(one.id for one in same_day), late[0].id]


def test_what_is_a_failure_is_said_by_the_curriculum(asha: Member, ben: Member) -> None:
    for outcome, complications in (
        ("success", []),
        ("success", ["vasovagal"]),
        ("success", ["dural_puncture"]),
        ("failed", []),
        ("abandoned", []),
        ("handed_over", []),
    ):
        an_approved_case(
            fellow=asha, supervisor=ben, outcome=outcome, complications=tuple(complications)
        )
    found = the_curve(asha, asha).cases
    assert [one.failed for one in found] == [False, False, True, True, True, True]
    assert {one.level for one in found} == {"3"}


def test_the_list_says_the_same_as_the_curve(asha: Member, ben: Member) -> None:
    a_run("++-+++", fellow=asha, supervisor=ben, since=BEGAN)
    [summary] = curves.curves_of(asha.actor, asha.id, TODAY)
    whole = the_curve(asha, asha)
    assert (summary.procedure, summary.n, summary.failures) == (TFESI, 6, 1)
    assert summary.points == whole.reading.sums and summary.says is Says.TOO_FEW
    assert not summary.flagged and summary.watch is None


def test_the_number_of_statements_does_not_grow(asha: Member, ben: Member) -> None:
    def sent() -> tuple[int, int]:
        with statements() as listed:
            curves.curves_of(asha.actor, asha.id, TODAY)
        with statements() as one:
            the_curve(asha, asha)
        return len(listed), len(one)

    a_run("+", fellow=asha, supervisor=ben, since=BEGAN)
    before = sent()
    a_run("+-" * 30, fellow=asha, supervisor=ben, since=BEGAN)
    a_run("+-", fellow=asha, supervisor=ben, since=BEGAN, procedure="esi_caudal")
    assert sent() == before == (3, 3)


@pytest.mark.parametrize("name", ["asha", "ben", "dana", "cora", "mia", "ola"])
def test_who_may_see_a_fellows_curves(asha: Member, ben: Member, name: str) -> None:
    a_run("+", fellow=asha, supervisor=ben, since=BEGAN)
    assert len(curves.curves_of(CAST[name].actor, asha.id, TODAY)) == 1


@pytest.mark.parametrize("name", ["eve", "finn", "lee", "rin", "ravi"])
def test_who_may_not(asha: Member, ben: Member, name: str) -> None:
    a_run("+", fellow=asha, supervisor=ben, since=BEGAN)
    stranger = CAST[name].actor
    assert curves.curves_of(stranger, asha.id, TODAY) == []
    assert curves.relapses_of(stranger, enrolled(asha), SPINE, TODAY) == []
    with pytest.raises(NoResultFound):
        curves.learner(stranger, enrolled(asha))


def test_a_supervisor_opens_only_cases_that_are_theirs(
    asha: Member, ben: Member, eve: Member
) -> None:
    a_run("+", fellow=asha, supervisor=ben, since=BEGAN)
    a_run("+", fellow=asha, supervisor=eve, since=BEGAN + timedelta(days=1))
    assert [one.may_open for one in the_curve(ben, asha).cases] == [True, False]
    assert [one.may_open for one in the_curve(asha, asha).cases] == [True, True]


def test_what_is_no_procedure_has_no_curve(asha: Member) -> None:
    of = curves.learner(asha.actor, enrolled(asha))
    for name in ("enc_cancer", "unheard_of"):
        with pytest.raises(NoResultFound):
            curves.curve(asha.actor, of, name, Method.LC_CUSUM, TODAY)


def signed_days_ago(days: int, fellow: Member, *judges: Member) -> UUID:
    sign_off_id = a_granted(fellow, *judges)
    at = datetime.combine(TODAY - timedelta(days=days), time(12), tzinfo=UTC)
    db.session.execute(update(SignOff).where(SignOff.id == sign_off_id).values(granted_at=at))
    db.session.commit()
    return sign_off_id


def test_a_relapse_after_the_sign_off_is_flagged_and_what_was_before_is_not(
    cast: Cast, ben: Member, eve: Member
) -> None:
    fellow = a_candidate(ben, eve)
    a_run("-" * 8, fellow=fellow, supervisor=ben, since=BEGAN)
    signed_days_ago(40, fellow, ben, eve)
    signed = TODAY - timedelta(days=40)
    a_run("+++", fellow=fellow, supervisor=ben, since=signed)
    [calm] = curves.curves_of(fellow.actor, fellow.id, TODAY)
    assert calm.watch is not None and not calm.flagged
    assert calm.watch.since == signed and calm.watch.cases == 4  # the first is of the day itself
    assert curves.relapses_of(fellow.actor, enrolled(fellow), SPINE, TODAY) == []
    a_run("----", fellow=fellow, supervisor=ben, since=TODAY - timedelta(days=10))
    [shaken] = curves.curves_of(fellow.actor, fellow.id, TODAY)
    assert shaken.flagged and shaken.watch is not None
    assert shaken.watch.reading.at == 6
    assert curves.relapses_of(ben.actor, enrolled(fellow), SPINE, TODAY) == [TFESI]


def test_a_flag_takes_nothing_away(cast: Cast, ben: Member, eve: Member) -> None:
    fellow = a_candidate(ben, eve)
    sign_off_id = signed_days_ago(40, fellow, ben, eve)
    a_run("------", fellow=fellow, supervisor=ben, since=TODAY - timedelta(days=20))
    assert curves.relapses_of(fellow.actor, enrolled(fellow), SPINE, TODAY) == [TFESI]
    found = db.session.get_one(SignOff, (fellow.program_id, sign_off_id))
    assert found.state == "granted"
