"""Teaching sessions of the program: listed, recorded, completed later, taken back."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID, uuid4

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from logbook.domain.opportunities import ActivityKind
from logbook.policy.portfolio import may_record_session
from logbook.policy.teaching import may_open, may_see_sessions
from logbook.queries import teaching as queries
from logbook.queries.cases import enrollment_of
from logbook.queries.teaching import Place, Trained, Wanted
from logbook.services import attendance as services
from logbook.services.attendance import Held
from logbook.services.refusals import Invalid
from logbook.web import current
from logbook.web.acting import act_and_return
from logbook.web.forms import choices, show
from logbook.web.guard import door
from logbook.web.teaching.attendance import attendance_page
from logbook.web.teaching.blueprint import bp
from logbook.web.teaching.forms import SessionFilters, SessionForm, an_id
from logbook.web.teaching.telling import program_tabs
from logbook.web.words import language

USUAL_MINUTES = 60


@dataclass(frozen=True, slots=True)
class Listed:
    """What the list shows beside its rows."""

    filters: SessionFilters
    active: int
    next_url: str | None


@bp.get("")
@door(may_open)
def index() -> ResponseReturnValue:
    """The sessions of the program; for a fellow, what they come to for this fellow."""
    actor = current.actor()
    if not may_see_sessions(actor):
        enrollment = enrollment_of(actor)
        if enrollment is None:
            return render_template("teaching/not_enrolled.html")
        return attendance_page(enrollment.id)
    kinds = queries.kinds_of(actor.program_id)
    people = queries.trained(actor, current.today())
    filters = SessionFilters(request.args)
    _offer(filters, kinds, people)
    found = queries.page(actor, _wanted(filters), _after())
    return render_template(
        "teaching/sessions.html",
        rows=found.rows,
        page=Listed(filters, _in_force(), _next_url(found.next)),
        names=_names(kinds),
        may_record=may_record_session(actor),
        tabs=program_tabs(actor, "index"),
    )


def _offer(filters: SessionFilters, kinds: dict[str, ActivityKind], people: list[Trained]) -> None:
    everything = gettext("All")
    filters.kind.choices = choices(_names(kinds).items(), everything)
    filters.fellow.choices = choices(((one.fellow_id, one.fellow) for one in people), everything)


def _wanted(filters: SessionFilters) -> Wanted:
    filters.validate()
    fellow = filters.fellow.data
    try:
        fellow_id = UUID(fellow) if fellow else None
    except ValueError:
        fellow_id = UUID(int=0)  # finds nothing, as somebody who is nobody
    return Wanted(
        kind=filters.kind.data or None,
        fellow_id=fellow_id,
        since=None if filters.since.errors else filters.since.data,
        until=None if filters.until.errors else filters.until.data,
    )


def _in_force() -> int:
    return sum(1 for name in ("kind", "fellow", "since", "until") if request.args.get(name))


def _after() -> Place | None:
    day, _, session_id = request.args.get("after", "").partition("_")
    try:
        return Place(date.fromisoformat(day), UUID(session_id))
    except ValueError:
        return None


def _next_url(place: Place | None) -> str | None:
    if place is None:
        return None
    kept = {**request.args.to_dict(), "after": f"{place.held_on}_{place.id}"}
    # What url_for calls its own options are typed; what the query says is not among them.
    return url_for(".index", **kept)  # type: ignore[arg-type]


def _names(kinds: Mapping[str, ActivityKind]) -> dict[str, str]:
    return {code: one.name.in_(language()) for code, one in kinds.items()}


@bp.get("/sessions/<uuid:session_id>")
@door(may_see_sessions)
def session(session_id: UUID) -> ResponseReturnValue:
    actor = current.actor()
    view = queries.session(actor, session_id)
    listed = {one.enrollment_id for one in view.people}
    people = queries.trained(actor, current.today())
    return render_template(
        "teaching/session.html",
        session=view,
        kind=queries.name_of(queries.kinds_of(actor.program_id), view.kind).in_(language()),
        others=[one for one in people if one.id not in listed],
        may_record=may_record_session(actor),
    )


@bp.route("/sessions/new", methods=["GET", "POST"])
@door(may_record_session)
def new_session() -> ResponseReturnValue:
    """Record one. The page makes its id, so that a double tap is one."""
    actor = current.actor()
    form = SessionForm(session_id=uuid4(), held_on=current.today(), minutes=USUAL_MINUTES)
    form.kind.choices = choices(_names(queries.session_kinds(actor.program_id)).items())
    people = queries.trained(actor, current.today())
    form.present.choices = choices((one.id, one.fellow) for one in people)
    try:
        if form.validate_on_submit():
            return _record(form)
    except Invalid as wrong:
        show(form, wrong)
    if request.method == "GET":
        _begin_like(form)
    today = current.today()
    page = render_template(
        "teaching/session_new.html", form=form, today=today, yesterday=today - timedelta(days=1)
    )
    return page, 200 if request.method == "GET" else 422


def _record(form: SessionForm) -> ResponseReturnValue:
    session_id = an_id(form.session_id.data)
    held = Held(
        form.kind.data or "", form.held_on.data, form.title.data or "", form.minutes.data or 0
    )
    services.record(current.actor(), session_id, held, _ids(form.present.data or ()))
    flash(gettext("Recorded. It counts for everybody who was there."))
    return redirect(url_for(".session", session_id=session_id), 303)


def _begin_like(form: SessionForm) -> None:
    """As another session, where one is to be recorded anew or is held every week."""
    if request.args.get("like"):
        other = queries.session(current.actor(), an_id(request.args["like"]))
        form.kind.data, form.title.data, form.minutes.data = other.kind, other.title, other.minutes
        form.held_on.data = other.held_on
        form.present.data = [str(one.enrollment_id) for one in other.people]


@bp.post("/sessions/<uuid:session_id>/present")
@door(may_record_session)
def add_present(session_id: UUID) -> ResponseReturnValue:
    actor, late = current.actor(), _ids(request.form.getlist("present"))
    return act_and_return(
        lambda: services.add(actor, session_id, late),
        gettext("Added. It counts for them too."),
        url_for(".session", session_id=session_id),
    )


@bp.post("/sessions/<uuid:session_id>/strike-out")
@door(may_record_session)
def strike_out(session_id: UUID) -> ResponseReturnValue:
    actor, reason = current.actor(), request.form.get("reason", "")
    return act_and_return(
        lambda: services.strike_out(actor, session_id, reason),
        gettext("Struck out. It counts for nobody; the reason stays."),
        url_for(".session", session_id=session_id),
    )


def _ids(texts: Iterable[str]) -> list[UUID]:
    return [an_id(text) for text in texts]
