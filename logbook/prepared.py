"""Statements of the daily path: put together once, and afterwards only filled in and sent.

What SQLAlchemy does for a statement each time it runs (look it up, make a context and a result)
costs several times what the database does. A `Prepared` keeps SQLAlchemy's text and its conversion
of values, and hands both to the driver.
"""

from collections import namedtuple
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import Delete, Dialect, Insert, Select, Update
from sqlalchemy.exc import DBAPIError, MultipleResultsFound, NoResultFound
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.types import TypeEngine

from logbook.database import connection as open_connection

Statement = Select[*tuple[Any, ...]] | Insert | Update | Delete
Conversion = Callable[[Any], Any] | None
"""None for values that the driver takes, or gives, as they are."""


@dataclass(frozen=True, slots=True)
class Plan:
    """A statement as one kind of database takes it."""

    text: str
    own: Mapping[str, object]
    """Values that are part of the statement, such as a LIMIT."""
    blanks: list[tuple[str, Conversion]]
    """In the order of the text."""
    positional: bool
    read: Callable[[Sequence[Any]], Any]


def _reader(row: Callable[..., Any], columns: list[Conversion]) -> Callable[[Sequence[Any]], Any]:
    """Makes a row of what the driver gives; its columns go by their names."""

    def read(values: Sequence[Any]) -> Any:
        return row(
            *[
                value if convert is None else convert(value)
                for convert, value in zip(columns, values, strict=True)
            ]
        )

    return read


class Prepared:
    """A statement with blanks (`bindparam`); blanks for lists are not among what it can do."""

    def __init__(
        self, statement: Statement, names: tuple[str, ...] | None = None, keep: int = 0
    ) -> None:
        """`names`: the columns that an INSERT will be given. `keep`: so many rows are kept as they
        were read. The database is asked all the same; but where it answers to the letter what it
        answered before, the row of then is the row of now. It must not be changed by who gets it.
        """
        self.statement, self.names, self.keep = statement, names, keep
        self.plans: dict[Dialect, Plan] = {}

    def run(self, **asked: object) -> None:
        """Of a statement that changes something."""
        self._send(asked)[0].close()

    def all(self, **asked: object) -> list[Any]:
        """The rows that there are. Few, or they are not for here."""
        cursor, plan = self._send(asked)
        found = cursor.fetchall()
        cursor.close()
        return [plan.read(values) for values in found]

    def one_or_none(self, **asked: object) -> Any:
        """The row that there is, if there is any; MultipleResultsFound when there are more."""
        cursor, plan = self._send(asked)
        found = cursor.fetchmany(2)
        cursor.close()
        if len(found) > 1:
            raise MultipleResultsFound("more than one row where at most one was to be")
        return plan.read(found[0]) if found else None

    def one(self, **asked: object) -> Any:
        """The one row; NoResultFound without it."""
        row = self.one_or_none(**asked)
        if row is None:
            raise NoResultFound("no row where one was to be")
        return row

    def _send(self, asked: Mapping[str, object]) -> tuple[Any, Plan]:
        connection = open_connection()
        dialect = connection.dialect
        plan = self.plans.get(dialect) or self._planned_for(dialect)
        values = {**plan.own, **asked}
        filled: Any = [
            values[name] if convert is None else convert(values[name])
            for name, convert in plan.blanks
        ]
        if not plan.positional:
            filled = dict(zip((name for name, _ in plan.blanks), filled, strict=True))
        cursor = connection.connection.cursor()
        for hear in connection.dispatch.before_cursor_execute:
            hear(connection, cursor, plan.text, filled, None, False)
        try:
            cursor.execute(plan.text, filled)
        except dialect.loaded_dbapi.Error as error:
            # Whoever calls us knows SQLAlchemy's exceptions, not those of every driver.
            family = dialect.loaded_dbapi.Error
            raise DBAPIError.instance(
                plan.text, filled, error, family, hide_parameters=True, dialect=dialect
            ) from error
        return cursor, plan

    def _planned_for(self, dialect: Dialect) -> Plan:
        compiled = self.statement.compile(
            dialect=dialect, column_keys=list(self.names) if self.names else None
        )
        assert isinstance(compiled, SQLCompiler)
        assert not compiled.insert_prefetch
        read = list(self.statement.selected_columns) if isinstance(self.statement, Select) else []
        blanks = {name: blank for blank, name in compiled.bind_names.items()}
        own = {name: one.value for name, one in blanks.items() if one.value is not None}
        # With what stands in the text itself, a LIMIT on SQLite.
        whole = compiled.construct_expanded_state(dict.fromkeys(blanks) | own)
        order = list(whole.positiontup or ()) if compiled.positional else list(blanks)
        read_row = _reader(
            namedtuple("Row", [column.name for column in read]),
            [_out_of(column.type, dialect) for column in read],
        )
        if self.keep and dialect.name == "sqlite":  # another driver's values may be no keys
            read_row = lru_cache(self.keep)(read_row)
        self.plans[dialect] = plan = Plan(
            text=whole.statement,
            own=own,
            blanks=[(name, _into(blanks[name].type, dialect)) for name in order],
            positional=compiled.positional,
            read=read_row,
        )
        return plan


def _into(kind: TypeEngine[Any], dialect: Dialect) -> Conversion:
    return kind.dialect_impl(dialect).bind_processor(dialect)


def _out_of(kind: TypeEngine[Any], dialect: Dialect) -> Conversion:
    return kind.dialect_impl(dialect).result_processor(dialect, None)
