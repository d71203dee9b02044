"""Two versions of one case: what was typed, and what somebody else saved meanwhile."""

from dataclasses import replace

from flask import render_template
from flask.typing import ResponseReturnValue

from logbook.domain.case_content import tidied
from logbook.domain.cases import OPEN_STATES
from logbook.queries import programs
from logbook.queries.cases import CaseView
from logbook.services.cases import new_case_id
from logbook.services.entering import Entered
from logbook.web import current
from logbook.web.cases.forms import CaseForm
from logbook.web.cases.sheet import Sheet, form_for
from logbook.web.cases.telling import versions_told
from logbook.web.identifiers.hearing import PREFIX, stated

NOT_CARRIED = ("revision", "csrf_token", "case_id")


def two_versions(theirs: CaseView, said: Entered, sheet: Sheet) -> ResponseReturnValue:
    """409 with both side by side. The form is carried along whole: it can be sent again against
    the present revision, or as a case of its own, with both in sight."""
    form = form_for(sheet)
    page = render_template(
        "cases/versions.html",
        case=theirs,
        procedure=sheet.procedure,
        rows=versions_told(_as_typed(theirs, said, sheet), theirs),
        carried=[
            *(pair for pair in _as_sent(form) if pair[0] not in NOT_CARRIED),
            *((PREFIX + key, reason.value) for key, reason in stated().items()),
        ],
        may_overwrite=theirs.state in OPEN_STATES and theirs.procedure == sheet.procedure.id,
        another_id=None if sheet.editing or sheet.amending else new_case_id(),
        form=form,
    )
    return page, 409


def _as_sent(form: CaseForm) -> list[tuple[str, str]]:
    """Every field as a browser would send it again."""
    pairs: list[tuple[str, str]] = []
    for field in form:
        values = field.data if isinstance(field.data, list) else [field.data]
        pairs += [(field.name, str(value)) for value in values if value not in (None, "")]
    return pairs


def _as_typed(case: CaseView, said: Entered, sheet: Sheet) -> CaseView:
    """The case as it would be, had what was typed been saved."""
    actor = current.actor()
    people = {one.id: one.name for one in programs.supervisors(actor, current.today())}
    places = {one.id: one.name for one in programs.sites(actor)}
    typed = tidied(said.content, sheet.curriculum)
    content = {name: getattr(typed, name) for name in typed.__dataclass_fields__}
    return replace(
        case,
        **content,
        curriculum=sheet.curriculum,
        supervisor_id=said.supervisor_id,
        supervisor=people.get(said.supervisor_id) if said.supervisor_id else None,
        site_id=said.site_id,
        site=places.get(said.site_id) if said.site_id else None,
    )
