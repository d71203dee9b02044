"""Roll-ups equal a recount from the rows, are written once, and stay in their program."""

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select, update
from sqlalchemy.exc import IntegrityError

from logbook.database import begin_to_write, db
from logbook.domain.cases import State
from logbook.domain.catalogue import CaseRole
from logbook.domain.readiness import Standing
from logbook.domain.rollups import Cell, Measure, months_until
from logbook.models.audit import LedgerEntry
from logbook.models.cases import Case
from logbook.models.columns import new_id
from logbook.models.institutions import ProgramRollup
from logbook.models.programs import Program
from logbook.policy.actors import job
from logbook.queries.cohort import cohort
from logbook.queries.reminders import program_ids
from logbook.queries.rollups import edition
from logbook.services import approval, audit
from logbook.services.rollups import reckon
from tests.cast import CAST, HILLSIDE, RIVERSIDE, TODAY, Member
from tests.makers.cases import a_case, an_approved_case
from tests.makers.credentials import a_credential
from tests.makers.institutions import MONTH, TRACK
from tests.makers.people import a_fellow

NOON = datetime.combine(TODAY, time(12), UTC)
COMPLICATED = {"complications": ("vasovagal",), "complication_note": "Settled."}


@pytest.fixture(autouse=True)
def busy(app: Flask, asha: Member, finn: Member, ben: Member, eve: Member) -> None:
    """A week in Riverside."""
    for _ in range(2):
        an_approved_case(fellow=asha, supervisor=ben)
    an_approved_case(fellow=finn, supervisor=eve, **COMPLICATED)
    a_case(fellow=finn, supervisor=ben)
    a_case(fellow=asha, supervisor=ben, submit=False)
    a_credential(of=asha)


def rows(program_id: object = RIVERSIDE) -> dict[tuple[Measure, str, str], Cell]:
    found = db.session.scalars(
        select(ProgramRollup).where(
            ProgramRollup.program_id == program_id, ProgramRollup.month == MONTH
        )
    )
    return {(one.measure, one.curriculum, one.part): one.cell for one in found}


def test_it_equals_a_recount_from_the_rows() -> None:
    reckon(RIVERSIDE, NOON)
    found = rows()
    fellows = cohort(job(RIVERSIDE), TODAY)
    lines = [one for row in fellows for group in row.progress.groups for one in group.asked]
    for measure, standing in (
        (Measure.MET, Standing.MET),
        (Measure.ON_COURSE, Standing.ON_COURSE),
        (Measure.BEHIND, Standing.BEHIND),
    ):
        counted = Counter(one.requirement.id for one in lines if one.standing is standing)
        asked = Counter(one.requirement.id for one in lines)
        assert {part: cell for (m, _, part), cell in found.items() if m is measure} == {
            part: Cell(counted[part], n, n) for part, n in asked.items()
        }
    assert found[Measure.FELLOWS, TRACK, ""] == Cell(len(fellows), 0, len(fellows))
    in_state = Counter(db.session.scalars(select(Case.state).where(Case.program_id == RIVERSIDE)))
    waiting = [cell for (m, *_), cell in found.items() if m is Measure.WAITING_LONG]
    assert sum(cell.base for cell in waiting) == in_state[State.SUBMITTED]
    handed_in = sum(in_state[one] for one in (State.SUBMITTED, State.APPROVED, State.RETURNED))
    assert found[Measure.COMPLICATIONS, TRACK, ""] == Cell(1, handed_in, 2)
    assert found[Measure.RESPONSE_DAYS, "", ""].base == in_state[State.APPROVED]
    assert [cell for (m, *_), cell in found.items() if m is Measure.CREDENTIALS] == [Cell(0, 1, 1)]


def test_drafts_and_what_was_struck_out_are_nobody_elses_business(asha: Member) -> None:
    reckon(RIVERSIDE, NOON)
    before = rows()[Measure.LATE, TRACK, ""]
    a_case(fellow=asha, supervisor=None, submit=False)
    begin_to_write()
    db.session.execute(
        update(Case)
        .where(Case.program_id == RIVERSIDE, Case.state == State.SUBMITTED)
        .values(state=State.WITHDRAWN)
    )
    db.session.commit()
    reckon(RIVERSIDE, NOON)
    assert rows()[Measure.LATE, TRACK, ""].base == before.base - 1


def entries() -> int:
    asked = select(func.count()).select_from(LedgerEntry)
    return db.session.scalar(asked.where(LedgerEntry.event == "program.summed_up")) or 0


def test_twice_is_once() -> None:
    assert reckon(RIVERSIDE, NOON) > 0
    kept, told, current = rows(), entries(), edition()
    assert reckon(RIVERSIDE, NOON) == 0
    assert (rows(), entries(), edition()) == (kept, told, current)


def test_what_changed_is_written_and_what_is_gone_goes(ben: Member) -> None:
    reckon(RIVERSIDE, NOON)
    assert [key for key in rows() if key[0] is Measure.WAITING_LONG]
    before = edition()
    waiting = db.session.scalars(
        select(Case.id).where(Case.program_id == RIVERSIDE, Case.state == State.SUBMITTED)
    ).one()
    approval.approve(ben.actor, waiting, 1, role_stated=CaseRole.ASSISTED, level="3")
    assert edition() == before
    assert reckon(RIVERSIDE, NOON) > 0
    assert edition() > before
    assert [key for key in rows() if key[0] is Measure.WAITING_LONG] == []
    assert audit.verify(RIVERSIDE) == []


def test_a_month_that_is_over_keeps_how_things_stood(app: Flask) -> None:
    reckon(RIVERSIDE, NOON)
    then = rows()
    later = NOON + timedelta(days=40)
    reckon(RIVERSIDE, later)
    stood = {key: cell for key, cell in then.items() if key[0] is Measure.FELLOWS}
    assert {key: cell for key, cell in rows().items() if key[0] is Measure.FELLOWS} == stood
    newest = db.session.scalar(
        select(func.max(ProgramRollup.month)).where(ProgramRollup.measure == Measure.FELLOWS)
    )
    assert newest == months_until(later.date(), 1)[0]


def test_a_fellow_more_is_counted(app: Flask) -> None:
    reckon(RIVERSIDE, NOON)
    before = rows()[Measure.FELLOWS, TRACK, ""]
    a_fellow("Gina New")
    a_fellow("Long Ago", starts_on=TODAY - timedelta(days=500), ends_on=TODAY - timedelta(days=9))
    reckon(RIVERSIDE, NOON)
    assert rows()[Measure.FELLOWS, TRACK, ""].amount == before.amount + 1


def test_no_row_names_anybody() -> None:
    reckon(RIVERSIDE, NOON)
    known = {str(member.id) for member in CAST.values()}
    known |= {member.name for member in CAST.values()}
    columns = ProgramRollup.__table__.c.keys()
    assert {"program_id", "id"} == {name for name in columns if name.endswith("id")}
    for one in db.session.scalars(select(ProgramRollup)):
        said = f"{one.curriculum} {one.part}"
        assert not any(name in said for name in known)


def test_each_program_has_its_own(app: Flask) -> None:
    reckon(RIVERSIDE, NOON)
    assert rows(HILLSIDE) == {}
    for one in program_ids():
        reckon(one, NOON)
    assert rows(HILLSIDE)[Measure.FELLOWS, TRACK, ""] == Cell(1, 0, 1)
    assert (Measure.LATE, TRACK, "") not in rows(HILLSIDE)


@pytest.fixture
def savepoint(app: Flask) -> Iterator[None]:
    yield
    db.session.rollback()


@pytest.mark.usefixtures("savepoint")
def test_the_database_refuses_a_row_of_no_program_and_a_second_of_one_key(app: Flask) -> None:
    def a_row(program_id: object) -> ProgramRollup:
        return ProgramRollup(
            program_id=program_id,
            id=new_id(),
            month=MONTH,
            measure=Measure.LATE,
            curriculum="",
            part="",
            amount=0,
            base=0,
            people=0,
            reckoned_at=NOON,
        )

    for program_ids_ in ([new_id()], [RIVERSIDE, RIVERSIDE]):
        begin_to_write()
        db.session.add_all([a_row(one) for one in program_ids_])
        with pytest.raises(IntegrityError):
            db.session.flush()
        db.session.rollback()


def test_the_programs_own_day_says_which_month_it_is(app: Flask) -> None:
    db.session.get_one(Program, RIVERSIDE).time_zone = "Asia/Jakarta"
    db.session.commit()
    last_evening = datetime.combine(MONTH, time(0), UTC) - timedelta(hours=5)
    reckon(RIVERSIDE, last_evening)
    assert (Measure.FELLOWS, "", "") in rows()
