"""Two versions of one case: what was typed, and what somebody else saved meanwhile."""

from dataclasses import replace
from uuid import UUID

from flask import render_template
from flask.typing import ResponseReturnValue

from logbook.domain.catalogue import CaseRole, Procedure
from logbook.queries import programs
from logbook.queries.cases import CaseView
from logbook.web import current
from logbook.web.cases.forms import CaseForm, details_of
from logbook.web.cases.telling import versions_told


def two_versions(theirs: CaseView, form: CaseForm, procedure: Procedure) -> ResponseReturnValue:
    """409 with both side by side. The form is carried along whole, now against the present
    revision: sending it again is a choice made with both in sight."""
    mine = _as_typed(theirs, form, procedure)
    carried = [
        (name, value)
        for name, value in form_values(form)
        if name not in ("revision", "csrf_token", "case_id")
    ]
    page = render_template(
        "cases/versions.html",
        case=theirs,
        rows=versions_told(mine, theirs),
        carried=carried,
        form=form,
    )
    return page, 409


def form_values(form: CaseForm) -> list[tuple[str, str]]:
    """Every field as a browser would send it again."""
    pairs: list[tuple[str, str]] = []
    for field in form:
        values = field.data if isinstance(field.data, list) else [field.data]
        pairs += [(field.name, str(value)) for value in values if value not in (None, "")]
    return pairs


def _as_typed(case: CaseView, form: CaseForm, procedure: Procedure) -> CaseView:
    actor = current.actor()
    people = {str(one.id): one.name for one in programs.supervisors(actor, current.now().date())}
    places = {str(one.id): one.name for one in programs.sites(actor)}
    known = {role.value for role in CaseRole}
    return replace(
        case,
        procedure=procedure.id,
        performed_on=form.performed_on.data,
        role=CaseRole(form.role.data) if form.role.data in known else case.role,
        supervisor=people.get(form.supervisor.data or ""),
        site=places.get(form.site.data or ""),
        setting=form.setting.data or None,
        age_band=form.age_band.data or None,
        indication=form.indication.data or "",
        outcome=form.outcome.data or "",
        complications=tuple(form.complications.data or ()),
        complication_note=form.complication_note.data or "",
        reflection=form.reflection.data or "",
        details=details_of(form),
        supervisor_id=UUID(form.supervisor.data) if form.supervisor.data in people else None,
    )
