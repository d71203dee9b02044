"""How many statements something sends to the database: a page's number must not grow."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import event

from logbook.database import db
from logbook.queries.unchanged import WhileUnchanged

VERBS = ("SELECT", "WITH", "INSERT", "UPDATE", "DELETE")


@contextmanager
def statements(*, again: bool = False) -> Iterator[list[str]]:
    """The statements sent inside, in their order; savepoints are not counted. As the first time:
    what is kept while nothing changes is forgotten before, unless it is asked for `again`."""
    for kept in WhileUnchanged.everything if not again else ():
        kept.forget()
    sent: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if statement.lstrip().startswith(VERBS):
            sent.append(statement)

    engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(engine, "before_cursor_execute", note)
