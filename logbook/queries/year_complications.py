"""Complications by fellow and category. One statement, which reads the cases of the fellows of this
year and the last through their enrollments: its cost follows the size of the program, not the
length of its history."""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, String, bindparam, cast, func, literal_column, or_, select
from sqlalchemy import case as either

from logbook.domain.cases import State
from logbook.domain.catalogue import CaseRole
from logbook.domain.complications import PERFORMED
from logbook.domain.rates import NOTHING, Rate
from logbook.domain.readiness import months_after
from logbook.models.cases import Case
from logbook.models.curriculum import Enrollment
from logbook.policy.actors import Actor
from logbook.prepared import Prepared
from logbook.queries.unchanged import WhileUnchanged

LOOK_BACK_MONTHS = 12
"""Whoever finished longer ago is not in the sum: the program was another one then."""

COMPLICATED: ColumnElement[bool] = cast(Case.complications, String) != literal_column("'[]'")
"""Written out, as the empty list is on every database: PostgreSQL does not compare JSON."""


def _in_a_role(roles: frozenset[CaseRole]) -> ColumnElement[bool]:
    # One by one: a list is a blank that prepared statements cannot hold.
    return or_(*(Case.credited_role == role for role in sorted(roles)))


WAS_PERFORMED = _in_a_role(PERFORMED)

_RATES = Prepared(
    select(
        Enrollment.fellow_id,
        Case.category,
        func.sum(either((COMPLICATED, 1), else_=0)).label("events"),
        func.count().label("n"),
    )
    .select_from(Enrollment)
    .join(Case, (Case.program_id == Enrollment.program_id) & (Case.enrollment_id == Enrollment.id))
    .where(
        Enrollment.program_id == bindparam("in_program"),
        or_(
            Enrollment.id == bindparam("of_enrollment"),
            Enrollment.ends_on >= bindparam("ended_after"),
        ),
        Case.state == State.APPROVED,
        WAS_PERFORMED,
    )
    .group_by(Enrollment.program_id, Enrollment.fellow_id, Enrollment.id, Case.category)
)


def rates(
    actor: Actor, enrollment_id: UUID, fellow_id: UUID, today: date
) -> Mapping[tuple[UUID, str], Rate]:
    """By fellow and category, of approved cases that the fellow performed. It names nobody, and
    whoever shows it goes through `domain.complications`. Of the fellow whose page it is, this one
    training only, which is what the page links to."""
    asked = {
        "in_program": actor.program_id,
        "of_enrollment": enrollment_id,
        "ended_after": months_after(today, -LOOK_BACK_MONTHS),
    }
    return _KEPT.of(actor.program_id, tuple(asked.values()), lambda: _summed(asked))


_KEPT: WhileUnchanged[Mapping[tuple[UUID, str], Rate]] = WhileUnchanged(32)


def _summed(asked: Mapping[str, object]) -> Mapping[tuple[UUID, str], Rate]:
    found: dict[tuple[UUID, str], Rate] = {}
    for row in _RATES.all(**asked):
        place = row.fellow_id, row.category
        found[place] = found.get(place, NOTHING) + Rate(int(row.events), row.n)
    return found
