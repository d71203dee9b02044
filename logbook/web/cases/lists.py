"""One's own log, and the log of all fellows for those who oversee the program."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import DateField, SelectField
from wtforms.validators import Optional

from logbook.domain.cases import State
from logbook.domain.catalogue import CaseKind
from logbook.domain.complications import categories_of_procedures
from logbook.domain.curriculum import Curriculum, Requirement
from logbook.domain.requirements import cases_asked
from logbook.policy.actors import Role
from logbook.policy.cases import may_open_own_log, may_oversee
from logbook.queries import case_lists as queries
from logbook.queries import curriculum as curricula
from logbook.queries import programs
from logbook.queries.case_lists import Countable, Place, Wanted
from logbook.queries.cases import enrollment_of
from logbook.queries.progress import version_followed
from logbook.queries.unchanged import WhileUnchanged
from logbook.web import current
from logbook.web.cases.blueprint import bp
from logbook.web.cases.choosing import procedure_choices
from logbook.web.cases.rows import Line, lines_of, rows_of
from logbook.web.forms import Form, choices
from logbook.web.guard import door
from logbook.web.kept import Shelf, keep
from logbook.web.tags import LOOKS
from logbook.web.ways import path_to
from logbook.web.words import language


class FilterForm(Form):
    class Meta(Form.Meta):
        csrf = False

    fellow = SelectField(_("Fellow"), validate_choice=False)
    procedure = SelectField(_("Procedure"), validate_choice=False)
    category = SelectField(_("Category"), validate_choice=False)
    state = SelectField(_("Status"), validate_choice=False)
    complication = SelectField(_("Complication"), validate_choice=False)
    performed = SelectField(_("Role"), validate_choice=False)
    supervisor = SelectField(_("Supervisor"), validate_choice=False)
    since = DateField(_("From"), [Optional()])
    until = DateField(_("To"), [Optional()])


_LISTS: Shelf = WhileUnchanged(64)


@dataclass(frozen=True, slots=True)
class ListPage:
    """What a list of cases shows."""

    lines: list[Line]
    filters: FilterForm | None
    """None while they are closed."""
    active: int
    requirements: list[str]
    """The names of those for which the cases count, when that is asked for."""
    next_url: str | None


@bp.get("")
@door(may_open_own_log)
def index() -> ResponseReturnValue:
    actor = current.actor()
    enrollment = enrollment_of(actor)
    if enrollment is None:
        return render_template("cases/not_enrolled.html")

    def own() -> dict[str, Any]:
        curriculum = _followed() or enrollment.curriculum
        page = _list("cases.index", curriculum, fellow_id=actor.id)
        return {"page": page, "rows": rows_of(page.lines, own=True)}

    return _page("cases/index.html", own)


@bp.get("/overview")
@door(may_oversee)
def overview() -> ResponseReturnValue:
    versions = curricula.versions(current.actor())
    if not versions:
        return render_template("cases/not_enrolled.html")

    def everybodys() -> dict[str, Any]:
        newest = curricula.curriculum_of(current.actor().program_id, versions[0].id)
        page = _list("cases.overview", _followed() or newest, fellow_id=_id("fellow"))
        return {"page": page, "rows": rows_of(page.lines, with_fellow=True)}

    return _page("cases/overview.html", everybodys)


def _page(template: str, make: Callable[[], dict[str, Any]]) -> ResponseReturnValue:
    """The list as it is opened from the bar, and its further pages, are kept and sent packed. What
    somebody asked for otherwise stands on the page, in words that a link may have chosen: that is
    packed with nobody's cases (BREACH, see web/packed)."""
    if request.args.keys() <= {"after"}:
        return keep(template, make, shelf=_LISTS)
    return render_template(template, layout="layouts/page.html", **make())


def _followed() -> Curriculum | None:
    """The curriculum of the enrollment whose evidence is asked for: what counts is said there."""
    enrollment_id = _id("enrollment")
    if enrollment_id is None:
        return None
    version_id = version_followed(current.actor(), enrollment_id)
    return curricula.curriculum_of(current.actor().program_id, version_id)


def _list(endpoint: str, curriculum: Curriculum, fellow_id: UUID | None) -> ListPage:
    named = request.args.getlist("requirement")
    # A form costs as much as the list itself: only for whoever asks for more than the newest.
    asked = FilterForm(request.args) if request.args else None
    wanted = _wanted(asked, curriculum, named, fellow_id) if asked else Wanted(fellow_id)
    found = queries.page(current.actor(), wanted, _after())
    # Its choices cost more still. Evidence was asked for by a link: there the cases come first.
    active = _in_force() if asked else 0
    by_link = bool(named) or "enrollment" in request.args
    filters = asked if "filter" in request.args or (active and not by_link) else None
    if filters:
        _offer(filters, curriculum)
    return ListPage(
        lines=lines_of(found.rows, curriculum),
        filters=filters,
        active=active,
        requirements=[one.name.in_(language()) for one in _known(curriculum, named)],
        next_url=_next_url(endpoint, found.next),
    )


def _wanted(
    filters: FilterForm, curriculum: Curriculum, named: list[str], fellow_id: UUID | None
) -> Wanted:
    filters.validate()
    return Wanted(
        fellow_id=fellow_id,
        enrollment_id=_id("enrollment"),
        supervisor_id=_id("supervisor"),
        procedure=_known_code(filters.procedure.data, curriculum.procedures),
        category=_known_code(filters.category.data, curriculum.categories),
        state=_state(filters.state.data),
        since=None if filters.since.errors else filters.since.data,
        until=None if filters.until.errors else filters.until.data,
        complicated=YES_OR_NO.get(filters.complication.data or ""),
        performed=YES_OR_NO.get(filters.performed.data or ""),
        categories=_of_kind(curriculum),
        countable=tuple(_countable(curriculum, one) for one in named),
        left_out=_not_counting(curriculum, _known(curriculum, named)),
    )


def _of_kind(curriculum: Curriculum) -> frozenset[str]:
    """Of procedures alone, where that is asked for."""
    asked = request.args.get("kind") == CaseKind.PROCEDURE
    return frozenset(categories_of_procedures(curriculum)) if asked else frozenset()


def _known_code(code: str | None, known: Mapping[str, object]) -> str | None:
    """What is asked for; a code that nobody knows finds nothing."""
    return (code if code in known else "") if code else None


def _known(curriculum: Curriculum, named: list[str]) -> list[Requirement]:
    return [known for one in named if (known := curriculum.requirements.get(one))]


YES_OR_NO = {"yes": True, "no": False}
NAMES = (
    "procedure",
    "category",
    "state",
    "complication",
    "performed",
    "supervisor",
    "since",
    "until",
    "fellow",
)


def _in_force() -> int:
    """How many filters are in force."""
    return sum(1 for name in (*NAMES, "requirement") if request.args.get(name))


def _countable(curriculum: Curriculum, requirement: str) -> Countable:
    """What counts for a requirement; for an unknown one, nothing."""
    known = curriculum.requirements.get(requirement)
    rule = cases_asked(known) if known else None
    return Countable(rule.category, rule.roles) if rule else Countable("", frozenset())


def _not_counting(curriculum: Curriculum, requirements: list[Requirement]) -> frozenset[str]:
    categories = {rule.category for one in requirements if (rule := cases_asked(one))}
    return frozenset(
        one.id
        for one in curriculum.procedures.values()
        if one.category in categories and not one.counts
    )


def _offer(filters: FilterForm, curriculum: Curriculum) -> None:
    everything = gettext("All")
    spoken = language()
    filters.procedure.choices = procedure_choices(curriculum, everything)
    filters.category.choices = choices(
        ((one.id, one.name.in_(spoken)) for one in curriculum.categories.values()), everything
    )
    filters.state.choices = choices(((one.value, LOOKS[one].word()) for one in State), everything)
    filters.complication.choices = choices(
        (("yes", gettext("With a complication")), ("no", gettext("Without one"))), everything
    )
    filters.performed.choices = choices(
        (
            ("yes", gettext("Performed by the fellow")),
            ("no", gettext("Watched, assisted or taught")),
        ),
        everything,
    )
    people = programs.members(current.actor())
    for field, role in ((filters.supervisor, Role.SUPERVISOR), (filters.fellow, Role.FELLOW)):
        named = ((one.id, one.name) for one in people if role in one.roles)
        field.choices = choices(named, everything)


def _state(code: str | None) -> State | None:
    return State(code) if code in set(State) else None


def _id(name: str) -> UUID | None:
    """An id of the query; one that is none finds nothing, as one that is nobody's."""
    text = request.args.get(name)
    try:
        return UUID(text) if text else None
    except ValueError:
        return UUID(int=0)


def _after() -> Place | None:
    day, _, case_id = request.args.get("after", "").partition("_")
    try:
        return Place(date.fromisoformat(day), UUID(case_id))
    except ValueError:
        return None


def _next_url(endpoint: str, place: Place | None) -> str | None:
    if place is None:
        return None
    kept: dict[str, Any] = request.args.to_dict(flat=False)
    kept["after"] = f"{place.performed_on}_{place.id}"
    return f"{path_to(endpoint)}?{urlencode(kept, doseq=True)}"
