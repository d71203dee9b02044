"""How a program is named on the command line."""

from uuid import UUID

from sqlalchemy import select

from logbook.database import db
from logbook.models.programs import Program


def program_named(name: str | None) -> UUID | None:
    """The id of the program of this name; None for none. NoResultFound for an unknown name."""
    if name is None:
        return None
    return db.session.scalars(select(Program.id).where(Program.name == name)).one()
