"""One use case, one transaction, at least one entry in the ledger, or nothing at all."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from sqlalchemy import func, select

from logbook.database import db
from logbook.domain.events import SiteAdded
from logbook.models.audit import LedgerEntry, LedgerHead
from logbook.models.columns import new_id
from logbook.models.programs import Program, Site
from logbook.services import audit
from logbook.services.unit import Unaudited, unit_of_work
from tests.cast import RIVERSIDE, Member


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
