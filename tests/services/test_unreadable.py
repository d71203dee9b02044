"""A row that was made unreadable is named, and whatever stands beside it is still looked at."""

import os
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import Column, select, update

from logbook.database import db
from logbook.models.audit import LedgerEntry, LedgerHead
from logbook.models.cases import Case, CaseAnswer
from logbook.models.curriculum import CurriculumVersion, Enrollment
from logbook.models.programs import Membership, Program
from logbook.models.progress import Progress
from logbook.queries.curriculum import curriculum_of
from logbook.services import audit, audit_entries, audit_records, progress
from logbook.services.progress import Difference
from logbook.services.reading import Unreadable
from tests.cast import HILLSIDE, RIVERSIDE, Member
from tests.makers.cases import an_approved_case
from tests.makers.forgery import forge, spoil

logged = Case.metadata.tables["logged_case"]
answers = CaseAnswer.metadata.tables["case_answer"]
entries = LedgerEntry.metadata.tables["ledger_entry"]
heads = LedgerHead.metadata.tables["ledger_head"]
members = Membership.metadata.tables["membership"]
enrolled = Enrollment.metadata.tables["enrollment"]
versions = CurriculumVersion.metadata.tables["curriculum_version"]
sums = Progress.metadata.tables["progress"]
programs = Program.metadata.tables["program"]

NO_LETTERS = b"\xff"
UNREADABLE = "This %(record)s is unreadable: %(id)s."

only_sqlite = pytest.mark.skipif(
    "TEST_DATABASE_URL" in os.environ, reason="PostgreSQL refuses such a value"
)
only_postgresql = pytest.mark.skipif(
    "TEST_DATABASE_URL" not in os.environ, reason="SQLite knows no such value"
)


@pytest.fixture
def approved(asha: Member, ben: Member) -> UUID:
    return an_approved_case(fellow=asha, supervisor=ben)


@pytest.fixture
def forged(approved: UUID, finn: Member, ben: Member) -> UUID:
    """A case beside the others, readable, that no longer says what was sealed."""
    case_id = an_approved_case(fellow=finn, supervisor=ben)
    forge(update(logged).where(logged.c.id == case_id).values(level_sides=7))
    return case_id


def named(faults: list[audit.Fault]) -> list[tuple[str, str]]:
    """Table and id of each record that is called unreadable."""
    return [
        (str(fault.what.params["record"]), str(fault.what.params["id"]))
        for fault in faults
        if fault.what.id == UNREADABLE
    ]


@pytest.mark.parametrize(
    ("column", "value"),
    [
        (logged.c.state, "bogus"),
        (logged.c.credited_role, "king"),
        pytest.param(logged.c.performed_on, "someday", marks=only_sqlite),
        pytest.param(logged.c.logged_at, "yesterday", marks=only_sqlite),
        pytest.param(logged.c.details, "{broken", marks=only_sqlite),
        pytest.param(logged.c.site_id, "nowhere", marks=only_sqlite),
        pytest.param(logged.c.performed_on, "infinity", marks=only_postgresql),
        pytest.param(logged.c.submitted_at, "infinity", marks=only_postgresql),
    ],
)
def test_an_unreadable_case_is_named_and_the_next_one_read(
    approved: UUID, forged: UUID, column: Column[Any], value: object
) -> None:
    spoil(column, value, logged.c.id == approved)
    faults = audit.verify()
    assert named(faults) == [("logged_case", str(approved))]
    assert {str(fault.what.params["id"]) for fault in faults} == {str(approved), str(forged)}
    assert all(fault.seq is not None for fault in faults), "the ledger knows both"


@pytest.mark.parametrize(
    ("column", "value"),
    [
        (members.c.roles, "king"),
        pytest.param(members.c.joined_on, "2020", marks=only_sqlite),
        pytest.param(members.c.account_id, "nobody", marks=only_sqlite),
        pytest.param(members.c.joined_on, "infinity", marks=only_postgresql),
    ],
)
def test_an_unreadable_membership_is_named(
    forged: UUID, eve: Member, column: Column[Any], value: object
) -> None:
    spoil(column, value, members.c.id == eve.id)
    faults = audit.verify()
    assert named(faults) == [("membership", str(eve.id))]
    assert len(faults) == 2


@pytest.mark.parametrize(
    ("column", "value"),
    [
        (answers.c.answer, "maybe"),
        pytest.param(answers.c.answered_at, "then", marks=only_sqlite),
        pytest.param(answers.c.answered_at, "infinity", marks=only_postgresql),
    ],
)
def test_an_unreadable_answer_is_named(
    approved: UUID, forged: UUID, column: Column[Any], value: object
) -> None:
    answer_id = db.session.scalars(select(answers.c.id).where(answers.c.case_id == approved)).one()
    spoil(column, value, answers.c.id == answer_id)
    faults = audit.verify()
    assert named(faults) == [("case_answer", str(answer_id))]
    assert len(faults) == 2


@only_sqlite
def test_a_record_without_an_id_is_named_by_what_stands_there(approved: UUID, forged: UUID) -> None:
    answer_id = db.session.scalars(select(answers.c.id).where(answers.c.case_id == approved)).one()
    spoil(answers.c.id, "nonsense", answers.c.id == answer_id)
    spoil(logged.c.id, "zzz", logged.c.id == forged)  # the last of its batch
    faults = audit.verify()
    assert set(named(faults)) == {("case_answer", "nonsense"), ("logged_case", "zzz")}
    gone = {str(fault.what.params["id"]) for fault in faults if "is gone" in fault.what.id}
    assert {str(answer_id), str(forged)} <= gone


@pytest.mark.parametrize(
    ("column", "value"),
    [
        pytest.param(entries.c.at, "then", marks=only_sqlite),
        pytest.param(entries.c.actor_id, "somebody", marks=only_sqlite),
        pytest.param(entries.c.subject_id, "something", marks=only_sqlite),
        pytest.param(entries.c.event, NO_LETTERS, marks=only_sqlite),
        pytest.param(entries.c.content, "text", marks=only_sqlite),
        pytest.param(entries.c.at, "infinity", marks=only_postgresql),
    ],
)
def test_an_unreadable_entry_is_named_and_the_chain_goes_on_behind_it(
    approved: UUID, forged: UUID, column: Column[Any], value: object
) -> None:
    entry = db.session.execute(
        select(entries).where(entries.c.subject_id == approved, entries.c.event == "case.submitted")
    ).one()
    later = (entries.c.subject_id == forged) & (entries.c.event == "case.approved")
    forge(update(entries).where(later).values(facts="{}"))
    spoil(column, value, entries.c.id == entry.id)
    [examination] = audit.examine(RIVERSIDE)
    assert named(examination.faults) == [("ledger_entry", str(entry.id))]
    first, second, *_ = examination.faults
    assert (first.log, first.seq) == (entry.log, entry.seq)
    assert second.what.id == "This entry was changed: its hash does not fit it."
    assert examination.entries == len(
        db.session.execute(select(entries.c.log).where(entries.c.program_id == RIVERSIDE)).all()
    )


@only_sqlite
@pytest.mark.parametrize(("column", "value"), [(entries.c.seq, "seven"), (entries.c.leaf, "text")])
def test_an_entry_that_lost_its_place_or_hash_breaks_the_chain(
    approved: UUID, column: Column[Any], value: object
) -> None:
    entry_id = db.session.scalars(
        select(entries.c.id).where(
            entries.c.subject_id == approved, entries.c.event == "case.submitted"
        )
    ).one()
    spoil(column, value, entries.c.id == entry_id)
    faults = audit.verify()
    assert named(faults) == [("ledger_entry", str(entry_id))]
    assert "This entry does not follow the one before it." in {fault.what.id for fault in faults}


@only_sqlite
@pytest.mark.parametrize(("column", "value"), [(heads.c.size, "many"), (heads.c.subtrees, "text")])
def test_an_unreadable_head_is_named(forged: UUID, column: Column[Any], value: object) -> None:
    head_id = db.session.scalars(select(heads.c.id).where(heads.c.program_id == RIVERSIDE)).one()
    spoil(column, value, heads.c.id == head_id)
    faults = audit.verify()
    assert named(faults) == [("ledger_head", str(head_id))]
    assert len(faults) == 2


@only_sqlite
def test_an_unreadable_head_of_a_log_without_entries_is_named(forged: UUID) -> None:
    spoil(heads.c.log, "1999", heads.c.program_id == RIVERSIDE)
    spoil(heads.c.size, "many", heads.c.program_id == RIVERSIDE)
    assert [(fault.log, fault.what.id) for fault in audit.verify()][1] == ("1999", UNREADABLE)


@only_sqlite
def test_a_program_without_an_id_is_named_and_the_next_one_read(forged: UUID) -> None:
    spoil(programs.c.id, "nowhere", programs.c.id == HILLSIDE)
    faults = audit.verify()
    assert named(faults) == [("program", "nowhere")]
    assert str(forged) in {str(fault.what.params["id"]) for fault in faults}


@pytest.mark.parametrize("few", [1, 2, 3])
def test_what_is_unreadable_ends_no_batch(
    approved: UUID, forged: UUID, eve: Member, few: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    bad = select(entries.c.id).where(entries.c.subject_id == approved).order_by(entries.c.seq)
    at = "infinity" if db.engine.dialect.name == "postgresql" else "then"
    bad_ids = db.session.scalars(bad).all()[:2]
    spoil(entries.c.at, at, entries.c.id.in_(bad_ids))
    spoil(members.c.roles, "king", members.c.id == eve.id)
    spoil(logged.c.state, "bogus", logged.c.id == approved)
    everything = audit.verify()
    monkeypatch.setattr(audit_entries, "BATCH", few)
    monkeypatch.setattr(audit_records, "BATCH", few)
    assert sorted(map(str, audit.verify())) == sorted(map(str, everything))
    assert named(everything) == [
        *(("ledger_entry", str(entry_id)) for entry_id in bad_ids),
        ("membership", str(eve.id)),
        ("logged_case", str(approved)),
    ]


def found() -> tuple[list[tuple[str, str]], list[Difference]]:
    """Unreadable records, and sums that differ."""
    both = progress.differences()
    assert progress.differences(RIVERSIDE) == both
    return (
        [(one.table, str(one.id)) for one in both if isinstance(one, Unreadable)],
        [one for one in both if isinstance(one, Difference)],
    )


@pytest.mark.parametrize(
    ("column", "value"),
    [
        (logged.c.credited_role, "king"),
        pytest.param(logged.c.level_sides, "many", marks=only_sqlite),
    ],
)
def test_evidence_that_is_unreadable_is_named_in_the_place_of_its_sums(
    approved: UUID, asha: Member, finn: Member, ben: Member, column: Column[Any], value: object
) -> None:
    an_approved_case(fellow=finn, supervisor=ben)
    forge(update(sums).where(sums.c.enrollment_id == finn.enrollment_id).values(credit=9))
    spoil(column, value, logged.c.id == approved)
    unreadable, differing = found()
    assert unreadable == [("logged_case", str(approved))]
    assert {one.enrollment_id for one in differing} == {finn.enrollment_id}


@only_sqlite
def test_an_unreadable_sum_and_enrollment_are_named(
    approved: UUID, asha: Member, finn: Member
) -> None:
    sum_id = db.session.scalars(
        select(sums.c.id).where(sums.c.enrollment_id == asha.enrollment_id, sums.c.credit == 1)
    ).first()
    spoil(sums.c.credit, "many", sums.c.id == sum_id)
    spoil(enrolled.c.version_id, "none", enrolled.c.id == finn.enrollment_id)
    unreadable, differing = found()
    assert set(unreadable) == {("progress", str(sum_id)), ("enrollment", str(finn.enrollment_id))}
    assert differing == []


@pytest.mark.parametrize("document", [pytest.param("{broken", marks=only_sqlite), '{"id": 5}'])
def test_an_unreadable_curriculum_is_named_once(
    approved: UUID, asha: Member, document: str
) -> None:
    version_id = db.session.scalars(
        select(enrolled.c.version_id).where(enrolled.c.id == asha.enrollment_id)
    ).one()
    spoil(versions.c.document, document, versions.c.id == version_id)
    curriculum_of.cache_clear()
    assert found() == ([("curriculum_version", str(version_id))], [])
