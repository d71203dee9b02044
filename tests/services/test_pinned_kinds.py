"""Pins: in order, each once, not too many, and nobody else's."""

import pytest
from sqlalchemy import func, select

from logbook.database import db
from logbook.models.audit import LedgerEntry
from logbook.queries.pinned_kinds import pinned_kinds
from logbook.services.pinned_kinds import MOST, pin, unpin
from logbook.services.refusals import Invalid, Refused
from tests.cast import Cast, Member
from tests.statements import statements


def entries() -> int:
    return db.session.scalar(select(func.count()).select_from(LedgerEntry)) or 0


def test_they_stand_in_the_order_of_pinning(asha: Member, finn: Member) -> None:
    for kind in ("scs_trial", "enc_cancer"):
        pin(asha.actor, kind)
    assert pinned_kinds(asha.actor) == ["scs_trial", "enc_cancer"]
    assert pinned_kinds(finn.actor) == []
    unpin(finn.actor, "enc_cancer")
    unpin(asha.actor, "scs_trial")
    assert pinned_kinds(asha.actor) == ["enc_cancer"]


def test_what_changes_nothing_is_no_entry_of_the_ledger(asha: Member) -> None:
    before = entries()
    for _ in range(2):
        pin(asha.actor, "enc_cancer")
    assert entries() == before + 1
    for _ in range(2):
        unpin(asha.actor, "enc_cancer")
    assert entries() == before + 2


def test_not_more_than_can_be_overlooked(asha: Member) -> None:
    for n in range(MOST):
        pin(asha.actor, f"kind_{n}")
    with pytest.raises(Invalid, match="procedure"):
        pin(asha.actor, "one_more")
    pin(asha.actor, "kind_3")  # pinned already
    assert len(pinned_kinds(asha.actor)) == MOST == 12


@pytest.mark.parametrize("name", ["ben", "dana", "ola"])
def test_who_logs_nothing_pins_nothing(cast: Cast, name: str) -> None:
    for act in (pin, unpin):
        with pytest.raises(Refused):
            act(cast[name].actor, "enc_cancer")


def test_one_statement_for_all_of_them(asha: Member) -> None:
    pin(asha.actor, "enc_cancer")
    pin(asha.actor, "scs_trial")
    with statements() as sent:
        pinned_kinds(asha.actor)
    assert len(sent) == 1
