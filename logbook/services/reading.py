"""Rows of which somebody may have made nonsense behind the service's back.

A bad date, an enum value that nobody defined, broken JSON: such a row stops whoever reads it
together with others. Here the others are read all the same, and the bad one is named.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Column, Row, Select, Table, literal, type_coerce
from sqlalchemy.exc import DataError, OperationalError
from sqlalchemy.orm import InstrumentedAttribute
from sqlalchemy.sql import ColumnElement
from sqlalchemy.types import NullType

from logbook.database import db
from logbook.domain.decisions import Message, say

Asked = Select[*tuple[Any, ...]]
Found = Row[*tuple[Any, ...]]

NONSENSE = (ValueError, TypeError, LookupError, AttributeError, DataError, OperationalError)
"""What a value raises that no column of its kind can hold. DataError: a date that the database
knows and Python does not (PostgreSQL's `infinity`). OperationalError: letters that are none."""


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A row that is there, and whose words nobody can read any more."""

    table: str
    id: UUID | str
    """As it stands in the database, if not even that is one of ours."""
    raw_id: object
    """As the driver knows it, to go on behind it."""

    @property
    def what(self) -> Message:
        return say("This %(record)s is unreadable: %(id)s.", record=self.table, id=self.id)


def read(asked: Asked, table: Table) -> Iterator[Found | Unreadable]:
    """The rows of one table that are asked for, each as itself or as unreadable, in their order.
    The question names one program, in which an id is one row."""
    try:
        rows = db.session.execute(asked).all()
    except NONSENSE as error:
        blame_a_row_only(error)
        yield from _one_by_one(asked, table)
    else:
        yield from rows


def _one_by_one(asked: Asked, table: Table) -> Iterator[Found | Unreadable]:
    key = raw(table.c.id)
    for raw_id in db.session.execute(asked.with_only_columns(key)).scalars().all():
        try:
            yield db.session.execute(asked.where(key == as_it_is(raw_id))).one()
        except NONSENSE as error:
            blame_a_row_only(error)
            yield Unreadable(table.name, id_of(raw_id), raw_id)


def blame_a_row_only(error: Exception) -> None:
    """Raise it again if the database itself failed: no row is to blame for that."""
    if isinstance(error, OperationalError) and "decode to UTF-8" not in str(error):
        raise error


def raw(column: Column[Any] | InstrumentedAttribute[Any]) -> ColumnElement[Any]:
    """A column as the driver gives it, which reads whatever stands there."""
    return type_coerce(column, NullType())


def as_it_is(value: object) -> ColumnElement[Any]:
    """A value that was read raw, to be compared with such a column."""
    return literal(value, NullType())


def id_of(raw_id: object) -> UUID | str:
    """The id that the driver gave, or what stands in its place."""
    try:
        return raw_id if isinstance(raw_id, UUID) else UUID(str(raw_id))
    except ValueError:
        return str(raw_id)
