"""One use case, one transaction, at least one entry in the ledger, or nothing at all."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from sqlalchemy import func, select, update

from logbook.database import db
from logbook.domain.events import CaseChanged, SiteAdded
from logbook.models.audit import LedgerEntry, LedgerHead
from logbook.models.cases import Case
from logbook.models.columns import new_id
from logbook.models.programs import Program, Site
from logbook.services import audit
from logbook.services import unit as unit_module
from logbook.services.refusals import Conflict
from logbook.services.unit import Unaudited, unit_of_work
from tests.cast import RIVERSIDE, Member
from tests.makers.cases import a_case


def add_site(actor: Member, name: str) -> Site:
    with unit_of_work(actor.actor) as unit:
        site = Site(program_id=RIVERSIDE, id=new_id(), name=name)
        db.session.add(site)
        unit.record(SiteAdded(subject_id=site.id))
    return site


def sites() -> set[str]:
    return set(db.session.scalars(select(Site.name).where(Site.program_id == RIVERSIDE)))


def ledger() -> list[LedgerEntry]:
    asked = select(LedgerEntry).where(LedgerEntry.program_id == RIVERSIDE)
    return list(db.session.scalars(asked.order_by(LedgerEntry.log, LedgerEntry.seq)))


def test_a_change_and_its_entry_come_together(cora: Member) -> None:
    before = len(ledger())
    site = add_site(cora, "Harbor clinic")
    assert "Harbor clinic" in sites()
    entry = ledger()[-1]
    assert len(ledger()) == before + 1
    assert (entry.event, entry.subject_id, entry.actor_id) == ("site.added", site.id, cora.id)


def test_a_change_without_an_event_is_undone(cora: Member) -> None:
    before = len(ledger())
    with pytest.raises(Unaudited), unit_of_work(cora.actor):
        db.session.add(Site(program_id=RIVERSIDE, name="Silent clinic"))
    assert "Silent clinic" not in sites()
    assert len(ledger()) == before


def test_a_fault_on_the_way_leaves_neither_change_nor_entry(cora: Member) -> None:
    before = len(ledger())
    with pytest.raises(RuntimeError), unit_of_work(cora.actor) as unit:
        site = Site(program_id=RIVERSIDE, id=new_id(), name="Half a clinic")
        db.session.add(site)
        unit.record(SiteAdded(subject_id=site.id))
        raise RuntimeError
    assert "Half a clinic" not in sites()
    assert len(ledger()) == before


def test_several_events_of_one_use_case_are_chained_at_one_instant(cora: Member) -> None:
    with unit_of_work(cora.actor) as unit:
        for _ in range(3):
            unit.record(SiteAdded(subject_id=new_id()))
    first, second, third = ledger()[-3:]
    assert (second.previous, third.previous) == (first.leaf, second.leaf)
    assert first.at == third.at == unit.now
    assert [event.name for event in unit.events] == ["site.added"] * 3


def test_each_academic_year_has_its_own_log(cora: Member) -> None:
    add_site(cora, "This year")
    this = ledger()[-1]
    with time_machine.travel(datetime.now(UTC) + timedelta(days=370), tick=True):
        add_site(cora, "Next year")
        add_site(cora, "Next year again")
    first, second = ledger()[-2:]
    assert (int(first.log), first.seq) == (int(this.log) + 1, 0)
    assert (second.log, second.seq) == (first.log, 1)
    assert first.previous == this.leaf
    assert audit.verify(RIVERSIDE) == []


def test_no_log_is_begun_twice_when_the_year_is_moved(cora: Member) -> None:
    add_site(cora, "Before")
    log = ledger()[-1].log
    program = db.session.get_one(Program, RIVERSIDE)
    program.year_begins_month = 12 if datetime.now(UTC).month < 12 else 1
    db.session.commit()
    add_site(cora, "After")
    entry = ledger()[-1]
    assert entry.log >= log
    count = select(func.count()).where(LedgerHead.program_id == RIVERSIDE)
    assert db.session.scalar(count) in (1, 2)
    assert audit.verify(RIVERSIDE) == []


def test_whoever_writes_what_somebody_else_has_changed_meanwhile_is_told(
    asha: Member, ben: Member
) -> None:
    case_id = a_case(fellow=asha, supervisor=ben)
    table = Case.metadata.tables["logged_case"]
    before = len(ledger())
    with pytest.raises(Conflict, match="at the same moment"), unit_of_work(ben.actor) as unit:
        case = db.session.get_one(Case, (RIVERSIDE, case_id))
        db.session.execute(update(table).where(table.c.id == case_id).values(revision=7))
        case.indication = "neck pain"
        unit.record(CaseChanged(subject_id=case_id), of=case)
    assert len(ledger()) == before


def test_a_log_that_somebody_else_has_begun_meanwhile_is_gone_on_with(
    cora: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At the first look there was none; while the program was waited for, it was begun."""
    add_site(cora, "Harbor clinic")
    locked = unit_module._LOCK_HEAD

    class Late:
        looks = 0

        def one_or_none(self, **asked: object) -> object:
            self.looks += 1
            return None if self.looks == 1 else locked.one_or_none(**asked)

    monkeypatch.setattr(unit_module, "_LOCK_HEAD", Late())
    add_site(cora, "Hill clinic")
    last, new = ledger()[-2:]
    assert (new.log, new.seq, new.previous) == (last.log, last.seq + 1, last.leaf)
    assert audit.verify(RIVERSIDE) == []
