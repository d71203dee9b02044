"""Tenancy is in the keys: asked of the models, and of the database that was migrated."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest
import sqlalchemy as sa
from flask import Flask

from logbook.database import Base, db
from logbook.models import REFERENCE_TABLES

# Looked up before it is known which program is meant.
BEFORE_THE_PROGRAM_IS_KNOWN = {
    "ix_membership_account_id": "at sign-in: the programs of an account",
    "ix_invitation_token_hash": "at the door: the invitation behind a link",
    "ix_rater_invitation_token_hash": "at the door: the round behind a rater's link",
}


@dataclass(frozen=True)
class Table:
    """What the rules ask of a table."""

    name: str
    key: tuple[str, ...]
    foreign: tuple[tuple[tuple[str, ...], str, tuple[str, ...]], ...]
    """Columns, table pointed at, columns pointed at."""
    indexes: tuple[tuple[str, tuple[str, ...]], ...]
    """Unique constraints and indexes: name, columns."""


def as_modeled() -> list[Table]:
    return [
        Table(
            table.name,
            tuple(column.name for column in table.primary_key),
            tuple(
                (
                    tuple(key.column_keys),
                    key.referred_table.name,
                    tuple(element.column.name for element in key.elements),
                )
                for key in table.foreign_key_constraints
            ),
            tuple(
                (str(one.name), tuple(column.name for column in one.columns))
                for one in [*table.constraints, *table.indexes]
                if isinstance(one, sa.UniqueConstraint | sa.Index)
            ),
        )
        for table in Base.metadata.sorted_tables
    ]


def as_migrated() -> list[Table]:
    inspector = sa.inspect(db.engine)
    return [
        Table(
            name,
            tuple(inspector.get_pk_constraint(name)["constrained_columns"]),
            tuple(
                (
                    tuple(key["constrained_columns"]),
                    key["referred_table"],
                    tuple(key["referred_columns"]),
                )
                for key in inspector.get_foreign_keys(name)
            ),
            tuple(
                (str(one["name"]), tuple(str(column) for column in one["column_names"]))
                for one in [
                    *inspector.get_unique_constraints(name),
                    *inspector.get_indexes(name),
                ]
            ),
        )
        for name in inspector.get_table_names()
        if name != "alembic_version"
    ]


@pytest.fixture(params=[as_modeled, as_migrated], ids=["modeled", "migrated"])
def tables(request: pytest.FixtureRequest, app: Flask) -> list[Table]:
    read: Callable[[], list[Table]] = request.param
    return read()


def test_every_reference_table_exists(tables: list[Table]) -> None:
    assert {table.name for table in tables} >= REFERENCE_TABLES


def test_the_key_of_what_a_program_owns_begins_with_the_program(tables: list[Table]) -> None:
    owned = {table.name: table.key for table in tables if table.name not in REFERENCE_TABLES}
    assert {name for name, key in owned.items() if key != ("program_id", "id")} == set()


def test_what_a_program_owns_points_into_the_same_program(tables: list[Table]) -> None:
    for table in tables:
        for columns, target, pointed_at in table.foreign:
            if table.name in REFERENCE_TABLES:
                assert target in REFERENCE_TABLES, f"{table.name} points at {target}"
            elif target not in REFERENCE_TABLES:
                assert columns[0] == "program_id", f"{table.name} -> {target}"
                assert pointed_at == ("program_id", "id"), f"{table.name} -> {target}"


def test_each_table_of_a_program_hangs_on_the_program(tables: list[Table]) -> None:
    """By its own foreign key, or by that of a table it hangs on."""
    on = {table.name: {target for _, target, _ in table.foreign} for table in tables}
    hanging = {"program"}
    while more := {name for name, targets in on.items() if targets & hanging} - hanging:
        hanging |= more
    assert set(on) - REFERENCE_TABLES - hanging == set()


def test_uniques_and_indexes_begin_with_the_program(tables: list[Table]) -> None:
    others = {
        name
        for table in tables
        if table.name not in REFERENCE_TABLES
        for name, columns in table.indexes
        if columns[0] != "program_id"
    }
    assert others == set(BEFORE_THE_PROGRAM_IS_KNOWN)


def test_every_foreign_key_of_a_program_can_be_looked_up(tables: list[Table]) -> None:
    """No two constraints of a table have the same name, and none is nameless."""
    for table in tables:
        names = [name for name, _ in table.indexes]
        assert "None" not in names and "" not in names, table.name
