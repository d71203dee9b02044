"""A draft that is begun with one tap, from what somebody else says was done."""

from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from logbook.domain.case_content import CaseContent
from logbook.domain.catalogue import CaseRole
from logbook.domain.decisions import say
from logbook.queries.cases import EnrollmentNow, enrollment_of, last_of_kind
from logbook.services import cases
from logbook.services.entering import Entered
from logbook.services.refusals import Conflict, Invalid
from logbook.web import current
from logbook.web.words import words


@dataclass(frozen=True, slots=True)
class Begun:
    """What is known of a case that its fellow has not logged."""

    case_id: UUID
    """The same for the same thing: pressed twice, it is one case."""
    procedure: str
    performed_on: date
    site_id: UUID | None = None
    supervisor_id: UUID | None = None
    age_band: str | None = None
    side: str | None = None


def begin(begun: Begun, back: str) -> ResponseReturnValue:
    """Begin the draft and open it; what is wrong with it is said on the page `back`."""
    enrollment = enrollment_of(current.actor())
    if enrollment is None or begun.procedure not in enrollment.curriculum.procedures:
        raise Conflict(say("The curriculum that you follow now does not have this procedure."))
    try:
        _log(begun, enrollment)
    except cases.Stale:  # begun before, and changed since
        return redirect(url_for("cases.show", case_id=begun.case_id), 303)
    except Invalid as wrong:
        for message in wrong.complaints.values():
            flash(words(message), "bad")
        return redirect(back, 303)
    flash(gettext("A draft is begun. Check it, add what is missing, and submit it."))
    return redirect(url_for("cases.edit", case_id=begun.case_id), 303)


def _log(begun: Begun, enrollment: EnrollmentNow) -> None:
    """Who is named may have left since: then the fellow chooses."""
    actor, entered = current.actor(), _entered(begun, enrollment)
    try:
        cases.log(actor, begun.case_id, enrollment.id, entered)
    except Invalid as wrong:
        if set(wrong.complaints) != {"supervisor"}:
            raise
        cases.log(actor, begun.case_id, enrollment.id, replace(entered, supervisor_id=None))


def _entered(begun: Begun, enrollment: EnrollmentNow) -> Entered:
    """The role is that of the last case of the kind, else the least that can be claimed."""
    curriculum, last = enrollment.curriculum, last_of_kind(current.actor(), begun.procedure)
    side = curriculum.procedures[begun.procedure].field("laterality")
    has_side = side is not None and begun.side in (side.choices or {})
    bands = curriculum.vocabularies["age_bands"]
    content = CaseContent(
        procedure=begun.procedure,
        performed_on=begun.performed_on,
        role=CaseRole(last.role) if last else CaseRole.OBSERVED,
        setting=last.setting if last else None,
        age_band=begun.age_band if begun.age_band in bands else None,
        details={"laterality": begun.side} if has_side else {},
    )
    return Entered(content, begun.supervisor_id, begun.site_id, submit=False)
