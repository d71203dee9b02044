"""A row that was made unreadable is named, and whatever stands beside it is still looked at."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import Column, select, text, update
from sqlalchemy.exc import OperationalError

from logbook.database import db
from logbook.models.audit import LedgerEntry, LedgerHead
from logbook.models.cases import Case, CaseAnswer
from logbook.models.curriculum import CurriculumVersion, Enrollment
from logbook.models.programs import Membership, Program
from logbook.models.progress import Progress
from logbook.models.rounds import FeedbackRound, RoundAnswer
from logbook.services import audit, audit_entries, audit_records, progress
from tests.cast import HILLSIDE, RIVERSIDE, Member
from tests.makers.cases import an_approved_case
from tests.makers.curricula import a_version
from tests.makers.forgery import forge, only_postgresql, only_sqlite, spoil
from tests.makers.people import a_fellow
from tests.makers.rounds import a_closed_round

logged = Case.metadata.tables["logged_case"]
answers = CaseAnswer.metadata.tables["case_answer"]
entries = LedgerEntry.metadata.tables["ledger_entry"]
heads = LedgerHead.metadata.tables["ledger_head"]
members = Membership.metadata.tables["membership"]
enrolled = Enrollment.metadata.tables["enrollment"]
versions = CurriculumVersion.metadata.tables["curriculum_version"]
rounds = FeedbackRound.metadata.tables["feedback_round"]
round_answers = RoundAnswer.metadata.tables["round_answer"]
sums = Progress.metadata.tables["progress"]
programs = Program.metadata.tables["program"]

NO_LETTERS = b"\xff"
UNREADABLE = "This %(record)s is unreadable: %(id)s."


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


@pytest.mark.parametrize(
    ("column", "value"),
    [
        (rounds.c.state, "bogus"),
        (round_answers.c.rater_group, "ghosts"),
        pytest.param(rounds.c.closes_on, "someday", marks=only_sqlite),
        pytest.param(round_answers.c.answers, "{broken", marks=only_sqlite),
    ],
)
def test_an_unreadable_round_or_answer_is_named(
    forged: UUID, cora: Member, column: Column[Any], value: str
) -> None:
    fellow = a_fellow("Nia Putri", version_id=a_version(RIVERSIDE))
    round_id = a_closed_round(fellow=fellow, by=cora)
    here = column.table.c.id == round_id
    if column.table is round_answers:
        answer_id = db.session.scalars(select(round_answers.c.id)).first()
        here = round_answers.c.id == answer_id
    spoil(column, value, here)
    faults = audit.verify()
    assert column.table.name in {name for name, _ in named(faults)}
    assert str(forged) in {str(fault.what.params["id"]) for fault in faults}


def test_an_answer_that_cannot_be_sealed_is_no_longer_the_one_that_was_bound(
    cora: Member,
) -> None:
    fellow = a_fellow("Nia Putri", version_id=a_version(RIVERSIDE))
    round_id = a_closed_round(fellow=fellow, by=cora)
    forge(update(round_answers).values(answers={"listening": 0.5}))
    assert [(fault.what.id, fault.what.params["id"]) for fault in audit.verify()] == [
        ("Answers of this round were changed: %(id)s.", round_id)
    ]


@pytest.mark.parametrize("verify", [audit.verify, progress.differences])
@only_sqlite
def test_a_database_that_fails_is_not_blamed_on_a_row(
    approved: UUID, verify: Callable[[], object]
) -> None:
    for table in ("membership", "enrollment"):
        db.session.execute(text(f"ALTER TABLE {table} RENAME TO gone_{table}"))
    with pytest.raises(OperationalError, match="no such table"):
        verify()


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
