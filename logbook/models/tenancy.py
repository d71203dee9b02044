"""Whose row it is: the key (program_id, id), and foreign keys that cannot leave the program."""

from uuid import UUID

from sqlalchemy import ForeignKeyConstraint
from sqlalchemy.orm import Mapped, declared_attr, mapped_column

from logbook.models.columns import new_id


class Owned:
    """A row that belongs to one program. The program is part of its key and never changes."""

    @declared_attr
    def program_id(cls) -> Mapped[UUID]:
        return mapped_column(primary_key=True)

    @declared_attr
    def id(cls) -> Mapped[UUID]:
        return mapped_column(primary_key=True, default=new_id)


def within(table: str, column: str) -> ForeignKeyConstraint:
    """A foreign key to a row of the same program: the database refuses any other."""
    return ForeignKeyConstraint(
        ["program_id", column], [f"{table}.program_id", f"{table}.id"], ondelete="RESTRICT"
    )


def of_a_program() -> ForeignKeyConstraint:
    """The program itself, for the tables that hang on nothing else."""
    return ForeignKeyConstraint(["program_id"], ["program.id"], ondelete="RESTRICT")
