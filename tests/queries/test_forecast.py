"""Forecasts as other rooms ask for them."""

from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import update

from logbook.database import db
from logbook.domain.outlook import OutlookKind
from logbook.models.programs import Program
from logbook.models.progress import ProgressMonth
from logbook.queries.forecast import forecasts_of_fellow, forecasts_of_program
from logbook.services import progress
from logbook.services.progress_rebuild import rebuild
from tests.cast import RIVERSIDE, TODAY, Cast, Member
from tests.makers.cases import a_case, an_approved_case
from tests.makers.forgery import forge
from tests.statements import statements

LUMBAR = "epa08.spine_lumbar_sacral"
MONTHS = ProgressMonth.metadata.tables["progress_month"]


def enrollment(member: Member) -> UUID:
    assert member.enrollment_id is not None
    return member.enrollment_id


@pytest.fixture
def dozen(asha: Member, ben: Member) -> None:
    for day in range(0, 120, 10):
        an_approved_case(fellow=asha, supervisor=ben, performed_on=TODAY - timedelta(days=day))


@pytest.mark.usefixtures("dozen")
def test_a_forecast_has_what_the_sums_have(asha: Member, finn: Member, dana: Member) -> None:
    found = forecasts_of_program(dana.actor, TODAY)
    assert found.keys() == {asha.enrollment_id, finn.enrollment_id}
    lumbar = found[enrollment(asha)][LUMBAR]
    assert (lumbar.kind, lumbar.have, lumbar.wanted) == (OutlookKind.COUNT, 12, 25)
    assert lumbar.probability is not None and lumbar.expected_on is not None
    other = found[enrollment(finn)][LUMBAR]
    assert other.probability is not None and other.probability < lumbar.probability
    assert found[enrollment(asha)] == forecasts_of_fellow(dana.actor, enrollment(asha), TODAY)


def test_a_program_sets_its_own_minimum(asha: Member, ben: Member, dana: Member) -> None:
    for _ in range(5):
        an_approved_case(fellow=asha, supervisor=ben)
    few = forecasts_of_fellow(dana.actor, enrollment(asha), TODAY)[LUMBAR]
    assert (few.probability, few.enough) == (None, False)
    db.session.execute(update(Program).where(Program.id == RIVERSIDE).values(evidence_minimum=5))
    assert forecasts_of_fellow(dana.actor, enrollment(asha), TODAY)[LUMBAR].enough


@pytest.mark.usefixtures("dozen")
def test_what_waits_is_part_of_it(asha: Member, ben: Member, dana: Member) -> None:
    before = forecasts_of_fellow(dana.actor, enrollment(asha), TODAY)[LUMBAR]
    for _ in range(4):
        a_case(fellow=asha, supervisor=ben)
    after = forecasts_of_fellow(dana.actor, enrollment(asha), TODAY)[LUMBAR]
    assert after.still_expected is not None and before.still_expected is not None
    assert after.have == before.have and after.still_expected > before.still_expected + 3


def test_the_statements_do_not_grow_with_cases_or_fellows(
    cast: Cast, asha: Member, finn: Member, ben: Member, dana: Member
) -> None:
    forecasts_of_program(dana.actor, TODAY)
    with statements() as few:
        forecasts_of_program(dana.actor, TODAY)
    for fellow in (asha, finn):
        for _ in range(3):
            an_approved_case(fellow=fellow, supervisor=ben)
            a_case(fellow=fellow, supervisor=ben)
    with statements() as more:
        forecasts_of_program(dana.actor, TODAY)
    assert len(few) == len(more) == 10, more
    # Of the cases only those are read that wait.
    assert sum("logged_case" in one for one in more) == 1


def test_another_program_s_fellow_has_no_forecast_here(rin: Member, asha: Member) -> None:
    assert forecasts_of_fellow(rin.actor, enrollment(asha), TODAY) == {}
    assert asha.enrollment_id not in forecasts_of_program(rin.actor, TODAY)


@pytest.mark.usefixtures("dozen")
def test_months_that_are_missing_are_found_filled_in_and_told(asha: Member, dana: Member) -> None:
    forge(MONTHS.delete())
    missing = progress.differences(RIVERSIDE)
    assert missing and all(
        isinstance(one, progress.Difference) and one.month is not None for one in missing
    )
    assert not forecasts_of_fellow(dana.actor, enrollment(asha), TODAY)[LUMBAR].enough
    assert rebuild(RIVERSIDE) == 2
    assert progress.differences(RIVERSIDE) == []
    assert forecasts_of_fellow(dana.actor, enrollment(asha), TODAY)[LUMBAR].enough
