"""Proposing a case in the place of an approved one, and how both pages show each other."""

from dataclasses import dataclass
from uuid import UUID

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from werkzeug.exceptions import NotFound

from logbook.domain.decisions import Decision
from logbook.policy.amending import may_amend
from logbook.policy.approval import may_see_role
from logbook.policy.cases import may_log
from logbook.queries import cases as queries
from logbook.queries.amendments import standing_amendment
from logbook.queries.cases import CaseView
from logbook.services import cases as services
from logbook.services.case_amendments import Amending
from logbook.services.refusals import Invalid, insist
from logbook.web import current
from logbook.web.cases.blueprint import bp
from logbook.web.cases.prefill import as_it_stands
from logbook.web.cases.reading import entered
from logbook.web.cases.sheet import Sheet, again, form_for, shown
from logbook.web.cases.telling import versions_told
from logbook.web.cases.versions import two_versions
from logbook.web.guard import door


@dataclass(frozen=True, slots=True)
class Counterpart:
    """The other case of the two, as far as its reader may see it, and what the new one changes."""

    case: CaseView
    rows: list[tuple[str, str, str]]
    """Only what differs: the fact, as it was, as it is to be."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A case with the one that it replaces, and with the one that replaced it or is to."""

    may_amend: Decision
    amends: Counterpart | None
    amended_by: Counterpart | None


def pair_of(case: CaseView) -> Pair:
    actor = current.actor()
    other_id = standing_amendment(actor.program_id, case.id)
    return Pair(
        may_amend=may_amend(actor, case, other_id is not None),
        amends=_counterpart(case, case.amends_id),
        amended_by=_counterpart(case, other_id),
    )


def _counterpart(case: CaseView, other_id: UUID | None) -> Counterpart | None:
    """None where there is none, or not for this reader: the supervisor who is asked now may be
    another than the one who approved."""
    if other_id is None:
        return None
    actor = current.actor()
    other = queries.case_if_seen(actor, other_id)
    if other is None:
        return None
    old, new = (other, case) if case.amends_id == other.id else (case, other)
    told = versions_told(old, new, with_role=bool(may_see_role(actor, new)))
    return Counterpart(other, [row for row in told if row[1] != row[2]])


@bp.get("/<uuid:case_id>/amend")
@door(may_log)
def amend(case_id: UUID) -> ResponseReturnValue:
    """The form of a case, filled in as the approved one stands; `?procedure=` for another kind."""
    old = _own(case_id)
    other = standing_amendment(current.actor().program_id, case_id)
    insist(may_amend(current.actor(), old, other is not None))
    sheet = _sheet(old, services.new_case_id(), request.args.get("procedure"))
    values = as_it_stands(old) | {"case_id": str(sheet.case_id), "revision": None}
    return shown(form_for(sheet, values), sheet)


@bp.post("/<uuid:case_id>/amend/<uuid:amendment_id>")
@door(may_log)
def propose(case_id: UUID, amendment_id: UUID) -> ResponseReturnValue:
    """Under the id that its page was given: sent twice, it is one amendment."""
    sheet = _sheet(_own(case_id), amendment_id, request.form.get("procedure"))
    amending = Amending(case_id, request.form.get("why", ""))
    try:
        said = entered(sheet.procedure)
        services.amend(current.actor(), amendment_id, amending, said)
    except Invalid as wrong:
        return again(sheet, wrong)
    except services.Stale:
        return two_versions(queries.case(current.actor(), amendment_id), said, sheet)
    if said.submit:
        flash(gettext("The amendment waits for its supervisor. Until then the old case counts."))
    else:
        flash(gettext("The amendment is kept as a draft. The old case counts."))
    return redirect(url_for("cases.show", case_id=amendment_id), 303)


def _own(case_id: UUID) -> CaseView:
    found = queries.case(current.actor(), case_id)
    if found.fellow_id != current.actor().id:
        raise NotFound
    return found


def _sheet(old: CaseView, case_id: UUID, code: str | None) -> Sheet:
    known = old.curriculum.procedures
    procedure = known.get(code or "", known[old.procedure])
    return Sheet(old.curriculum, procedure, case_id, current.today(), amending=old, seen=True)
