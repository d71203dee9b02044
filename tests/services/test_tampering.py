"""An attacker with every right to the database: whatever they do to the ledger, to a signature or
to a record that is sealed is found, and the right entry or record is named.

The ledger is grown once. Each attack is made in a savepoint, and undone.
"""

import os
from collections.abc import Iterator, Sequence
from itertools import chain, zip_longest
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Column, Table

from logbook.services import audit, audit_checkpoints, audit_signatures, checkpoints
from logbook.services.audit import Fault
from logbook.services.passkey_reader import is_good as passkey_is_good
from logbook.services.signature_reader import is_good as signature_is_good
from tests.cast import RIVERSIDE
from tests.conftest import on_one_connection
from tests.makers import attacks
from tests.makers.attacks import (
    CHECKPOINTS,
    OF_THE_LEDGER,
    RECORDS,
    UNSEALED,
    Arena,
    Attack,
    Draw,
    Name,
    named_by,
)
from tests.makers.ledgers import LETTERS_TO, a_grown_ledger
from tests.makers.passkeys import ORIGIN
from tests.makers.tampering import HEADS, another, disarm, put, rearm, rewritten, undone


@pytest.fixture(scope="module")
def arena(application: Flask, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Arena]:
    with on_one_connection(application) as connection, pytest.MonkeyPatch.context() as patch:
        patch.setitem(application.config, "BASE_URL", ORIGIN)
        # What is run as programs of their own, for a worker's memory, is asked here directly.
        patch.setattr(audit_checkpoints, "_good", lambda claims: [*map(_holds, claims)])
        patch.setattr(
            audit_signatures, "are_good", lambda claims: [passkey_is_good(*one) for one in claims]
        )
        grown = a_grown_ledger(tmp_path_factory.mktemp("signers") / "keys")
        disarm(connection)
        yield Arena(connection, grown)
        rearm(connection)


def _holds(claim: tuple[bytes, ...]) -> bool:
    public, signature, text = (part.hex() for part in claim)
    return signature_is_good(public, signature, text)


def names_of(faults: Sequence[Fault]) -> set[Name]:
    return set(chain.from_iterable(map(_names, faults)))


def _names(fault: Fault) -> tuple[Name, ...]:
    return str(fault.what.params.get("id")), (fault.log, fault.seq)


def test_a_clean_ledger_raises_no_alarm(arena: Arena) -> None:
    assert audit.verify() == []
    for note in arena.grown.notes:
        checkpoints.hold_against(note)
    for table in (*RECORDS, *OF_THE_LEDGER):
        enough = 1 if table is HEADS else 2
        assert len(arena.rows[table.name]) >= enough, f"too little of {table.name} to play with"


def columns_unseen(arena: Arena, attacks: Sequence[tuple[Table, Column[Any]]]) -> set[str]:
    """Change a value in each of these columns, of tables that have nothing to do with one another;
    the answer are those of which nothing is found."""
    with undone(arena.connection):
        expected: dict[str, set[Name]] = {}
        for table, column in attacks:
            row = arena.to_change(table)
            changed = {**row, column.name: another(column, row[column.name])}
            put(table, [row], [changed])
            expected[str(column)] = named_by(table, row) | named_by(table, changed)
        found = names_of(audit.verify())
    return {column for column, named in expected.items() if not named & found}


def test_every_column_is_covered_or_has_a_reason(arena: Arena) -> None:
    unseen: set[str] = set()
    for columns in zip_longest(*(table.columns for table in RECORDS)):
        unseen |= columns_unseen(arena, [(one.table, one) for one in columns if one is not None])
    for table in OF_THE_LEDGER:
        for column in table.columns:
            unseen |= columns_unseen(arena, [(table, column)])
    assert unseen == set(UNSEALED)
    assert audit.verify() == []


ANYWHERE = (*RECORDS, *OF_THE_LEDGER)
IN_A_TABLE = (attacks.altered, attacks.exchanged, attacks.deleted, attacks.copied)
ELSEWHERE = (attacks.signatures_exchanged, attacks.cut_off, attacks.written_anew)
# On PostgreSQL fewer: the same attacks, each at more than twice the cost.
EXAMPLES = int(os.environ.get("TAMPERS") or (40 if "TEST_DATABASE_URL" in os.environ else 200))


def attempt(draw: Draw, arena: Arena) -> Attack:
    """Ledger rows are played with as often as all others together."""
    if draw.number(0, 3) == 0:
        return draw.one(ELSEWHERE)(arena, draw)
    table = draw.one(draw.one((OF_THE_LEDGER, RECORDS)))
    return draw.one(IN_A_TABLE)(arena, draw, table)


@given(data=st.data())
@settings(
    max_examples=EXAMPLES,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_every_tamper_is_found_and_named(arena: Arena, data: st.DataObject) -> None:
    with undone(arena.connection):
        expected = attempt(Draw(data), arena)
        faults = looked_for(expected)
    assert all_named(expected, faults), (expected, faults)
    assert names_of(faults[:1]) & set.union(*expected), (expected, faults[0])


def looked_for(expected: Attack) -> list[Fault]:
    """In Riverside first: only its keys are known to another ledger, the installation's own."""
    faults = audit.verify(RIVERSIDE)
    return faults if all_named(expected, faults) else audit.verify()


def all_named(expected: Attack, faults: Sequence[Fault]) -> bool:
    found = names_of(faults)
    return all(names & found for names in expected)


def test_a_ledger_that_was_written_anew_whole_is_caught_by_what_a_witness_kept(
    arena: Arena,
) -> None:
    """With the newest checkpoint, and the entry that tells of it, taken away, what lies behind the
    one before it is signed by nobody in the database: there, an attacker has time to mend it all.
    The note that left the house on the same day says what it was."""
    sizes = sorted(row["size"] for row in arena.rows["checkpoint"])
    unsealed = arena.entries[sizes[-2] + 1 : sizes[-1]]
    assert [row["event"] for row in unsealed] == ["letter.written"] * len(LETTERS_TO)
    for row in unsealed:
        with undone(arena.connection):
            newest = max(arena.rows["checkpoint"], key=lambda one: one["size"])
            put(CHECKPOINTS, [newest], [])
            rewritten(arena.entries, {**row, "actor_id": row["subject_id"]}, cut=1)
            assert audit.verify() == []
            *kept, latest = arena.grown.notes
            for note in kept:
                checkpoints.hold_against(note)
            with pytest.raises(checkpoints.Rewritten, match="not the entries"):
                checkpoints.hold_against(latest)


def test_a_ledger_that_was_cut_off_is_caught_by_what_a_witness_kept(arena: Arena) -> None:
    sizes = sorted(row["size"] for row in arena.rows["checkpoint"])
    with undone(arena.connection):
        newest = max(arena.rows["checkpoint"], key=lambda one: one["size"])
        put(CHECKPOINTS, [newest], [])
        rewritten(arena.entries, None, cut=len(arena.entries) - sizes[-2] - 1)
        assert audit.verify() == []
        with pytest.raises(checkpoints.Rewritten, match="are there"):
            checkpoints.hold_against(arena.grown.notes[-1])
