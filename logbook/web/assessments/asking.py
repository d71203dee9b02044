"""Starting an assessment: by the fellow, who asks, or by an assessor about what they saw."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from werkzeug.exceptions import NotFound
from wtforms.form import BaseForm

from logbook.domain.curriculum import Curriculum
from logbook.domain.forms import AssessmentForm
from logbook.policy.actors import Role
from logbook.policy.assessments import may_start
from logbook.queries import assessors as people
from logbook.queries.cases import CaseView, case, enrollment_of
from logbook.queries.curriculum import curriculum_of
from logbook.services import assessments as services
from logbook.services.assessments import Wanted
from logbook.services.refusals import Invalid
from logbook.web import current
from logbook.web.approval.ids import ids_of
from logbook.web.assessments.blueprint import bp
from logbook.web.assessments.forms import AskForm, level_notes, own_rating
from logbook.web.assessments.telling import competency_in_words, procedure_in_words
from logbook.web.forms import choices, show
from logbook.web.guard import door
from logbook.web.words import language, profession_label


@dataclass(frozen=True, slots=True)
class Start:
    """For whom, on which form, and about which case."""

    fellow_id: UUID
    fellow: str
    enrollment_id: UUID
    curriculum: Curriculum
    case: CaseView | None
    form: AssessmentForm | None

    @property
    def own(self) -> bool:
        return self.fellow_id == current.actor().id

    @property
    def about(self) -> str:
        return procedure_in_words(self.curriculum, self.case.procedure) if self.case else ""

    @property
    def forms(self) -> list[AssessmentForm]:
        """Those that fit: of a case only what makes sense about one."""
        return [
            one
            for one in self.curriculum.forms.values()
            if not one.round and (one.from_case or self.case is None)
        ]


@bp.get("/new")
@door(may_start)
def new() -> ResponseReturnValue:
    """Choose the form, then fill in the little that is not known yet."""
    start = _start(request.args)
    if start is None:
        return _whom()
    if start.form is None:
        return render_template("assessments/choose.html", start=start, asked=request.args.to_dict())
    form = AskForm(formdata=None, happened_on=_day_of(start))
    _offer(form, start)
    form.process(None, happened_on=_day_of(start), **_preset(form, start))
    rating = own_rating(start.form, start.curriculum)
    return _page(start, form, rating, services.new_assessment_id())


@bp.post("/<uuid:assessment_id>")
@door(may_start)
def start(assessment_id: UUID) -> ResponseReturnValue:
    begun = _start(request.form)
    if begun is None or begun.form is None:
        raise NotFound
    form = AskForm()
    _offer(form, begun)
    rating = own_rating(begun.form, begun.curriculum, request.form)
    if not form.validate():
        return _page(begun, form, rating, assessment_id), 422
    try:
        services.start(
            current.actor(), assessment_id, begun.enrollment_id, _wanted(form, rating, begun)
        )
    except Invalid as wrong:
        show(form, {k: v for k, v in wrong.complaints.items() if not k.startswith("own.")})
        own = {k[4:]: v for k, v in wrong.complaints.items() if k.startswith("own.")}
        show(rating, own)
        return _page(begun, form, rating, assessment_id), 422
    if begun.own:
        flash(gettext("Asked. Your own rating is kept, unseen until the answer is in."))
        return redirect(url_for("assessments.show", assessment_id=assessment_id), 303)
    return redirect(url_for("assessments.fill", assessment_id=assessment_id), 303)


def _wanted(form: AskForm, rating: BaseForm, begun: Start) -> Wanted:
    assert begun.form is not None
    chosen = ids_of([form.assessor.data or ""]) if begun.own else [current.actor().id]
    return Wanted(
        form=begun.form.id,
        competency=form.competency.data or "",
        assessor_id=next(iter(chosen), None),
        happened_on=form.happened_on.data,
        case_id=begun.case.id if begun.case else None,
        context=form.context.data or "",
        own={field.short_name: field.data for field in rating if field.data} if begun.own else None,
    )


def _start(asked: Any) -> Start | None:
    """What the address or the form names; None where it is not said for whom."""
    case_ids = ids_of([asked.get("case", "")])
    about = case(current.actor(), case_ids[0]) if case_ids else None
    found = _for_whom(asked, about)
    if found is None:
        return None
    fellow_id, name, enrollment_id, curriculum = found
    form = curriculum.forms.get(asked.get("form", ""))
    if form is not None and form.round:
        raise NotFound
    return Start(fellow_id, name, enrollment_id, curriculum, about, form)


def _for_whom(asked: Any, about: CaseView | None) -> tuple[UUID, str, UUID, Curriculum] | None:
    actor = current.actor()
    named = [about.fellow_id] if about else ids_of([asked.get("fellow", "")])
    fellow_id = named[0] if named else None
    if fellow_id in (None, actor.id) and actor.is_(Role.FELLOW):
        mine = enrollment_of(actor)
        if mine is not None:
            return actor.id, current.me().name, mine.id, mine.curriculum
    if fellow_id is None:
        return None
    if not actor.is_(Role.SUPERVISOR):
        raise NotFound
    for one in people.trained(actor, current.today()):
        if one.id == fellow_id:
            version = curriculum_of(actor.program_id, one.version_id)
            return one.id, one.name, one.enrollment_id, version
    raise NotFound


def _whom() -> ResponseReturnValue:
    if not current.actor().is_(Role.SUPERVISOR):
        return render_template("cases/not_enrolled.html")
    fellows = people.trained(current.actor(), current.today())
    return render_template("assessments/whom.html", fellows=fellows)


def _offer(form: AskForm, start: Start) -> None:
    assert start.form is not None
    today = current.today()
    able = people.assessors(current.actor(), start.form, start.fellow_id, today)
    form.assessor.choices = choices(
        ((one.id, f"{one.name}, {profession_label(one.profession)}") for one in able),
        gettext("Choose"),
    )
    form.competency.choices = choices(
        (
            (code, competency_in_words(start.curriculum, code))
            for code in start.curriculum.competencies
        ),
        gettext("Choose"),
    )


def _preset(form: AskForm, start: Start) -> dict[str, str]:
    """From the case: its competency, and whoever was in the room."""
    if start.case is None:
        return {}
    category = start.curriculum.categories.get(start.case.category)
    return {
        "competency": (category.competency if category else None) or "",
        "assessor": str(start.case.supervisor_id or ""),
    }


def _day_of(start: Start) -> Any:
    return start.case.performed_on if start.case else current.today()


def _page(start: Start, form: AskForm, rating: BaseForm, id_: UUID) -> str:
    assert start.form is not None
    return render_template(
        "assessments/ask.html",
        start=start,
        form=form,
        rating=rating,
        notes=level_notes(start.form, start.curriculum),
        assessment_id=id_,
        title=start.form.name.in_(language()),
        today=current.today(),
    )
