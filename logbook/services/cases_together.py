"""Logging the cases of one session together: all of them, or none and what is wrong with each."""

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy.exc import IntegrityError

from logbook.domain.decisions import say
from logbook.policy.actors import Actor
from logbook.services.cases import AlreadyLogged, Stale, put
from logbook.services.entering import Entered
from logbook.services.refusals import Invalid
from logbook.services.unit import Unit, unit_of_work

Rows = Mapping[UUID, Entered | Invalid]
"""By the id that the page gave each row. Invalid stands for a row that could not even be read."""


class WrongRows(Exception):
    """What is wrong, by row. Nothing was logged."""

    def __init__(self, complaints: Mapping[UUID, Invalid]) -> None:
        super().__init__(f"{len(complaints)} rows")
        self.complaints = complaints


def log_together(actor: Actor, enrollment_id: UUID, rows: Rows) -> None:
    """Each row becomes a case of its own. Sent twice, each is still one case.

    Raises WrongRows, and Refused.
    """
    try:
        _log_all(actor, enrollment_id, rows)
    except IntegrityError:
        # The same list at the same moment: what the first one logged is there now.
        _log_all(actor, enrollment_id, rows)


def _log_all(actor: Actor, enrollment_id: UUID, rows: Rows) -> None:
    try:
        with unit_of_work(actor) as unit:
            found = {case_id: _put(unit, case_id, enrollment_id, rows[case_id]) for case_id in rows}
            if wrong := {case_id: one for case_id, one in found.items() if one is not None}:
                raise WrongRows(wrong)
            if not unit.records:
                raise AlreadyLogged
    except AlreadyLogged:
        pass


def _put(
    unit: Unit, case_id: UUID, enrollment_id: UUID, entered: Entered | Invalid
) -> Invalid | None:
    """What is wrong with one row; None when it is logged, now or before."""
    if isinstance(entered, Invalid):
        return entered
    try:
        put(unit, case_id, enrollment_id, entered)
    except AlreadyLogged:
        return None
    except Invalid as wrong:
        return wrong
    except Stale:
        elsewhere = say(
            "This row is logged already and says something else now. Remove it here, and change"
            " the case in your list."
        )
        return Invalid({"row": elsewhere})
    return None
