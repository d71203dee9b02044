"""Whatever is changed behind the service's back is found, and named by its place."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
import time_machine
from sqlalchemy import delete, insert, select, text, update
from sqlalchemy.exc import DBAPIError

from logbook.database import db
from logbook.domain.audit import Entry
from logbook.domain.cases import Answer
from logbook.domain.catalogue import CaseRole
from logbook.models.audit import LedgerEntry, LedgerHead
from logbook.models.cases import Case, CaseAnswer
from logbook.models.columns import new_id
from logbook.models.curriculum import Enrollment
from logbook.models.programs import Membership
from logbook.services import approval, audit, cases
from tests.cast import RIVERSIDE, Member
from tests.makers.cases import a_case, an_approved_case
from tests.makers.forgery import forge

entries = LedgerEntry.metadata.tables["ledger_entry"]
heads = LedgerHead.metadata.tables["ledger_head"]
logged = Case.metadata.tables["logged_case"]
answers = CaseAnswer.metadata.tables["case_answer"]


@pytest.fixture
def approved(asha: Member, ben: Member) -> UUID:
    return an_approved_case(fellow=asha, supervisor=ben, reflection="tip too deep at first")


def entry_of(case_id: UUID, event: str) -> Any:
    return db.session.execute(
        select(entries.c.id, entries.c.log, entries.c.seq).where(
            entries.c.subject_id == case_id, entries.c.event == event
        )
    ).one()


def found() -> list[tuple[str, int | None, str]]:
    """Log, number and words of each fault in Riverside; elsewhere there is none."""
    faults = audit.verify()
    assert {fault.program for fault in faults} <= {"Riverside"}
    assert audit.verify(RIVERSIDE) == faults
    return [(fault.log, fault.seq, fault.what.id) for fault in faults]


def test_nothing_is_found_where_nothing_was_done(asha: Member, ben: Member, dana: Member) -> None:
    case_id = an_approved_case(fellow=asha, supervisor=ben)
    cases.void(dana.actor, case_id, "logged twice")
    other = a_case(fellow=asha, supervisor=ben)
    approval.undo(ben.actor, approval.return_(ben.actor, other, 1, reason="add the level"))
    assert found() == []


def test_an_examination_counts_what_it_looked_at(approved: UUID) -> None:
    [examination] = audit.examine(RIVERSIDE)
    in_ledger = db.session.execute(select(entries).where(entries.c.program_id == RIVERSIDE)).all()
    assert examination.entries == len(in_ledger)
    assert examination.logs == 1
    # Members, enrollments, a case with its answer and its signature, a version.
    assert examination.records == 9 + 2 + 3 + 1


@pytest.mark.parametrize(
    "change",
    [
        {"facts": '{"forged":true}'},
        {"event": "case.withdrawn"},
        {"actor_id": UUID(int=5)},
        {"at": datetime(2020, 1, 1, tzinfo=UTC)},
    ],
)
def test_a_forged_entry_is_named(approved: UUID, change: dict[str, Any]) -> None:
    entry = entry_of(approved, "case.submitted")
    forge(update(entries).where(entries.c.id == entry.id).values(change))
    assert found() == [(entry.log, entry.seq, "This entry was changed: its hash does not fit it.")]


def test_an_entry_forged_together_with_its_hash_is_named_by_the_next(approved: UUID) -> None:
    entry = entry_of(approved, "case.submitted")
    row = db.session.get_one(LedgerEntry, (RIVERSIDE, entry.id)).as_entry()
    forged = Entry(**{name: getattr(row, name) for name in Entry.__slots__} | {"facts": "{}"})
    forge(
        update(entries)
        .where(entries.c.id == entry.id)
        .values(facts=forged.facts, leaf=forged.leaf())
    )
    assert found() == [
        (entry.log, entry.seq + 1, "This entry does not follow the one before it."),
        (entry.log, None, "The head of this log does not fit its entries."),
    ]


def test_a_missing_entry_is_named_by_the_one_after_it(approved: UUID) -> None:
    entry = entry_of(approved, "case.submitted")
    forge(delete(entries).where(entries.c.id == entry.id))
    assert (entry.log, entry.seq + 1, "Entries before this one are missing.") in found()


def test_entries_cut_off_at_the_end_are_missed_by_the_head(approved: UUID) -> None:
    entry = entry_of(approved, "case.approved")
    forge(delete(entries).where(entries.c.id == entry.id))
    faults = found()
    assert faults[0][::2] == (
        entry.log,
        "The head counts %(kept)s entries, but only %(found)s are there.",
    )
    assert "Nothing in the ledger tells of this answer: %(id)s." in [what for _, _, what in faults]


def test_a_log_without_entries_and_entries_without_a_head_are_named(approved: UUID) -> None:
    log = entry_of(approved, "case.approved").log
    forge(update(heads).where(heads.c.program_id == RIVERSIDE).values(log="1999"))
    assert [(place, what) for place, _, what in found()] == [
        (log, "This log has entries, but no head."),
        ("1999", "All entries of this log are missing."),
    ]


@pytest.mark.parametrize(
    "change",
    [
        {"indication": "neck pain"},
        {"credited_role": CaseRole.PERFORMED_INDIRECT},
        {"reflection": "all went well"},
        {"level_sides": 9},
        {"details": {"levels": ["L3"], "weight": 0.5}},
        {"salt": b"\x00" * 16},
    ],
)
def test_a_forged_case_is_named(approved: UUID, change: dict[str, Any]) -> None:
    entry = entry_of(approved, "case.approved")
    forge(update(logged).where(logged.c.id == approved).values(change))
    [fault] = audit.verify(RIVERSIDE)
    assert (fault.log, fault.seq) == (entry.log, entry.seq)
    assert str(fault.what.params["id"]) == str(approved)


@pytest.mark.parametrize(
    "change",
    [{"level": "5"}, {"words": "superb"}, {"answered_at": datetime(2020, 1, 1, tzinfo=UTC)}],
)
def test_a_forged_answer_is_named(approved: UUID, change: dict[str, Any]) -> None:
    entry = entry_of(approved, "case.approved")
    forge(update(answers).where(answers.c.case_id == approved).values(change))
    assert found() == [
        (entry.log, entry.seq, "This answer no longer says what the entry sealed: %(id)s.")
    ]


def test_an_answer_taken_back_in_secret_is_named(approved: UUID) -> None:
    undone = update(answers).where(answers.c.case_id == approved)
    forge(undone.values(undone_at=datetime(2026, 1, 1, tzinfo=UTC)))
    assert [what for _, _, what in found()] == [
        "The ledger and this answer differ on its undoing: %(id)s."
    ]


def test_an_invented_answer_is_named(approved: UUID, ben: Member) -> None:
    forge(
        insert(answers).values(
            program_id=RIVERSIDE,
            id=new_id(),
            case_id=approved,
            case_revision=77,
            supervisor_id=ben.id,
            answer=Answer.RETURNED,
            words="never said",
            answered_at=datetime.now(UTC),
            salt=b"\x00" * 16,
        )
    )
    assert [what for _, _, what in found()] == [
        "Nothing in the ledger tells of this answer: %(id)s."
    ]


def test_a_case_that_is_gone_is_missed(approved: UUID) -> None:
    entry = entry_of(approved, "case.approved")
    forge(delete(answers).where(answers.c.case_id == approved))
    assert found() == [(entry.log, entry.seq, "The answer that this entry sealed is gone: %(id)s.")]
    forge(delete(logged).where(logged.c.id == approved))
    assert found() == [(entry.log, entry.seq, "The record that this entry sealed is gone: %(id)s.")]


def test_a_case_slipped_in_is_named(approved: UUID) -> None:
    row = dict(db.session.execute(select(logged).where(logged.c.id == approved)).mappings().one())
    forge(insert(logged).values(row | {"id": new_id()}))
    assert found() == [("", None, "Nothing in the ledger tells of this %(record)s: %(id)s.")]


def test_forged_roles_and_enrollments_are_named(asha: Member, eve: Member) -> None:
    member, enrolled = (
        Membership.metadata.tables["membership"],
        Enrollment.metadata.tables["enrollment"],
    )
    forge(update(member).where(member.c.id == eve.id).values(roles=frozenset({"director"})))
    forge(update(enrolled).where(enrolled.c.fellow_id == asha.id).values(full_time_percent=50))
    named = [fault.what.params for fault in audit.verify()]
    assert [(str(of["record"]), str(of["id"])) for of in named] == [
        ("membership", str(eve.id)),
        ("enrollment", str(asha.enrollment_id)),
    ]


def test_a_new_academic_year_begins_a_log_and_goes_on_with_the_chain(
    approved: UUID, asha: Member, ben: Member
) -> None:
    with time_machine.travel(datetime.now(UTC) + timedelta(days=400), tick=True):
        cases.withdraw(asha.actor, approved, "twice")
    [examination] = audit.examine(RIVERSIDE)
    assert (examination.logs, examination.faults) == (2, [])
    later = entry_of(approved, "case.withdrawn")
    assert later.seq == 0
    forge(update(entries).where(entries.c.id == later.id).values(previous=b"\x00" * 32))
    assert (later.log, 0, "This entry does not follow the one before it.") in found()


def test_the_database_itself_refuses_to_change_an_entry(approved: UUID) -> None:
    for statement in ("UPDATE ledger_entry SET facts = '{}'", "DELETE FROM ledger_entry"):
        with pytest.raises(DBAPIError, match="append-only"), db.session.begin_nested():
            db.session.execute(text(statement))
    db.session.rollback()


def test_a_log_that_was_begun_and_never_written_in_misses_nothing(approved: UUID) -> None:
    head = db.session.execute(select(heads).where(heads.c.program_id == RIVERSIDE)).mappings().one()
    empty = {"id": new_id(), "log": "2099", "size": 0, "subtrees": b""}
    forge(insert(heads).values({**head, **empty}))
    assert found() == []
