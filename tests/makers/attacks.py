"""Attacks on a grown ledger: each is made, and says by which names it must be found."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeVar

from hypothesis import reject
from hypothesis import strategies as st
from sqlalchemy import Column, Connection, Table
from sqlalchemy.exc import IntegrityError

from logbook.database import Base
from logbook.models.columns import new_id
from logbook.models.sealed import Sealed
from tests.cast import RIVERSIDE
from tests.makers.ledgers import Grown
from tests.makers.tampering import ENTRIES, HEADS, Record, another, put, rewritten, rows_of

TABLES = Base.metadata.tables
CHECKPOINTS, KEYS, SIGNATURES = TABLES["checkpoint"], TABLES["signing_key"], TABLES["signature"]
OF_THE_LEDGER = (ENTRIES, HEADS, CHECKPOINTS, KEYS)
RECORDS = (
    *(TABLES[kind.__tablename__] for kind in Sealed.__subclasses__()),
    TABLES["curriculum_version"],
    TABLES["sign_off_ground"],
)
SIGNED = ("record", "record_id", "meaning", "signer_id", "method", "text", "proof", "signed_at")

COUNTS_CHANGES = "counts changes, for two who edit at once; it says nothing of the record"
SURROGATE = "a name of the row by which nothing else knows it"
UNSEALED = {
    "certificate.proof": "proves itself, under the key of the installation, or proves nothing",
    "certificate.badge": "is signed itself; a wallet refuses another",
    "ledger_entry.id": SURROGATE,
    "ledger_head.id": SURROGATE,
    "sign_off_ground.id": SURROGATE,
    "round_answer.id": SURROGATE,
    "assessment.draft": "kept for its writer while they write; nothing has been said by it",
    "round_answer.is_released": "to let the fellow read words leaves them as they were",
    "agenda_item.revision": COUNTS_CHANGES,
    "committee_meeting.revision": COUNTS_CHANGES,
    "credential.revision": COUNTS_CHANGES,
    "feedback_round.revision": COUNTS_CHANGES,
    "leave.revision": COUNTS_CHANGES,
    "rotation.revision": COUNTS_CHANGES,
    "sign_off.revision": COUNTS_CHANGES,
    "webhook.log": "how far the ledger was read for it; what it is told is read from there",
    "webhook.next_seq": "likewise",
}
"""The columns of sealed records and of the ledger that can be changed unseen, each with the reason
why that may be. Every other column is covered."""

OWNERS = {"round_answer": "round_id", "sign_off_ground": "sign_off_id"}
"""What has no entry of its own, and which column names the record that has one."""

Name = str | tuple[str, int | None]
"""Of a record its id; of an entry its place; of a whole log its name alone."""


@dataclass(frozen=True)
class Arena:
    """Where the attacks are made, one after the other."""

    connection: Connection
    grown: Grown

    @cached_property
    def rows(self) -> dict[str, list[Record]]:
        """As they are before every attack."""
        return {table.name: rows_of(table, RIVERSIDE) for table in (*RECORDS, *OF_THE_LEDGER)}

    def to_change(self, table: Table) -> Record:
        """The first row. Of what is named by its owner, one whose owner is another than the first,
        so that what is found of the one is not taken for the other."""
        rows = self.rows[table.name]
        return max(rows, key=owner_in(table)) if table.name in OWNERS else rows[0]

    @cached_property
    def entries(self) -> list[Record]:
        """In the order of the ledger, which has one log."""
        return sorted(self.rows["ledger_entry"], key=lambda row: int(row["seq"]))


def the_log(row: Record) -> Name:
    return row["log"], None


def named_by(table: Table, row: Record) -> set[Name]:
    """By what a fault of this row is found again; that of an entry, at the one behind it as well.
    Answers of a round have no entry of their own, so that nobody can tell who gave them; what a
    sign-off stands on is kept under its name."""
    if table is ENTRIES:
        return {(row["log"], row["seq"]), (row["log"], row["seq"] + 1)}
    if table is HEADS:
        return {the_log(row)}
    return {owner_in(table)(row), *([the_log(row)] if table is CHECKPOINTS else ())}


def owner_in(table: Table) -> Callable[[Record], str]:
    name = OWNERS.get(table.name, "id")
    return lambda row: str(row[name])


T = TypeVar("T")


class Draw:
    """Hypothesis's choices."""

    def __init__(self, data: st.DataObject) -> None:
        self.data = data

    def one(self, choices: Sequence[T]) -> T:
        return self.data.draw(st.sampled_from(choices))

    def two(self, choices: Sequence[T]) -> tuple[T, T]:
        if len(choices) < 2:
            reject()
        first, second = self.data.draw(st.permutations(range(len(choices))))[:2]
        return choices[first], choices[second]

    def number(self, least: int, most: int) -> int:
        return self.data.draw(st.integers(least, most))

    def column(self, table: Table) -> Column[Any]:
        return self.one([one for one in table.columns if str(one) not in UNSEALED])


def put_or_reject(table: Table, before: Sequence[Record], after: Sequence[Record]) -> None:
    try:
        put(table, before, after)
    except IntegrityError:  # the database itself refused: no attack
        reject()


Attack = list[set[Name]]
"""For each row that was touched the names by one of which it has to be found."""


def altered(arena: Arena, draw: Draw, table: Table) -> Attack:
    """One character, number, date or choice is another."""
    row, column = draw.one(arena.rows[table.name]), draw.column(table)
    value = another(column, row[column.name], draw.number(0, 5_000))
    changed = {**row, column.name: value}
    put_or_reject(table, [row], [changed])
    return [named_by(table, row) | named_by(table, changed)]


def exchanged(arena: Arena, draw: Draw, table: Table) -> Attack:
    """Two rows swap what they say in one column: entries their places, signatures their records."""
    one, other = draw.two(arena.rows[table.name])
    name = draw.column(table).name
    if one[name] == other[name]:
        reject()
    after = [{**one, name: other[name]}, {**other, name: one[name]}]
    put_or_reject(table, [one, other], after)
    return [named_by(table, one) | named_by(table, after[0]), named_by(table, other)]


def deleted(arena: Arena, draw: Draw, table: Table) -> Attack:
    row = draw.one(arena.rows[table.name])
    put(table, [row], [])
    return [named_by(table, row) | ({the_log(row)} if table is ENTRIES else set())]


def copied(arena: Arena, draw: Draw, table: Table) -> Attack:
    """A copy is slipped in under a name of its own, and behind the last one of the ledger."""
    row = dict(draw.one(arena.rows[table.name])) | {"id": new_id()}
    if table is ENTRIES:
        row["seq"] = len(arena.entries)
    elif table is HEADS:
        row["log"] = "1999"
    elif table is CHECKPOINTS:
        row["size"] += draw.number(1, 3)
    elif isinstance(row.get("place"), int):  # a meeting has its place in words
        row["place"] += 1
    put_or_reject(table, [], [row])
    return [named_by(table, row)]


def signatures_exchanged(arena: Arena, draw: Draw) -> Attack:
    """Two signatures are put under each other's records, with any part of what they say."""
    one, other = draw.two(arena.rows["signature"])
    names = {draw.one(SIGNED) for _ in range(draw.number(1, 4))}
    after = [
        {**mine, **{name: others[name] for name in names}}
        for mine, others in ((one, other), (other, one))
    ]
    if after == [one, other]:
        reject()
    put_or_reject(SIGNATURES, [one, other], after)
    return [named_by(SIGNATURES, one), named_by(SIGNATURES, other)]


def cut_off(arena: Arena, draw: Draw) -> Attack:
    """The last entries are gone, and the head never heard of them."""
    rewritten(arena.entries, None, cut=draw.number(2, len(arena.entries) - 1))
    return [{the_log(arena.entries[0])}]


def written_anew(arena: Arena, draw: Draw) -> Attack:
    """An entry is another, and every hash after it is mended. The next checkpoint tells."""
    sizes = sorted(row["size"] for row in arena.rows["checkpoint"])
    row = draw.one(arena.entries[: sizes[-1]])
    name = draw.one(("at", "actor_id", "event", "subject_id", "facts", "content"))
    value = another(ENTRIES.c[name], row[name], draw.number(0, 5_000))
    rewritten(arena.entries, {**row, name: value})
    size = next(size for size in sizes if size > row["seq"])
    return [{(row["log"], size - 1)}]
