"""A spreadsheet on its way into a log."""

from collections import Counter
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy.exc import NoResultFound

from logbook.database import db
from logbook.domain.cases import State
from logbook.domain.catalogue import CaseRole
from logbook.models.audit import LedgerEntry
from logbook.models.cases import Case
from logbook.models.exchange import BatchState, ImportBatch, ImportRow
from logbook.policy.actors import job
from logbook.queries import exchange as queries
from logbook.services import (
    approval,
    audit,
    cases,
    exchange,
    exchange_preview,
    exchange_steps,
    progress,
)
from logbook.services.exchange import as_matching
from logbook.services.refusals import Conflict, Invalid, Refused
from tests.cast import Member
from tests.makers.files import HEADER, a_csv, a_row


def brought_in(actor: Member, data: bytes, fellow: Member | None = None) -> UUID:
    """Import a file with the columns as they were guessed. Returns the batch's id."""
    enrollment_id = (fellow or actor).enrollment_id
    assert enrollment_id is not None
    batch_id = exchange.prepare(actor.actor, enrollment_id, "log.csv", data)
    kept = queries.batch(actor.actor, batch_id).matching
    exchange.match(actor.actor, batch_id, as_matching(kept))
    while exchange_steps.advance(actor.actor, batch_id):
        pass
    return batch_id


def cases_of(fellow: Member) -> list[Case]:
    db.session.expire_all()
    found = db.session.query(Case).filter_by(program_id=fellow.program_id, fellow_id=fellow.id)
    return found.order_by(Case.performed_on, Case.id).all()


def batch_of(fellow: Member, batch_id: UUID) -> ImportBatch:
    return db.session.get_one(ImportBatch, (fellow.program_id, batch_id))


def test_right_rows_become_cases_and_wrong_ones_are_listed(asha: Member, ben: Member) -> None:
    data = a_csv(
        a_row(3),
        a_row(2, Procedure="Lumbar puncture of unknown kind"),
        a_row(2, Date="soon", Role="boss"),
        a_row(1, Attending="Nobody Known"),
    )
    batch_id = brought_in(asha, data)
    first, second = cases_of(asha)
    assert (first.state, first.supervisor_id) == (State.SUBMITTED, ben.id)
    assert (second.state, second.supervisor_id) == (State.DRAFT, None)
    assert first.details == {"levels": ["L4", "L5"], "laterality": "left"}
    assert (first.age_band, first.level_sides, first.batch_id) == ("40-64", 2, batch_id)
    faulty = queries.faulty_rows(asha.actor, batch_id)
    assert [(row.number, [one[0] for one in row.problems]) for row in faulty] == [
        (3, ["procedure"]),
        (4, ["performed_on", "role"]),
    ]


def test_the_same_file_twice_adds_nothing(asha: Member) -> None:
    data = a_csv(a_row(3), a_row(3), a_row(2))
    brought_in(asha, data)
    batch_id = brought_in(asha, data)
    assert len(cases_of(asha)) == 3
    assert batch_of(asha, batch_id).added == 0


def test_the_same_rows_in_another_order_add_nothing(asha: Member) -> None:
    brought_in(asha, a_csv(a_row(3), a_row(2), a_row(3)))
    brought_in(asha, a_csv(a_row(2), a_row(3), a_row(3), a_row(1)))
    assert len(cases_of(asha)) == 4


def test_every_case_has_its_own_line_in_the_ledger(asha: Member) -> None:
    batch_id = brought_in(asha, a_csv(a_row(2), a_row(1)))
    told = Counter(
        entry.event
        for entry in db.session.query(LedgerEntry).filter(
            LedgerEntry.subject_id.in_([batch_id, *(case.id for case in cases_of(asha))])
        )
    )
    assert told == {"import.prepared": 2, "import.advanced": 1, "case.imported": 2}
    assert_sound(asha)


def assert_sound(fellow: Member) -> None:
    db.session.rollback()
    assert [fault for found in audit.examine(fellow.program_id) for fault in found.faults] == []
    assert progress.differences(fellow.program_id) == []


def test_an_import_goes_in_steps(asha: Member, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exchange_steps, "STEP", 2)
    assert asha.enrollment_id
    rows = [a_row(5), a_row(4), a_row(3, Date="?"), a_row(2), a_row(1)]
    batch_id = exchange.prepare(asha.actor, asha.enrollment_id, "log.csv", a_csv(*rows))
    with pytest.raises(Conflict):
        exchange_steps.advance(asha.actor, batch_id)  # not matched yet
    exchange.match(asha.actor, batch_id, as_matching(batch_of(asha, batch_id).matching))
    went = []
    more = True
    while more:
        more = exchange_steps.advance(asha.actor, batch_id)
        batch = batch_of(asha, batch_id)
        went.append((batch.state, batch.done, batch.added))
    assert went == [
        (BatchState.RUNNING, 2, 2),
        (BatchState.RUNNING, 4, 3),
        (BatchState.DONE, 5, 4),
    ]
    assert exchange_steps.advance(asha.actor, batch_id) is False
    assert [row.number for row in db.session.query(ImportRow).filter_by(batch_id=batch_id)] == [4]


def test_undoing_withdraws_all_but_what_is_approved(asha: Member, ben: Member) -> None:
    batch_id = brought_in(asha, a_csv(a_row(3), a_row(2), a_row(1, Attending="")))
    approved = cases_of(asha)[0].id
    approval.approve(
        ben.actor, approved, 1, role_stated=CaseRole.PERFORMED_DIRECT, level="3", words=""
    )
    assert exchange.undo(asha.actor, batch_id) == 2
    assert [case.state for case in cases_of(asha)] == [
        State.APPROVED,
        State.WITHDRAWN,
        State.WITHDRAWN,
    ]
    kept = queries.still_approved(asha.actor, queries.batch(asha.actor, batch_id))
    assert [case.id for case in kept] == [approved]
    assert_sound(asha)
    with pytest.raises(Conflict):
        exchange.undo(asha.actor, batch_id)


def test_an_import_does_not_reopen_what_was_withdrawn(asha: Member) -> None:
    data = a_csv(a_row(2), a_row(1))
    exchange.undo(asha.actor, brought_in(asha, data))
    assert asha.enrollment_id
    again = exchange.prepare(asha.actor, asha.enrollment_id, "log.csv", data)
    counts = queries.counts(asha.actor, again)
    assert (counts.there, counts.withdrawn, counts.faulty) == (2, 2, 0)
    brought_in(asha, data)
    assert {case.state for case in cases_of(asha)} == {State.WITHDRAWN}


def test_words_that_tell_who_the_patient_is_make_a_row_faulty(asha: Member) -> None:
    brought_in(asha, a_csv(a_row(1, Comments="Spoke with Mrs Miller, MRN 88123456")))
    assert cases_of(asha) == []


def test_everything_wrong_with_a_row_is_told_at_once(asha: Member) -> None:
    batch_id = brought_in(asha, a_csv(a_row(1, Role="boss", Comments="Spoke with Mrs Miller")))
    row = queries.faulty_rows(asha.actor, batch_id)[0]
    assert [name for name, *_ in row.problems] == ["role", "reflection"]


def test_what_drafts_lack_is_counted(asha: Member) -> None:
    data = a_csv(a_row(2, Side=""), a_row(1, Side="", Attending="Somebody Else"))
    tally = batch_of(asha, brought_in(asha, data)).matching["tally"]
    assert (tally["drafts"], tally["wanting"]) == (
        2,
        [["details.laterality", 2], ["supervisor", 1]],
    )
    assert tally["unknown"] == [["supervisor", "Somebody Else", 1]]


def test_columns_about_the_patient_are_never_kept(asha: Member) -> None:
    assert asha.enrollment_id
    batch_id = exchange.prepare(asha.actor, asha.enrollment_id, "log.csv", a_csv(a_row(1)))
    row = queries.rows(asha.actor, batch_id)[0]
    assert row.cells[HEADER.index("MRN")] == ""
    assert "12345678" not in str(row)


def test_a_matching_is_remembered(asha: Member) -> None:
    assert asha.enrollment_id
    data = a_csv(["2 March 2026", "x"], header=["When", "What we did"])
    batch_id = exchange.prepare(asha.actor, asha.enrollment_id, "log.csv", data)
    with pytest.raises(Invalid):
        exchange.match(asha.actor, batch_id, as_matching({}))
    chosen = {"columns": {"performed_on": 0, "procedure": 1}, "order": "mdy", "role": "assisted"}
    exchange.match(asha.actor, batch_id, as_matching(chosen))
    again = exchange.prepare(asha.actor, asha.enrollment_id, "log.csv", data)
    kept: dict[str, Any] = batch_of(asha, again).matching
    assert {name: kept[name] for name in chosen} == chosen


def test_who_may_import(
    asha: Member, finn: Member, ben: Member, cora: Member, rin: Member, ola: Member
) -> None:
    assert asha.enrollment_id
    data = a_csv(a_row(1))
    for stranger in (finn, ben, rin, ola):
        with pytest.raises((NoResultFound, Refused)):
            exchange.prepare(stranger.actor, asha.enrollment_id, "log.csv", data)
    batch_id = brought_in(cora, data, fellow=asha)
    for stranger in (finn, ben, rin, ola):
        with pytest.raises(NoResultFound):
            exchange.undo(stranger.actor, batch_id)
        with pytest.raises(NoResultFound):
            exchange_steps.advance(stranger.actor, batch_id)
    assert len(cases_of(asha)) == 1


def test_a_job_imports_for_a_fellow(asha: Member) -> None:
    machine = Member("job", job(asha.program_id), asha.enrollment_id)
    brought_in(machine, a_csv(a_row(1)))
    assert len(cases_of(asha)) == 1


def test_a_withdrawn_import_can_be_opened_case_by_case(asha: Member) -> None:
    exchange.undo(asha.actor, brought_in(asha, a_csv(a_row(1))))
    case = cases_of(asha)[0]
    cases.reopen(asha.actor, case.id)
    assert cases_of(asha)[0].state is State.DRAFT


def test_four_thousand_rows_are_not_slow(asha: Member) -> None:
    """A bound far above what it takes, so that a slow machine passes and a quadratic fails."""
    rows = [a_row(n % 90, Age=str(20 + n % 60)) for n in range(1_000)]
    before = db.session.query(LedgerEntry).count()
    brought_in(asha, a_csv(*rows))
    assert db.session.query(LedgerEntry).count() - before == 1_000 + 2 + 4
    assert len(cases_of(asha)) == 1_000


def test_a_file_of_headings_alone_has_no_rows(asha: Member) -> None:
    assert asha.enrollment_id
    with pytest.raises(Invalid):
        exchange.prepare(asha.actor, asha.enrollment_id, "log.csv", a_csv())


def test_an_id_twice_in_a_file_is_told(asha: Member) -> None:
    own = "0192f1a0-0000-7000-8000-000000000001"
    header = [*HEADER, "id"]
    batch_id = brought_in(asha, a_csv([*a_row(2), own], [*a_row(1), own], header=header))
    assert [str(case.id) for case in cases_of(asha)] == [own]
    assert queries.faulty_rows(asha.actor, batch_id)[0].problems[0][0] == "id"


def test_a_row_that_can_no_longer_be_read_is_not_previewed(asha: Member) -> None:
    """Between the matching and the look something may have changed, such as the day."""
    assert asha.enrollment_id is not None
    batch_id = exchange.prepare(
        asha.actor, asha.enrollment_id, "log.csv", a_csv(a_row(2), a_row(1))
    )
    kept = queries.batch(asha.actor, batch_id).matching
    exchange.match(asha.actor, batch_id, as_matching(kept))
    first, second = exchange_preview.preview(asha.actor, queries.batch(asha.actor, batch_id)).rows
    row = db.session.query(ImportRow).filter_by(batch_id=batch_id, number=first.number).one()
    row.cells = ["soon", *row.cells[1:]]
    db.session.commit()
    left = exchange_preview.preview(asha.actor, queries.batch(asha.actor, batch_id)).rows
    assert [one.number for one in left] == [second.number]
