"""The months beside progress: changed in the same transaction, by the same evidence.

Of whoever changes a month, each holds the row of the sum already: nobody else writes the same
month at the same time.
"""

from collections.abc import Collection, Iterator, Mapping
from typing import cast
from uuid import UUID

from sqlalchemy import Table, bindparam, delete, insert, select, update

from logbook.database import AddedWhereThere, db
from logbook.domain.months import MonthKey, MonthSum
from logbook.models.columns import new_id
from logbook.models.progress import ProgressMonth
from logbook.services.reading import Unreadable, read

_months = cast(Table, ProgressMonth.__table__)

_TAKE = (
    update(_months)
    .where(
        _months.c.program_id == bindparam("in_program"),
        _months.c.enrollment_id == bindparam("of_enrollment"),
        _months.c.requirement == bindparam("for_requirement"),
        _months.c.month == bindparam("in_month"),
    )
    .values(
        credit=_months.c.credit + bindparam("more"),
        pieces=_months.c.pieces + bindparam("more_pieces"),
    )
)


def change(program_id: UUID, enrollment_id: UUID, changes: Mapping[MonthKey, MonthSum]) -> None:
    """Add to the months; what is taken off was in a month that is there."""
    come = {key: one for key, one in changes.items() if one.credit >= 0 and one.pieces >= 0}
    if come:
        rows = _rows(program_id, enrollment_id, come)
        db.session.connection().execute(_ADD, rows)
    gone = [
        {
            "in_program": program_id,
            "of_enrollment": enrollment_id,
            "for_requirement": key.requirement,
            "in_month": key.month,
            "more": one.credit,
            "more_pieces": one.pieces,
        }
        for key, one in changes.items()
        if key not in come
    ]
    if gone:
        db.session.connection().execute(_TAKE, gone)


_ADD = insert(_months).ext(
    AddedWhereThere(
        _months, ["program_id", "enrollment_id", "requirement", "month"], ["credit", "pieces"]
    )
)
"""The first piece of a month makes its row."""


def _rows(
    program_id: UUID, enrollment_id: UUID, sums: Mapping[MonthKey, MonthSum]
) -> list[dict[str, object]]:
    return [
        {
            "program_id": program_id,
            "id": new_id(),
            "enrollment_id": enrollment_id,
            "requirement": key.requirement,
            "month": key.month,
            "credit": one.credit,
            "pieces": one.pieces,
        }
        for key, one in sums.items()
    ]


def keep(
    program_id: UUID,
    enrollment_id: UUID,
    sums: Mapping[MonthKey, MonthSum],
    of: Collection[str] | None = None,
) -> None:
    """Anew from what was reckoned: the months of all requirements, or only of these."""
    asked = delete(_months).where(
        _months.c.program_id == program_id, _months.c.enrollment_id == enrollment_id
    )
    if of is not None:
        asked = asked.where(_months.c.requirement.in_(of))
    db.session.connection().execute(asked)
    begin(program_id, enrollment_id, sums)


def begin(program_id: UUID, enrollment_id: UUID, sums: Mapping[MonthKey, MonthSum]) -> None:
    if sums:
        db.session.connection().execute(insert(_months), _rows(program_id, enrollment_id, sums))


def kept(program_id: UUID, enrollment_id: UUID) -> Iterator[tuple[MonthKey, MonthSum] | Unreadable]:
    """What the check reads; a month with nothing in it is as good as none."""
    asked = select(
        *(_months.c[name] for name in ("id", "requirement", "month", "credit", "pieces"))
    )
    here = _months.c.program_id == program_id, _months.c.enrollment_id == enrollment_id
    for row in read(asked.where(*here), _months):
        if isinstance(row, Unreadable):
            yield row
        elif not (isinstance(row.credit, int) and isinstance(row.pieces, int)):
            yield Unreadable(_months.name, row.id, row.id)
        else:
            yield MonthKey(row.requirement, row.month), MonthSum(row.credit, row.pieces)
