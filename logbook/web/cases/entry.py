"""Logging a case, and changing one: one screen, prefilled from the last of its kind."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from werkzeug.exceptions import NotFound

from logbook.domain.case_content import CaseContent
from logbook.domain.catalogue import CaseRole, Procedure
from logbook.policy.cases import may_log
from logbook.queries import cases as queries
from logbook.queries import programs
from logbook.queries.cases import CaseView, EnrollmentNow
from logbook.services import cases as services
from logbook.services.entering import Entered
from logbook.services.refusals import Invalid
from logbook.web import current
from logbook.web.cases.blueprint import bp
from logbook.web.cases.choosing import kinds_to_choose
from logbook.web.cases.forms import DETAIL, CaseForm, class_for, details_of, offer
from logbook.web.cases.versions import two_versions
from logbook.web.forms import choices, show
from logbook.web.guard import door
from logbook.web.words import language

COPIED_AS_THEY_ARE = (
    "performed_on",
    "role",
    "setting",
    "age_band",
    "indication",
    "outcome",
    "revision",
    "complication_note",
    "reflection",
)


@dataclass(frozen=True, slots=True)
class Sheet:
    """What the page of the form shows beside the form itself."""

    procedure: Procedure
    case_id: UUID
    today: date
    copied_from: date | None = None
    editing: CaseView | None = None

    @property
    def yesterday(self) -> date:
        return self.today - timedelta(days=1)


@bp.get("/new")
@door(may_log)
def new() -> ResponseReturnValue:
    """Choose what to log; with `?procedure=` the form of that kind."""
    enrollment = _enrollment()
    if enrollment is None:
        return render_template("cases/not_enrolled.html")
    procedure = enrollment.curriculum.procedures.get(request.args.get("procedure", ""))
    if procedure is None:
        text = request.args.get("q", "").strip()
        page = kinds_to_choose(current.actor(), enrollment.curriculum, text)
        return render_template("cases/new.html", page=page)
    last = queries.last_of_kind(current.actor(), procedure.id)
    form = _form(enrollment, procedure, _prefilled(last))
    sheet = Sheet(procedure, uuid4(), today(), last.performed_on if last else None)
    form.case_id.data = str(sheet.case_id)
    return _page(form, sheet)


@bp.post("/<uuid:case_id>")
@door(may_log)
def log(case_id: UUID) -> ResponseReturnValue:
    """Log a case under the id that its page was given: sent twice, it is one case."""
    enrollment = _enrollment()
    procedure = _procedure(enrollment, request.form.get("procedure", ""))
    assert enrollment is not None
    form = _form(enrollment, procedure)
    sheet = Sheet(procedure, case_id, today())
    if not form.validate():
        return _page(form, sheet, 422)
    entered = _entered(form, procedure)
    try:
        services.log(current.actor(), case_id, enrollment.id, entered)
    except Invalid as wrong:
        show(form, wrong)
        return _page(form, sheet, 422)
    except services.Stale:
        return two_versions(queries.case(current.actor(), case_id), form, procedure)
    return _logged(case_id, procedure)


@bp.route("/<uuid:case_id>/edit", methods=["GET", "POST"])
@door(may_log)
def edit(case_id: UUID) -> ResponseReturnValue:
    case = queries.case(current.actor(), case_id)
    enrollment = _enrollment()
    if enrollment is None or case.fellow_id != current.actor().id:
        raise NotFound
    procedure = case.curriculum.procedures[case.procedure]
    sheet = Sheet(procedure, case_id, today(), editing=case)
    if request.method == "GET":
        return _page(_form(enrollment, procedure, _as_entered(case)), sheet)
    form = _form(enrollment, procedure)
    if not form.validate():
        return _page(form, sheet, 422)
    revision = int(form.revision.data) if (form.revision.data or "").isdigit() else 0
    try:
        services.change(current.actor(), case_id, revision, _entered(form, procedure))
    except Invalid as wrong:
        show(form, wrong)
        return _page(form, sheet, 422)
    except services.Stale:
        return two_versions(queries.case(current.actor(), case_id), form, procedure)
    return _logged(case_id, procedure)


def today() -> date:
    """The calendar day where the program is."""
    return current.now().astimezone(ZoneInfo(current.me().time_zone)).date()


def _enrollment() -> EnrollmentNow | None:
    return queries.enrollment_of(current.actor())


def _procedure(enrollment: EnrollmentNow | None, code: str) -> Procedure:
    if enrollment is None or code not in enrollment.curriculum.procedures:
        raise NotFound
    return enrollment.curriculum.procedures[code]


def _form(
    enrollment: EnrollmentNow, procedure: Procedure, data: dict[str, object] | None = None
) -> CaseForm:
    spoken = language()
    form = class_for(enrollment.curriculum, procedure, spoken)(data=data)
    if data is not None or request.method == "GET":
        _offer_all(form, enrollment)
    return form


def _offer_all(form: CaseForm, enrollment: EnrollmentNow) -> None:
    """The choices, for a form that is going to be shown."""
    actor = current.actor()
    offer(form, enrollment.curriculum, language())
    supervisors = programs.supervisors(actor, current.now().date())
    form.supervisor.choices = choices(
        ((one.id, one.name) for one in supervisors if one.id != actor.id),
        empty=gettext("Choose"),
    )
    form.site.choices = choices(
        ((one.id, one.name) for one in programs.sites(actor)), empty=gettext("Not stated")
    )


def _page(form: CaseForm, sheet: Sheet, code: int = 200) -> ResponseReturnValue:
    if form.role.choices is None:
        enrollment = _enrollment()
        assert enrollment is not None
        _offer_all(form, enrollment)
    definitions = _definitions() if form.complications.choices else {}
    page = render_template("cases/form.html", form=form, sheet=sheet, definitions=definitions)
    return page, code


def _definitions() -> dict[str, str]:
    enrollment = _enrollment()
    assert enrollment is not None
    spoken = language()
    known = enrollment.curriculum.complications.values()
    return {one.id: one.definition.in_(spoken) for one in known}


def _prefilled(last: queries.LastOfKind | None) -> dict[str, object]:
    """A new case begins as the last of its kind, but for the date and what happened."""
    begun: dict[str, object] = {"performed_on": today(), "outcome": "success", "role": None}
    if last is None:
        last = queries.last_of_kind(current.actor())
        details: dict[str, object] = {}
    else:
        details = dict(last.details)
        begun |= {"role": last.role, "age_band": last.age_band, "indication": last.indication}
    if last is not None:
        begun |= {
            "supervisor": str(last.supervisor_id or ""),
            "site": str(last.site_id or ""),
            "setting": last.setting,
        }
    return begun | {DETAIL + name: value for name, value in details.items()}


def _as_entered(case: CaseView) -> dict[str, object]:
    return {
        **{name: getattr(case, name) for name in COPIED_AS_THEY_ARE},
        "complications": list(case.complications),
        "supervisor": str(case.supervisor_id or ""),
        "site": str(case.site_id or ""),
        "case_id": str(case.id),
        **{DETAIL + name: value for name, value in case.details.items()},
    }


def _entered(form: CaseForm, procedure: Procedure) -> Entered:
    roles = {role.value for role in CaseRole}
    content = CaseContent(
        procedure=procedure.id,
        performed_on=form.performed_on.data,
        role=CaseRole(form.role.data) if form.role.data in roles else CaseRole.OBSERVED,
        setting=form.setting.data or None,
        age_band=form.age_band.data or None,
        indication=form.indication.data or "",
        outcome=form.outcome.data or "success",
        complications=tuple(form.complications.data or ()),
        complication_note=form.complication_note.data or "",
        reflection=form.reflection.data or "",
        details=details_of(form),
    )
    return Entered(
        content=content,
        supervisor_id=_id_or_none(form.supervisor.data),
        site_id=_id_or_none(form.site.data),
        submit=request.form.get("step") != "draft",
    )


def _id_or_none(text: str | None) -> UUID | None:
    try:
        return UUID(text) if text else None
    except ValueError:
        return UUID(int=0)  # nobody: the service says that there is no such one


def _logged(case_id: UUID, procedure: Procedure) -> ResponseReturnValue:
    step = request.form.get("step")
    name = procedure.short.in_(language())
    if step == "draft":
        flash(gettext("%(name)s is kept as a draft.", name=name))
    else:
        flash(gettext("%(name)s is logged and waits for its supervisor.", name=name))
    if step == "next":
        return redirect(url_for("cases.new", procedure=procedure.id), 303)
    return redirect(url_for("cases.show", case_id=case_id), 303)
