"""The search of feedback: what is asked for in the address, and what can be asked for."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from uuid import UUID

from flask import request
from flask_babel import gettext, lazy_gettext
from wtforms import DateField, SearchField, SelectField
from wtforms.validators import Optional

from logbook.domain.assessments import State
from logbook.domain.curriculum import Curriculum
from logbook.domain.forms import Purpose
from logbook.policy.actors import Actor, Role
from logbook.queries import curriculum as curricula
from logbook.queries import programs
from logbook.queries.assessments import Place, Sought
from logbook.queries.cases import enrollment_of
from logbook.queries.feedback import AT_APPROVAL
from logbook.web import current
from logbook.web.approval.ids import ids_of
from logbook.web.forms import Form, choices
from logbook.web.words import label, language

LONGEST_WAIT = 366


class SearchForm(Form):
    class Meta(Form.Meta):
        csrf = False

    fellow = SelectField(lazy_gettext("Fellow"), validate_choice=False)
    q = SearchField(lazy_gettext("Words in the feedback"))
    purpose = SelectField(lazy_gettext("Kind"), validate_choice=False)
    form = SelectField(lazy_gettext("Tool"), validate_choice=False)
    competency = SelectField(lazy_gettext("Competency"), validate_choice=False)
    assessor = SelectField(lazy_gettext("By whom"), validate_choice=False)
    since = DateField(lazy_gettext("From"), [Optional()])
    until = DateField(lazy_gettext("To"), [Optional()])


NAMES = ("purpose", "form", "competency", "assessor", "since", "until", "state", "waiting")


def search_form(actor: Actor, overseen: bool) -> SearchForm:
    """With everything that can be chosen; fellows where those of all are searched."""
    form = SearchForm(request.args)
    form.validate()
    form.purpose.choices = choices(
        ((one.value, label(one).capitalize()) for one in Purpose), gettext("Both kinds")
    )
    people = programs.members(actor)
    for field, role in ((form.assessor, Role.SUPERVISOR), (form.fellow, Role.FELLOW)):
        named = ((one.id, one.name) for one in people if role in one.roles)
        field.choices = choices(named, gettext("All"))
    of_one = not overseen or bool(form.fellow.data)
    _offer(form, curriculum_sought(actor, overseen), of_one)
    return form


def _offer(form: SearchForm, curriculum: Curriculum | None, of_one: bool) -> None:
    spoken = language()
    tools = curriculum.forms.values() if curriculum else ()
    named = [(one.id, one.short.in_(spoken)) for one in tools if not one.round]
    if of_one:
        named.append((AT_APPROVAL, gettext("Words at the approval of a case")))
    form.form.choices = choices(named, gettext("All"))
    shown = curriculum.competencies.values() if curriculum else ()
    form.competency.choices = choices(
        ((one.id, f"{one.code} · {one.name.in_(spoken)}") for one in shown), gettext("All")
    )


def curriculum_sought(actor: Actor, overseen: bool) -> Curriculum | None:
    """The fellow's own; for all fellows the newest of the program."""
    if not overseen:
        enrollment = enrollment_of(actor)
        return enrollment.curriculum if enrollment else None
    versions = curricula.versions(actor)
    return curricula.curriculum_of(actor.program_id, versions[0].id) if versions else None


def sought(form: SearchForm, fellow_id: UUID | None) -> Sought:
    """What the address asks for; what is no date, id or code there asks for nothing, or finds
    nothing."""
    code = form.purpose.data
    return Sought(
        fellow_id,
        (form.q.data or "").strip()[:100].replace("\0", ""),
        Purpose(code) if code in set(Purpose) else None,
        _after(request.args.get("after", "")),
        enrollment_id=_one_id("enrollment"),
        competency=(form.competency.data or "")[:64].replace("\0", "") or None,
        forms=frozenset(one[:64].replace("\0", "") for one in request.args.getlist("form") if one),
        assessor_id=_one_id("assessor"),
        states=_states(request.args.getlist("state")),
        asked_before=_asked_before(request.args.get("waiting", "")),
        since=None if form.since.errors else form.since.data,
        until=None if form.until.errors else form.until.data,
    )


def _after(written: str) -> Place | None:
    day, _, id_ = written.partition("_")
    try:
        return Place(date.fromisoformat(day), UUID(id_))
    except ValueError:
        return None


def written(place: Place) -> str:
    """The place as an address has it."""
    return f"{place.on}_{place.id}"


def _one_id(name: str) -> UUID | None:
    return next(iter(ids_of(request.args.getlist(name))), None)


def _states(named: Iterable[str]) -> frozenset[State]:
    return frozenset(State(one) for one in named if one in set(State))


def _asked_before(days: str) -> datetime | None:
    if not (days.isascii() and days.isdecimal() and len(days) <= 3):
        return None
    return current.now() - timedelta(days=min(int(days), LONGEST_WAIT))


def in_force(form: SearchForm, overseen: bool) -> int:
    """How many filters are in force."""
    named = sum(bool(request.args.get(name)) for name in NAMES)
    return named + bool((form.q.data or "").strip()) + bool(overseen and form.fellow.data)
